import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { mergeInput } from './inputFields';
import { at, textOf } from '../base/json';
import type { Operation } from '../operation/operation';
import { EXTRAS } from '../parameters/extras';
import { ParameterProblem } from '../base/problem';
import type { ReadRaw } from '../parameters/readFields';
import { readHandle } from './taskItem';
import { taskOf } from './tasks';
import type { WatchedTask } from '../waiting/waitForTasks';

/** The task that an item brought, so that none is submitted for it. */
export type KnownTask = { isFinished: true } | { isFinished: false; task: WatchedTask };

const TASK_ID_COLUMN = 'taskId';
const LABEL = EXTRAS.skipItemsWithTask.property.displayName;

/**
 * The task that one input item has already, where the user wants such items not to be submitted. Pure.
 * @throws ParameterProblem where it is the task of another service, or none that could be asked for
 */
export function knownTask(
	json: IDataObject,
	raw: ReadRaw,
	of: { operation: Operation; provider: string; queryPath?: string },
): KnownTask | undefined {
	const { operation, provider } = of;
	const { taskSource } = operation;
	if (taskSource === undefined) return undefined;
	const { skipItemsWithTask, taskIdColumn } = EXTRAS;
	if (skipItemsWithTask.parse(raw('skipItemsWithTask', 'options')) !== true) return undefined;
	const column = taskIdColumn.parse(raw('taskIdColumn', 'options'))?.trim() ?? TASK_ID_COLUMN;
	const taskId = idIn(json[column] ?? at(json, column), column);
	if (taskId === undefined) return undefined;
	const handle = readHandle(json);
	const own = handle.taskId === taskId ? handle : {};
	const isForeign =
		(own.taskSource ?? taskSource) !== taskSource ||
		(own.provider ?? provider) !== provider ||
		(own.operation ?? operation.value) !== operation.value;
	if (isForeign)
		throw new ParameterProblem(
			LABEL,
			`found task ${taskId} of ${own.provider ?? 'another node'} (${own.operation ?? own.taskSource ?? ''}), which is not of this operation`,
			'Where this node works on the result of another, keep the ID of its own tasks in a column of another name, and name that under Options > Task ID Column. Nothing was submitted for this item.',
		);
	if (column === TASK_ID_COLUMN && isFinished(json)) return { isFinished: true };
	const { queryPath } = of;
	const parameters = { taskId, taskSource, ...(queryPath !== undefined && { queryPath }) };
	const task = { ...taskOf(json, parameters), provider };
	const path = task.queryPath ?? operation.queryPath;
	return { isFinished: false, task: { ...task, ...(path !== undefined && { queryPath: path }) } };
}

/** Sheets give IDs as text or as numbers; one that a number cannot hold exactly is another one by now. */
function idIn(value: unknown, column: string): string | undefined {
	if (typeof value === 'number' && !Number.isSafeInteger(value))
		throw new ParameterProblem(
			LABEL,
			`found ${value} in "${column}", which is no whole ID`,
			'Have the table hold it as text.',
		);
	return textOf(value);
}

/** Its result is in the row: it says so itself, or it has an address and says nothing else. */
function isFinished({ state, url }: IDataObject): boolean {
	const said = textOf(state)?.toLowerCase();
	return said === undefined ? /^https?:\/\//i.test(textOf(url) ?? '') : said === 'success';
}

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
