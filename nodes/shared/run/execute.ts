import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { clientFor } from '../client/client';
import { checkFiles } from '../files/shareFiles';
import { endStopped } from '../host/nodeErrors';
import { rawParameters, isTool, refuseErrorOutputOfTool } from '../host/rawParameters';
import { refuseBadWiringAhead } from '../host/wiring';
import { EXTRAS } from '../operation/extras';
import { attempt, mapInOrder } from '../util/attempt';
import { failureOf } from '../util/failure';
import * as items from '../words/items';
import { sentences } from '../words/platform';
import * as words from '../words/tasks';
import { failedError } from './failures';
import { addHint, hintCosts, hintKnownTasks, hintMissingColumn, hintNextStep } from './hints';
import { withInputFields } from './inputFields';
import { watchItems } from './itemOutcomes';
import { acceptedText, errorsText, outputItems, type SubmissionOutcome } from './outcomes';
import { planItem, type Plan, type Provider } from './plan';
import { itemOf, runItem } from './runItem';
import { SpendingLimit } from './spending';
import { Submissions } from './submissions';

export type { Provider } from './plan';

/** Careful, as no limit of the platform is known (reference 1.6). */
const SUBMISSIONS_AT_ONCE = 2;

type Planned = { ok: true; value: Plan } | { ok: false; cause: unknown };

/**
 * The execute method of every provider node. All parameters of all items are read before the first
 * request, so that a mistake in the last item costs nothing.
 */
export async function executeProvider(
	this: IExecuteFunctions,
	provider: Provider,
): Promise<INodeExecutionData[][]> {
	const count = this.getInputData().length;
	const submissions = new Submissions(this);
	const signal = this.getExecutionCancelSignal();
	const plans: Planned[] = [];
	for (let index = 0; index < count; index++)
		plans.push(await attempt(plan(this, provider, index, submissions)));
	// What would keep the tasks from ever being waited for is told before they are paid.
	const pays = plans.some((planned) => planned.ok && planned.value.kind === 'submit');
	const refused = pays ? refuseBadWiringAhead(this) : undefined;
	if (refused) return [refused];
	if (pays) refuseErrorOutputOfTool(this);
	const limit = spendingLimit(this, submissions);
	let failed = plans.some(({ ok }) => !ok);
	const canGoOn = () => !signal?.aborted && (!failed || this.continueOnFail());
	const sent = await mapInOrder(
		count,
		atOnce(this),
		canGoOn,
		async (index): Promise<SubmissionOutcome> => {
			try {
				const planned = plans[index];
				if (planned?.ok !== true) throw planned?.cause;
				const result = await runItem(this, planned.value, submissions, index, limit);
				const { json, binary } = result;
				const item = { json, ...(binary && { binary }), pairedItem: { item: index } };
				return { items: [item], result };
			} catch (cause) {
				failed = true;
				return { error: failureOf(cause) };
			}
		},
	);
	const outcomes = withEarlierTries(withMistakes(sent, plans), submissions);
	if (canGoOn()) await waitWhereWanted(this, outcomes, submissions, canGoOn);
	// Only now, as a cost may be named at the end of a task alone.
	hintCosts(
		this,
		submissions.taken().map(({ submission }) => submission),
	);
	hintKnownTasks(this, outcomes);
	hintMissingColumn(this, missingIn(plans));
	hintNextStep(this, outcomes);
	if (signal?.aborted) return endStopped(this, canceled(this, outcomes));
	return [withInputFields(this, outputItems(this, outcomes))];
}

async function plan(
	context: IExecuteFunctions,
	provider: Provider,
	index: number,
	submissions: Submissions,
): Promise<Plan> {
	const planned = planItem(context, provider, index, submissions.has(index));
	if (planned.kind === 'query' || planned.kind === 'known') return planned;
	if (planned.kind === 'submit') (await clientFor(context, index)).assertSendable(planned.request);
	await checkFiles(context, planned.files);
	return planned;
}

/** The column in which tasks were looked for and that no item of the run has. */
function missingIn(plans: readonly Planned[]): string | undefined {
	const columns = plans.map((planned) =>
		planned.ok && planned.value.kind === 'submit' ? planned.value.missingColumn : undefined,
	);
	return columns.includes(undefined) ? undefined : columns[0];
}

/** Paid requests under way at once, as the first item says. */
const atOnce = (context: IExecuteFunctions): number =>
	ofFirstItem(context, 'submissionsAtOnce') ?? SUBMISSIONS_AT_ONCE;

/** What the run may spend, as the first item says; an agent's calls in one execution share it. */
function spendingLimit(
	context: IExecuteFunctions,
	submissions: Submissions,
): SpendingLimit | undefined {
	const limit = ofFirstItem(context, 'spendingLimit');
	const everyCall = isTool(context);
	return limit === undefined
		? undefined
		: new SpendingLimit(limit, submissions.scope, () => submissions.spent(everyCall));
}

/** A number that holds for the whole run; one that cannot be read is told per item. */
function ofFirstItem(
	context: IExecuteFunctions,
	name: 'submissionsAtOnce' | 'spendingLimit',
): number | undefined {
	const read = () => EXTRAS[name].parse(rawParameters(context, 0)(name, 'options'));
	try {
		return read();
	} catch {
		return 1;
	}
}

/** Where one mistake keeps every item from being sent, each mistake is told all the same. */
const withMistakes = (
	outcomes: Array<SubmissionOutcome | undefined>,
	plans: readonly Planned[],
): Array<SubmissionOutcome | undefined> =>
	outcomes.map((outcome, index) => {
		const planned = plans[index];
		return outcome ?? (planned?.ok === false ? { error: failureOf(planned.cause) } : undefined);
	});

/**
 * Under Retry On Fail, a try may end before it comes to an item that an earlier try had paid, or its
 * parameters may not be readable by now: no task of an earlier try is hidden by that.
 */
function withEarlierTries(
	outcomes: Array<SubmissionOutcome | undefined>,
	submissions: Submissions,
): Array<SubmissionOutcome | undefined> {
	const all = [...outcomes];
	for (const { item, submission } of submissions.taken()) {
		const known = all[item];
		if (known !== undefined && !('error' in known)) continue;
		all[item] = {
			error: known?.error ?? failureOf(new Error(items.acceptedEarlier())),
			task: itemOf(submission),
		};
	}
	return all;
}

/** Waits for the submitted tasks whose item asks for it, all together, and puts their ends in place. */
async function waitWhereWanted(
	context: IExecuteFunctions,
	outcomes: Array<SubmissionOutcome | undefined>,
	submissions: Submissions,
	canGoOn: () => boolean,
): Promise<void> {
	const watched = outcomes.flatMap((outcome) =>
		outcome && 'result' in outcome && outcome.result.wait ? [outcome.result.wait] : [],
	);
	const watch = watched[0]?.watch;
	if (watch === undefined) return;
	const ends = await watchItems(context, watched, watch, canGoOn);
	const failed: Array<{ taskId: string; reason: string }> = [];
	watched.forEach(({ index, task, settings }, position) => {
		const before = outcomes[index];
		const end = ends[position];
		if (end === undefined || before === undefined || !('result' in before)) return;
		if ('output' in end) submissions.learnCost(index, end.polled?.task.cost);
		if ('error' in end) outcomes[index] = { error: end.error, task: { ...task } };
		else if (end.output === 'failed') {
			const { failReason = words.noReason(), cost } = end.polled?.task ?? {};
			failed.push({ taskId: task.taskId, reason: failReason });
			outcomes[index] =
				settings.onFailed === 'pass'
					? { ...before, items: end.items }
					: { error: failedError(task, failReason, cost), task: { ...task } };
			submissions.markFailed(index);
		} else outcomes[index] = { ...before, items: end.items };
	});
	if (failed.length > 0)
		addHint(context, { message: words.failedTasks(failed, watched.length), type: 'warning' });
}

function canceled(
	context: IExecuteFunctions,
	outcomes: ReadonlyArray<SubmissionOutcome | undefined>,
): NodeOperationError {
	const description = sentences(acceptedText(outcomes), errorsText(outcomes));
	// n8n keeps nothing that a stopped node returns, so the log is the one place left.
	if (description !== '') context.logger.warn(words.stoppedInLog(description));
	return new NodeOperationError(context.getNode(), words.canceled(), { description });
}
