import fc from 'fast-check';

import { DueQueue, nextDelaySeconds, SMART } from '../../nodes/shared/waiting/schedule';
import type { Expected, Policy, PollState } from '../../nodes/shared/waiting/schedule';
import { cold, exact, fixed, learnedFrom, proportional } from '../bench/waiting/policies';
import { DISTRIBUTIONS, KNOWN, WIDE } from '../bench/waiting/random';
import { simulate } from '../bench/waiting/simulate';

const FIXED: Policy = { kind: 'fixed', intervalSeconds: 5 };
const SLOW: Policy = { kind: 'fixed', intervalSeconds: 120 };
const known: Expected = { meanLog: Math.log(270), sigmaLog: 0.15, weight: 30 };
const state = (changes: Partial<PollState> = {}): PollState => ({
	elapsedSeconds: 0,
	polls: 0,
	remainingSeconds: 3600,
	failures: 0,
	...changes,
});

/** Times of the questions of a task that never finishes, to the deadline. */
function polls(policy: Policy, deadline: number, expected?: Expected): number[] {
	const times: number[] = [];
	for (let elapsedSeconds = 0; elapsedSeconds < deadline; ) {
		const remainingSeconds = deadline - elapsedSeconds;
		const now = state({ elapsedSeconds, polls: times.length, remainingSeconds, expected });
		elapsedSeconds += nextDelaySeconds(now, policy);
		times.push(elapsedSeconds);
	}
	return times;
}

describe('the pause before the next question', () => {
	const submitted = (elapsedSeconds: number, more: Partial<PollState> = {}) =>
		state({ elapsedSeconds, ...more });
	const polled = (elapsedSeconds: number, more: Partial<PollState> = {}) =>
		submitted(elapsedSeconds, { polls: 1, ...more });
	it.each<[number, string, Policy, PollState]>([
		[5, 'first question of a fixed interval', FIXED, state()],
		[0, 'fixed interval, submitted long ago', FIXED, submitted(60)],
		[3, 'fixed interval, submitted a little ago', FIXED, submitted(2)],
		[8, 'nothing known: a fifth of the elapsed time', SMART, polled(40)],
		[0, 'age unknown: at once', SMART, submitted(NaN)],
		[0, 'known, but by now likely done', SMART, submitted(280, { expected: known })],
		[30, 'Retry-After', SMART, polled(40, { retryAfterSeconds: 30 })],
		[1, 'Retry-After below the interval', SMART, polled(1000, { retryAfterSeconds: 1 })],
		[30, 'Retry-After, not a fixed interval', FIXED, polled(40, { retryAfterSeconds: 30 })],
		[2, 'Retry-After, no backoff', SMART, polled(40, { retryAfterSeconds: 2, failures: 9 })],
		[8, 'Retry-After 0 is no wish', SMART, polled(40, { retryAfterSeconds: 0 })],
		[60, 'to the deadline', SMART, polled(40, { retryAfterSeconds: 90, remainingSeconds: 60 })],
		[16, 'one failure doubles', SMART, polled(40, { failures: 1 })],
		[60, 'failures are capped', SMART, polled(40, { failures: 3 })],
		[120, 'a long fixed interval is its own cap', SLOW, polled(40, { failures: 3 })],
		[20, 'backoff to the deadline', SMART, polled(40, { failures: 3, remainingSeconds: 20 })],
		[4, 'the deadline is nearer', FIXED, polled(100, { remainingSeconds: 4 })],
		[5.3, 'none right before the deadline', FIXED, polled(100, { remainingSeconds: 5.3 })],
		[5, 'room for one more before it', FIXED, polled(100, { remainingSeconds: 6.1 })],
		[3, 'the clock went backwards', SMART, polled(-50)],
	])('is %d s: %s', (seconds, _, policy, given) =>
		expect(nextDelaySeconds(given, policy)).toBeCloseTo(seconds, 9),
	);

	it.each([
		['fixed', FIXED, undefined],
		['nothing known', SMART, undefined],
		['known', SMART, known],
	])('leads exactly to the deadline: %s', (_, policy, expected) => {
		for (const deadline of [0.5, 7, 60, 100.25, 271, 900]) {
			const times = polls(policy, deadline, expected);
			expect(times.at(-1)).toBeCloseTo(deadline, 9);
			const gap = deadline - (times.at(-2) ?? 0);
			expect(gap).toBeGreaterThanOrEqual(Math.min(1, deadline));
		}
	});

	it('is short at first where there is only a guess, which must not hide an early end', () => {
		const guess = { meanLog: Math.log(240), sigmaLog: 0.9, weight: 0.25 };
		expect(polls(SMART, 100, guess).slice(0, 3)).toEqual([3, 6, 12]);
	});

	it('is long before a task can be done, short when it is likely, and at most 15 s afterwards', () => {
		const times = polls(SMART, 5000, known);
		const between = (from: number, to: number) => times.filter((t) => t >= from && t < to).length;
		expect(between(0, 150)).toBeLessThanOrEqual(2);
		expect(between(230, 310)).toBeGreaterThan(3 * between(150, 230));
		const late = times.filter((t) => t > 2000);
		late.slice(1, -1).forEach((t, i) => expect(t - (late[i] ?? 0)).toBeCloseTo(15, 6));
	});

	it('is longer where more is known, and never shrinks where nothing is', () => {
		const first = [0.25, 30, 1000].map((weight) =>
			nextDelaySeconds(state({ expected: { ...known, weight } }), SMART),
		);
		expect([...first].sort((a, b) => a - b)).toEqual(first);
		const delays = Array.from({ length: 400 }, (_, i) => nextDelaySeconds(polled(i), SMART));
		expect([...delays].sort((a, b) => a - b)).toEqual(delays);
		expect([delays[0], delays.at(-1)]).toEqual([3, 15]);
	});

	it('is finite, never negative, never beyond the deadline, whatever it is given', () => {
		const weird = fc.oneof(
			fc.double(),
			fc.double({ min: -10, max: 1e5 }),
			fc.constantFrom(0, -1, NaN, Infinity, -Infinity),
		);
		const absent = { nil: undefined };
		const expected = fc.record({ meanLog: weird, sigmaLog: weird, weight: weird });
		const anyState = fc.record({
			elapsedSeconds: weird,
			polls: weird,
			remainingSeconds: weird,
			expected: fc.option(expected, absent),
			retryAfterSeconds: fc.option(weird, absent),
			failures: weird,
		});
		const [kind, fixedKind] = [fc.constant('smart' as const), fc.constant('fixed' as const)];
		const anyPolicy = fc.oneof(
			fc.record({ kind: fixedKind, intervalSeconds: weird }),
			fc.record({ kind, minSeconds: weird, maxSeconds: weird, delaySeconds: weird }),
		);
		fc.assert(
			fc.property(anyState, anyPolicy, (given, policy) => {
				const delay = nextDelaySeconds(given, policy);
				const remaining = given.remainingSeconds > 0 ? given.remainingSeconds : 0;
				return Number.isFinite(delay) && delay >= 0 && delay <= remaining;
			}),
			{ numRuns: 2000, seed: 4 },
		);
	});

	it('with plausible input is never below the minimum, except to the deadline', () => {
		const upTo = (max: number, min = 0) => fc.double({ min, max, noNaN: true });
		const plausible = fc.record({
			elapsedSeconds: upTo(1e5),
			remainingSeconds: upTo(1e5, 5),
			expected: fc.record({ meanLog: upTo(11), sigmaLog: upTo(3), weight: upTo(100) }),
			failures: fc.nat(5),
		});
		fc.assert(
			fc.property(plausible, (given) => nextDelaySeconds({ ...given, polls: 1 }, SMART) >= 3),
			{ numRuns: 1000, seed: 4 },
		);
	});
});

describe('against other schedules, in simulation', () => {
	const run = (...given: [Parameters<typeof simulate>[0], Parameters<typeof simulate>[1]]) =>
		simulate(...given, 1000, 7);

	it.each([
		{ ...KNOWN, share: 0.35 },
		{ ...WIDE, share: 0.65 },
	])('known, $name: at most $share of the questions of fixed 5 s, and no later', (distribution) => {
		const fiveSeconds = run(fixed(5), distribution);
		for (const policy of [exact, learnedFrom(30)]) {
			const ours = run(policy, distribution);
			expect(ours.polls / fiveSeconds.polls).toBeLessThanOrEqual(distribution.share);
			expect(ours.delay).toBeLessThanOrEqual(2.5);
		}
	});

	it.each(DISTRIBUTIONS)('cold start, $name: never worse than proportional', (distribution) => {
		const [ours, theirs] = [run(cold, distribution), run(proportional, distribution)];
		expect(ours.polls).toBeLessThanOrEqual(theirs.polls);
		expect(ours.delay).toBeLessThanOrEqual(theirs.delay + 1e-9);
		expect(ours.p95).toBeLessThanOrEqual(theirs.p95 + 1e-9);
	});
});

describe('the queue of due times', () => {
	it('does as a sorted list does, whatever is added and taken', () => {
		const due = fc.oneof(
			fc.integer({ min: 0, max: 5 }),
			fc.double({ noNaN: true }),
			fc.constantFrom(Infinity, -Infinity, 0, -0),
		);
		const step = fc.oneof(
			{ weight: 3, arbitrary: due },
			{ weight: 2, arbitrary: fc.constant('take') },
		);
		fc.assert(
			fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
				const queue = new DueQueue<number>();
				let sorted: Array<{ due: number; entry: number }> = [];
				for (const [entry, one] of [...steps.entries(), ...steps.map(() => [0, 'take'] as const)]) {
					expect(queue.size).toBe(sorted.length);
					expect(queue.nextDue).toBe(sorted[0]?.due);
					if (typeof one === 'string') {
						expect(queue.take()).toBe(sorted.shift()?.entry);
					} else {
						queue.add(one, entry);
						// Array.sort is stable: among equal times, first in is first out.
						sorted = [...sorted, { due: one, entry }].sort((a, b) =>
							a.due < b.due ? -1 : a.due > b.due ? 1 : 0,
						);
					}
				}
				expect(queue.take()).toBeUndefined();
			}),
			{ numRuns: 500 },
		);
	});

	it('looks at few others for each of many entries', () => {
		const COUNT = 20_000;
		const queue = new DueQueue<number>();
		let looks = 0;
		/** A time that counts how often it is looked at. */
		const seen = (due: number) => ({ valueOf: () => (looks++, due) }) as unknown as number;
		for (let n = 0; n < COUNT; n++) queue.add(seen((n * 7919) % 20_011), n);
		while (queue.take() !== undefined);
		// Two times a look, two looks a level, once as it comes and once as it goes.
		expect(looks).toBeLessThan(8 * COUNT * Math.log2(COUNT));
		expect(looks).toBeGreaterThan(COUNT);
	});
});
