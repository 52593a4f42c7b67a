import { dearestOfKind, dearestPrice, type PriceTag } from '../client/prices';
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
	constructor(
		readonly limit: number,
		readonly spent: number,
		/** Credits that it would cost; undefined where nobody knows. */
		readonly price: number | undefined,
	) {
		super(
			price === undefined
				? words.limitCannotBeKept(limit)
				: words.limitReached(limit, rounded(spent), rounded(price)),
		);
		this.name = 'SpendingLimitReached';
	}

	get failure(): Failure {
		const { message, limit, spent, price } = this;
		return {
			message,
			description: words.raiseLimit(),
			details: {
				reason: 'spendingLimit',
				limit,
				spent,
				...(price !== undefined && { expectedCost: price }),
				taskMayExist: false,
			},
		};
	}
}

/** As a person reads credits: sums of decimals are a hair off. */
export const rounded = (credits: number): number => Math.round(credits * 1e6) / 1e6;

/** Requests of one limit that are under way. */
interface UnderWay {
	/** Credits that they may cost, all together. */
	reserved: number;
	count: number;
	/** Of one whose price nobody knows yet; others of its kind wait for it. */
	probes: Set<string>;
	/** Told whenever one ends. */
	ended: Array<() => void>;
}

const underWayOf = new WeakMap<object, UnderWay>();

/** Sums of decimals are a hair off. */
const HAIR = 1e-9;

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
		const fresh: UnderWay = { reserved: 0, count: 0, probes: new Set(), ended: [] };
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
			if (decision !== 'wait') return this.reserve(tag, decision);
			await new Promise<void>((resolve) => this.underWay.ended.push(resolve));
		}
	}

	/** The price to reserve, undefined for a probe; or that an end of what is under way may tell more. */
	private decide(tag: PriceTag): number | undefined | 'wait' {
		const { reserved, count, probes } = this.underWay;
		// A price may be learned after a task was taken, as its end names it.
		const all = this.spent().map((one) => ({
			...one,
			credits: one.credits ?? dearestPrice({ ...tag, name: one.name }),
		}));
		const sum = all.reduce((total, one) => total + (one.credits ?? 0), 0);
		const price = dearestPrice(tag);
		if (probes.size > 0) return 'wait';
		// Of whatever kind: with tasks of other parameters it would go on and on.
		if (all.some((one) => one.credits === undefined))
			throw new SpendingLimitReached(this.limit, sum, undefined);
		if (price === undefined) {
			// Sent alone, so that nothing else is at stake should it be dear.
			if (count > 0) return 'wait';
			const guess = dearestOfKind(tag) ?? 0;
			if (sum + guess > this.limit + HAIR || sum >= this.limit)
				throw new SpendingLimitReached(this.limit, sum, guess);
			return undefined;
		}
		if (sum + reserved + price <= this.limit + HAIR) return price;
		// What is under way may yet be refused, and leave its place.
		if (count > 0 && sum + price <= this.limit + HAIR) return 'wait';
		throw new SpendingLimitReached(this.limit, sum, price);
	}

	private reserve(tag: PriceTag, price: number | undefined): () => void {
		const { underWay } = this;
		underWay.reserved += price ?? 0;
		underWay.count += 1;
		if (price === undefined) underWay.probes.add(tag.name);
		return () => {
			underWay.reserved -= price ?? 0;
			underWay.count -= 1;
			underWay.probes.delete(tag.name);
			for (const onEnd of underWay.ended.splice(0)) onEnd();
		};
	}
}
