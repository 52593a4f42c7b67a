/** The pace of one account's requests: even, and slower when the platform asks for it. Has no clock. */
import { PlatformProblem } from '../answers/problem';
import type { Attempt } from '../util/attempt';

/** One start that a pace has allowed. */
export interface Start {
	/** The request was answered, so it has reached the platform. */
	answered(nowMs: number): void;
}

interface Counted {
	/** The time by which it has surely reached the platform, as far as known. */
	reachedMs: number;
	roundTripMs: number | undefined;
}

/**
 * A request counts as on its way to the platform for at most this long. A slower answer may be a delayed one, as
 * with a long poll.
 */
const WAY_MS = 1000;
/** Before this many answers, nobody knows how much of a response time is the way back. */
const FEW = 10;
const SECOND_MS = 1000;

/**
 * Allows starts evenly, with a limit per second at the place of arrival. Requests arrive less evenly than they are
 * sent: after this process stalls, one second's requests arrive with the next second's. So a request counts from
 * when it has surely arrived: the time of its answer minus half of the shortest round trip, which is the least that
 * an answer takes.
 */
export class Pace {
	private startedMs = -Infinity;
	private answers = 0;
	private readonly most: number;
	/** The last `most` starts, oldest first. */
	private readonly counted: Counted[] = [];

	constructor(readonly perSecond: number) {
		this.most = Math.max(1, Math.floor(perSecond));
	}

	/** When the next one may start. @param share of the full pace, above 0 and at most 1 */
	nextMs(share: number): number {
		const perSecond = this.perSecond * share;
		const slotMs = this.startedMs + SECOND_MS / perSecond;
		const oldest = this.counted.at(-Math.max(1, Math.floor(perSecond)));
		return oldest === undefined ? slotMs : Math.max(slotMs, oldest.reachedMs + SECOND_MS);
	}

	/** From this time on, earlier requests don't matter, even those in progress. */
	get restsFromMs(): number {
		const slotMs = this.startedMs + SECOND_MS / this.perSecond;
		return Math.max(slotMs, this.startedMs + WAY_MS + SECOND_MS);
	}

	start(nowMs: number): Start {
		const own: Counted = { reachedMs: nowMs + WAY_MS, roundTripMs: undefined };
		if (this.counted.length >= this.most) this.counted.shift();
		this.counted.push(own);
		this.startedMs = nowMs;
		return {
			answered: (answeredMs) => {
				own.roundTripMs = answeredMs - nowMs;
				this.answers += 1;
				const wayBackMs = this.answers > FEW ? this.shortestWith(own.roundTripMs) / 2 : 0;
				own.reachedMs = nowMs + Math.min(own.roundTripMs - wayBackMs, WAY_MS);
			},
		};
	}

	private shortestWith(roundTripMs: number): number {
		let shortest = roundTripMs;
		for (const one of this.counted)
			if (one.roundTripMs !== undefined && one.roundTripMs < shortest) shortest = one.roundTripMs;
		return shortest;
	}
}

/**
 * What one answer says about the pace: no objection, or a request by the platform to slow down, with the rest it
 * asked for.
 */
export type PaceFeedback = { isSlowDown: false } | { isSlowDown: true; restSeconds?: number };

/** What it means for everyone: a rest, or the end of one. */
type Verdict = { restSeconds: number } | 'goOn' | undefined;

/** The lowest goes first. */
export type Rank = 0 | 1 | 2;

interface Times {
	/** When the request was sent. */
	readonly startedMs: number;
	readonly nowMs: number;
}

/** After this many slow-downs in a row, without a normal answer between them, everyone rests. */
const SEVERAL = 3;
/** The smallest share: one request per second out of twenty. */
const LEAST_SHARE = 1 / 20;
/** At twenty requests a second, the pace grows by one request per second each second. */
const GROWTH = 1 / 400;
/**
 * While in doubt, one request is sent at a time. After this long without an answer the next may be sent, because a
 * request to slow down is answered at once.
 */
const PROBE_MS = 5000;
/** A longer rest comes from a quota and would let everyone's time limit pass. It is checked more often instead. */
const LONGEST_REST_SECONDS = 60;
const FIRST_REST_SECONDS = 2;
/** How long a slow-down is remembered. */
const MEMORY_MS = 60_000;
const MOST_REMEMBERED = 1000;

/**
 * How fast to call a platform that tells some requests to slow down. The pace halves, at most once for requests in
 * progress together, and grows back with each answer (additive increase, multiplicative decrease, as in TCP and the
 * adaptive mode of the AWS SDKs). A slow-down for one subject affects only that subject. Everyone rests only after
 * several in a row. After that, one request at a time is sent until one gets a normal answer. Has no clock.
 */
export class Throttle {
	/** Share of the full pace. */
	share = 1;
	/** From this time on, earlier slow-downs don't matter. */
	restsFromMs = -Infinity;
	/** Whether the last answer about a subject was a slow-down, oldest first. */
	private readonly last = new Map<string, boolean>();
	/** Subjects newly told to slow down since the last normal answer. */
	private row = 0;
	private rowBeganMs = -Infinity;
	private isStopped = false;
	private halvedMs = -Infinity;
	/** When the current probe was sent. */
	private probe: { readonly startedMs: number } | undefined;

	/** While in doubt, when the next probe may be sent. */
	get probeMs(): number | undefined {
		if (!this.isInDoubt) return undefined;
		return this.probe ? this.probe.startedMs + PROBE_MS : -Infinity;
	}

	/**
	 * Who goes first while in doubt. A subject with a normal last answer tells most about all others, one that was
	 * told to slow down tells least.
	 */
	rankOf(subject: string | undefined): Rank {
		const wasTold = subject === undefined ? undefined : this.last.get(subject);
		return wasTold === undefined ? 1 : wasTold ? 2 : 0;
	}

	/** Called when a request is sent. */
	start(startedMs: number): { answered(): void } {
		const own = { startedMs };
		if (this.isInDoubt) this.probe = own;
		return {
			answered: () => {
				if (this.probe === own) this.probe = undefined;
			},
		};
	}

	hear(subject: string | undefined, feedback: PaceFeedback, times: Times): Verdict {
		return feedback.isSlowDown
			? this.slowDown(subject, feedback.restSeconds ?? 0, times)
			: this.welcome(subject, times);
	}

	private get isInDoubt(): boolean {
		return this.row > 0 || this.isStopped;
	}

	private slowDown(
		subject: string | undefined,
		restSeconds: number,
		{ startedMs, nowMs }: Times,
	): Verdict {
		this.restsFromMs = nowMs + MEMORY_MS;
		// Requests from before the last halving were sent too fast for the same reason.
		if (startedMs >= this.halvedMs) {
			this.halvedMs = nowMs;
			this.share = Math.max(LEAST_SHARE, this.share / 2);
		}
		if (this.rankOf(subject) < 2) {
			if (this.row === 0) this.rowBeganMs = startedMs;
			this.row += 1;
		}
		this.remember(subject, true);
		// If a subject had a normal answer before, it is polled soon to find out whether the slow-down affects everyone.
		const isFirst = !this.isStopped && [...this.last.values()].includes(false);
		this.isStopped ||= this.row >= SEVERAL;
		if (!this.isStopped || !(restSeconds > 0)) return undefined;
		return {
			restSeconds: Math.min(restSeconds, isFirst ? FIRST_REST_SECONDS : LONGEST_REST_SECONDS),
		};
	}

	private welcome(subject: string | undefined, { startedMs }: Times): Verdict {
		this.remember(subject, false);
		this.share = Math.min(1, this.share + GROWTH / this.share);
		// A request from before the first slow-down of the row says nothing about it.
		if (!this.isInDoubt || startedMs < this.rowBeganMs) return undefined;
		this.row = 0;
		this.isStopped = false;
		return 'goOn';
	}

	private remember(subject: string | undefined, wasTold: boolean): void {
		if (subject === undefined) return;
		this.last.delete(subject);
		this.last.set(subject, wasTold);
		const [oldest] = this.last.keys();
		if (oldest !== undefined && this.last.size > MOST_REMEMBERED) this.last.delete(oldest);
	}
}

/** What the outcome of a free request says about the pace. Undefined if the platform may not have read the request. */
export function paceFeedbackOf(sent: Attempt<unknown>): PaceFeedback | undefined {
	if (sent.ok) return { isSlowDown: false };
	const refusal = sent.cause instanceof PlatformProblem ? sent.cause.cause.refusal : undefined;
	const restSeconds = refusal?.retryAfterSeconds;
	const isBusy =
		refusal?.kind === 'slowDown' || (refusal?.kind === 'unavailable' && restSeconds !== undefined);
	if (!isBusy) return undefined;
	return { isSlowDown: true, ...(restSeconds !== undefined && { restSeconds }) };
}
