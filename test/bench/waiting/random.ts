/* Seeded randomness and the distributions that tasks are drawn from. */
import { kbananaProOfficialSubmit } from '../../../nodes/KexiangGoogle/operations/kbananaOfficial';
import { klingV3Submit } from '../../../nodes/KexiangKling/operations/klingV3Submit';
import { seedance2AssetReviewSubmit } from '../../../nodes/KexiangVolcengine/operations/seedance2AssetReviewSubmit';
import type { TypicalSeconds } from '../../../nodes/shared/waiting/durations';

/** Uniform in [0, 1). */
export type Random = () => number;

/** Log-normal duration of one kind of task. */
export interface Distribution {
	readonly name: string;
	/** Seconds. */
	readonly median: number;
	/** Standard deviation of ln(seconds). */
	readonly sigma: number;
	/** Of the operation whose prior the row "prior only" uses. */
	readonly typicalSeconds: TypicalSeconds | undefined;
}

export const KNOWN: Distribution = {
	name: '270 s, sigma 0.15',
	median: 270,
	sigma: 0.15,
	typicalSeconds: kbananaProOfficialSubmit.typicalSeconds,
};
export const WIDE: Distribution = {
	name: '300 s, sigma 0.35',
	median: 300,
	sigma: 0.35,
	typicalSeconds: klingV3Submit.typicalSeconds,
};
export const SHORT: Distribution = {
	name: '30 s, sigma 0.3',
	median: 30,
	sigma: 0.3,
	typicalSeconds: seedance2AssetReviewSubmit.typicalSeconds,
};
export const LONG: Distribution = {
	name: '900 s, sigma 0.3',
	median: 900,
	sigma: 0.3,
	typicalSeconds: klingV3Submit.typicalSeconds,
};
export const DISTRIBUTIONS = [KNOWN, WIDE, SHORT, LONG] as const;

/** mulberry32: small, fast, and good enough for a simulation. */
export function seeded(seed: number): Random {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** One duration in seconds (Box-Muller). */
export function logNormal(random: Random, median: number, sigma: number): number {
	const radius = Math.sqrt(-2 * Math.log(1 - random()));
	return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * random()));
}
