import fc from 'fast-check';

import type { PollAnswer } from '../../nodes/shared/waiting/waitForTasks';
import { seeded } from '../bench/waiting/random';
import { mostPerSecond } from '../support/fakeClock';
import { fakeRun, refused, reset, state, task, type FakeOptions } from '../support/fakeWait';

/** What must hold whatever the platform answers, whatever the limits are, and whatever a clock does. */

type Answers = fc.Arbitrary<PollAnswer | Error>;
const answers = fc.oneof(
	{ weight: 20, arbitrary: fc.constant(state('running')) as Answers },
	{ weight: 2, arbitrary: fc.constantFrom(state('success'), state('failed')) as Answers },
	{
		weight: 4,
		arbitrary: fc.constantFrom(
			...[state('odd'), reset, new TypeError('odd'), refused(200, '<html>')],
			...[401, 404, 429, 500, 503].map((status) => refused(status)),
		) as Answers,
	},
	fc
		.constantFrom(0, 0.4, 7, 59, 61, 400, 99_999)
		.map((seconds) => refused(429, '', { 'retry-after': String(seconds) })) as Answers,
);
const MINUTE = 60_000;
const latencies = fc.oneof(
	{ weight: 8, arbitrary: fc.integer({ min: 0, max: 3000 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 3000, max: 2 * MINUTE }) },
	{ weight: 1, arbitrary: fc.constant(Infinity) },
);
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const policies = fc.oneof(
	fc.record({ kind: fc.constant('fixed' as const), intervalSeconds: between(0.2, 60) }),
	fc.tuple(between(0.2, 10), between(0, 60)).map(([minSeconds, more]) => ({
		kind: 'smart' as const,
		minSeconds,
		maxSeconds: minSeconds + more,
	})),
);
const expectations = fc.record({
	meanLog: between(-2, 8),
	sigmaLog: between(0.01, 3),
	weight: between(0.1, 50),
});
const absent = { nil: undefined };

const waits = fc.record({
	/** Of each task, what comes to its questions one after another, and then again from the front. */
	scripts: fc.array(
		fc.array(fc.record({ answer: answers, latency: latencies }), { minLength: 1, maxLength: 8 }),
		{ minLength: 1, maxLength: 25 },
	),
	limitSeconds: fc.oneof(fc.constant(0), between(0, 30), fc.integer({ min: 10, max: 400 })),
	policy: policies,
	expected: fc.option(expectations, absent),
	concurrency: fc.integer({ min: 1, max: 20 }),
	perSecond: fc.constantFrom<number>(0.1, 0.7, 3, 19.5, 20),
	/** The longest that a timer rings late. */
	lateMs: fc.constantFrom<number>(0, 0, 2, 15, 3000),
	seed: fc.integer(),
	/** By how much the system's clock is off at each look, ms. */
	clockJumps: fc.constantFrom<number>(0, MINUTE, 1e9),
	/** Seconds before the wait at which tasks were submitted, by that clock. */
	age: fc.option(fc.integer({ min: -100, max: 10_000 }), absent),
});
type Wait = typeof waits extends fc.Arbitrary<infer One> ? One : never;
const part = between(0, 1);

const BEGUN = Date.parse('2026-01-01T00:00:00Z');

async function runOf(wait: Wait, more: Partial<FakeOptions> = {}) {
	const random = seeded(wait.seed);
	const submittedAt = new Date(BEGUN - (wait.age ?? 0) * 1000).toISOString();
	const watched = wait.scripts.map((_, n) =>
		task(n, wait.age === undefined ? {} : { submittedAt }),
	);
	const stepOf = (taskId: string, poll: number) => {
		const script = wait.scripts[Number(taskId)] ?? [];
		return script[(poll - 1) % script.length] ?? { answer: reset, latency: 0 };
	};
	return await fakeRun(watched, {
		script: ({ taskId }, poll) => stepOf(taskId, poll).answer,
		latency: ({ taskId }, poll) => stepOf(taskId, poll).latency,
		late: () => wait.lateMs * random(),
		requestsPerSecond: wait.perSecond,
		settings: {
			policy: wait.policy,
			deadlineSeconds: wait.limitSeconds,
			concurrency: wait.concurrency,
		},
		date: () => BEGUN + wait.clockJumps * (2 * random() - 1),
		...(wait.expected && { expected: wait.expected }),
		...more,
	});
}

it('any wait ends, each task once, in time, and never asks too often', async () => {
	const stops = fc.option(part, { ...absent, freq: 3 });
	await fc.assert(
		fc.asyncProperty(waits, stops, async (wait, stopAfter) => {
			const { lateMs } = wait;
			const cancelAt = (stopAfter ?? 0) * (1000 * wait.limitSeconds + MINUTE);
			const run = await runOf(wait, stopAfter === undefined ? {} : { cancelAt });
			// One request's limit after the deadline, and what a timer rings late on the way there.
			const latest = 1000 * wait.limitSeconds + MINUTE + lateMs;
			const finished = [...run.outcomes.entries()]
				.filter(([, { kind }]) => kind === 'finished')
				.map(([place]) => place);
			expect({
				ended: run.ended.map(({ place }) => place).sort((a, b) => a - b),
				// The sums of such numbers are no more exact.
				isInTime: run.endedAt <= latest + 0.01,
				isInLimit: mostPerSecond(run.polled.map(({ at }) => at)) <= Math.max(1, wait.perSecond),
				ofOneAtOnce: run.mostUnderWayOfOne <= 1,
				atOnce: run.mostUnderWay <= wait.concurrency,
				askedTooLate: run.polled.filter(({ at, limits }) => at > limits.turnUntil + lateMs),
				miscounted: run.outcomes.filter(
					({ polls, secondsWaited }, place) =>
						!(secondsWaited >= 0 && secondsWaited <= latest / 1000 + 0.1) ||
						polls > run.polled.filter(({ id }) => id === String(place)).length,
				),
				finished: run.finished.map(({ id }) => Number(id)).sort((a, b) => a - b),
			}).toEqual({
				ended: wait.scripts.map((_, place) => place),
				isInTime: true,
				isInLimit: true,
				ofOneAtOnce: true,
				atOnce: true,
				askedTooLate: [],
				miscounted: [],
				finished: finished.sort((a, b) => a - b),
			});
			const stopped = run.outcomes.filter(({ kind }) => kind === 'canceled');
			if (stopAfter === undefined) expect(stopped).toEqual([]);
		}),
		{ numRuns: 200 },
	);
});

it('Stop ends any wait at once, and nothing is asked after it', async () => {
	await fc.assert(
		fc.asyncProperty(waits, part, async (wait, stopAfter) => {
			const cancelAt = Math.floor(stopAfter * 1000 * wait.limitSeconds);
			const run = await runOf(wait, { cancelAt });
			expect(run.endedAt).toBeLessThanOrEqual(cancelAt);
			expect(run.polled.filter(({ at }) => at > cancelAt)).toEqual([]);
			expect(run.ended).toHaveLength(wait.scripts.length);
		}),
		{ numRuns: 100 },
	);
});

it('a task that ends before the limit is seen, where questions are answered and enough may be asked', async () => {
	await fc.assert(
		fc.asyncProperty(
			waits,
			fc.array(part, { minLength: 1, maxLength: 20 }),
			async (wait, parts) => {
				const endsAt = parts.map((one) => one * wait.limitSeconds);
				const run = await runOf(
					{ ...wait, scripts: parts.map(() => []), perSecond: 5, lateMs: 0 },
					{
						script: ({ taskId }, _, seconds) =>
							state(seconds >= (endsAt[Number(taskId)] ?? 0) ? 'success' : 'running'),
						latency: 200,
					},
				);
				expect(run.outcomes.map(({ kind }) => kind)).toEqual(parts.map(() => 'finished'));
			},
		),
		{ numRuns: 100 },
	);
});

it('a clock that somebody sets, back or ahead, changes no question', async () => {
	await fc.assert(
		fc.asyncProperty(waits, fc.integer({ min: -1e9, max: 1e9 }), async (wait, jump) => {
			let isSet = false;
			const questionsOf = async (date: () => number) => {
				const steady = { ...wait, age: undefined };
				const { polled } = await runOf(steady, { date, look: () => (isSet = true) });
				return polled.map(({ at, id }) => [at, id]);
			};
			const jumping = await questionsOf(() => BEGUN + (isSet ? jump : 0));
			expect(jumping).toEqual(await questionsOf(() => BEGUN));
		}),
		{ numRuns: 100 },
	);
});
