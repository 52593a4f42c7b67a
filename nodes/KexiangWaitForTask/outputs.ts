import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { errorJson, nodeError, type ItemError } from '../shared/nodeErrors';
import type { Fate } from '../shared/waiting/fates';
import type { WatchedTask } from '../shared/waiting/waitForTasks';

/** The node's outputs by meaning; which number each has, the mode of waiting decides. */
export type Outputs = Record<'success' | 'failed' | 'stillRunning', INodeExecutionData[]>;

/** Sorts fates to outputs, in input order; throws where an error must stop the node. */
export function sortFates(
	context: IExecuteFunctions,
	fates: ReadonlyArray<Fate | undefined>,
): Outputs {
	const outputs: Outputs = { success: [], failed: [], stillRunning: [] };
	for (const [index, fate] of fates.entries()) {
		if (fate === undefined) continue;
		if ('items' in fate) outputs[fate.output].push(...fate.items);
		else if (context.continueOnFail()) {
			outputs.success.push({ json: errorJson(fate.error), pairedItem: { item: index } });
		} else throw nodeError(context.getNode(), withAllTasks(fate.error, fates), index);
	}
	return outputs;
}

/** One item's error must not hide the tasks of the others. */
function withAllTasks(error: ItemError, fates: ReadonlyArray<Fate | undefined>): ItemError {
	const tasks = fates.flatMap((fate, item) =>
		fate?.task
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
