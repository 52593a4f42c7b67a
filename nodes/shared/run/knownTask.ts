import type { IDataObject } from 'n8n-workflow';

import { checkItemPath, queryRequest } from '../answers/queryRequest';
import { isNumberOfId, oneId, readId } from '../answers/lookup';
import { taskSource as sourceOf, isTaskSourceName, type TaskSourceName } from '../answers/sources';
import { EXTRAS } from '../operation/extras';
import type { ReadRaw } from '../operation/field';
import type { Operation } from '../operation/operation';
import { FROM_ITEM } from '../operation/waitFields';
import { textOf, at } from '../util/json';
import type { WatchedTask } from '../waiting/waitForTasks';
import { readHandle } from './taskItem';
import { ParameterProblem } from '../answers/parameterProblem';
import * as words from '../words/tasks';

/** The task that an item brought, so that none is submitted for it. */
export type KnownTask =
	/** Its result is in the row. */
	| { kind: 'finished' }
	| {
			kind: 'known';
			task: WatchedTask;
			/** As its row says. */
			hasFailed: boolean;
	  }
	| {
			kind: 'none';
			/** In which it was looked for, and which the item has not, not even empty. */
			missingColumn?: string;
	  };

/**
 * The task that one input item has already. Pure.
 * @param written as the user wrote the parameters
 * @throws ParameterProblem where it is the task of another service, or none that could be asked for
 */
export function knownTask(
	json: IDataObject,
	written: ReadRaw,
	{
		operation,
		provider,
		queryPath,
	}: { operation: Operation; provider: string; queryPath?: string },
): KnownTask {
	const { taskSource } = operation;
	if (taskSource === undefined) return { kind: 'none' };
	const column = columnOf(written('taskIdColumn', 'options'));
	const isThere = Object.hasOwn(json, column);
	const cell = isThere ? json[column] : at(json, column);
	const taskId = taskIdIn(cell, column);
	if (taskId === undefined)
		return { kind: 'none', ...(!isThere && cell === undefined && { missingColumn: column }) };
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
	const state = isOfRow ? textOf(json.state)?.toLowerCase() : 'pending';
	// A row that says nothing of its state is finished where it has an address.
	if (state === 'success' || (state === undefined && isAddress(json.url)))
		return { kind: 'finished' };
	const asked = { taskId, taskSource, ...(queryPath !== undefined && { queryPath }) };
	const task = { ...taskOf(row, asked), provider };
	const path = task.queryPath ?? operation.queryPath;
	return {
		kind: 'known',
		task: { ...task, ...(path !== undefined && { queryPath: path }) },
		hasFailed: state === 'failed',
	};
}

const isAddress = (url: unknown): boolean => /^https?:\/\//i.test(textOf(url) ?? '');

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

/**
 * The task ID in a cell, or undefined where it is empty. What is neither is refused: an item whose cell is not
 * understood might have a task already. Pure.
 * @throws ParameterProblem
 */
function taskIdIn(cell: unknown, column: string): string | undefined {
	const value = oneId(cell);
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'string' && value.trim() === '') return undefined;
	if (isNumberOfId(value))
		throw notAnId(words.foundNumberOfId(value, column), words.haveIdAsText());
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
