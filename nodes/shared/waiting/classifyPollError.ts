import { NodeOperationError } from 'n8n-workflow';

import { isObject } from '../base/json';
import { ParameterProblem } from '../base/problem';
import { PlatformProblem } from '../platform/errors';
import { readTask, type Task } from '../platform/task';
import { isAbout, readTaskId } from '../platform/taskIds';

/** What a poll that brought no good answer means for the wait. */
export type PollErrorClass =
	| { kind: 'finished'; task: Task; body: unknown }
	| { kind: 'retry'; retryAfterSeconds?: number }
	| { kind: 'giveUp' };

/** Polls in a row that may fail before the wait ends; with backoff that is about 10 minutes. */
const MOST_FAILURES = 12;
/** A new task may be unknown to the platform's readers for a moment, an old one may be missed. */
const UNKNOWN_TASK_POLLS = 4;

/**
 * Decides after a failed poll. Queries cost nothing, so everything that may pass is asked again; a refused key
 * or input will not pass. Whatever nobody has explained is no verdict on the task: it counts as a failed poll.
 * Pure.
 * @param failures failed polls in a row, this one included
 */
export function classifyPollError(cause: unknown, failures: number): PollErrorClass {
	// Input that cannot be sent, and n8n's word that there is no credential to send it with.
	if (cause instanceof ParameterProblem || cause instanceof NodeOperationError)
		return { kind: 'giveUp' };
	const problem = cause instanceof PlatformProblem ? cause : undefined;
	const refusal = problem?.cause.refusal;
	if (refusal !== undefined) {
		// A tool may report a failed task by its code; its state tells that from a failed poll.
		const task = readTask(ownStateIn(refusal.body, String(problem?.failure.details.taskId)));
		if (refusal.code !== undefined && task.state === 'failed')
			return { kind: 'finished', task, body: refusal.body };
		if (['key', 'input', 'redirect'].includes(refusal.kind)) return { kind: 'giveUp' };
		if (refusal.kind === 'notFound' && failures > UNKNOWN_TASK_POLLS) return { kind: 'giveUp' };
	}
	if (failures >= MOST_FAILURES) return { kind: 'giveUp' };
	return {
		kind: 'retry',
		...(refusal?.retryAfterSeconds !== undefined && {
			retryAfterSeconds: refusal.retryAfterSeconds,
		}),
	};
}

/** A refused answer as far as it speaks of the task: its `status` is that of the poll, unless it names the task. */
function ownStateIn(body: unknown, polledId: string): unknown {
	if (!isObject(body) || !isAbout(body, polledId)) return undefined;
	return readTaskId(body) === polledId ? body : { ...body, status: undefined, state: undefined };
}
