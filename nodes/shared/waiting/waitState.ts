import { NodeOperationError } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { ExplainedError, failureOf, type Failure } from '../util/failure';
import { secondsOf } from '../util/time';
import { bounded } from '../answers/bounded';
import type { Task } from '../answers/task';
import { PlatformProblem } from '../answers/problem';

/**
 * How the wait for one task stands. Plain JSON of a bounded size, so that n8n can keep it with an execution that
 * sleeps; a wait in process and a durable one read and write the same. Times are ms since 1970.
 */
export interface WaitState {
	/** When the task was first waited for. */
	readonly since: number;
	/** When this was written last. */
	readonly seen: number;
	/** Waited from `since` to `seen`; what has been counted stays counted, also when a clock is set back. */
	readonly waitedSeconds: number;
	/** Polls asked. */
	readonly polls: number;
	/** Polls in a row that brought no good answer. */
	readonly failures: number;
	/** What the platform asked for when it gave no good answer to the last poll, or when its result may be there. */
	readonly retryAfterSeconds?: number;
	/** How long it had been waited when the task first said that it succeeded, and named no result. */
	readonly emptyAfterSeconds?: number;
	/** What the last good answer said. */
	readonly last?: Task;
	/** Why the last poll brought no good answer. */
	readonly problem?: Failure;
	/** Absent while it goes on. */
	readonly end?: WaitEnd;
}

/** The task ended; it cannot be asked for; the time limit came first. */
type WaitEnd = 'finished' | 'refused' | 'stillRunning';

/** A wait that begins now. */
export const begin = (now: number): WaitState => ({
	since: now,
	seen: now,
	waitedSeconds: 0,
	polls: 0,
	failures: 0,
});

/** Seconds waited until now. */
export const secondsWaited = ({ seen, waitedSeconds }: WaitState, now: number): number =>
	waitedSeconds + secondsOf(Math.max(0, now - seen));

/** So long after its success, a task may name its result. */
const EMPTY_SECONDS = 60;
const SHORTEST_EMPTY_SECONDS = 2;

/** A poll brought an answer that told the task's state. */
export function answered(state: WaitState, now: number, task: Task): WaitState {
	const next = polled(state, now);
	const { emptyAfterSeconds = next.waitedSeconds } = state;
	const emptySeconds = next.waitedSeconds - emptyAfterSeconds;
	const mayCome = task.isEmpty === true && emptySeconds < EMPTY_SECONDS;
	const isOver = task.state !== 'pending' && !mayCome;
	return {
		...next,
		failures: 0,
		// A tool's own data matters once there is a result.
		last: bounded(isOver ? task : withoutResult(task)),
		...(isOver && { end: 'finished' }),
		...(mayCome && {
			emptyAfterSeconds,
			// Each pause is as long as all before it together.
			retryAfterSeconds: Math.min(
				Math.max(emptySeconds, SHORTEST_EMPTY_SECONDS),
				EMPTY_SECONDS - emptySeconds,
			),
		}),
	};
}

/**
 * A poll brought no good answer; the reaction says what that means.
 * @param isSubmitted it is known that the platform accepted the task, by its handle
 */
export function failed(
	state: WaitState,
	now: number,
	cause: unknown,
	isSubmitted: boolean,
): { state: WaitState; reaction: Reaction } {
	const failures = state.failures + 1;
	const isKnown = isSubmitted || state.last !== undefined;
	const reaction = reactionTo(cause, failures, isKnown);
	return {
		state: {
			...polled(state, now),
			failures,
			problem: failureOf(cause),
			...(state.last && { last: state.last }),
			...(reaction.kind === 'giveUp' && { end: 'refused' }),
			...(reaction.kind === 'retry' &&
				reaction.retryAfterSeconds !== undefined && {
					retryAfterSeconds: reaction.retryAfterSeconds,
				}),
		},
		reaction,
	};
}

/** The time limit came before the end of the task. */
export const leftRunning = (state: WaitState, now: number): WaitState => ({
	...state,
	...counted(state, now),
	end: 'stillRunning',
});

/** One more poll; what the last one brought is not of this one. */
const polled = (state: WaitState, now: number) => ({
	...counted(state, now),
	polls: state.polls + 1,
});

const counted = (state: WaitState, now: number) => ({
	since: state.since,
	seen: now,
	waitedSeconds: secondsWaited(state, now),
	polls: state.polls,
	failures: state.failures,
	...(state.emptyAfterSeconds !== undefined && { emptyAfterSeconds: state.emptyAfterSeconds }),
});

/** What a poll that brought no good answer means for the wait: later, by the schedule; once more, at once; an end. */
type Reaction =
	| { kind: 'retry'; retryAfterSeconds?: number }
	| { kind: 'repeat' }
	| { kind: 'giveUp' };

/** Polls in a row that may fail before the wait ends; with backoff that is about 10 minutes. */
const MOST_FAILURES = 12;
/** A new task may be unknown to the platform's readers for a moment, an old one may be missed. */
const MOST_UNKNOWN = 5;
/** What cannot come back is asked for once more, as a single answer may be a mistake. */
const MOST_HOPELESS = 2;

/** n8n gives no credential to ask with, as it was deleted or cannot be read. */
export class NoCredential extends ExplainedError {
	readonly failure: Failure;

	constructor(cause: unknown) {
		super('no credential');
		this.failure = failureOf(cause);
	}
}

/**
 * Decides after a failed poll. Queries cost nothing, so everything that may pass is asked again; a refused key
 * or input will not pass. Whatever nobody has explained is no verdict on the task: it counts as a failed poll.
 * Pure.
 * @param failures failed polls in a row, this one included
 * @param isKnown the platform has accepted the task, or told its state before
 */
function reactionTo(cause: unknown, failures: number, isKnown: boolean): Reaction {
	// Input that cannot be sent, and n8n's word that there is no credential to send it with.
	if (cause instanceof ParameterProblem || cause instanceof NodeOperationError)
		return { kind: 'giveUp' };
	const refusal = cause instanceof PlatformProblem ? cause.cause.refusal : undefined;
	if (refusal && ['balance', 'input', 'redirect'].includes(refusal.kind)) return { kind: 'giveUp' };
	const isMissed = refusal?.kind === 'notFound' && isKnown;
	const isHopeless =
		cause instanceof NoCredential ||
		refusal?.kind === 'key' ||
		(refusal?.kind === 'notFound' && !isKnown);
	const most = isHopeless ? MOST_HOPELESS : isMissed ? MOST_UNKNOWN : MOST_FAILURES;
	if (failures >= most) return { kind: 'giveUp' };
	if (isHopeless) return { kind: 'repeat' };
	return {
		kind: 'retry',
		...(refusal?.retryAfterSeconds !== undefined && {
			retryAfterSeconds: refusal.retryAfterSeconds,
		}),
	};
}

function withoutResult(task: Task): Task {
	const { result, ...rest } = task;
	void result;
	return rest;
}
