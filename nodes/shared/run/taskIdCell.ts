import { at, isObject, textOf } from '../base/json';
import { ParameterProblem } from '../base/problem';
import { EXTRAS } from '../parameters/extras';
import { readId } from '../platform/taskIds';

const { skipItemsWithTask, taskIdColumn } = EXTRAS;
/** What the user switched on, as every message about it begins. */
export const SKIP_LABEL = skipItemsWithTask.property.displayName;
export const TASK_ID_COLUMN = 'taskId';

/**
 * The column in which the task ID of an item is looked for. Pure.
 * @param written as the user wrote it: the value of an ID in place of the column's name would have every item paid
 * @throws ParameterProblem
 */
export function columnOf(written: unknown): string {
	const column = taskIdColumn.parse(written)?.trim() ?? TASK_ID_COLUMN;
	if (!/^\d+$/.test(column)) return column;
	throw new ParameterProblem(
		taskIdColumn.property.displayName,
		`is "${column.slice(0, 60)}", which looks like a task ID and not like the name of a column`,
		'Enter the name of the field that holds the task ID, such as taskId, as a fixed value. Nothing was submitted for this item.',
	);
}

/** Whether an item has the column at all, even if it is empty there. */
export const hasColumn = (json: Record<string, unknown>, column: string): boolean =>
	Object.hasOwn(json, column) || at(json, column) !== undefined;

/**
 * The task ID in a cell, or undefined where it is empty. What is neither is refused: an item whose cell is not
 * understood might have a task already. Pure.
 * @throws ParameterProblem
 */
export function taskIdIn(json: Record<string, unknown>, column: string): string | undefined {
	const cell = Object.hasOwn(json, column) ? json[column] : at(json, column);
	// Look-ups of Airtable and relations of Notion give lists.
	const value: unknown = Array.isArray(cell) && cell.length < 2 ? cell[0] : cell;
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'string' && value.trim() === '') return undefined;
	if (typeof value === 'number' && !Number.isSafeInteger(value))
		throw notAnId(`${value}`, column, 'no whole ID', 'Have the table hold it as text.');
	const taskId = textOf(value);
	if (taskId === undefined)
		throw notAnId(kindOf(value), column, 'no task ID', 'Have the column hold one ID as text.');
	// Words such as "none" or "pending" could be asked for as tokens; no ID is without a digit.
	if (readId(taskId) === undefined || !/\d/.test(taskId)) throw placeholderProblem(taskId, column);
	return taskId;
}

/** Words in place of an ID, such as "-" or 待处理. */
export const placeholderProblem = (text: string, column: string): ParameterProblem =>
	notAnId(
		`"${text.slice(0, 60)}"`,
		column,
		'no task ID',
		'Empty the cell where an item has no task yet.',
	);

const notAnId = (found: string, column: string, isNone: string, advice: string): ParameterProblem =>
	new ParameterProblem(
		SKIP_LABEL,
		`found ${found} in the column "${column}", which is ${isNone}`,
		`${advice} Nothing was submitted for this item.`,
	);

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return `a list of ${value.length}`;
	return isObject(value) ? 'an object' : String(value);
}
