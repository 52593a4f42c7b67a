import { NodeOperationError } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { ExplainedError, failureOf, type Failure } from '../util/failure';
import { jsonText } from '../util/json';
import { secondsOf } from '../util/time';
import type { Task } from '../answers/task';
import { PlatformProblem } from '../answers/problem';

/**
 * The state of the wait for one task. Plain JSON of a bounded size, so that n8n can keep it with a sleeping
 * execution. Waits within the process and durable waits use the same state. Times are ms since 1970.
 */
export interface WaitState {
	/** When the wait for the task began. */
	readonly since: number;
	/** When this state was last written. */
	readonly seen: number;
	/** Time waited from `since` to `seen`. Counted time stays counted, even if a clock is set back. */
	readonly waitedSeconds: number;
	readonly polls: number;
	/** Polls in a row without a usable answer. */
	readonly failures: number;
	/** What the platform asked for if the last poll had no usable answer, or when its result may be available. */
	readonly retryAfterSeconds?: number;
	/** Time waited when the task first reported success without a result. */
	readonly emptyAfterSeconds?: number;
	/** What the last usable answer said. */
	readonly last?: Task;
	/** Why the last poll had no usable answer. */
	readonly problem?: Failure;
	/** Absent while the wait continues. */
	readonly end?: WaitEnd;
}

/** The task ended; it cannot be polled; the time limit came first. */
type WaitEnd = 'finished' | 'refused' | 'stillRunning';

export const begin = (now: number): WaitState => ({
	since: now,
	seen: now,
	waitedSeconds: 0,
	polls: 0,
	failures: 0,
});

export const secondsWaited = ({ seen, waitedSeconds }: WaitState, now: number): number =>
	waitedSeconds + secondsOf(Math.max(0, now - seen));

/** How long after its success a task may still deliver its result. */
const EMPTY_SECONDS = 60;
const SHORTEST_EMPTY_SECONDS = 2;

/** A poll got an answer with the task's state. */
export function answered(state: WaitState, now: number, task: Task): WaitState {
	const next = polled(state, now);
	const { emptyAfterSeconds = next.waitedSeconds } = state;
	const emptySeconds = next.waitedSeconds - emptyAfterSeconds;
	const mayCome = task.isEmpty === true && emptySeconds < EMPTY_SECONDS;
	const isOver = task.state !== 'pending' && !mayCome;
	return {
		...next,
		failures: 0,
		// A tool's own data only matters once there is a result.
		last: bounded(isOver ? task : withoutResult(task)),
		...(isOver && { end: 'finished' }),
		...(mayCome && {
			emptyAfterSeconds,
			// Each pause is as long as all earlier ones together.
			retryAfterSeconds: Math.min(
				Math.max(emptySeconds, SHORTEST_EMPTY_SECONDS),
				EMPTY_SECONDS - emptySeconds,
			),
		}),
	};
}

/**
 * A poll got no usable answer. The reaction says what that means.
 * @param isSubmitted its handle shows that the platform accepted the task
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

/** Counts one more poll and removes what only the last one reported. */
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

/** What a poll without a usable answer means for the wait: poll later by the schedule, repeat at once, or end. */
type Reaction =
	| { kind: 'retry'; retryAfterSeconds?: number }
	| { kind: 'repeat' }
	| { kind: 'giveUp' };

/** Polls in a row that may fail before the wait ends. With backoff that is about 10 minutes. */
const MOST_FAILURES = 12;
/** The platform may not know a new task for a moment, and may miss an old one. */
const MOST_UNKNOWN = 5;
/** What seems permanent is polled once more, because a single answer may be a mistake. */
const MOST_PERMANENT = 2;

/** n8n gives no credential, because it was deleted or cannot be read. */
export class NoCredential extends ExplainedError {
	readonly failure: Failure;

	constructor(cause: unknown) {
		super('no credential');
		this.failure = failureOf(cause);
	}
}

/**
 * Decides what to do after a failed poll. Polls cost nothing, so everything that may be temporary is polled again. A
 * refused key or input is permanent. An unexplained error says nothing about the task and counts as a failed poll.
 * Pure.
 * @param failures failed polls in a row, including this one
 * @param isKnown the platform has accepted the task, or reported its state before
 */
function reactionTo(cause: unknown, failures: number, isKnown: boolean): Reaction {
	// Input that cannot be sent, and n8n's error for a missing credential.
	if (cause instanceof ParameterProblem || cause instanceof NodeOperationError)
		return { kind: 'giveUp' };
	const refusal = cause instanceof PlatformProblem ? cause.cause.refusal : undefined;
	if (refusal && ['balance', 'input', 'redirect'].includes(refusal.kind)) return { kind: 'giveUp' };
	const isMissed = refusal?.kind === 'notFound' && isKnown;
	const isPermanent =
		cause instanceof NoCredential ||
		refusal?.kind === 'key' ||
		(refusal?.kind === 'notFound' && !isKnown);
	const most = isPermanent ? MOST_PERMANENT : isMissed ? MOST_UNKNOWN : MOST_FAILURES;
	if (failures >= most) return { kind: 'giveUp' };
	if (isPermanent) return { kind: 'repeat' };
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

/** Characters. */
const LONGEST_TEXT = 64 * 1024;
const LONGEST_RESULT = 64 * 1024;
const LONGEST_URLS = 128 * 1024;

/**
 * Limits the size of a task's reading. n8n saves what a node remembers with the execution, so a large answer must
 * not be kept whole. An item built from the limited reading equals one built from the answer, unless `cut` is set.
 * Pure.
 */
export function bounded(task: Task): Task {
	const { result, written, otherResults, ...rest } = task;
	const hasLongText = rest.text !== undefined && rest.text.length > LONGEST_TEXT;
	const hasLongResult = result !== undefined && jsonText(result).length > LONGEST_RESULT;
	const hasLongOthers =
		otherResults !== undefined && jsonText(otherResults).length > LONGEST_RESULT;
	const urls = fitting(rest.urls);
	const isWhole = written === undefined || fitting(written) === written;
	if (!hasLongText && !hasLongResult && !hasLongOthers && urls === rest.urls && isWhole)
		return task;
	const kept = new Set(urls);
	const ofKind = (all: string[]) => all.filter((url) => kept.has(url));
	return {
		...rest,
		urls,
		imageUrls: ofKind(rest.imageUrls),
		videoUrls: ofKind(rest.videoUrls),
		audioUrls: ofKind(rest.audioUrls),
		...(rest.text !== undefined && { text: rest.text.slice(0, LONGEST_TEXT) }),
		...(result !== undefined && !hasLongResult && { result }),
		...(otherResults !== undefined && !hasLongOthers && { otherResults }),
		...(written !== undefined && isWhole && { written }),
		cut: true,
	};
}

/** The first URLs that fit within the limit together. */
function fitting(urls: string[]): string[] {
	let length = 0;
	for (const [place, url] of urls.entries()) {
		length += url.length;
		if (length > LONGEST_URLS) return urls.slice(0, place);
	}
	return urls;
}
