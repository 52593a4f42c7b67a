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

/** A request whose answer is not there yet counts as under way to the platform for at most so long. */
const WAY_MS = 250;
const SECOND_MS = 1000;

/**
 * Lets starts through evenly, and at most so many in any second at their place of arrival. Requests reach the
 * platform less evenly than they are sent: when this process stalls, one second's requests arrive with those of
 * the next. So a request counts from when it has surely arrived: its answer, less the shortest way there and back.
 */
export class Pace {
	private nextSlotMs = -Infinity;
	private startedMs = -Infinity;
	private readonly most: number;
	/** The last `most` starts, oldest first. */
	private readonly counted: Counted[] = [];

	constructor(readonly perSecond: number) {
		this.most = Math.max(1, Math.floor(perSecond));
	}

	/** When the next may start. */
	get nextMs(): number {
		const [oldest] = this.counted;
		const isFull = oldest !== undefined && this.counted.length >= this.most;
		return isFull ? Math.max(this.nextSlotMs, oldest.reachedMs + SECOND_MS) : this.nextSlotMs;
	}

	/** From then on the past does not matter to it, whatever is still under way. */
	get restsFromMs(): number {
		return Math.max(this.nextSlotMs, this.startedMs + WAY_MS + SECOND_MS);
	}

	start(nowMs: number): Start {
		const own: Counted = { reachedMs: nowMs + WAY_MS, roundTripMs: undefined };
		if (this.counted.length >= this.most) this.counted.shift();
		this.counted.push(own);
		this.startedMs = nowMs;
		this.nextSlotMs = nowMs + SECOND_MS / this.perSecond;
		return {
			answered: (answeredMs) => {
				own.roundTripMs = answeredMs - nowMs;
				const shortest = this.shortestWith(own.roundTripMs);
				own.reachedMs = nowMs + Math.min(own.roundTripMs - shortest, WAY_MS);
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
