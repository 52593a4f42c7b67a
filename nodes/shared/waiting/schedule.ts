/**
 * When to poll a task again. Pure: no clock, no I/O, no randomness.
 *
 * This is the inspection problem of maintenance theory: a task ends at an unknown time T. Every poll costs
 * something, and so does every second between T and the poll that sees it. Polling with the density n(t) costs ∫
 * n(t) P(T>t) dt polls and the mean delay ½ E[1 / n(T)]. For a given mean delay, the fewest polls result from
 * (Lagrange, pointwise)
 *
 *     n(t) = sqrt( h(t) / 2c ),   h(t) = density(t) / P(T>t)   (hazard: chance per second to end now)
 *
 * where c is the number of seconds of delay that one poll is worth. So the next poll after t comes where ∫ n = 1:
 * late while the task cannot be finished yet, soon when it probably is. For a log-normal T with median M and width
 * s, c = 1.1 D² / (s M) gives the mean delay D (found by simulation, see test/bench/waiting).
 */

/** What is known about a task's duration: a log-normal in ln(seconds), estimated from `weight` tasks. */
export interface Expected {
	/** Mean of ln(seconds). Its exponential is the median duration. */
	readonly meanLog: number;
	/** Standard deviation of ln(seconds) of the next task, including the uncertainty of `meanLog`. */
	readonly sigmaLog: number;
	/** Number of finished tasks behind it. Below 1 for a guess. */
	readonly weight: number;
}

/** The state of one wait at a moment. */
export interface PollState {
	/** Since the task was submitted. NaN if unknown; then the first poll comes at once. */
	readonly elapsedSeconds: number;
	/** Polls so far in this wait. */
	readonly polls: number;
	/** Until the deadline. */
	readonly remainingSeconds: number;
	/** Absent if nothing is known about such tasks. */
	readonly expected?: Expected;
	/** What the platform asked for in its last answer. */
	readonly retryAfterSeconds?: number;
	/** Failed polls in a row. */
	readonly failures: number;
}

interface SmartPolicy {
	readonly kind: 'smart';
	/** Shortest interval, except that the last poll is at the deadline. */
	readonly minSeconds: number;
	/** Longest interval, except before a task can be finished by what is known, and after failures. */
	readonly maxSeconds: number;
	/** Target mean delay after completion once durations are known. 2.47 if absent. */
	readonly delaySeconds?: number;
}

interface FixedPolicy {
	readonly kind: 'fixed';
	readonly intervalSeconds: number;
}

export type Policy = SmartPolicy | FixedPolicy;

export const SMART: SmartPolicy = { kind: 'smart', minSeconds: 3, maxSeconds: 15 };

/** Interval as a share of the elapsed time if nothing is known. The mean delay is a tenth of the duration. */
const GROWTH = 0.2;
/** The pause after failures doubles up to this value, unless the fixed interval is longer. */
const BACKOFF_CAP_SECONDS = 60;
const DELAY_SECONDS = 2.47;
/** For long tasks the target delay is this share of their median: 9 s for an hour. */
const DELAY_SHARE = 1 / 400;
/** The 1.1 of the formula above. */
const DELAY_FACTOR = 1.1;
/**
 * With little knowledge, the target is this share of the mean delay of growth. After one to ten tasks this takes
 * fewer polls, with about the same delay or less.
 */
const CAUTION = 0.9;
/** Number of finished tasks after which knowledge counts in full. */
const TRUSTED_WEIGHT = 25;
/** Knowledge from at most this many tasks is a prior, not learned. */
const GUESS_WEIGHT = 1;
/** The same for knowledge this wide, as when the first finished task contradicts the prior. */
const VAGUE_SIGMA = 1.2;
const EARLY_SECONDS = 12;
/** Standard deviation of the wide component: one task in three is off by more than four times. */
const DOUBT_SIGMA = 1.4;
/** Beyond this many standard deviations, a task has outlived the estimate (1 in 160). */
const OUTLIVED = 2.5;

/**
 * Seconds until the next poll; 0 means now. Always finite, never negative, never beyond the deadline: the last poll
 * is exactly at the deadline. After that poll (`remainingSeconds` 0) the caller ends the wait.
 */
export function nextDelaySeconds(state: PollState, policy: Policy): number {
	const remaining = atLeast(state.remainingSeconds, 0);
	const request = state.retryAfterSeconds;
	const delay = request !== undefined && request > 0 ? request : ownDelay(state, policy, remaining);
	// A poll just before the deadline tells no more than the one at the deadline.
	return remaining - delay < Math.min(1, delay / 2) ? remaining : delay;
}

function ownDelay(state: PollState, policy: Policy, remaining: number): number {
	const fixed = policy.kind === 'fixed';
	const min = atLeast(fixed ? policy.intervalSeconds : policy.minSeconds, 0.001);
	const ageless = Number.isNaN(state.elapsedSeconds);
	const first = !(state.polls > 0);
	if (first && ageless) return 0;
	// An unknown age counts as the shortest time that the polls took.
	const elapsed = atLeast(ageless ? state.polls * min : state.elapsedSeconds, 0);
	// Before the first poll nothing is known since the submission, so the plan starts there.
	const since = first ? 0 : elapsed;
	const end = elapsed + remaining;
	const interval = fixed ? min : smartInterval(since, end, min, state.expected, policy);
	if (!(state.failures > 0)) return Math.max(0, since + interval - elapsed);
	const backoff = interval * 2 ** Math.min(state.failures, 30);
	return Math.min(backoff, Math.max(BACKOFF_CAP_SECONDS, min));
}

function smartInterval(
	since: number,
	end: number,
	min: number,
	expected: Expected | undefined,
	policy: SmartPolicy,
): number {
	const max = atLeast(policy.maxSeconds, min);
	if (expected === undefined || !isUsable(expected)) return clamp(GROWTH * since, min, max);
	const informed =
		nextPlanned(Math.max(since, min), end, expected, aimedDelay(expected, policy)) - since;
	const { meanLog, sigmaLog } = expected;
	// A guess must not hide a task that is refused or finished within seconds, so always poll at 3, 6 and 12 s.
	const isGuess = expected.weight <= GUESS_WEIGHT || sigmaLog > VAGUE_SIGMA;
	if (isGuess && since < EARLY_SECONDS) return clamp(since, min, Math.max(informed, min));
	if (since <= Math.exp(meanLog)) return Math.max(informed, min);
	// A task that outlives the estimate is polled like a new one about which nothing is known.
	const outlived = since - Math.exp(meanLog + OUTLIVED * sigmaLog);
	return clamp(Math.max(informed, GROWTH * outlived), min, max);
}

/** The target mean delay: about that of growth while little is known, so that a guess saves polls first. */
function aimedDelay({ meanLog, weight }: Expected, policy: SmartPolicy): number {
	const median = Math.exp(meanLog);
	const slow = Math.max(policy.maxSeconds / 2, 0.001);
	const sure = Math.min(Math.max(policy.delaySeconds ?? DELAY_SECONDS, DELAY_SHARE * median), slow);
	const unsure = Math.max(sure, CAUTION * Math.min((GROWTH / 2) * median, slow));
	return sure + (unsure - sure) * Math.max(0, 1 - weight / TRUSTED_WEIGHT);
}

/** The time where the integral of the poll density n from `since` (trapezoid rule) reaches 1. */
function nextPlanned(since: number, end: number, expected: Expected, aim: number): number {
	const sigma = Math.max(expected.sigmaLog, 0.05);
	const twoC = (2 * DELAY_FACTOR * aim * aim) / (sigma * Math.exp(expected.meanLog));
	const density = (t: number) =>
		Math.sqrt(hazard(t, expected.meanLog, sigma, expected.weight) / twoC);
	const stride = 1 + Math.min(0.05, sigma / 3);
	let polled = 0;
	for (let t = since, here = density(t); t < end; ) {
		const next = Math.min(t * stride, end);
		const there = density(next);
		const gain = ((here + there) / 2) * (next - t);
		if (polled + gain >= 1) return t + ((1 - polled) / gain) * (next - t);
		polled += gain;
		[t, here] = [next, there];
	}
	return end;
}

/**
 * Hazard per second of a mixture: the estimated log-normal, and a wide one in case the estimate is wrong (share 1 /
 * (2 + weight)). A task that outlives the estimate automatically follows the wide one.
 */
function hazard(t: number, meanLog: number, sigma: number, weight: number): number {
	const doubt = 1 / (2 + weight);
	const wide = Math.max(DOUBT_SIGMA, sigma);
	const ln = Math.log(t) - meanLog;
	const near = ln / sigma;
	const far = ln / wide;
	const nearBell = Math.exp((-near * near) / 2);
	const farBell = Math.exp((-far * far) / 2);
	const alive = (1 - doubt) * survival(near, nearBell) + doubt * survival(far, farBell);
	if (!(alive > 0)) return 1 / t;
	return (DENSITY * (((1 - doubt) * nearBell) / sigma + (doubt * farBell) / wide)) / (t * alive);
}

/** The standard normal density at 0. At z it is this value times exp(-z²/2). */
const DENSITY = 0.3989422804014327;

/** P(Z > z) of the standard normal; absolute error below 1e-7 (Abramowitz and Stegun 7.1.26). `bell` is exp(-z²/2). */
function survival(z: number, bell: number): number {
	const x = Math.abs(z) / Math.SQRT2;
	const u = 1 / (1 + 0.3275911 * x);
	const series = u * (-0.284496736 + u * (1.421413741 + u * (-1.453152027 + u * 1.061405429)));
	const tail = (u / 2) * (0.254829592 + series) * bell;
	return z >= 0 ? tail : 1 - tail;
}

const isUsable = ({ meanLog, sigmaLog, weight }: Expected) =>
	Number.isFinite(meanLog) && Math.abs(meanLog) < 30 && Number.isFinite(sigmaLog) && weight >= 0;

const clamp = (value: number, min: number, max: number) => Math.min(Math.max(value, min), max);

/** The value, or `least` if it is smaller or not a number. Infinity becomes the largest finite number. */
const atLeast = (value: number, least: number) =>
	value > least ? Math.min(value, Number.MAX_SAFE_INTEGER) : least;

/** Entries ordered by due time. A binary heap, so that ten thousand entries stay cheap. */
export class DueQueue<Entry> {
	private readonly heap: Array<{ due: number; order: number; entry: Entry }> = [];
	private added = 0;

	get size(): number {
		return this.heap.length;
	}

	/** When the first entry is due. Undefined if there is none. */
	get nextDue(): number | undefined {
		return this.heap[0]?.due;
	}

	/** Entries with equal times keep their order. */
	add(due: number, entry: Entry): void {
		const heap = this.heap;
		const added = { due, order: this.added++, entry };
		let at = heap.length;
		while (at > 0) {
			const parentAt = (at - 1) >> 1;
			const parent = heap[parentAt];
			if (parent === undefined || before(parent, added)) break;
			heap[at] = parent;
			at = parentAt;
		}
		heap[at] = added;
	}

	take(): Entry | undefined {
		const heap = this.heap;
		const first = heap[0];
		const last = heap.pop();
		if (first === undefined || last === undefined || heap.length === 0) return first?.entry;
		let at = 0;
		for (;;) {
			let childAt = 2 * at + 1;
			let child = heap[childAt];
			const right = heap[childAt + 1];
			if (child !== undefined && right !== undefined && before(right, child)) {
				child = right;
				childAt += 1;
			}
			if (child === undefined || before(last, child)) break;
			heap[at] = child;
			at = childAt;
		}
		heap[at] = last;
		return first.entry;
	}
}

const before = (a: { due: number; order: number }, b: { due: number; order: number }) =>
	a.due < b.due || (a.due === b.due && a.order < b.order);
