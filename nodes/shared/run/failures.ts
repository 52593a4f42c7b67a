/** Ends of tasks that are no results, as failures. */
import { failureOf, type Failure } from '../util/failure';
import type { End, WatchedTask } from '../waiting/waitForTasks';
import { sentences } from '../words/platform';
import * as words from '../words/tasks';

/** The time limit came before the end of the task. */
export function timeoutError(
	{ taskId, taskSource }: WatchedTask,
	{ last, cause, polls, secondsWaited }: Extract<End, { kind: 'stillRunning' }>,
): Failure {
	const state = last?.task.status || 'unknown';
	const toldState = last && (last.task.status !== '' || last.task.progress !== undefined);
	const message =
		last === undefined
			? words.neverToldState(taskId, secondsWaited)
			: toldState
				? words.stillRunning(taskId, secondsWaited, state)
				: words.lastToldNoState(taskId, secondsWaited);
	const description = sentences(
		toldState ? words.waitLonger() : words.waitLongerIfThere(),
		last?.task.unknownStatus ? words.isUnknownState(state) : '',
		cause === undefined ? '' : words.lastPollNotAnswered(failureOf(cause).message),
	);
	return {
		message,
		description,
		details: { taskId, taskSource, lastState: state, polls, secondsWaited, reason: 'timeout' },
	};
}

/** The task could not be asked for. */
export function refusedError(
	{ taskId, taskSource }: WatchedTask,
	outcome: Extract<End, { kind: 'refused' }>,
): Failure {
	const cause = failureOf(outcome.cause);
	const { last, polls, secondsWaited } = outcome;
	const lastState = last?.task.status ?? 'unknown';
	return {
		...cause,
		...words.couldNotBeAskedFor(taskId, cause),
		details: { ...cause.details, taskId, taskSource, lastState, polls, secondsWaited },
	};
}

/** The task ended, and something of ours or of n8n's kept its results from becoming an item. */
export function undeliveredError({ taskId, taskSource }: WatchedTask, cause: unknown): Failure {
	const failure = failureOf(cause);
	return {
		...failure,
		...words.couldNotBecomeItem(taskId, failure),
		details: { ...failure.details, taskId, taskSource },
	};
}

/** The task ended without a result. */
export const failedError = (
	{ taskId, taskSource }: WatchedTask,
	reason: string,
	cost: string | undefined,
): Failure => ({
	...words.didNotSucceed(taskId, reason),
	details: {
		taskId,
		taskSource,
		failReason: reason,
		...(cost !== undefined && { cost }),
		reason: 'taskFailed',
	},
});
