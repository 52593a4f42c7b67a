/** What becomes of a task after it was submitted, in sentences for people. */
import { isObject } from '../util/json';
import { type Explained, sentences } from './platform';

export const stillRunning = (taskId: string, seconds: number, state: string): string =>
	`Task ${taskId} is still running after ${seconds} seconds (status "${state}")`;

export const neverToldState = (taskId: string, seconds: number, polls: number): string =>
	polls === 0
		? `Task ${taskId} could not be polled within ${seconds} seconds, because the platform asked for fewer requests or other tasks came first`
		: `Task ${taskId} returned no status for ${seconds} seconds`;

export const lastToldNoState = (taskId: string, seconds: number): string =>
	`Task ${taskId} was polled for ${seconds} seconds, and its last response had no status`;

const DO_NOT_SUBMIT = "Don't submit it again: you would be charged twice.";

/** @param isOverTime the time limit came first */
export const waitLonger = (isOverTime = true): string =>
	`The task keeps running on the platform. Get its result later with Get Status, or wait again${isOverTime ? ' with a longer Time Limit' : ''}. ${DO_NOT_SUBMIT}`;

export const waitLongerIfThere = (): string =>
	'If the platform has the task, it keeps running there. Get its result later with Get Status, or wait again with a longer Time Limit. Check the task list on the platform before you submit it again.';

export const isUnknownState = (state: string): string =>
	`The status "${state}" is unknown. Check whether it means that the task has ended.`;

export const lastPollNotAnswered = (message: string): string => `The last poll failed: ${message}.`;

export const notAskedOnce = (count: number, all: number): string =>
	`${count} of ${all} tasks were never polled before the Time Limit was reached. Wait again with a longer Time Limit, or raise Requests per Second.`;

/** @param states each with one task that is in it */
export const unknownStates = (states: ReadonlyArray<{ state: string; taskId: string }>): string =>
	`The platform returned unknown statuses, which count as still running: ${states
		.map(({ state, taskId }) => `${state} (task ${taskId})`)
		.join(', ')}`;

/**
 * What is known of a task for which no answer came: it was accepted or seen; it was entered and never seen; of these,
 * the platform says that it does not know it.
 */
export type Standing = 'goesOn' | 'unseen' | 'missed' | 'unknown';

export function howItStands(standing: Standing): string {
	switch (standing) {
		case 'goesOn':
			return waitLonger(false);
		case 'unseen':
			return 'It is unknown whether this task exists. If it does, it keeps running on the platform, and you can wait for it again. Check the task list on the platform before you submit it again.';
		case 'missed':
			return 'Check the task list on the platform before you submit it again. The platform had this task before.';
		case 'unknown':
			return '';
	}
}

export const couldNotBeAskedFor = (
	taskId: string,
	cause: Explained,
	standing: Standing,
): Explained => ({
	message: `Task ${taskId} could not be polled: ${cause.message}`,
	description: sentences(cause.description, howItStands(standing)),
});

export const couldNotBecomeItem = (taskId: string, cause: Explained): Explained => ({
	message: `The results of task ${taskId} could not be put into an item: ${cause.message}`,
	description: sentences(
		cause.description,
		`The task has ended, and its results are on the platform. Get them with Get Status. ${DO_NOT_SUBMIT}`,
	),
});

export const noReason = (): string => 'no reason given';

export const didNotSucceed = (taskId: string, reason: string): Explained => ({
	message: `Task ${taskId} failed: ${reason}`,
	description:
		"Change the input before you submit again. The platform's task list shows whether a failed task was charged.",
});

/** Of a reason that goes into a sentence about several tasks. */
const LONGEST_REASON = 100;
const MOST_REASONS = 5;

/** `2 of 5 failed: 33203 (content refused), ...` */
export function failedTasks(
	failed: ReadonlyArray<{ taskId: string; reason: string }>,
	count: number,
): string {
	const each = failed
		.slice(0, MOST_REASONS)
		.map(({ taskId, reason }) => `${taskId} (${[...reason].slice(0, LONGEST_REASON).join('')})`);
	const rest = failed.length - each.length;
	const more = rest > 0 ? `, and ${rest} more` : '';
	return `${failed.length} of ${count} failed: ${each.join(', ')}${more}`;
}

export const allTasks = (
	tasks: ReadonlyArray<{ taskId: string; item: number; state: string }>,
): string =>
	`All tasks of this run: ${tasks
		.map(({ taskId, item, state }) => `${taskId} (item ${item}, ${state})`)
		.join(', ')}.`;

/** @param tasks by their id, or by the address of a result that came at once */
export const acceptedTasks = (tasks: ReadonlyArray<{ name: string; item: number }>): string =>
	`Accepted tasks: ${tasks.map(({ name, item }) => `${name} (item ${item})`).join(', ')}.`;

const MOST_ITEMS = 5;

/**
 * How other items ended: the first few, and every one that may have a task.
 * @param others in input order
 */
export function otherItems(
	others: ReadonlyArray<{
		item: number;
		message: string;
		description?: string;
		mayHaveTask?: boolean;
	}>,
): string {
	const told = others.filter(({ mayHaveTask }, index) => mayHaveTask || index < MOST_ITEMS);
	const rest = others.length - told.length;
	return sentences(
		...told.map(({ item, message, description = '' }) =>
			sentences(`Item ${item}: ${message}.`, description),
		),
		rest > 0 ? `${rest} more ${rest === 1 ? 'item' : 'items'} failed.` : '',
	);
}

const MOST_SHARED = 5;

/**
 * That items have one task between them.
 * @param others submissions of other runs of the node that were answered with it
 */
export function shareOneTask(taskId: string, items: readonly number[], others: number): string {
	const first = items.slice(0, MOST_ITEMS).join(', ');
	const more = items.length > MOST_ITEMS ? ` and ${items.length - MOST_ITEMS} more` : '';
	const runs = others > 0 ? ` (and ${others} of other runs of this node)` : '';
	const own = items.length === 1 ? `Item ${first}` : `Items ${first}${more}`;
	return `${own}${runs} have the same task ${taskId} and share one result. If you submitted each of them separately, look for the other task in the task list on the platform.`;
}

const moreShared = (count: number): string =>
	count === 1 ? '1 more task is shared.' : `${count} more tasks are shared.`;

export const shareTasks = (texts: readonly string[]): string =>
	sentences(
		...texts.slice(0, MOST_SHARED),
		texts.length > MOST_SHARED ? moreShared(texts.length - MOST_SHARED) : '',
	);

// n8n takes an error that says "canceled" as the end of a stopped execution.
export const canceled = (): string => 'The execution was canceled';
export const canceledWhileWaiting = (): string => 'The execution was canceled while waiting';

export const goOnRunning = (taskIds: readonly string[]): string =>
	`The tasks keep running on the platform: ${taskIds.join(', ')}. Get their results later with Get Status.`;

/** Of a result that no address and no task leads to. */
export const cameAtOnce = (): string =>
	'The result was returned immediately and is not kept here. It is in the output of that execution.';

export const noRecentTasks = (): string =>
	'No tasks found. This operation lists the tasks of this n8n process that were accepted with this key in the last 24 hours. A restart clears the list, and in queue mode each process has its own. The task IDs are also in the n8n log.';

export const moreRecentTasks = (shown: number, all: number): string =>
	`Only the newest ${shown} of ${all} tasks are listed. Raise Limit to see more.`;

export const knownTasks = (known: number, all: number, failed: number): string =>
	`${known} of ${all} items already had a task and were not submitted again${
		failed > 0
			? `; ${failed} of them failed, according to the item's state. To submit such an item again, clear its task ID.`
			: ''
	}`;

export const noSuchColumn = (column: string): string =>
	`No item has a column "${column}", so no item was skipped. Check the name under Options > Task ID Column.`;

export const foundForeignTask = (
	taskId: string,
	{ provider, operation }: { provider: string | undefined; operation: string | undefined },
): string =>
	`found task ${taskId} of ${provider ?? 'another node'} (${operation ?? ''}), which does not belong to this operation`;
export const useOtherColumn = (): string =>
	'If this node uses the result of another node, keep the IDs of its own tasks in another column, and enter the name of that column under Options > Task ID Column.';

export const looksLikeTaskId = (column: string): string =>
	`is "${column.slice(0, 60)}", which looks like a task ID, not like the name of a column`;
export const enterColumnName = (): string =>
	'Enter the name of the field that holds the task ID, such as taskId, as a fixed value.';

const NUMBER_OF_ID =
	'a spreadsheet or a program turned the ID into a number, which may have lost digits';
export const isNumberMadeOfId = (value: number | string): string =>
	`is ${String(value).trim().slice(0, 60)}: ${NUMBER_OF_ID}`;
export const foundNumberOfId = (value: number | string, column: string): string =>
	`found ${String(value).trim().slice(0, 60)} in the column "${column}": ${NUMBER_OF_ID}`;
export const haveIdAsText = (): string =>
	'Store the ID as text (in quotes in JSON), and copy it again from the node that submitted the task.';

export const foundOtherValue = (value: unknown, column: string): string =>
	`found ${
		Array.isArray(value)
			? `a list of ${value.length}`
			: isObject(value)
				? 'an object'
				: String(value)
	} in the column "${column}", which is not a task ID`;
export const haveOneIdAsText = (): string => 'Store a single ID as text in the column.';

export const foundPlaceholder = (text: string, column: string): string =>
	`found "${text.slice(0, 60)}" in the column "${column}", which is not a task ID`;
export const emptyTheCell = (): string => 'Leave the cell empty if the item has no task yet.';

export const isNoIdOfSource = (taskId: string, source: string): string =>
	`is "${taskId.slice(0, 60)}", which does not look like an ID of ${source}`;
export const passTaskId = (): string =>
	'Pass the taskId from the node that submitted the task, and choose the task source that matches it.';

export const sourceNotTold = (taskId: string): string =>
	`cannot be derived from the task ID "${taskId.slice(0, 60)}"`;
export const chooseSource = (): string =>
	'Connect the node that submitted the task, or choose the task source yourself.';

export const itemNamesPostPath = (path: string, source: string): string =>
	`of the input item is "${path.slice(0, 80)}", but a ${source} is polled with POST, and a POST request may cost money`;
export const enterPathYourself = (): string =>
	'If the path is correct, enter it under Advanced > Query Path in the node that waits. Otherwise, remove queryPath from the item.';

export const hasNoPlaceForId = (): string => 'does not show where the task ID goes';
/** @param sign what stands for the ID in a path */
export const writePlaceForId = (sign: string, example: string): string =>
	`Write ${sign} where the task ID goes, as in ${example}.`;

export const isBehindNoSubmission = (): string =>
	'is empty, because no node before this one submits a task';
/** @param trigger the node that the items come straight from */
export const connectSubmission = (trigger?: string): string =>
	sentences(
		trigger === undefined ? '' : `The items come directly from "${trigger}" and contain no taskId.`,
		'Connect a node that submits a task before this one, such as Kexiang Google, or enter a task ID.',
	);

export const isOfPreview = (): string =>
	'is empty, because this item is the preview of a request that was not sent';
export const switchPreviewOff = (): string =>
	'Switch off Options > Preview Request in the node that submits, to send the request and wait for its task.';

/** Of a task whose cost the platform has not named; it is no price of 0. */
export const priceNotReported = (): string => 'price not reported';

/** Of a request that was not sent yet. */
export const priceNotKnownYet = (): string => 'price not known yet';

/**
 * `12 tasks accepted, 14.4 credits (gemini-3-pro 1.2 each)`
 * @param prices of the tasks whose cost the platform named
 */
export function costs(
	tasks: number,
	credits: number,
	prices: ReadonlyArray<{ name: string | undefined; credits: number }>,
): string {
	const accepted = `${tasks} ${tasks === 1 ? 'task' : 'tasks'} accepted`;
	if (prices.length === 0) return `${accepted}, ${priceNotReported()}`;
	const each = [...new Set(prices.map((price) => `${price.name ?? 'task'} ${price.credits} each`))];
	const rest = tasks - prices.length;
	const unnamed = rest > 0 ? `; ${priceNotReported()} for ${rest}` : '';
	return `${accepted}, ${credits} credits (${each.slice(0, 5).join(', ')})${unnamed}`;
}
