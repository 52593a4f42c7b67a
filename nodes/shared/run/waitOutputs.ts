import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { errorJson, nodeError } from '../host/nodeErrors';
import { isTool } from '../host/rawParameters';
import type { Failure } from '../util/failure';
import { textOf } from '../util/json';
import type { WatchedTask } from '../waiting/waitForTasks';
import { sentences } from '../words/platform';
import * as words from '../words/tasks';
import type { HandedOn } from './endedItems';
import { failedError } from './failures';
import { addHint } from './hints';
import { withInputFields } from './inputFields';
import type { ItemOutcome } from './itemOutcomes';
import { toolItems } from './outcomes';
import type { Plan, WaitRequest } from './waitRequests';

/** What became of one input item; an error alone where its parameters could not be read. */
type Ended = ItemOutcome | HandedOn | { error: Failure } | undefined;

/**
 * What the node gives out, in input order: Success, Failed, and Still Running where the node has that output. An
 * agent reads the first output alone, so everything leaves by that one when the node is its tool.
 * @param outcomes of the items that could be watched, in their order
 * @param handedOn those that had ended before, in their order
 * @throws NodeApiError or NodeOperationError where an error must stop the node
 */
export function toOutputs(
	context: IExecuteFunctions,
	{ requests, watched, ended: endedBefore }: Plan,
	outcomes: ReadonlyArray<ItemOutcome | undefined>,
	handedOn: ReadonlyArray<HandedOn | undefined>,
	hasStillRunning: boolean,
): INodeExecutionData[][] {
	const outcomeOf = new Map<WaitRequest, Ended>([
		...watched.map((own, index) => [own, outcomes[index]] as const),
		...endedBefore.map((own, index) => [own, handedOn[index]] as const),
	]);
	const ended = requests.map((request) => ('error' in request ? request : outcomeOf.get(request)));
	if (isTool(context)) return [ended.flatMap((outcome, index) => toolItems(outcome, index))];
	const all = ended.map((outcome, index) => asWished(outcome, requests[index]));
	const outputs = { success: emptyOutput(), failed: emptyOutput(), stillRunning: emptyOutput() };
	for (const [index, outcome] of all.entries()) {
		if (outcome === undefined) continue;
		if ('isAsItWas' in outcome) outputs[outcome.output].push(...outcome.items);
		else if ('items' in outcome)
			outputs[outcome.output].push(...withInputFields(context, outcome.items));
		else if (context.continueOnFail()) {
			const item = { json: errorJson(outcome.error), pairedItem: { item: index } };
			outputs.success.push(...withInputFields(context, [item]));
		} else throw nodeError(context.getNode(), withAllTasks(outcome.error, all), index);
	}
	hintFailed(context, ended);
	const { success, failed, stillRunning } = outputs;
	return [success, failed, ...(hasStillRunning ? [stillRunning] : [])];
}

/** A task that ended without a result, as an error where its item is to stop the node. */
function asWished(outcome: Ended, request: WaitRequest | undefined): Ended {
	const stops = request && 'task' in request && request.settings.onFailed === 'error';
	const failure = stops ? failureOf(outcome) : undefined;
	if (failure === undefined) return outcome;
	return { error: failedError(failure.task, failure.reason, failure.cost), task: failure.task };
}

function failureOf(
	outcome: Ended,
): { task: WatchedTask; reason: string; cost?: string } | undefined {
	if (outcome === undefined || !('task' in outcome) || !('items' in outcome)) return undefined;
	if (outcome.output !== 'failed') return undefined;
	const { failReason, cost } = outcome.items[0]?.json ?? {};
	const credits = textOf(cost);
	return {
		task: outcome.task,
		reason: textOf(failReason) ?? words.noReason(),
		...(credits !== undefined && { cost: credits }),
	};
}

function hintFailed(context: IExecuteFunctions, ended: readonly Ended[]): void {
	const failed = ended.flatMap((outcome) => failureOf(outcome) ?? []);
	if (failed.length === 0) return;
	const tasks = failed.map(({ task, reason }) => ({ taskId: task.taskId, reason }));
	addHint(context, { message: words.failedTasks(tasks, ended.length), type: 'warning' });
}

const emptyOutput = (): INodeExecutionData[] => [];

/**
 * A mistake in the parameters of one item is told before the first poll, unless the others shall go on.
 * @throws NodeOperationError
 */
export function refuseBadItems(context: IExecuteFunctions, { requests }: Plan): void {
	if (context.continueOnFail()) return;
	const index = requests.findIndex((request) => 'error' in request);
	const request = requests[index];
	if (request && 'error' in request) {
		throw nodeError(context.getNode(), withAllTasks(request.error, requests), index);
	}
}

/** One item's error must not hide the tasks of the others, nor how they ended. */
function withAllTasks(error: Failure, outcomes: ReadonlyArray<Ended | WaitRequest>): Failure {
	const tasks = outcomes.flatMap((outcome, item) =>
		outcome && 'task' in outcome && outcome.task
			? [{ item, taskId: outcome.task.taskId, state: stateOf(outcome), ...resultOf(outcome) }]
			: [],
	);
	if (tasks.length < 2) return error;
	const others = outcomes.flatMap((outcome, item) =>
		outcome && 'error' in outcome && outcome.error !== error
			? words.otherItem(item, outcome.error.message)
			: [],
	);
	return {
		...error,
		description: sentences(error.description, words.allTasks(tasks), ...others),
		details: { ...error.details, tasks },
	};
}

function stateOf(outcome: ItemOutcome | WaitRequest): string {
	if ('output' in outcome) return outcome.output;
	return 'error' in outcome && outcome.error.details.reason === 'taskFailed' ? 'failed' : 'unknown';
}

/** Where the result of a finished task is, as n8n keeps no output of a node that an error stops. */
function resultOf(outcome: ItemOutcome | WaitRequest): IDataObject {
	const url = 'items' in outcome ? textOf(outcome.items[0]?.json.url) : undefined;
	return url === undefined ? {} : { url };
}

/** Of a stopped execution. */
export function canceledError(
	context: IExecuteFunctions,
	tasks: readonly WatchedTask[],
): NodeOperationError {
	const description = words.goOnRunning(tasks.map(({ taskId }) => taskId));
	// Of a stopped execution n8n keeps neither outputs nor this error, so the log is the one place left.
	if (tasks.length > 0) context.logger.warn(words.stoppedInLog(description));
	return new NodeOperationError(context.getNode(), words.canceledWhileWaiting(), {
		description,
	});
}
