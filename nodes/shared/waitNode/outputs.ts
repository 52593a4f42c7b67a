import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { errorJson, nodeError, type ItemError } from '../nodeErrors';
import { isTool } from '../toolMode';
import type { Fate } from '../waiting/fates';
import type { WatchedTask } from '../waiting/waitForTasks';
import { toolItems } from './toolItems';
import type { Plan, Wish } from './wishes';

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
	const all = wishes.map((wish) => ('task' in wish ? fateOf.get(wish) : wish));
	if (isTool(context)) return [all.flatMap((fate, index) => toolItems(fate, index))];
	const outputs = { success: emptyOutput(), failed: emptyOutput(), stillRunning: emptyOutput() };
	for (const [index, fate] of all.entries()) {
		if (fate === undefined) continue;
		if ('items' in fate) outputs[fate.output].push(...fate.items);
		else if (context.continueOnFail()) {
			outputs.success.push({ json: errorJson(fate.error), pairedItem: { item: index } });
		} else throw nodeError(context.getNode(), withAllTasks(fate.error, all), index);
	}
	const { success, failed, stillRunning } = outputs;
	return [success, failed, ...(hasStillRunning ? [stillRunning] : [])];
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

/** One item's error must not hide the tasks of the others. */
function withAllTasks(error: ItemError, fates: ReadonlyArray<Fate | Wish | undefined>): ItemError {
	const tasks = fates.flatMap((fate, item) =>
		fate && 'task' in fate && fate.task
			? [{ item, taskId: fate.task.taskId, state: 'output' in fate ? fate.output : 'unknown' }]
			: [],
	);
	if (tasks.length < 2) return error;
	const list = tasks
		.map(({ item, taskId, state }) => `${taskId} (item ${item}, ${state})`)
		.join(', ');
	return {
		...error,
		description: `${error.description} All tasks of this run: ${list}.`,
		details: { ...error.details, tasks },
	};
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
