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

/** The existing task of an item, so that no new one is submitted for it. */
export type KnownTask =
	/** Its result is in the row. */
	| { kind: 'finished' }
	| {
			kind: 'known';
			task: WatchedTask;
			/** According to its row. */
			hasFailed: boolean;
	  }
	| {
			kind: 'none';
			/** The task ID column, if the item does not have it at all, not even empty. */
			missingColumn?: string;
	  };

/**
 * The existing task of one input item. Pure.
 * @param written the parameters as the user wrote them
 * @throws ParameterProblem if it belongs to another service, or cannot be polled
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
	// The row's state says nothing about another step's task.
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
	// Without a state, a row with an address is finished.
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
 * The task that one input item and its parameters refer to. Pure.
 * @throws ParameterProblem if the source is unknown, or the task cannot be polled there
 */
export function taskOf(
	json: IDataObject,
	parameters: { taskId: string; taskSource: string; queryPath?: string },
): WatchedTask {
	const handle = readHandle(json);
	// The item's details count only if they belong to the same task.
	const known = handle.taskId === parameters.taskId ? handle : {};
	const { taskId } = parameters;
	const taskSource = taskSourceOf(parameters, known.taskSource);
	if (parameters.queryPath === undefined && known.queryPath !== undefined) {
		checkItemPath(taskSource, known.queryPath);
	}
	const path = parameters.queryPath ?? known.queryPath;
	// Report a task that cannot be polled before the first poll.
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
/** The switch that every message about it names first. */
const SKIP_LABEL = skipItemsWithTask.property.displayName;
const TASK_ID_COLUMN = 'taskId';

/**
 * The column with an item's task ID. Pure.
 * @param written as the user wrote it; an ID in place of the column's name would submit and pay for every item
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
 * The task ID in a cell. Undefined if the cell is empty. Anything else is refused, because an item with an
 * unreadable cell might already have a task. Pure.
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
	// Words such as "none" or "pending" would be valid tokens. Every ID contains a digit.
	if (readId(taskId) === undefined || !/\d/.test(taskId)) throw placeholderProblem(taskId, column);
	return taskId;
}

/** For words in place of an ID, such as "-" or 待处理. */
const placeholderProblem = (text: string, column: string): ParameterProblem =>
	notAnId(words.foundPlaceholder(text, column), words.emptyTheCell());

const notAnId = (reason: string, advice: string): ParameterProblem =>
	new ParameterProblem(SKIP_LABEL, reason, advice);
