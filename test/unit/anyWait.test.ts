import fc from 'fast-check';
import type { PollAnswer, WatchedTask } from '../../nodes/shared/waiting/waitForTasks';
import { seeded } from '../bench/waiting/random';
import { mostPerSecond } from '../support/fakeClock';
import { fakeRun, refused, reset, state, task, type FakeOptions } from '../support/fakeWait';

/** What must hold whatever the platform answers, whatever the limits are, and whatever a clock does. */

const retryAfter = (seconds: number) => refused(429, '', { 'retry-after': String(seconds) });
const answers = fc.oneof(
	{ weight: 20, arbitrary: fc.constant<PollAnswer | Error>(state('running')) },
	{ weight: 2, arbitrary: fc.constantFrom<PollAnswer | Error>(state('success'), state('failed')) },
	{
		weight: 4,
		arbitrary: fc.constantFrom<PollAnswer | Error>(
			...[state('odd'), reset, new TypeError('odd')],
			...[401, 404, 429, 500, 503].map((status) => refused(status)),
			refused(200, '<html>'),
		),
	},
	fc.constantFrom(0, 0.4, 7, 59, 61, 400, 99_999).map(retryAfter),
);
const MINUTE = 60_000;
const latencies = fc.oneof(
	{ weight: 8, arbitrary: fc.integer({ min: 0, max: 3000 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 3000, max: 2 * MINUTE }) },
	{ weight: 1, arbitrary: fc.constant(Infinity) },
);
const policies = fc.oneof(
	fc
		.double({ min: 0.2, max: 60, noNaN: true })
		.map((intervalSeconds) => ({ kind: 'fixed' as const, intervalSeconds })),
	fc
		.tuple(
			fc.double({ min: 0.2, max: 10, noNaN: true }),
			fc.double({ min: 0, max: 60, noNaN: true }),
		)
		.map(([minSeconds, more]) => ({
			kind: 'smart' as const,
			minSeconds,
			maxSeconds: minSeconds + more,
		})),
);
const expectations = fc.option(
	fc.record({
		meanLog: fc.double({ min: -2, max: 8, noNaN: true }),
		sigmaLog: fc.double({ min: 0.01, max: 3, noNaN: true }),
		weight: fc.double({ min: 0.1, max: 50, noNaN: true }),
	}),
	{ nil: undefined },
);

const waits = fc.record({
	/** Of each task, what comes to its questions one after another, and then again from the front. */
	scripts: fc.array(
		fc.array(fc.record({ answer: answers, latency: latencies }), { minLength: 1, maxLength: 8 }),
		{ minLength: 1, maxLength: 25 },
	),
	limitSeconds: fc.oneof(
		fc.constant(0),
		fc.double({ min: 0, max: 30, noNaN: true }),
		fc.integer({ min: 10, max: 400 }),
	),
	policy: policies,
	expected: expectations,
	concurrency: fc.integer({ min: 1, max: 20 }),
	perSecond: fc.constantFrom<number>(0.1, 0.7, 3, 19.5, 20),
	/** The longest that a timer rings late. */
	lateMs: fc.constantFrom<number>(0, 0, 2, 15, 3000),
	seed: fc.integer(),
	/** By how much the system's clock is off at each look, ms. */
	clockJumps: fc.constantFrom<number>(0, MINUTE, 1e9),
	/** Seconds before the wait at which tasks were submitted, by that clock. */
	age: fc.option(fc.integer({ min: -100, max: 10_000 }), { nil: undefined }),
	stopAfter: fc.oneof(
		{ weight: 3, arbitrary: fc.constant(undefined) },
		{ weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
	),
});
type Wait = typeof waits extends fc.Arbitrary<infer One> ? One : never;

const BEGUN = Date.parse('2026-01-01T00:00:00Z');

function runOf(wait: Wait, more: Partial<FakeOptions> = {}) {
	const random = seeded(wait.seed);
	const watched: WatchedTask[] = wait.scripts.map((_, n) =>
		task(n, {
			...(wait.age !== undefined && {
				submittedAt: new Date(BEGUN - wait.age * 1000).toISOString(),
			}),
		}),
	);
	const stepOf = ({ taskId }: WatchedTask, poll: number) => {
		const script = wait.scripts[Number(taskId)] ?? [];
		return script[(poll - 1) % script.length];
	};
	return fakeRun(watched, {
		script: (one, poll) => stepOf(one, poll)?.answer ?? reset,
		latency: (one, poll) => stepOf(one, poll)?.latency ?? 0,
		late: () => wait.lateMs * random(),
		requestsPerSecond: wait.perSecond,
		settings: {
			policy: wait.policy,
			deadlineSeconds: wait.limitSeconds,
			concurrency: wait.concurrency,
		},
		date: () => BEGUN + wait.clockJumps * (2 * random() - 1),
		...(wait.expected && { expected: wait.expected }),
		...(wait.stopAfter !== undefined && {
			cancelAt: wait.stopAfter * (1000 * wait.limitSeconds + MINUTE),
		}),
		...more,
	});
}

it('any wait ends, each task once, in time, and never asks too often', async () => {
	await fc.assert(
		fc.asyncProperty(waits, async (wait) => {
			const run = await runOf(wait);
			const count = wait.scripts.length;
			// One request's limit after the deadline, and what a timer rings late on the way there.
			const latest = 1000 * wait.limitSeconds + MINUTE + wait.lateMs;
			const stopped = run.outcomes.some(({ kind }) => kind === 'canceled');
			expect({
				ended: run.ended.map(({ place }) => place).sort((a, b) => a - b),
				// The sums of such numbers are no more exact.
				isInTime: run.endedAt <= latest + 0.01,
				isInLimit: mostPerSecond(run.polled.map(({ at }) => at)) <= Math.max(1, wait.perSecond),
				ofOneAtOnce: run.mostUnderWayOfOne <= 1,
				atOnce: run.mostUnderWay <= wait.concurrency,
				askedTooLate: run.polled.filter(({ at, limits }) => at > limits.turnUntil + wait.lateMs),
				unknownStates: run.outcomes.filter(
					({ polls, secondsWaited }) =>
						!(polls >= 0 && secondsWaited >= 0 && secondsWaited <= latest / 1000 + 0.1),
				),
			}).toEqual({
				ended: wait.scripts.map((_, place) => place),
				isInTime: true,
				isInLimit: true,
				ofOneAtOnce: true,
				atOnce: true,
				askedTooLate: [],
				unknownStates: [],
			});
			expect(run.outcomes).toHaveLength(count);
			if (wait.stopAfter === undefined) expect(stopped).toBe(false);
		}),
		{ numRuns: 200 },
	);
});

it('Stop ends any wait at once, and nothing is asked after it', async () => {
	await fc.assert(
		fc.asyncProperty(waits, fc.double({ min: 0, max: 1, noNaN: true }), async (wait, part) => {
			const cancelAt = Math.floor(part * 1000 * wait.limitSeconds);
			const run = await runOf({ ...wait, stopAfter: undefined }, { cancelAt });
			expect(run.endedAt).toBeLessThanOrEqual(cancelAt);
			expect(run.polled.filter(({ at }) => at > cancelAt)).toEqual([]);
			expect(run.ended).toHaveLength(wait.scripts.length);
		}),
		{ numRuns: 100 },
	);
});

it('a task that ends before the limit is seen, where questions are answered and enough may be asked', async () => {
	const ends = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
		minLength: 1,
		maxLength: 20,
	});
	await fc.assert(
		fc.asyncProperty(waits, ends, async (wait, parts) => {
			const endsAt = parts.map((part) => part * wait.limitSeconds);
			const run = await runOf(
				{ ...wait, scripts: parts.map(() => []), stopAfter: undefined, perSecond: 5, lateMs: 0 },
				{
					script: (one, _, seconds) =>
						state(seconds >= (endsAt[Number(one.taskId)] ?? 0) ? 'success' : 'running'),
					latency: 200,
				},
			);
			expect(run.outcomes.map(({ kind }) => kind)).toEqual(parts.map(() => 'finished'));
		}),
		{ numRuns: 100 },
	);
});

it('a clock that somebody sets, back or ahead, changes no question', async () => {
	await fc.assert(
		fc.asyncProperty(waits, fc.integer({ min: -1e9, max: 1e9 }), async (wait, jump) => {
			let isSet = false;
			const steady = { ...wait, clockJumps: 0, age: undefined };
			const questionsOf = async (more: Partial<FakeOptions>) =>
				(await runOf(steady, more)).polled.map(({ at, id }) => [at, id]);
			const jumping = await questionsOf({
				date: () => BEGUN + (isSet ? jump : 0),
				look: () => (isSet = true),
			});
			expect(jumping).toEqual(await questionsOf({ date: () => BEGUN }));
		}),
		{ numRuns: 100 },
	);
});
