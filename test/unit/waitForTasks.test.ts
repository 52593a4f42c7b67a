/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import v8 from 'node:v8';
import vm from 'node:vm';
import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { NoCredential } from '../../nodes/shared/waiting/waitState';
import { SMART } from '../../nodes/shared/waiting/schedule';
import { seeded } from '../bench/waiting/random';
import { mostPerSecond } from '../support/fakeClock';
import {
	answered,
	endsAfter,
	fakeRun,
	refused,
	reset,
	state,
	task,
	tasks,
	type FakeOptions,
	type FakeRun,
} from '../support/fakeWait';

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

describe('questions that are not answered', () => {
	it('wait as long as the platform asks', async () => {
		const slow = refused(429, '', { 'retry-after': '30' });
		const run = await fakeRun(tasks(1), {
			script: (_, poll, now) => (poll === 1 ? slow : endsAfter(() => 20)(task(0), 0, now)),
		});
		expect((times(run)[1] ?? 0) - (times(run)[0] ?? 0)).toBe(30_100);
		expect(run.outcomes).toMatchObject([{ kind: 'finished', polls: 2 }]);
	});
	it('but not beyond the deadline', async () => {
		const run = await fakeRun(tasks(1), {
			script: () => refused(429, '', { 'retry-after': '99999' }),
			settings: { deadlineSeconds: 60 },
		});
		expect(times(run).at(-1)).toBe(60_000);
		expect(run.outcomes).toMatchObject([{ kind: 'stillRunning', polls: 2 }]);
	});

	it.each<[string, Error]>([
		['a reset', reset],
		['a 500', refused(500, 'Internal Server Error')],
		['a 502 page', refused(502, '<html>')],
		['a 503', refused(503)],
		['truncated JSON', refused(200, '{"id": 1, "ta')],
		['an empty body', refused(200)],
		['a code', refused(200, '{"code":50000,"errorMessage":"busy"}')],
		['a 429', refused(429)],
		['a fault of our own', new TypeError('odd')],
	])('%s is asked again, ever more rarely, twelve times in a row at most', async (_, cause) => {
		const run = await fakeRun(tasks(1), { script: () => cause });
		expect(run.outcomes).toMatchObject([{ kind: 'refused', cause, polls: 12 }]);
		const gaps = times(run).map((at, place) => at - (times(run)[place - 1] ?? 0));
		expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
		expect(run.endedAt).toBeGreaterThan(5 * 60_000);
	});
	it('one that nobody could take in is asked again, too', async () => {
		const odd = { ...state('running') };
		Object.defineProperty(odd, 'task', {
			get: () => {
				throw new TypeError('odd');
			},
		});
		const run = await fakeRun(tasks(3), {
			script: (one, poll) =>
				one.taskId === '1' && poll < 3 ? odd : state(poll < 5 ? 'running' : 'success'),
		});
		expect(run.outcomes.map(({ kind, polls }) => [kind, polls])).toEqual(
			Array(3).fill(['finished', 5]),
		);
	});
	it('a good answer in between starts the count anew', async () => {
		const run = await fakeRun(tasks(1), {
			script: (_, poll, now) => (poll % 10 ? reset : endsAfter(() => 2000)(task(0), 0, now)),
		});
		expect(run.outcomes).toMatchObject([{ kind: 'finished' }]);
		expect(times(run).length).toBeGreaterThan(20);
	});

	const submitted = [task(0, { submittedAt: new Date(0).toISOString() })];
	it('a new task that is not known yet is asked for again', async () => {
		const run = await fakeRun(submitted, {
			script: (_, poll) => (poll <= 3 ? refused(404) : state('success')),
		});
		expect(run.outcomes).toMatchObject([{ kind: 'finished', polls: 4 }]);
	});
	it('one that stays unknown is given up', async () => {
		const run = await fakeRun(submitted, { script: () => refused(404) });
		expect(run.outcomes).toMatchObject([{ kind: 'refused', polls: 5 }]);
		expect(run.outcomes[0]).not.toHaveProperty('last.task');
	});
	it('one that was known and is missed once is not given up', async () => {
		const run = await fakeRun(tasks(1), {
			script: (_, poll) => (poll === 10 ? refused(404) : state(poll < 20 ? 'running' : 'success')),
		});
		expect(run.outcomes).toMatchObject([{ kind: 'finished', polls: 20 }]);
	});

	it.each<[string, Error]>([
		['422', refused(422)],
		['a redirect', refused(302)],
		['an impossible id', new ParameterProblem('Task ID', 'is odd')],
	])('%s ends the wait for that task at once, and for no other', async (_, cause) => {
		const run = await fakeRun(tasks(3), {
			script: (one, poll, now) =>
				one.taskId === '1' ? cause : endsAfter(() => 30)(one, poll, now),
		});
		expect(run.outcomes).toMatchObject([
			{ kind: 'finished' },
			{ kind: 'refused', cause, polls: 1 },
			{ kind: 'finished' },
		]);
	});

	it.each<[string, Error]>([
		['401', refused(401)],
		['403', refused(403)],
		['404 of an id that was entered', refused(404)],
		['a credential that is gone', new NoCredential(new Error('no such credential'))],
	])('%s ends it after one repetition a moment later', async (_, cause) => {
		const script: FakeOptions['script'] = (one, poll, now) =>
			one.taskId === '1' ? cause : endsAfter(() => 30)(one, poll, now);
		for (const deadlineSeconds of [3600, 0]) {
			const settings = { deadlineSeconds, policy: SMART };
			const run = await fakeRun(tasks(3), { script, settings });
			expect(run.outcomes[1]).toMatchObject({ kind: 'refused', cause, polls: 2 });
			const [first = NaN, second = NaN] = times(run, 1);
			expect(second - first).toBe(3100);
			const kinds = run.outcomes.map(({ kind }) => kind);
			if (deadlineSeconds > 0) expect(kinds).toEqual(['finished', 'refused', 'finished']);
		}
	});
	it('which may bring what is well', async () => {
		const run = await fakeRun(tasks(1), {
			script: (_, poll) => (poll === 1 ? refused(401) : state('success')),
		});
		expect(run.outcomes).toMatchObject([{ kind: 'finished', polls: 2 }]);
	});
});

describe('ends and odd states', () => {
	it('a task that did not succeed has finished', async () => {
		const run = await fakeRun(tasks(1), {
			script: () => answered({ task_status: 'failed', service_output: { failReason: 'no' } }),
		});
		expect(run.outcomes).toMatchObject([
			{ kind: 'finished', task: { state: 'failed', failReason: 'no' } },
		]);
		expect(run.finished).toMatchObject([{ id: '0' }]);
	});
	it('a success that names no result is asked for again, for a minute at most', async () => {
		const empty = answered({ id: 1, task_status: 'success', service_output: null });
		const later = await fakeRun(tasks(1), {
			script: (_, poll) => (poll < 4 ? empty : state('success')),
		});
		expect(later.outcomes).toMatchObject([{ kind: 'finished', task: { hasResult: true } }]);
		expect(times(later).map((at) => at - (times(later)[0] ?? 0))).toEqual([0, 2100, 4300, 8700]);
		const never = await fakeRun(tasks(1), { script: () => empty });
		expect(never.outcomes).toMatchObject([{ kind: 'finished', task: { isEmpty: true } }]);
		expect(never.endedAt).toBeLessThan(70_000);
		const refusedLater = await fakeRun(tasks(1), {
			script: (_, poll) => (poll === 1 ? empty : refused(401)),
		});
		expect(refusedLater.outcomes).toMatchObject([
			{ kind: 'finished', polls: 3, state: { end: 'finished' }, task: { state: 'success' } },
		]);
		const limited = await fakeRun(tasks(1), {
			script: () => empty,
			settings: { deadlineSeconds: 20 },
		});
		expect(limited.endedAt).toBeLessThan(21_000);
		expect(limited.outcomes).toMatchObject([{ last: { task: { state: 'success' } } }]);
	});
	it('an unknown state is reported and waited through', async () => {
		const run = await fakeRun(tasks(1), {
			script: (_, poll) => state(poll < 3 ? 'moderating' : 'success'),
		});
		expect(run.unknown).toEqual(['0 moderating', '0 moderating']);
		expect(run.outcomes).toMatchObject([{ kind: 'finished' }]);
	});
	it('it is not reported as still running where it is an end', async () => {
		const run = await fakeRun(tasks(1), {
			script: () => answered({ task_status: 'vetoed', service_output: { failReason: 'no' } }),
		});
		expect(run.outcomes).toMatchObject([{ kind: 'finished', task: { state: 'failed' } }]);
		expect(run.unknown).toEqual([]);
	});
	it('a state that goes backwards is waited through', async () => {
		const states = ['running', 'pending', 'running', 'pending', 'success'];
		const run = await fakeRun(tasks(1), {
			script: (_, poll) => state(states[poll - 1] ?? ''),
		});
		expect(run.outcomes).toMatchObject([{ kind: 'finished', polls: 5 }]);
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
