import { dearestOfKind, dearestPrice, rounded, type PriceTag } from '../client/prices';
import { ExplainedError, type Failure } from '../util/failure';
import * as words from '../words/items';

/** What one paid request has cost, or may have cost, as far as it is known. */
export interface Spent {
	/** Credits; undefined where the platform named no price. */
	credits?: number;
	/** Name of its price tag. */
	name: string;
}

/** A request was not sent, as it could cost more than the user allows. */
export class SpendingLimitReached extends ExplainedError {
	readonly failure: Failure;

	/** @param price credits that it would cost; undefined where nobody knows */
	constructor(message: string, limit: number, spent: number, price?: number) {
		super(message);
		const expectedCost = price === undefined ? {} : { expectedCost: price };
		this.failure = {
			message: this.message,
			description: words.raiseLimit(),
			details: { reason: 'spendingLimit', limit, spent, ...expectedCost, taskMayExist: false },
			isUnsent: true,
		};
	}
}

/** Sums of decimals are a hair off. */
const HAIR = 1e-9;

/** Requests of one limit that are under way. */
interface UnderWay {
	/** Credits that they may cost, all together. */
	reserved: number;
	count: number;
	/** Whether it is one whose price nobody knows yet, which all others wait for. */
	isProbe: boolean;
	/** Told whenever one ends. */
	ended: Array<() => void>;
}

const underWayOf = new WeakMap<object, UnderWay>();

/**
 * Keeps what the requests of one run cost at or under a limit, also when several are under way: each reserves
 * the most that such a task has cost before it is sent. Where no price is known, one is sent alone.
 */
export class SpendingLimit {
	private readonly underWay: UnderWay;

	constructor(
		/** Credits. */
		private readonly limit: number,
		/** Whoever shares the limit shares this. */
		scope: object,
		/** What was spent so far, by every request that was or may have been taken. */
		private readonly spent: () => Spent[],
	) {
		const fresh: UnderWay = { reserved: 0, count: 0, isProbe: false, ended: [] };
		this.underWay = underWayOf.get(scope) ?? fresh;
		underWayOf.set(scope, this.underWay);
	}

	/**
	 * Waits until it is known whether a request fits, and reserves its price.
	 * @returns to be called when the request has ended and is among what was spent
	 * @throws SpendingLimitReached
	 */
	async admit(tag: PriceTag): Promise<() => void> {
		for (;;) {
			const decision = this.decide(tag);
			if (decision !== 'wait') return this.reserve(decision);
			await new Promise<void>((resolve) => this.underWay.ended.push(resolve));
		}
	}

	/** The price to reserve, undefined for a probe; or that an end of what is under way may tell more. */
	private decide(tag: PriceTag): number | undefined | 'wait' {
		const { reserved, count, isProbe } = this.underWay;
		// A price may be learned after a task was taken, as its end names it.
		const all = this.spent().map((one) => ({
			...one,
			credits: one.credits ?? dearestPrice({ ...tag, name: one.name }),
		}));
		const sum = all.reduce((total, one) => total + (one.credits ?? 0), 0);
		const price = dearestPrice(tag);
		if (isProbe) return 'wait';
		// Of whatever kind: with tasks of other parameters it would go on and on.
		if (all.some((one) => one.credits === undefined))
			throw new SpendingLimitReached(words.limitCannotBeKept(this.limit), this.limit, sum);
		if (price === undefined) {
			// Sent alone, so that nothing else is at stake should it be dear.
			if (count > 0) return 'wait';
			const guess = dearestOfKind(tag);
			if (sum + (guess ?? 0) > this.limit + HAIR || sum >= this.limit)
				throw this.reached(sum, guess);
			return undefined;
		}
		if (sum + reserved + price <= this.limit + HAIR) return price;
		// What is under way may yet be refused, and leave its place.
		if (count > 0 && sum + price <= this.limit + HAIR) return 'wait';
		throw this.reached(sum, price);
	}

	private reached(sum: number, price: number | undefined): SpendingLimitReached {
		const told = price === undefined ? undefined : rounded(price);
		const message = words.limitReached(this.limit, rounded(sum), told);
		return new SpendingLimitReached(message, this.limit, sum, price);
	}

	private reserve(price: number | undefined): () => void {
		const { underWay } = this;
		underWay.reserved += price ?? 0;
		underWay.count += 1;
		underWay.isProbe = price === undefined;
		return () => {
			underWay.reserved -= price ?? 0;
			underWay.count -= 1;
			underWay.isProbe = false;
			for (const onEnd of underWay.ended.splice(0)) onEnd();
		};
	}
}
