import { NodeOperationError } from 'n8n-workflow';

import { isObject } from '../json';
import { ParameterProblem } from '../parameters/problem';
import { PlatformProblem } from '../platform/errors';
import { readTask, type Task } from '../platform/task';
import { isAbout, readTaskId } from '../platform/taskIds';

/** What a question that brought no good answer means for the wait. */
export type Reaction =
	| { kind: 'finished'; task: Task; body: unknown }
	| { kind: 'retry'; retryAfterSeconds?: number }
	| { kind: 'giveUp' };

/** Questions in a row that may fail before the wait ends; with backoff that is about 10 minutes. */
const MOST_FAILURES = 12;
/** A new task may be unknown to the platform's readers for a moment, an old one may be missed. */
const UNKNOWN_TASK_QUESTIONS = 4;

/**
 * Decides after a failed question. Queries cost nothing, so everything that may pass is asked again; a refused key
 * or input will not pass. Whatever nobody has explained is no verdict on the task: it counts as a failed question.
 * Pure.
 * @param failures failed questions in a row, this one included
 */
export function reactTo(cause: unknown, failures: number): Reaction {
	// Input that cannot be sent, and n8n's word that there is no credential to send it with.
	if (cause instanceof ParameterProblem || cause instanceof NodeOperationError)
		return { kind: 'giveUp' };
	const problem = cause instanceof PlatformProblem ? cause : undefined;
	const refusal = problem?.cause.refusal;
	if (refusal !== undefined) {
		// A tool may report a failed task by its code; its state tells that from a failed question.
		const task = readTask(ownStateIn(refusal.body, String(problem?.explanation.details.taskId)));
		if (refusal.code !== undefined && task.state === 'failed')
			return { kind: 'finished', task, body: refusal.body };
		if (['key', 'input', 'redirect'].includes(refusal.kind)) return { kind: 'giveUp' };
		if (refusal.kind === 'notFound' && failures > UNKNOWN_TASK_QUESTIONS) return { kind: 'giveUp' };
	}
	if (failures >= MOST_FAILURES) return { kind: 'giveUp' };
	return {
		kind: 'retry',
		...(refusal?.retryAfterSeconds !== undefined && {
			retryAfterSeconds: refusal.retryAfterSeconds,
		}),
	};
}

/** A refused answer as far as it speaks of the task: its `status` is that of the question, unless it names the task. */
function ownStateIn(body: unknown, askedId: string): unknown {
	if (!isObject(body) || !isAbout(body, askedId)) return undefined;
	return readTaskId(body) === askedId ? body : { ...body, status: undefined, state: undefined };
}
