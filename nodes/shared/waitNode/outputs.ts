import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { withInputFields } from '../inputFields';
import { textOf } from '../json';
import { errorJson, nodeError, type ItemError } from '../nodeErrors';
import { isTool } from '../toolMode';
import type { Fate } from '../waiting/fates';
import { failedError, failedText, NO_REASON } from '../waiting/messages';
import type { WatchedTask } from '../waiting/waitForTasks';
import { toolItems } from './toolItems';
import type { Plan, Wish } from './wishes';

/** What became of one input item; an error alone where its parameters could not be read. */
type Ended = Fate | { error: ItemError } | undefined;

/**
 * What the node gives out, in input order: Success, Failed, and Still Running where the node has that output. An
 * agent reads the first output alone, so everything leaves by that one when the node is its tool.
 * @param fates of the items that could be watched, in their order
 * @throws NodeApiError or NodeOperationError where an error must stop the node
 */
export function toOutputs(
	context: IExecuteFunctions,
	{ wishes, watched }: Plan,
	fates: ReadonlyArray<Fate | undefined>,
	hasStillRunning: boolean,
): INodeExecutionData[][] {
	const fateOf = new Map<Wish, Fate | undefined>(watched.map((own, place) => [own, fates[place]]));
	const ended = wishes.map((wish) => ('task' in wish ? fateOf.get(wish) : wish));
	if (isTool(context)) return [ended.flatMap((fate, index) => toolItems(fate, index))];
	const all = ended.map((fate, index) => asWished(fate, wishes[index]));
	const outputs = { success: emptyOutput(), failed: emptyOutput(), stillRunning: emptyOutput() };
	for (const [index, fate] of all.entries()) {
		if (fate === undefined) continue;
		if ('items' in fate) outputs[fate.output].push(...fate.items);
		else if (context.continueOnFail()) {
			outputs.success.push({ json: errorJson(fate.error), pairedItem: { item: index } });
		} else throw nodeError(context.getNode(), withAllTasks(fate.error, all), index);
	}
	tellFailed(context, ended);
	const { success, failed, stillRunning } = outputs;
	return [success, failed, ...(hasStillRunning ? [stillRunning] : [])].map((items) =>
		withInputFields(context, items),
	);
}

/** A task that ended without a result, as an error where its item is to stop the node. */
function asWished(fate: Ended, wish: Wish | undefined): Ended {
	const stops = wish && 'task' in wish && wish.settings.onFailed === 'error';
	const failure = stops ? failureOf(fate) : undefined;
	if (failure === undefined) return fate;
	return { error: failedError(failure.task, failure.reason, failure.cost), task: failure.task };
}

function failureOf(fate: Ended): { task: WatchedTask; reason: string; cost?: string } | undefined {
	if (fate === undefined || !('items' in fate) || fate.output !== 'failed') return undefined;
	const { failReason, cost } = fate.items[0]?.json ?? {};
	const credits = textOf(cost);
	return {
		task: fate.task,
		reason: textOf(failReason) ?? NO_REASON,
		...(credits !== undefined && { cost: credits }),
	};
}

function tellFailed(context: IExecuteFunctions, ended: readonly Ended[]): void {
	const failed = ended.flatMap((fate) => failureOf(fate) ?? []);
	if (failed.length === 0) return;
	const tasks = failed.map(({ task, reason }) => ({ taskId: task.taskId, reason }));
	context.addExecutionHints({
		message: failedText(tasks, ended.length),
		type: 'warning',
		location: 'outputPane',
	});
}

const emptyOutput = (): INodeExecutionData[] => [];

/**
 * A mistake in the parameters of one item is told before the first question, unless the others shall go on.
 * @throws NodeOperationError
 */
export function refuseBadItems(context: IExecuteFunctions, { wishes }: Plan): void {
	if (context.continueOnFail()) return;
	const index = wishes.findIndex((wish) => 'error' in wish);
	const wish = wishes[index];
	if (wish && 'error' in wish) {
		throw nodeError(context.getNode(), withAllTasks(wish.error, wishes), index);
	}
}

/** One item's error must not hide the tasks of the others, nor how they ended. */
function withAllTasks(error: ItemError, fates: ReadonlyArray<Fate | Wish | undefined>): ItemError {
	const tasks = fates.flatMap((fate, item) =>
		fate && 'task' in fate && fate.task
			? [{ item, taskId: fate.task.taskId, state: stateOf(fate), ...resultOf(fate) }]
			: [],
	);
	if (tasks.length < 2) return error;
	const others = fates.flatMap((fate, item) =>
		fate && 'error' in fate && fate.error !== error ? ` Item ${item}: ${fate.error.message}.` : [],
	);
	const list = tasks
		.map(({ item, taskId, state }) => `${taskId} (item ${item}, ${state})`)
		.join(', ');
	return {
		...error,
		description: `${error.description} All tasks of this run: ${list}.${others.join('')}`,
		details: { ...error.details, tasks },
	};
}

function stateOf(fate: Fate | Wish): string {
	if ('output' in fate) return fate.output;
	return 'error' in fate && fate.error.details.reason === 'taskFailed' ? 'failed' : 'unknown';
}

/** Where the result of a finished task is, as n8n keeps no output of a node that an error stops. */
function resultOf(fate: Fate | Wish): IDataObject {
	const url = 'items' in fate ? textOf(fate.items[0]?.json.url) : undefined;
	return url === undefined ? {} : { url };
}

/** n8n takes an error that says "canceled" as the end of a stopped execution. */
export function canceledError(
	context: IExecuteFunctions,
	tasks: readonly WatchedTask[],
): NodeOperationError {
	const ids = tasks.map(({ taskId }) => taskId).join(', ');
	const description = `The tasks go on running on the platform: ${ids}. Get Status fetches their results later.`;
	// Of a stopped execution n8n keeps neither outputs nor this error, so the log is the one place left.
	if (ids !== '') context.logger.warn(`Kexiang, stopped execution: ${description}`);
	return new NodeOperationError(context.getNode(), 'The execution was canceled while waiting', {
		description,
	});
}
