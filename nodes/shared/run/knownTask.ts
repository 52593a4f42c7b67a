import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { mergeInput } from './inputFields';
import { textOf } from '../base/json';
import type { Operation } from '../operation/operation';
import { EXTRAS } from '../parameters/extras';
import { ParameterProblem } from '../base/problem';
import type { ReadRaw } from '../parameters/readFields';
import { readHandle } from './taskItem';
import { taskOf } from './tasks';
import {
	columnOf,
	hasColumn,
	placeholderProblem,
	SKIP_LABEL,
	TASK_ID_COLUMN,
	taskIdIn,
} from './taskIdCell';
import { taskSource as sourceOf } from '../platform/taskSources';
import type { WatchedTask } from '../waiting/waitForTasks';

/** The task that an item brought, so that none is submitted for it. */
export type KnownTask =
	| { isFinished: true }
	| {
			isFinished: false;
			task: WatchedTask;
			/** As its row says. */
			hasFailed: boolean;
	  };

/**
 * The task that one input item has already, where the user wants such items not to be submitted. Pure.
 * @throws ParameterProblem where it is the task of another service, or none that could be asked for
 */
export function knownTask(
	json: IDataObject,
	{ raw, written }: { raw: ReadRaw; written: ReadRaw },
	of: { operation: Operation; provider: string; queryPath?: string },
): KnownTask | undefined {
	const { operation, provider } = of;
	const { taskSource } = operation;
	if (taskSource === undefined) return undefined;
	const column = wantedColumn(raw, written);
	const taskId = column === undefined ? undefined : taskIdIn(json, column);
	if (column === undefined || taskId === undefined) return undefined;
	// Of another step's task, the row's state says nothing.
	const isOfRow = column === TASK_ID_COLUMN;
	const row = isOfRow ? { ...json, taskId } : json;
	const handle = readHandle(row);
	const own = handle.taskId === taskId ? handle : {};
	const isForeign =
		(own.taskSource ?? taskSource) !== taskSource ||
		(own.provider ?? provider) !== provider ||
		(own.operation ?? operation.value) !== operation.value;
	if (isForeign)
		throw new ParameterProblem(
			SKIP_LABEL,
			`found task ${taskId} of ${own.provider ?? 'another node'} (${own.operation ?? own.taskSource ?? ''}), which is not of this operation`,
			'Where this node works on the result of another, keep the ID of its own tasks in a column of another name, and name that under Options > Task ID Column. Nothing was submitted for this item.',
		);
	if (!sourceOf(taskSource).idPattern.test(taskId)) throw placeholderProblem(taskId, column);
	if (isOfRow && isFinished(json)) return { isFinished: true };
	const hasFailed = isOfRow && saidState(json) === 'failed';
	const { queryPath } = of;
	const parameters = { taskId, taskSource, ...(queryPath !== undefined && { queryPath }) };
	const task = { ...taskOf(row, parameters), provider };
	const path = task.queryPath ?? operation.queryPath;
	return {
		isFinished: false,
		task: { ...task, ...(path !== undefined && { queryPath: path }) },
		hasFailed,
	};
}

/** The column that is looked into where the item has none of that name, not even an empty one. @throws ParameterProblem */
export function missingColumn(
	json: IDataObject,
	{ raw, written }: { raw: ReadRaw; written: ReadRaw },
	{ taskSource }: Operation,
): string | undefined {
	const column = taskSource === undefined ? undefined : wantedColumn(raw, written);
	return column === undefined || hasColumn(json, column) ? undefined : column;
}

/** Where the task of an item is looked for; undefined where the user does not want that. @throws ParameterProblem */
function wantedColumn(raw: ReadRaw, written: ReadRaw): string | undefined {
	const { skipItemsWithTask } = EXTRAS;
	if (skipItemsWithTask.parse(raw('skipItemsWithTask', 'options')) !== true) return undefined;
	return columnOf(written('taskIdColumn', 'options'));
}

/** Its result is in the row: it says so itself, or it has an address and says nothing else. */
function isFinished(json: IDataObject): boolean {
	const said = saidState(json);
	return said === undefined ? /^https?:\/\//i.test(textOf(json.url) ?? '') : said === 'success';
}

const saidState = ({ state }: IDataObject) => textOf(state)?.toLowerCase();

/** A finished row as it is; its `error` would make n8n run the node again under Retry On Fail. */
export const finishedItem = ({
	json,
	binary,
}: INodeExecutionData): Pick<INodeExecutionData, 'json' | 'binary'> => ({
	json: mergeInput({}, json),
	...(binary && { binary }),
});

/** The handle of a task that was not submitted by this run. */
export const knownItem = ({ taskId, ...handle }: WatchedTask): IDataObject => ({
	taskId,
	state: 'pending',
	status: 'pending',
	...handle,
	note: 'The item had this task already; it was not submitted again',
});
