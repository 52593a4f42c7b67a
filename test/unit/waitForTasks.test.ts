/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import v8 from 'node:v8';
import vm from 'node:vm';
import { SMART } from '../../nodes/shared/waiting/schedule';
import { seeded } from '../bench/waiting/random';
import { mostPerSecond } from '../support/fakeClock';
import { endsAfter, fakeRun, reset, state, task, tasks, type FakeRun } from '../support/fakeWait';

const times = (run: FakeRun, id: number | string = 0) => timesById(run).get(String(id)) ?? [];

const timesOf = new WeakMap<FakeRun, Map<string, number[]>>();

function timesById(run: FakeRun): Map<string, number[]> {
	const known = timesOf.get(run);
	if (known) return known;
	const byId = new Map<string, number[]>();
	for (const { id, at } of run.polled) byId.set(id, [...(byId.get(id) ?? []), at]);
	timesOf.set(run, byId);
	return byId;
}

describe('a thousand tasks', () => {
	const random = seeded(1);
	const seconds = Array.from({ length: 1000 }, () => 5 + 95 * random());
	const script = endsAfter(({ taskId }) => seconds[Number(taskId)] ?? 0);
	let run: FakeRun;
	beforeAll(async () => {
		run = await fakeRun(tasks(1000), {
			script,
			latency: 300,
			late: () => random() * 15,
			requestsPerSecond: 50,
		});
	});

	it('all end, each in its place', () => {
		expect(run.outcomes).toHaveLength(1000);
		run.outcomes.forEach((outcome, place) =>
			expect(outcome).toMatchObject({
				kind: 'finished',
				// 0 is no id.
				...(place > 0 && { task: { id: String(place) } }),
			}),
		);
		expect(new Set(run.finished.map(({ id }) => id)).size).toBe(1000);
		expect(run.finished).toHaveLength(1000);
	});
	it('tell how long and how often they were asked for', () => {
		run.outcomes.forEach((outcome, place) => {
			expect(outcome.polls).toBe(times(run, place).length);
			expect(outcome.secondsWaited).toBeCloseTo(((times(run, place).at(-1) ?? 0) + 300) / 1000, 0);
		});
	});
	it('are never asked for faster than the limit', () =>
		expect(mostPerSecond(run.polled.map(({ at }) => at))).toBeLessThanOrEqual(50));
	it('are asked for as fast as the limit allows', () =>
		expect(mostPerSecond(run.polled.map(({ at }) => at))).toBeGreaterThan(35));
	it('are not asked for again after their end', () => {
		for (const [id, end] of seconds.entries())
			expect(times(run, id).filter((at) => at >= end * 1000).length).toBeLessThanOrEqual(1);
	});
});

describe('limits', () => {
	it.each([0.1, 0.5, 1, 3, 7.5, 20, 200])('%d questions per second', async (requestsPerSecond) => {
		const run = await fakeRun(tasks(100), {
			script: endsAfter(() => 20),
			requestsPerSecond,
			settings: { deadlineSeconds: 40 },
			latency: 10,
			late: () => 1,
		});
		const gaps = run.polled.slice(1).map(({ at }, place) => at - (run.polled[place]?.at ?? 0));
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000 / requestsPerSecond - 1e-6);
		expect(mostPerSecond(run.polled.map(({ at }) => at))).toBeLessThanOrEqual(
			Math.max(1, Math.ceil(requestsPerSecond)),
		);
	});

	it('questions under way', async () => {
		const run = await fakeRun(tasks(50), {
			script: endsAfter(() => 1),
			latency: 4000,
			requestsPerSecond: 100,
			settings: { concurrency: 3 },
		});
		expect(run.mostUnderWay).toBe(3);
		expect(run.outcomes.every(({ kind }) => kind === 'finished')).toBe(true);
	});

	it('what is due first is asked first, and nobody starves', async () => {
		const run = await fakeRun(tasks(100), {
			script: endsAfter(() => Infinity),
			requestsPerSecond: 10,
			settings: { deadlineSeconds: 100 },
		});
		const before = run.polled.filter(({ at }) => at < 100_000);
		const counts = tasks(100).map(({ taskId }) => before.filter(({ id }) => id === taskId).length);
		expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
		expect(before.slice(0, 100).map(({ id }) => Number(id))).toEqual([...Array(100).keys()]);
		expect(before.slice(100, 200).map(({ id }) => Number(id))).toEqual([...Array(100).keys()]);
	});
});

describe('tasks given twice', () => {
	it('are asked for once and answered in every place', async () => {
		const run = await fakeRun([task(1), task(2), task(1), task(1, { operation: 'other' })], {
			script: endsAfter(() => 12),
		});
		expect(times(run, 1)).toHaveLength(3);
		expect(run.finished.map(({ id }) => id).sort()).toEqual(['1', '2']);
		expect(run.outcomes.map((one) => one.kind === 'finished' && one.task.id)).toEqual(
			'1211'.split(''),
		);
	});
	it('but not when they are asked for elsewhere', async () => {
		const elsewhere = [
			task(1),
			task(1, { taskSource: 'toolTask' }),
			task(1, { queryPath: '/x/{id}' }),
		];
		const run = await fakeRun(elsewhere, { script: endsAfter(() => 1) });
		expect(run.polled).toHaveLength(3);
	});
});

describe('the deadline', () => {
	const deadlineSeconds = 62;
	it.each([
		['fixed', { kind: 'fixed', intervalSeconds: 7 } as const],
		['smart', SMART],
	])('is met exactly, with a last question (%s)', async (_, policy) => {
		const run = await fakeRun(tasks(1), {
			script: endsAfter(() => Infinity),
			settings: { policy, deadlineSeconds },
			latency: 0,
		});
		expect(times(run).at(-1)).toBe(62_000);
		expect(times(run).filter((at) => at >= 62_000)).toHaveLength(1);
		expect(run.endedAt).toBe(62_000);
		expect(run.outcomes).toMatchObject([
			{ kind: 'stillRunning', secondsWaited: 62, last: { task: { status: 'running' } } },
		]);
	});
	it('sees a task that ended just before', async () => {
		const run = await fakeRun(tasks(1), {
			script: endsAfter(() => 61.9),
			settings: { deadlineSeconds },
		});
		expect(run.outcomes).toMatchObject([{ kind: 'finished' }]);
	});
	it('leaves no question more time than is left, and tells so', async () => {
		const run = await fakeRun(tasks(1), {
			script: endsAfter(() => Infinity),
			settings: { deadlineSeconds },
		});
		for (const { limits } of run.polled) expect(limits.deadline).toBe(62_000);
	});
	it('of 0 seconds asks each task once, however many there are', async () => {
		const run = await fakeRun(tasks(500), {
			script: endsAfter(({ taskId }) => (Number(taskId) % 2 ? 0 : Infinity)),
			settings: { deadlineSeconds: 0 },
		});
		expect(run.outcomes.every(({ polls }) => polls === 1)).toBe(true);
		expect(run.outcomes[0]?.kind).toBe('stillRunning');
		expect(run.outcomes[499]?.kind).toBe('finished');
	});
	it('is not passed by the last questions of a crowd', async () => {
		const run = await fakeRun(tasks(1000), {
			script: endsAfter(() => Infinity),
			settings: { deadlineSeconds: 120 },
		});
		expect(run.endedAt).toBeLessThanOrEqual(131_000);
		expect(run.outcomes.every(({ kind, polls }) => kind === 'stillRunning' && polls > 0)).toBe(
			true,
		);
		expect(mostPerSecond(run.polled.map(({ at }) => at))).toBeLessThanOrEqual(20);
	});
	it('keeps the cause when the last question failed', async () => {
		const run = await fakeRun(tasks(1), {
			script: (_, poll) => (poll < 3 ? state('running') : reset),
			settings: { deadlineSeconds: 20 },
		});
		expect(run.outcomes).toMatchObject([
			{ kind: 'stillRunning', cause: reset, last: { task: { status: 'running' } } },
		]);
	});
});

describe('when the execution is stopped', () => {
	it('the wait ends at once, with what was last seen, and nothing is asked any more', async () => {
		const run = await fakeRun(tasks(50), {
			script: endsAfter(({ taskId }) => (taskId === '7' ? 1 : Infinity)),
			cancelAt: 12_345,
		});
		expect(run.endedAt).toBe(12_345);
		expect(run.polled.every(({ at }) => at <= 12_345)).toBe(true);
		expect(run.outcomes[7]).toMatchObject({ kind: 'finished' });
		expect(run.outcomes.filter(({ kind }) => kind === 'canceled')).toHaveLength(49);
		expect(run.outcomes[0]).toMatchObject({ last: { task: { status: 'running' } } });
	});
	it('what is under way is not waited for, and changes nothing when it is answered', async () => {
		const run = await fakeRun(tasks(3), {
			script: endsAfter(() => 0),
			latency: 60_000,
			cancelAt: 6_000,
		});
		expect(run.endedAt).toBe(6_000);
		expect(run.outcomes.map(({ kind }) => kind)).toEqual(Array(3).fill('canceled'));
		expect(run.finished).toEqual([]);
	});
	it('before the start, nothing is asked', async () => {
		const run = await fakeRun(tasks(3), { script: endsAfter(() => 0), cancelAt: 0 });
		expect(run.polled).toEqual([]);
		expect(run.outcomes).toMatchObject(Array(3).fill({ kind: 'canceled', polls: 0 }));
	});
});

it('no tasks are waited for at once', async () => {
	expect(await fakeRun([], { script: endsAfter(() => 0) })).toMatchObject({
		outcomes: [],
		endedAt: 0,
	});
});

// More of them are measured in test/bench/pending.
it('3,000 pending tasks take less than 15 MB', async () => {
	v8.setFlagsFromString('--expose-gc');
	const gc: unknown = vm.runInNewContext('gc');
	const heap = () => {
		if (typeof gc === 'function') gc();
		return process.memoryUsage().heapUsed;
	};
	const watched = tasks(3_000);
	const before = heap();
	let during = 0;
	const run = await fakeRun(watched, {
		script: (_one, _question, now) => state(now >= 20 ? 'success' : 'running'),
		latency: 50,
		requestsPerSecond: 1000,
		settings: { concurrency: 200 },
		look: (poll) => {
			if (poll === 4_500) during = heap();
		},
	});
	expect(run.outcomes.every(({ kind }) => kind === 'finished')).toBe(true);
	expect(during).toBeGreaterThan(0);
	expect((during - before) / 1024 / 1024).toBeLessThan(15);
});
