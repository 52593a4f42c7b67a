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
