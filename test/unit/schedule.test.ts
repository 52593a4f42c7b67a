import fc from 'fast-check';
import {
	nextDelaySeconds,
	SMART,
	type Expected,
	type Policy,
	type PollState,
} from '../../nodes/shared/waiting/schedule';
import { cold, exact, fixed, learnedFrom, proportional } from '../bench/waiting/policies';
import { DISTRIBUTIONS, KNOWN, WIDE } from '../bench/waiting/random';
import { simulate } from '../bench/waiting/simulate';

const FIXED: Policy = { kind: 'fixed', intervalSeconds: 5 };
const known: Expected = { meanLog: Math.log(270), sigmaLog: 0.15, weight: 30 };
const state = (changes: Partial<PollState> = {}): PollState => ({
	elapsedSeconds: 0,
	polls: 0,
	remainingSeconds: 3600,
	failures: 0,
	...changes,
});
const polled = (elapsedSeconds: number, changes: Partial<PollState> = {}) =>
	state({ elapsedSeconds, polls: 1, ...changes });

/** Times of the questions of a task that never finishes, to the deadline. */
function polls(policy: Policy, deadline: number, expected?: Expected): number[] {
	const times: number[] = [];
	for (let elapsedSeconds = 0; elapsedSeconds < deadline; ) {
		const remainingSeconds = deadline - elapsedSeconds;
		const polls = times.length;
		elapsedSeconds += nextDelaySeconds(
			state({ elapsedSeconds, polls, remainingSeconds, expected }),
			policy,
		);
		times.push(elapsedSeconds);
	}
	return times;
}

describe('nextDelaySeconds', () => {
	test.each<[what: string, state: PollState, policy: Policy, seconds: number]>([
		['first question of a fixed interval', state(), FIXED, 5],
		['fixed interval', polled(100), FIXED, 5],
		['fixed interval, submitted long ago', state({ elapsedSeconds: 60 }), FIXED, 0],
		['fixed interval, submitted a little ago', state({ elapsedSeconds: 2 }), FIXED, 3],
		['nothing known: the minimum first', state(), SMART, 3],
		['nothing known: a fifth of the elapsed time', polled(40), SMART, 8],
		['nothing known: the maximum', polled(1000), SMART, 15],
		['nothing known, submitted long ago', state({ elapsedSeconds: 60 }), SMART, 0],
		['age unknown: at once', state({ elapsedSeconds: Number.NaN }), SMART, 0],
		[
			'known, but by now likely done: at once',
			state({ elapsedSeconds: 280, expected: known }),
			SMART,
			0,
		],
		['Retry-After', polled(40, { retryAfterSeconds: 30 }), SMART, 30],
		['Retry-After shorter than the interval', polled(1000, { retryAfterSeconds: 1 }), SMART, 1],
		['Retry-After beats the fixed interval', polled(40, { retryAfterSeconds: 30 }), FIXED, 30],
		['Retry-After beats the backoff', polled(40, { retryAfterSeconds: 2, failures: 9 }), SMART, 2],
		['Retry-After 0 is no wish', polled(40, { retryAfterSeconds: 0 }), SMART, 8],
		[
			'Retry-After beyond the deadline',
			polled(40, { retryAfterSeconds: 90, remainingSeconds: 60 }),
			SMART,
			60,
		],
		['one failure doubles', polled(40, { failures: 1 }), SMART, 16],
		['failures double on', polled(40, { failures: 2 }), SMART, 32],
		['failures are capped', polled(40, { failures: 3 }), SMART, 60],
		['many failures', polled(40, { failures: 1e6 }), SMART, 60],
		[
			'a long fixed interval is its own cap',
			polled(40, { failures: 3 }),
			{ kind: 'fixed', intervalSeconds: 120 },
			120,
		],
		['backoff stops at the deadline', polled(40, { failures: 3, remainingSeconds: 20 }), SMART, 20],
		['the deadline is nearer than the interval', polled(100, { remainingSeconds: 4 }), FIXED, 4],
		[
			'no second question right before the deadline',
			polled(100, { remainingSeconds: 5.3 }),
			FIXED,
			5.3,
		],
		['room for one more before the deadline', polled(100, { remainingSeconds: 6.1 }), FIXED, 5],
		['the deadline is now', polled(100, { remainingSeconds: 0 }), SMART, 0],
		['the deadline has passed', polled(100, { remainingSeconds: -7 }), SMART, 0],
		['the clock went backwards', polled(-50), SMART, 3],
	])('%s', (_what, given, policy, seconds) => {
		expect(nextDelaySeconds(given, policy)).toBeCloseTo(seconds, 9);
	});

	test.each([
		['fixed', FIXED, undefined],
		['nothing known', SMART, undefined],
		['known', SMART, known],
	])('the last question falls exactly on the deadline: %s', (_what, policy, expected) => {
		for (const deadline of [0.5, 7, 60, 100.25, 271, 900]) {
			const times = polls(policy, deadline, expected);
			expect(times.at(-1)).toBeCloseTo(deadline, 9);
			const gap = deadline - (times.at(-2) ?? 0);
			expect(gap).toBeGreaterThanOrEqual(Math.min(1, deadline));
		}
	});

	test('asks rarely before a task can be done, often when it is likely', () => {
		const times = polls(SMART, 400, known);
		const between = (from: number, to: number) => times.filter((t) => t >= from && t < to).length;
		expect(between(0, 150)).toBeLessThanOrEqual(2);
		expect(between(230, 310)).toBeGreaterThan(3 * between(150, 230));
	});

	test('a task that outlives what is known is asked at most every maxSeconds', () => {
		const times = polls(SMART, 5000, known);
		const late = times.filter((t) => t > 2000);
		late.slice(1, -1).forEach((t, i) => expect(t - (late[i] ?? 0)).toBeCloseTo(15, 6));
	});

	test('what is well known is asked about later than a guess', () => {
		const first = [0.25, 30, 1000].map((weight) =>
			nextDelaySeconds(state({ expected: { ...known, weight } }), SMART),
		);
		expect([...first].sort((a, b) => a - b)).toEqual(first);
	});

	test('nothing known: intervals never shrink and stay within minimum and maximum', () => {
		const delays = Array.from({ length: 400 }, (_, i) => nextDelaySeconds(polled(i), SMART));
		expect([...delays].sort((a, b) => a - b)).toEqual(delays);
		expect([delays[0], delays.at(-1)]).toEqual([3, 15]);
	});

	const weird = fc.oneof(
		fc.double(),
		fc.double({ min: -10, max: 1e5 }),
		fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
	);
	const anyExpected = fc.option(fc.record({ meanLog: weird, sigmaLog: weird, weight: weird }), {
		nil: undefined,
	});
	const anyPolicy = fc.oneof(
		fc.record({ kind: fc.constant('fixed' as const), intervalSeconds: weird }),
		fc.record({
			kind: fc.constant('smart' as const),
			minSeconds: weird,
			maxSeconds: weird,
			delaySeconds: weird,
		}),
	);

	test('finite, never negative, never beyond the deadline, whatever it is given', () => {
		const anyState = fc.record({
			elapsedSeconds: weird,
			polls: weird,
			remainingSeconds: weird,
			expected: anyExpected,
			retryAfterSeconds: fc.option(weird, { nil: undefined }),
			failures: weird,
		});
		fc.assert(
			fc.property(anyState, anyPolicy, (given, policy) => {
				const delay = nextDelaySeconds(given, policy);
				const remaining = given.remainingSeconds > 0 ? given.remainingSeconds : 0;
				return Number.isFinite(delay) && delay >= 0 && delay <= remaining;
			}),
			{ numRuns: 2000, seed: 4 },
		);
	});

	test('with plausible input never faster than the minimum, except on the deadline', () => {
		const plausible = fc.record({
			elapsedSeconds: fc.double({ min: 0, max: 1e5, noNaN: true }),
			remainingSeconds: fc.double({ min: 5, max: 1e5, noNaN: true }),
			expected: fc.record({
				meanLog: fc.double({ min: 0, max: 11, noNaN: true }),
				sigmaLog: fc.double({ min: 0, max: 3, noNaN: true }),
				weight: fc.double({ min: 0, max: 100, noNaN: true }),
			}),
			failures: fc.nat(5),
		});
		fc.assert(
			fc.property(plausible, (given) => nextDelaySeconds({ ...given, polls: 1 }, SMART) >= 3),
			{ numRuns: 1000, seed: 4 },
		);
	});
});

describe('against other schedules, in simulation', () => {
	const COUNT = 1000;
	const SEED = 7;

	test.each([
		{ ...KNOWN, share: 0.35 },
		{ ...WIDE, share: 0.65 },
	])('known, $name: at most $share of the questions of fixed 5 s, and no later', (distribution) => {
		const fiveSeconds = simulate(fixed(5), distribution, COUNT, SEED);
		for (const policy of [exact, learnedFrom(30)]) {
			const ours = simulate(policy, distribution, COUNT, SEED);
			expect(ours.polls / fiveSeconds.polls).toBeLessThanOrEqual(distribution.share);
			expect(ours.delay).toBeLessThanOrEqual(2.5);
		}
	});

	test.each(DISTRIBUTIONS)('cold start, $name: never worse than proportional', (distribution) => {
		const ours = simulate(cold, distribution, COUNT, SEED);
		const theirs = simulate(proportional, distribution, COUNT, SEED);
		expect(ours.polls).toBeLessThanOrEqual(theirs.polls);
		expect(ours.delay).toBeLessThanOrEqual(theirs.delay + 1e-9);
		expect(ours.p95).toBeLessThanOrEqual(theirs.p95 + 1e-9);
	});
});
