import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { endStopped, errorItem, nodeError } from '../host/nodeErrors';
import { isTool } from '../host/itemInput';
import { refuseBadWiring, withoutHandingOn } from '../host/wiring';
import type { Failure } from '../util/failure';
import { textOf } from '../util/json';
import type { WatchedTask } from '../waiting/waitForTasks';
import { sentences } from '../words/platform';
import * as words from '../words/tasks';
import { hintFailed, type Outcome, type Outcomes, type Output } from './itemOutcomes';
import { withInputFields } from './outcomes';
import { noteSharedTasks, stateOfFailure } from './taskItem';
import { toolItems } from './toolItems';
import { passOnEnded, readOnTimeout, readRequests, type WaitRequests } from './waitRequests';

/** How a node polls its tasks. */
interface Asking {
	/** True if it waits for their end. Then it may have the output Still Running. */
	isWait: boolean;
	/** Returns the outcomes of the tasks. Undefined if the execution was put to sleep. */
	ask(requests: WaitRequests, canContinue: () => boolean): Promise<Outcomes | undefined>;
	/** Called after the outcomes were handed out. */
	handedOut?(tasks: readonly WatchedTask[]): void;
	/** Outputs before Success. */
	before?: INodeExecutionData[][];
}

/**
 * The execute method of the waiting nodes. @throws NodeApiError or NodeOperationError where an error must stop the
 * node
 */
export const executeWait = async (
	context: IExecuteFunctions,
	asking: Asking,
): Promise<INodeExecutionData[][]> =>
	await withoutHandingOn(context, async () => await pollAndOutput(context, asking));

async function pollAndOutput(
	context: IExecuteFunctions,
	{ isWait, ask, handedOut, before = [] }: Asking,
): Promise<INodeExecutionData[][]> {
	refuseBadWiring(context);
	const signal = context.getExecutionCancelSignal();
	const canContinue = () => !signal?.aborted;
	const onTimeout = isWait ? readOnTimeout(context) : 'error';
	const requests = readRequests(context, onTimeout);
	refuseBadItems(context, requests);
	const tasks = requests.watched.map(({ task }) => task);
	const asked = await ask(requests, canContinue);
	const passedOn = asked ? await passOnEnded(context, requests.ended, canContinue) : [];
	if (!canContinue()) {
		const left = tasks.length > 0 ? words.goOnRunning(tasks.map(({ taskId }) => taskId)) : '';
		return endStopped(context, words.canceledWhileWaiting(), left);
	}
	if (asked === undefined) return [];
	const all = context
		.getInputData()
		.map((_, index) => requests.refused[index] ?? passedOn[index] ?? asked[index]);
	const outputs = toOutputs(context, noteSharedTasks(context, all), onTimeout === 'output');
	handedOut?.(tasks);
	return [...before, ...outputs];
}

/**
 * Reports a mistake in the parameters of an item before the first poll, unless the other items should continue.
 * @throws NodeOperationError
 */
function refuseBadItems(context: IExecuteFunctions, { refused, watched }: WaitRequests): void {
	const index = refused.findIndex((outcome) => outcome !== undefined);
	const first = refused[index];
	if (context.continueOnFail() || first === undefined || !('error' in first)) return;
	const outcomes = [...refused];
	for (const { index: item, task } of watched) outcomes[item] = { error: first.error, task };
	throw nodeError(context.getNode(), withWatchedTasks(first.error, outcomes), index);
}

/**
 * The node's output, in input order: Success, Failed, and Still Running if the node has that output. If the node is
 * an agent's tool, everything goes to the first output, because an agent reads no other.
 * @throws NodeApiError or NodeOperationError where an error must stop the node
 */
function toOutputs(
	context: IExecuteFunctions,
	outcomes: Outcomes,
	hasStillRunning: boolean,
): INodeExecutionData[][] {
	if (isTool(context)) return [outcomes.flatMap(toolItems)];
	const outputs: Record<Output, INodeExecutionData[]> = {
		success: [],
		failed: [],
		stillRunning: [],
	};
	for (const [index, outcome] of outcomes.entries()) {
		if (outcome === undefined) continue;
		if ('items' in outcome) {
			// An item that had already ended when it came in is passed on unchanged.
			const { output, items, task } = outcome;
			outputs[output].push(...(task ? withInputFields(context, items) : items));
		} else if (context.continueOnFail()) {
			const item = errorItem(context, outcome.error, index);
			outputs.success.push(...withInputFields(context, [item]));
		} else throw nodeError(context.getNode(), withWatchedTasks(outcome.error, outcomes), index);
	}
	hintFailed(context, outcomes, outcomes.length);
	const { success, failed, stillRunning } = outputs;
	return [success, failed, ...(hasStillRunning ? [stillRunning] : [])];
}

/** One item's error must not hide the tasks of the others, nor how they ended. */
function withWatchedTasks(error: Failure, outcomes: Outcomes): Failure {
	const tasks: Array<IDataObject & { item: number; taskId: string; state: string }> = [];
	const others: Array<{ item: number; message: string }> = [];
	for (const [item, outcome] of outcomes.entries()) {
		if (outcome === undefined) continue;
		// Add the URL of a finished task's result, because n8n keeps no output of a node that an error stops.
		const url = 'items' in outcome ? textOf(outcome.items[0]?.json.url) : undefined;
		const facts = { item, state: stateOf(outcome), ...(url !== undefined && { url }) };
		if (outcome.task) tasks.push({ ...facts, taskId: String(outcome.task.taskId) });
		if ('error' in outcome && outcome.error !== error)
			others.push({ item, message: outcome.error.message });
	}
	if (tasks.length < 2) return error;
	return {
		...error,
		description: sentences(error.description, words.allTasks(tasks), words.otherItems(others)),
		details: { ...error.details, tasks },
	};
}

function stateOf(outcome: Outcome): string {
	if ('output' in outcome) return outcome.output === 'stillRunning' ? 'pending' : outcome.output;
	if (outcome.ended) return 'failed';
	return stateOfFailure(outcome.error.details);
}
