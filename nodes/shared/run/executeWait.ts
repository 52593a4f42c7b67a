import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { endStopped, errorItem, nodeError } from '../host/nodeErrors';
import { isTool } from '../host/itemInput';
import { refuseBadWiring, withoutHandingOn } from '../host/wiring';
import type { Failure } from '../util/failure';
import { textOf } from '../util/json';
import type { WatchedTask } from '../waiting/waitForTasks';
import { sentences } from '../words/platform';
import * as words from '../words/tasks';
import { withInputFields } from './inputFields';
import { hintFailed, type Outcome, type Outcomes, type Output } from './itemOutcomes';
import { toolItems } from './outcomes';
import { noteSharedTasks, stateOfFailure } from './taskItem';
import { handOnEnded, readOnTimeout, readRequests, type WaitRequests } from './waitRequests';

/** How a node that waits asks for its tasks. */
interface Asking {
	/** Whether it waits for their end, and may have the output Still Running. */
	isWait: boolean;
	/** Gives what came of the tasks; nothing where the execution was put to sleep. */
	ask(requests: WaitRequests, canGoOn: () => boolean): Promise<Outcomes | undefined>;
	/** Called when they were handed out. */
	handedOut?(tasks: readonly WatchedTask[]): void;
	/** Outputs before Success. */
	before?: INodeExecutionData[][];
}

/** The execute method of the nodes that wait. @throws NodeApiError or NodeOperationError where an error must stop the node */
export const executeWait = async (
	context: IExecuteFunctions,
	asking: Asking,
): Promise<INodeExecutionData[][]> =>
	await withoutHandingOn(context, async () => await askAndHandOut(context, asking));

async function askAndHandOut(
	context: IExecuteFunctions,
	{ isWait, ask, handedOut, before = [] }: Asking,
): Promise<INodeExecutionData[][]> {
	refuseBadWiring(context);
	const signal = context.getExecutionCancelSignal();
	const canGoOn = () => !signal?.aborted;
	const onTimeout = isWait ? readOnTimeout(context) : 'error';
	const requests = readRequests(context, onTimeout);
	refuseBadItems(context, requests);
	const tasks = requests.watched.map(({ task }) => task);
	const asked = await ask(requests, canGoOn);
	const handedOn = asked ? await handOnEnded(context, requests.ended, canGoOn) : [];
	if (!canGoOn()) {
		const left = tasks.length > 0 ? words.goOnRunning(tasks.map(({ taskId }) => taskId)) : '';
		return endStopped(context, words.canceledWhileWaiting(), left);
	}
	if (asked === undefined) return [];
	const all = context
		.getInputData()
		.map((_, index) => requests.refused[index] ?? handedOn[index] ?? asked[index]);
	const outputs = toOutputs(context, noteSharedTasks(context, all), onTimeout === 'output');
	handedOut?.(tasks);
	return [...before, ...outputs];
}

/**
 * A mistake in the parameters of one item is told before the first poll, unless the others shall go on.
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
 * What the node gives out, in input order: Success, Failed, and Still Running where the node has that output. An
 * agent reads the first output alone, so everything leaves by that one when the node is its tool.
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
			// What had ended before it came is handed on as it was.
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
		// Where the result of a finished task is, as n8n keeps no output of a node that an error stops.
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
