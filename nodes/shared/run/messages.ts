import { failureOf, type Failure } from '../util/failure';
import type { End, WatchedTask } from '../waiting/waitForTasks';

const goesOn = (again: string) =>
	`The task goes on running on the platform and is not lost: ask for it later with Get Status, or ${again}. Do not submit it again, that would be charged again.`;

const LATER = goesOn('wait again with a longer Time Limit');
/** Where more time would change nothing. */
const ONCE_MENDED = goesOn('wait again');

const UNSEEN =
	'If the platform has the task, it goes on running there: ask for it later with Get Status, or wait again with a longer Time Limit. Do not submit it again before you have looked at the task list on the platform.';

/** The time limit came before the end of the task. */
export function timeoutError(
	task: WatchedTask,
	outcome: Extract<End, { kind: 'stillRunning' }>,
): Failure {
	const state = outcome.last?.task.status || 'unknown';
	const unknownState = outcome.last?.task.unknownStatus
		? ` The state "${state}" is not known here; see whether it means an end.`
		: '';
	const refused =
		outcome.cause === undefined
			? ''
			: ` The last question was not answered: ${failureOf(outcome.cause).message}.`;
	const { taskId } = task;
	const { last } = outcome;
	const isSeen = last !== undefined;
	const isTold = last?.task.status !== '' || last.task.progress !== undefined;
	const seconds = `${outcome.secondsWaited} seconds`;
	return {
		message: !isSeen
			? `Task ${taskId} told no state in ${seconds}`
			: isTold
				? `Task ${taskId} is still running after ${seconds} (state "${state}")`
				: `Task ${taskId} was asked for over ${seconds}, and its last answer told no state`,
		description: `${isSeen && isTold ? LATER : UNSEEN}${unknownState}${refused}`,
		details: {
			taskId: task.taskId,
			taskSource: task.taskSource,
			lastState: state,
			polls: outcome.polls,
			secondsWaited: outcome.secondsWaited,
			reason: 'timeout',
		},
	};
}

/** The task could not be asked for. */
export function refusedError(
	task: WatchedTask,
	outcome: Extract<End, { kind: 'refused' }>,
): Failure {
	const cause = failureOf(outcome.cause);
	return {
		...cause,
		message: `Task ${task.taskId} could not be asked for: ${cause.message}`,
		description: `${cause.description} ${ONCE_MENDED}`.trim(),
		details: {
			...cause.details,
			taskId: task.taskId,
			taskSource: task.taskSource,
			lastState: outcome.last?.task.status ?? 'unknown',
			polls: outcome.polls,
			secondsWaited: outcome.secondsWaited,
		},
	};
}

/** The task ended, and something of ours or of n8n's kept its results from becoming an item. */
export const undeliveredError = (task: WatchedTask, cause: unknown): Failure => {
	const error = failureOf(cause);
	return {
		...error,
		message: `The results of task ${task.taskId} could not be put into an item: ${error.message}`,
		description:
			`${error.description} The task has ended on the platform, and its results are there: fetch them with Get Status. Do not submit it again, that would be charged again.`.trim(),
		details: { ...error.details, taskId: task.taskId, taskSource: task.taskSource },
	};
};

/** The task ended without a result. */
export const failedError = (
	task: WatchedTask,
	reason: string,
	cost: string | undefined,
): Failure => ({
	message: `Task ${task.taskId} did not succeed: ${reason}`,
	description:
		"The reason is the platform's own. Change the input before you submit again; whether a failed task is charged can be seen in the task list on the platform.",
	details: {
		taskId: task.taskId,
		taskSource: task.taskSource,
		failReason: reason,
		...(cost !== undefined && { cost }),
		reason: 'taskFailed',
	},
});

/** Of a reason that goes into a sentence about several tasks. */
const LONGEST_REASON = 100;
const MOST_REASONS = 5;

/**
 * What is told beside the output when tasks ended without a result: "2 of 5 failed: 33203 (content refused), ...".
 */
export function failedText(
	failed: ReadonlyArray<{ taskId: string; reason: string }>,
	count: number,
): string {
	const each = failed
		.slice(0, MOST_REASONS)
		.map(({ taskId, reason }) => `${taskId} (${[...reason].slice(0, LONGEST_REASON).join('')})`);
	const rest = failed.length - each.length;
	const more = rest > 0 ? `, and ${rest} more` : '';
	return inHint(`${failed.length} of ${count} failed: ${each.join(', ')}${more}`);
}

/** n8n shows a hint as HTML. */
export const inHint = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** Where the platform names none. */
export const NO_REASON = 'no reason given';
