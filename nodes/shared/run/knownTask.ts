import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { checkItemPath, queryRequest } from '../answers/queryRequest';
import { readId } from '../answers/lookup';
import { taskSource as sourceOf, isTaskSourceName, type TaskSourceName } from '../answers/sources';
import { EXTRAS } from '../operation/extras';
import type { ReadRaw } from '../operation/field';
import type { Operation } from '../operation/operation';
import { FROM_ITEM } from '../operation/waitFields';
import { textOf, at } from '../util/json';
import type { WatchedTask } from '../waiting/waitForTasks';
import { mergeInput } from './inputFields';
import { readHandle } from './taskItem';
import { ParameterProblem } from '../answers/parameterProblem';
import * as items from '../words/items';
import * as words from '../words/tasks';

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
			words.foundForeignTask(taskId, {
				provider: own.provider,
				operation: own.operation ?? own.taskSource,
			}),
			words.useOtherColumn(),
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
	note: items.hadTaskAlready(),
});

/**
 * The task that one input item and its parameters mean. Pure.
 * @throws ParameterProblem when the source cannot be told, or the task cannot be asked for there
 */
export function taskOf(
	json: IDataObject,
	parameters: { taskId: string; taskSource: string; queryPath?: string },
): WatchedTask {
	const handle = readHandle(json);
	// What the item says of its task counts only if it is that task which is asked for.
	const known = handle.taskId === parameters.taskId ? handle : {};
	const { taskId } = parameters;
	const taskSource = taskSourceOf(parameters, known.taskSource);
	if (parameters.queryPath === undefined && known.queryPath !== undefined) {
		checkItemPath(taskSource, known.queryPath);
	}
	const path = parameters.queryPath ?? known.queryPath;
	// What no poll can be made of is told before the first one.
	queryRequest(taskSource, taskId, { ...(path !== undefined && { path }) });
	return { ...known, ...(path !== undefined && { queryPath: path }), taskId, taskSource };
}

function taskSourceOf(
	parameters: { taskId: string; taskSource: string },
	known: TaskSourceName | undefined,
): TaskSourceName {
	const { taskSource, taskId } = parameters;
	if (isTaskSourceName(taskSource)) return taskSource;
	if (taskSource === FROM_ITEM && known !== undefined) return known;
	// Ids of user_task are numbers, trace ids of tools are not (reference 1.3).
	if (/^\d+$/.test(taskId)) return 'userTask';
	if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(taskId)) return 'toolTask';
	throw new ParameterProblem('Task Source', words.sourceNotTold(taskId), words.chooseSource());
}

const { skipItemsWithTask, taskIdColumn } = EXTRAS;
/** What the user switched on, as every message about it begins. */
const SKIP_LABEL = skipItemsWithTask.property.displayName;
const TASK_ID_COLUMN = 'taskId';

/**
 * The column in which the task ID of an item is looked for. Pure.
 * @param written as the user wrote it: the value of an ID in place of the column's name would have every item paid
 * @throws ParameterProblem
 */
function columnOf(written: unknown): string {
	const column = taskIdColumn.parse(written)?.trim() ?? TASK_ID_COLUMN;
	if (!/^\d+$/.test(column)) return column;
	throw new ParameterProblem(
		taskIdColumn.property.displayName,
		words.looksLikeTaskId(column),
		words.enterColumnName(),
	);
}

/** Whether an item has the column at all, even if it is empty there. */
const hasColumn = (json: Record<string, unknown>, column: string): boolean =>
	Object.hasOwn(json, column) || at(json, column) !== undefined;

/**
 * The task ID in a cell, or undefined where it is empty. What is neither is refused: an item whose cell is not
 * understood might have a task already. Pure.
 * @throws ParameterProblem
 */
function taskIdIn(json: Record<string, unknown>, column: string): string | undefined {
	const cell = Object.hasOwn(json, column) ? json[column] : at(json, column);
	// Look-ups of Airtable and relations of Notion give lists.
	const value: unknown = Array.isArray(cell) && cell.length < 2 ? cell[0] : cell;
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'string' && value.trim() === '') return undefined;
	if (typeof value === 'number' && !Number.isSafeInteger(value))
		throw notAnId(words.foundNoWholeId(value, column), words.haveIdAsText());
	const taskId = textOf(value);
	if (taskId === undefined)
		throw notAnId(words.foundOtherValue(value, column), words.haveOneIdAsText());
	// Words such as "none" or "pending" could be asked for as tokens; no ID is without a digit.
	if (readId(taskId) === undefined || !/\d/.test(taskId)) throw placeholderProblem(taskId, column);
	return taskId;
}

/** Words in place of an ID, such as "-" or 待处理. */
const placeholderProblem = (text: string, column: string): ParameterProblem =>
	notAnId(words.foundPlaceholder(text, column), words.emptyTheCell());

const notAnId = (reason: string, advice: string): ParameterProblem =>
	new ParameterProblem(SKIP_LABEL, reason, advice);
