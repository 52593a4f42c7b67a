import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { clientFor } from '../client/client';
import { readLocalFile } from '../files/localFile';
import { endStopped } from '../host/nodeErrors';
import { collectionOf, isTool } from '../host/itemInput';
import { secondsInAll, triesOf } from '../host/execution';
import { refuseBadWiringAhead, refuseErrorOutputOfTool } from '../host/wiring';
import { EXTRAS } from '../operation/extras';
import { OPTIONS } from '../operation/field';
import { attempt, mapInOrder } from '../util/attempt';
import { failureOf } from '../util/failure';
import { acceptedEarlier } from '../words/items';
import { canceled } from '../words/tasks';
import { hintFailed, watchItems } from './itemOutcomes';
import {
	hintRun,
	leftBehind,
	outputItems,
	withInputFields,
	type SubmissionOutcomes,
} from './outcomes';
import { planItem, type Plan, type Provider } from './plan';
import { itemOf, runItem } from './runItem';
import { noteSharedTasks } from './taskItem';
import { SpendingLimit } from './spending';
import { Submissions } from './submissions';

export type { Provider } from './plan';

/** Low, because the platform's limits are unknown (reference 1.6). */
const SUBMISSIONS_AT_ONCE = 2;

/**
 * The execute method of every provider node. Reads all parameters of all items before the first request, so that a
 * mistake in the last item costs nothing.
 */
export async function executeProvider(
	this: IExecuteFunctions,
	provider: Provider,
): Promise<INodeExecutionData[][]> {
	const count = this.getInputData().length;
	const submissions = new Submissions(this);
	const signal = this.getExecutionCancelSignal();
	const plans: Array<Plan | undefined> = [];
	const outcomes: SubmissionOutcomes = [];
	for (let index = 0; index < count; index++) {
		const planned = await attempt(plan(this, provider, index, submissions));
		plans.push(planned.ok ? planned.value : undefined);
		if (planned.ok) outcomes.push(undefined);
		else
			outcomes.push({
				error: { ...failureOf(planned.cause), isUnsent: !submissions.has(index) },
			});
	}
	// Report what would prevent waiting for the tasks before they are paid.
	const pays = plans.some((planned) => planned?.kind === 'submit');
	const refused = pays ? refuseBadWiringAhead(this, longestWait(this, plans)) : undefined;
	if (refused) return [refused];
	if (pays) refuseErrorOutputOfTool(this);
	const limit = spendingLimit(this, submissions);
	let failed = plans.includes(undefined);
	const canContinue = () => !signal?.aborted && (!failed || this.continueOnFail());
	const atOnce = ofFirstItem(this, 'submissionsAtOnce') ?? SUBMISSIONS_AT_ONCE;
	await mapInOrder(count, atOnce, canContinue, async (index) => {
		const planned = plans[index];
		if (planned === undefined) return;
		try {
			outcomes[index] = await runItem(this, planned, submissions, index, limit);
		} catch (cause) {
			failed = true;
			outcomes[index] = { error: failureOf(cause) };
		}
	});
	addEarlierTries(outcomes, submissions);
	if (canContinue()) await waitWhereWanted(this, outcomes, submissions, canContinue);
	// Only now, because some tasks give their cost only at the end.
	hintRun(this, outcomes, submissions, plans);
	if (signal?.aborted) return endStopped(this, canceled(), leftBehind(outcomes));
	const noted = noteSharedTasks(this, outcomes, submissions.tasksOfOtherRuns());
	return [withInputFields(this, outputItems(this, noted))];
}

async function plan(
	context: IExecuteFunctions,
	provider: Provider,
	index: number,
	submissions: Submissions,
): Promise<Plan> {
	const isSubmitted = submissions.has(index);
	const planned = planItem(context, provider, index, isSubmitted);
	// A link may have expired since it was sent.
	if (planned.kind === 'submit' && !isSubmitted)
		(await clientFor(context, index)).assertSendable(planned.request);
	// Checks each file before anything is paid.
	for (const { binary, wanted } of 'files' in planned ? planned.files : [])
		await readLocalFile(context, binary, wanted);
	return planned;
}

/** How long this node may wait itself. Includes all of its tries if the time limit ends each with an error. */
function longestWait(
	context: IExecuteFunctions,
	plans: ReadonlyArray<Plan | undefined>,
): { seconds: number; tries: number } | undefined {
	const waits = plans.flatMap(
		(planned) => (planned && 'wait' in planned ? planned.wait : []) ?? [],
	);
	const [first] = waits;
	if (first === undefined) return undefined;
	const { timeLimitSeconds: seconds } = first.watch;
	if (waits.every(({ settings }) => settings.onTimeout !== 'error')) return { seconds, tries: 1 };
	const node = context.getNode();
	return { seconds: secondsInAll(node, seconds), tries: triesOf(node) };
}

/** The spending limit of the run, from the first item. An agent's calls in one execution share it. */
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

/** A number for the whole run. If it cannot be read, each item reports that. */
function ofFirstItem(
	context: IExecuteFunctions,
	name: 'submissionsAtOnce' | 'spendingLimit',
): number | undefined {
	try {
		return EXTRAS[name].parse(collectionOf(context, 0, OPTIONS)[name]);
	} catch {
		return 1;
	}
}

/**
 * Adds the tasks of earlier tries under Retry On Fail, and those that may exist. This try may end before it reaches
 * their items, or may be unable to read their parameters.
 */
function addEarlierTries(outcomes: SubmissionOutcomes, submissions: Submissions): void {
	for (const { item, submission } of submissions.taken()) {
		const known = outcomes[item] ?? { error: failureOf(new Error(acceptedEarlier())) };
		if ('error' in known)
			outcomes[item] = { error: { ...known.error, isUnsent: false }, task: itemOf(submission) };
	}
	for (const { item, failure } of submissions.unclear()) {
		const known = outcomes[item];
		if (known && !('error' in known)) continue;
		if (known?.error.details.taskMayExist !== true) outcomes[item] = { error: failure };
	}
}

/** Waits for all submitted tasks whose item asks for it together, and replaces their outcomes. */
async function waitWhereWanted(
	context: IExecuteFunctions,
	outcomes: SubmissionOutcomes,
	submissions: Submissions,
	canContinue: () => boolean,
): Promise<void> {
	const watched = outcomes.flatMap((outcome) => outcome?.wait ?? []);
	const watch = watched[0]?.watch;
	if (watch === undefined) return;
	const ends = await watchItems(context, watched, watch, canContinue);
	for (const { index } of watched) {
		const end = ends[index];
		if (end === undefined) continue;
		if (end.ended) submissions.learnEnd(index, end.ended);
		const before = outcomes[index];
		outcomes[index] =
			'error' in end ? end : { ...before, ...end, ...(before?.task && { task: before.task }) };
	}
	hintFailed(context, ends, watched.length);
}
