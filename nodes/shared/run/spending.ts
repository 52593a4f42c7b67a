import { dearestOfKind, dearestPrice, rounded, type PriceTag } from '../client/paidRequests';
import { ExplainedError, type Failure } from '../util/failure';
import * as words from '../words/items';

/** What one paid request cost, or may have cost, as far as known. */
export interface Spent {
	/** Credits. Undefined if the platform gave no price. */
	credits?: number;
	/** Name of its price tag. */
	name: string;
}

/** A request was not sent, because it might exceed the user's spending limit. */
export class SpendingLimitReached extends ExplainedError {
	readonly failure: Failure;

	/** @param price credits that it would cost; undefined if unknown */
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

/** Rounding error of decimal sums. */
const ROUNDING_ERROR = 1e-9;

/** Requests in progress under one limit. */
interface UnderWay {
	/** Credits that they may cost together. */
	reserved: number;
	count: number;
	/** True if it is a request of unknown price. All others wait for it. */
	isProbe: boolean;
	/** Called whenever a request ends. */
	ended: Array<() => void>;
}

const underWayOf = new WeakMap<object, UnderWay>();

/**
 * Keeps the cost of one run's requests within a limit, even if several are in progress. Before it is sent, each
 * request reserves the most that such a task has cost. If no price is known, one request is sent by itself.
 */
export class SpendingLimit {
	private readonly underWay: UnderWay;

	constructor(
		/** Credits. */
		private readonly limit: number,
		/** Shared by everyone who shares the limit. */
		scope: object,
		/** All spending so far, by every request that was or may have been taken. */
		private readonly spent: () => Spent[],
	) {
		const fresh: UnderWay = { reserved: 0, count: 0, isProbe: false, ended: [] };
		this.underWay = underWayOf.get(scope) ?? fresh;
		underWayOf.set(scope, this.underWay);
	}

	/**
	 * Waits until it is known whether a request fits, and reserves its price.
	 * @returns call it when the request has ended and its cost is part of the spending
	 * @throws SpendingLimitReached
	 */
	async admit(tag: PriceTag): Promise<() => void> {
		for (;;) {
			const decision = this.decide(tag);
			if (decision !== 'wait') return this.reserve(decision);
			await new Promise<void>((resolve) => this.underWay.ended.push(resolve));
		}
	}

	/** The price to reserve, undefined for a probe, or `wait` if the end of a request in progress may tell more. */
	private decide(tag: PriceTag): number | undefined | 'wait' {
		const { reserved, count, isProbe } = this.underWay;
		// A price may become known after a task was taken, because its end gives it.
		const all = this.spent().map((one) => ({
			...one,
			credits: one.credits ?? dearestPrice({ ...tag, name: one.name }),
		}));
		const sum = all.reduce((total, one) => total + (one.credits ?? 0), 0);
		const price = dearestPrice(tag);
		if (isProbe) return 'wait';
		// With any parameters. Otherwise tasks with other parameters would each be tried without a known price.
		if (all.some((one) => one.credits === undefined))
			throw new SpendingLimitReached(words.limitCannotBeKept(this.limit), this.limit, sum);
		if (price === undefined) {
			// Sent by itself, so that nothing else is at risk if it is expensive.
			if (count > 0) return 'wait';
			const guess = dearestOfKind(tag);
			if (sum + (guess ?? 0) > this.limit + ROUNDING_ERROR || sum >= this.limit)
				throw this.reached(sum, guess);
			return undefined;
		}
		if (sum + reserved + price <= this.limit + ROUNDING_ERROR) return price;
		// A request in progress may still be refused and free its reservation.
		if (count > 0 && sum + price <= this.limit + ROUNDING_ERROR) return 'wait';
		throw this.reached(sum, price);
	}

	private reached(sum: number, price: number | undefined): SpendingLimitReached {
		const credits = price === undefined ? undefined : rounded(price);
		const message = words.limitReached(this.limit, rounded(sum), credits);
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
