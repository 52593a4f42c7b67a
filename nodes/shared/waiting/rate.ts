/** How fast the requests of one account follow each other: evenly, and slower where the platform asks for it. No clock. */

/** One start that a pace has let through. */
export interface Start {
	/** The request was answered, so it has reached the platform. */
	answered(nowMs: number): void;
}

interface Counted {
	/** From here on it has surely reached the platform, as far as is known. */
	reachedMs: number;
	roundTripMs: number | undefined;
}

/** A request counts as under way to the platform for at most so long; a slow answer may as well be one that is held back. */
const WAY_MS = 1000;
/** Until so many were answered, nobody knows how much of the time until an answer is the way back. */
const FEW = 10;
const SECOND_MS = 1000;

/**
 * Lets starts through evenly, and at most so many in any second at their place of arrival. Requests reach the
 * platform less evenly than they are sent: when this process stalls, one second's requests arrive with those of
 * the next. So a request counts from when it has surely arrived: its answer, less half of the shortest way there and
 * back, as an answer takes at least that.
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

	/** When the next may start. @param share of the full pace, above 0 and at most 1 */
	nextMs(share: number): number {
		const perSecond = this.perSecond * share;
		const slotMs = this.startedMs + SECOND_MS / perSecond;
		const oldest = this.counted.at(-Math.max(1, Math.floor(perSecond)));
		return oldest === undefined ? slotMs : Math.max(slotMs, oldest.reachedMs + SECOND_MS);
	}

	/** From then on the past does not matter to it, whatever is still under way. */
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

/** What one answer says of the pace: that it was welcome, or that the platform asks to slow down, for so long. */
export type Told = { isSlowDown: false } | { isSlowDown: true; restSeconds?: number };

/** What follows from it for all: a rest, or the end of one. */
type Verdict = { restSeconds: number } | 'goOn' | undefined;

/** The lowest is asked first. */
export type Rank = 0 | 1 | 2;

interface Times {
	/** When the request was sent. */
	readonly startedMs: number;
	readonly nowMs: number;
}

/** So many that are told one after another to slow down, and nobody between them that is not, are told for all. */
const SEVERAL = 3;
/** The least share: one request a second of twenty. */
const LEAST_SHARE = 1 / 20;
/** At twenty requests a second, the pace grows by one each second. */
const GROWTH = 1 / 400;
/** A doubt lets one request through at a time; whoever shall slow down is told at once. */
const PROBE_MS = 5000;
/** A longer rest is that of a quota, and would let the time limits of all pass; it is looked after more often. */
const LONGEST_REST_SECONDS = 60;
const FIRST_REST_SECONDS = 2;
/** For so long after the platform asked to slow down it is remembered. */
const MEMORY_MS = 60_000;
const MOST_REMEMBERED = 1000;

/**
 * How fast a platform is asked that asks some to slow down. The pace halves, at most once for what is under way
 * together, and grows back by what is answered (additive increase, multiplicative decrease, as TCP and the adaptive
 * mode of the AWS SDKs do). One subject's trouble is its own: all rest only when several in a row were told so, and
 * afterwards one at a time is asked until somebody is answered. No clock.
 */
export class Throttle {
	/** Of the full pace. */
	share = 1;
	/** From then on the past does not matter. */
	restsFromMs = -Infinity;
	/** Whether the last answer about a subject asked to slow down, the longest ago first. */
	private readonly last = new Map<string, boolean>();
	/** Newly told since somebody was answered. */
	private row = 0;
	private rowBeganMs = -Infinity;
	private isStopped = false;
	private halvedMs = -Infinity;
	/** When the one was sent that is asked in doubt. */
	private probe: { readonly startedMs: number } | undefined;

	/** While it is in doubt, when the next may be asked. */
	get probeMs(): number | undefined {
		if (!this.isInDoubt) return undefined;
		return this.probe ? this.probe.startedMs + PROBE_MS : -Infinity;
	}

	/** Who is to be asked in doubt: whoever was answered the last time says most of all others, whoever was not the least. */
	rankOf(subject: string | undefined): Rank {
		const wasTold = subject === undefined ? undefined : this.last.get(subject);
		return wasTold === undefined ? 1 : wasTold ? 2 : 0;
	}

	/** A request is sent. */
	start(startedMs: number): { answered(): void } {
		const own = { startedMs };
		if (this.isInDoubt) this.probe = own;
		return {
			answered: () => {
				if (this.probe === own) this.probe = undefined;
			},
		};
	}

	hear(subject: string | undefined, told: Told, times: Times): Verdict {
		return told.isSlowDown
			? this.slowDown(subject, told.restSeconds ?? 0, times)
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
		// What was sent before the last halving was sent too fast for the same reason.
		if (startedMs >= this.halvedMs) {
			this.halvedMs = nowMs;
			this.share = Math.max(LEAST_SHARE, this.share / 2);
		}
		if (this.rankOf(subject) < 2) {
			if (this.row === 0) this.rowBeganMs = startedMs;
			this.row += 1;
		}
		this.remember(subject, true);
		// Where somebody has been answered before, that one is asked soon whether it is everybody's trouble.
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
		// What was sent before the first of the row was told knows nothing of it.
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
