import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { creditsOf } from '../client/prices';
import { isTool } from '../host/rawParameters';
import { readWiring } from '../host/refuseWiring';
import { isWaitAhead } from '../host/wiring';
import { inHint } from './messages';
import type { SubmissionOutcome } from './outcomes';
import type { Taken } from './submissions';

/** Tells people beside the output of a node what they should know of its run. */
export const tell = (
	context: IExecuteFunctions,
	hint: Pick<NodeExecutionHint, 'message' | 'type'>,
): void => context.addExecutionHints({ ...hint, location: 'outputPane' });

/** What was spent. */
export function tellCosts(context: IExecuteFunctions, taken: readonly Taken[]): void {
	const message = costsText(taken);
	if (message !== undefined) tell(context, { message });
}

/** That some items had a task already, so that nothing was paid for them. */
export function tellKnownTasks(
	context: IExecuteFunctions,
	outcomes: ReadonlyArray<SubmissionOutcome | undefined>,
): void {
	const known = outcomes.flatMap((outcome) =>
		outcome && 'result' in outcome && outcome.result.isKnown === true ? [outcome.result] : [],
	);
	if (known.length === 0) return;
	const failed = known.filter(({ hasFailed }) => hasFailed === true).length;
	tell(context, {
		message:
			`${known.length} of ${outcomes.length} items had a task already and were not submitted again` +
			(failed > 0
				? `; ${failed} of them failed, as the state in the item says: empty the task ID there to submit it anew`
				: ''),
	});
}

/** That nothing was skipped because of the column's name; a table may leave out empty cells, so it is no mistake. */
export function tellMissingColumn(context: IExecuteFunctions, column: string | undefined): void {
	if (column === undefined) return;
	tell(context, {
		message: `No item has a column "${inHint(column)}", so none was skipped; its name is set under Options > Task ID Column`,
		type: 'warning',
	});
}

/** What comes next, where tasks are handed out and nothing behind the node waits for them. */
export function tellNextStep(
	context: IExecuteFunctions,
	outcomes: ReadonlyArray<SubmissionOutcome | undefined>,
): void {
	const tasks = outcomes.filter(
		(outcome) => outcome && 'result' in outcome && outcome.result.isUnderWay === true,
	).length;
	if (tasks === 0 || isTool(context)) return;
	const wiring = readWiring(context);
	if (wiring && isWaitAhead(wiring, context.getNode().name)) return;
	tell(context, { message: nextStepText(tasks) });
}

const nextStepText = (tasks: number): string =>
	(tasks === 1 ? 'The task is under way' : `${tasks} tasks are under way`) +
	': connect Kexiang Wait for Task to this output to get the result, or switch Wait for Completion on';

/**
 * What the accepted requests of a run cost, in one sentence: "12 tasks accepted, 14.4 credits (gemini-3-pro 1.2
 * each)". Undefined where the platform named no cost. Pure.
 */
export function costsText(taken: readonly Taken[]): string | undefined {
	const priced = taken.flatMap(({ handle, reading }) => {
		const credits = creditsOf(reading.cost);
		return credits === undefined
			? []
			: [{ name: handle.model ?? handle.operation ?? 'task', credits }];
	});
	if (priced.length === 0) return undefined;
	const sum = priced.reduce((total, { credits }) => total + credits, 0);
	const each = [...new Set(priced.map(({ name, credits }) => `${name} ${rounded(credits)} each`))];
	const rest = taken.length - priced.length;
	return (
		`${taken.length} ${taken.length === 1 ? 'task' : 'tasks'} accepted, ${rounded(sum)} credits (${each.slice(0, 5).join(', ')})` +
		(rest > 0 ? `; the platform named no cost for ${rest}` : '')
	);
}

const rounded = (credits: number) => Math.round(credits * 1e6) / 1e6;
