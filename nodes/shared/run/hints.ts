/** What people should know of a run, beside the output of its node. */
import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { creditsOf } from '../client/prices';
import { isTool } from '../host/rawParameters';
import { readWiring, isWaitAhead } from '../host/wiring';
import * as items from '../words/items';
import * as tasks from '../words/tasks';
import { rounded } from './spending';
import type { Taken } from './submissions';

/** What hints say of one item, as far as it came to a result. */
type Outcomes = ReadonlyArray<
	| { result: { isKnown?: true; hasFailed?: true; isUnderWay?: true } }
	| { error: unknown }
	| undefined
>;

/** n8n shows a hint as HTML. */
export const addHint = (
	context: IExecuteFunctions,
	{ message, type }: Pick<NodeExecutionHint, 'message' | 'type'>,
): void =>
	context.addExecutionHints({
		message: message.replace(/&/g, '&amp;').replace(/</g, '&lt;'),
		...(type && { type }),
		location: 'outputPane',
	});

/** What was spent. */
export function hintCosts(context: IExecuteFunctions, taken: readonly Taken[]): void {
	const message = costsText(taken);
	if (message !== undefined) addHint(context, { message });
}

/** That some items had a task already, so that nothing was paid for them. */
export function hintKnownTasks(context: IExecuteFunctions, outcomes: Outcomes): void {
	const known = resultsOf(outcomes).filter(({ isKnown }) => isKnown === true);
	if (known.length === 0) return;
	const failed = known.filter(({ hasFailed }) => hasFailed === true).length;
	addHint(context, { message: tasks.knownTasks(known.length, outcomes.length, failed) });
}

/** That nothing was skipped because of the column's name; a table may leave out empty cells, so it is no mistake. */
export function hintMissingColumn(context: IExecuteFunctions, column: string | undefined): void {
	if (column === undefined) return;
	addHint(context, { message: tasks.noSuchColumn(column), type: 'warning' });
}

/** What comes next, where tasks are handed out and nothing behind the node waits for them. */
export function hintNextStep(context: IExecuteFunctions, outcomes: Outcomes): void {
	const { length } = resultsOf(outcomes).filter(({ isUnderWay }) => isUnderWay === true);
	if (length === 0 || isTool(context)) return;
	const wiring = readWiring(context);
	if (wiring && isWaitAhead(wiring, context.getNode().name)) return;
	addHint(context, { message: items.nextStep(length) });
}

const resultsOf = (outcomes: Outcomes) =>
	outcomes.flatMap((outcome) => (outcome && 'result' in outcome ? [outcome.result] : []));

/** What the accepted requests of a run cost; undefined where the platform named no cost. Pure. */
export function costsText(taken: readonly Taken[]): string | undefined {
	const prices = taken.flatMap(({ handle, task }) => {
		const credits = creditsOf(task.cost);
		return credits === undefined
			? []
			: [{ name: handle.model ?? handle.operation ?? 'task', credits }];
	});
	if (prices.length === 0) return undefined;
	const sum = prices.reduce((total, { credits }) => total + credits, 0);
	const each = prices.map(({ name, credits }) => ({ name, credits: rounded(credits) }));
	return items.costs(taken.length, rounded(sum), each);
}
