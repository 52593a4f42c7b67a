/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import v8 from 'node:v8';
import vm from 'node:vm';

import { SMART } from '../../nodes/shared/waiting/schedule';
import { NoCredential } from '../../nodes/shared/waiting/waitState';
import { answered, endsAfter, fakeRun, refused, reset, state, task } from '../support/fakeWait';
import { tasks, type FakeOptions, type FakeRun, type Script } from '../support/fakeWait';

const never = endsAfter(() => Infinity);
const timesOf = ({ polled }: FakeRun, taskId: number | string = 0) =>
	polled.filter(({ id }) => id === String(taskId)).map(({ at }) => at);
const kindsOf = ({ outcomes }: FakeRun) => outcomes.map(({ kind }) => kind);
/** The wait for one task, of which the platform says this. */
const waitForOne = async (script: Script, more: Partial<FakeOptions> = {}) =>
	await fakeRun(tasks(1), { script, ...more });
const within = (deadlineSeconds: number) => ({ settings: { deadlineSeconds } });

describe('many tasks', () => {
	it('have as many questions under way as are allowed', async () => {
		const more = { latency: 4000, requestsPerSecond: 100, settings: { concurrency: 3 } };
		const run = await fakeRun(tasks(50), { script: endsAfter(() => 1), ...more });
		expect(run.mostUnderWay).toBe(3);
		expect(new Set(kindsOf(run))).toEqual(new Set(['finished']));
	});

	it('are asked for in turn, so that nobody starves', async () => {
		const run = await fakeRun(tasks(100), { script: never, requestsPerSecond: 10, ...within(100) });
		const ids = run.polled.filter(({ at }) => at < 100_000).map(({ id }) => Number(id));
		const inTurn = [...Array(100).keys()];
		for (let turn = 0; turn + 100 <= ids.length; turn += 100)
			expect(ids.slice(turn, turn + 100)).toEqual(inTurn);
	});

	it('are asked for once where one is given twice, unless elsewhere; and may be none', async () => {
		const given = [task(1), task(2), task(1), task(1, { operation: 'other' })];
		const run = await fakeRun(given, { script: endsAfter(() => 12) });
		expect(timesOf(run, 1)).toHaveLength(3);
		expect(run.finished.map(({ id }) => id).sort()).toEqual(['1', '2']);
		expect(run.outcomes).toMatchObject(['1', '2', '1', '1'].map((id) => ({ task: { id } })));
		const elsewhere = [{}, { taskSource: 'toolTask' as const }, { queryPath: '/x/{id}' }];
		const others = elsewhere.map((more) => task(1, more));
		expect((await fakeRun(others, { script: endsAfter(() => 1) })).polled).toHaveLength(3);
		expect(await fakeRun([], { script: never })).toMatchObject({ outcomes: [], endedAt: 0 });
	});

	// More of them are measured in test/bench/pending.
	it('take less than 15 MB, if they are 3,000 that are pending', async () => {
		v8.setFlagsFromString('--expose-gc');
		const gc: unknown = vm.runInNewContext('gc');
		const heap = () => {
			if (typeof gc === 'function') gc();
			return process.memoryUsage().heapUsed;
		};
		const watched = tasks(3_000);
		const before = heap();
		let during = 0;
		await fakeRun(watched, {
			script: (_one, _question, now) => state(now >= 20 ? 'success' : 'running'),
			latency: 50,
			requestsPerSecond: 1000,
			settings: { concurrency: 200 },
			look: (poll) => {
				if (poll === 4_500) during = heap();
			},
		});
		expect(during).toBeGreaterThan(0);
		expect((during - before) / 1024 / 1024).toBeLessThan(15);
	});
});

describe('the deadline', () => {
	it.each([{ kind: 'fixed', intervalSeconds: 7 } as const, SMART])(
		'is met exactly: %j',
		async (policy) => {
			const settings = { policy, deadlineSeconds: 62 };
			const run = await waitForOne(never, { settings, latency: 0 });
			expect(timesOf(run).filter((at) => at >= 62_000)).toEqual([62_000]);
			expect(run.endedAt).toBe(62_000);
			expect(run.outcomes).toMatchObject([
				{ kind: 'stillRunning', secondsWaited: 62, last: { task: { status: 'running' } } },
			]);
			// No question is left more time than is left.
			for (const { limits } of run.polled) expect(limits.deadline).toBe(62_000);
		},
	);
	it('of 0 seconds asks each task once, however many there are', async () => {
		const script = endsAfter(({ taskId }) => (Number(taskId) % 2 ? 0 : Infinity));
		const run = await fakeRun(tasks(500), { script, ...within(0) });
		expect(run.outcomes.every(({ polls }) => polls === 1)).toBe(true);
		expect([run.outcomes[0]?.kind, run.outcomes[499]?.kind]).toEqual(['stillRunning', 'finished']);
	});
	it('keeps the cause when the last question failed', async () => {
		const run = await waitForOne((_, poll) => (poll < 3 ? state('running') : reset), within(20));
		expect(run.outcomes).toMatchObject([
			{ kind: 'stillRunning', cause: reset, last: { task: { status: 'running' } } },
		]);
	});
});

describe('when the execution is stopped', () => {
	it('the wait ends at once, with what was last seen', async () => {
		const script = endsAfter(({ taskId }) => (taskId === '7' ? 1 : Infinity));
		const run = await fakeRun(tasks(50), { script, cancelAt: 12_345 });
		expect(run.endedAt).toBe(12_345);
		expect(run.outcomes[7]).toMatchObject({ kind: 'finished' });
		expect(kindsOf(run).filter((kind) => kind === 'canceled')).toHaveLength(49);
		expect(run.outcomes[0]).toMatchObject({ last: { task: { status: 'running' } } });
	});
	it('what is under way changes nothing when it is answered, and before the start nothing is asked', async () => {
		for (const cancelAt of [6_000, 0]) {
			const more = { latency: 60_000, cancelAt };
			const run = await fakeRun(tasks(3), { script: endsAfter(() => 0), ...more });
			expect([run.endedAt, run.finished, run.polled.length]).toEqual([cancelAt, [], cancelAt && 3]);
			expect(kindsOf(run)).toEqual(Array(3).fill('canceled'));
		}
	});
});

describe('a question that is not answered', () => {
	it('is asked again after what the platform asks for, not beyond the deadline', async () => {
		const slow = refused(429, '', { 'retry-after': '30' });
		const run = await waitForOne((_, poll) => (poll === 1 ? slow : state('success')));
		const [first = NaN, second = NaN] = timesOf(run);
		expect(second - first).toBe(30_100);
		expect(run.outcomes).toMatchObject([{ kind: 'finished', polls: 2 }]);
		const slower = refused(429, '', { 'retry-after': '99999' });
		const late = await waitForOne(() => slower, within(60));
		expect(timesOf(late).at(-1)).toBe(60_000);
		expect(late.outcomes).toMatchObject([{ kind: 'stillRunning', polls: 2 }]);
	});

	it('is asked again, ever more rarely, twelve times in a row at most', async () => {
		for (const cause of [reset, refused(429), new TypeError('odd')]) {
			const run = await waitForOne(() => cause);
			expect(run.outcomes).toMatchObject([{ kind: 'refused', cause, polls: 12 }]);
			const times = timesOf(run);
			const gaps = times.map((at, place) => at - (times[place - 1] ?? 0));
			expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
			expect(run.endedAt).toBeGreaterThan(5 * 60_000);
		}
	});
	it('is asked again, too, where its answer could not be taken in', async () => {
		const odd = Object.defineProperty({ ...state('running') }, 'task', {
			get: () => {
				throw new TypeError('odd');
			},
		});
		const run = await fakeRun(tasks(3), {
			script: ({ taskId }, poll) =>
				taskId === '1' && poll < 3 ? odd : state(poll < 5 ? 'running' : 'success'),
		});
		expect(run.outcomes).toMatchObject(Array(3).fill({ kind: 'finished', polls: 5 }));
	});
	it('about a new task that is not known yet is asked again', async () => {
		const submitted = [task(0, { submittedAt: new Date(0).toISOString() })];
		const run = await fakeRun(submitted, {
			script: (_, poll) => (poll <= 3 ? refused(404) : state('success')),
		});
		expect(run.outcomes).toMatchObject([{ kind: 'finished', polls: 4 }]);
	});

	it.each<[Error, number]>([
		[refused(422), 1],
		[refused(401), 2],
		[new NoCredential(new Error('no such credential')), 2],
	])('(%s) ends the wait for that task, and for no other, at question %i', async (cause, polls) => {
		const script: Script = (one, ...rest) =>
			one.taskId === '1' ? cause : endsAfter(() => 30)(one, ...rest);
		for (const deadlineSeconds of [3600, 0]) {
			const settings = { deadlineSeconds, policy: SMART };
			const run = await fakeRun(tasks(3), { script, settings });
			expect(run.outcomes[1]).toMatchObject({ kind: 'refused', cause, polls });
			const [first = NaN, second = first + 3100] = timesOf(run, 1);
			expect(second - first).toBe(3100);
			if (deadlineSeconds > 0) expect(kindsOf(run)).toEqual(['finished', 'refused', 'finished']);
		}
	});
});

describe('ends and odd states', () => {
	it('a task that did not succeed has finished, and its state is not told as unknown', async () => {
		for (const task_status of ['failed', 'vetoed']) {
			const failure = answered({ task_status, service_output: { failReason: 'no' } });
			const run = await waitForOne(() => failure);
			expect(run.outcomes).toMatchObject([
				{ kind: 'finished', task: { state: 'failed', failReason: 'no' } },
			]);
			expect(run.finished).toMatchObject([{ id: '0' }]);
			expect(run.unknown).toEqual([]);
		}
	});
	it('a success that names no result is asked for again, and stays one whatever comes then', async () => {
		const empty = answered({ id: 1, task_status: 'success', service_output: null });
		const later = await waitForOne((_, poll) => (poll < 4 ? empty : state('success')));
		expect(later.outcomes).toMatchObject([{ kind: 'finished', task: { hasResult: true } }]);
		const [first = NaN, ...times] = timesOf(later);
		expect(times.map((at) => at - first)).toEqual([2100, 4300, 8700]);
		const refusedLater = await waitForOne((_, poll) => (poll === 1 ? empty : refused(401)));
		expect(refusedLater.outcomes).toMatchObject([
			{ kind: 'finished', polls: 3, state: { end: 'finished' }, task: { state: 'success' } },
		]);
		const limited = await waitForOne(() => empty, within(20));
		expect(limited.endedAt).toBeLessThan(21_000);
		expect(limited.outcomes).toMatchObject([{ last: { task: { state: 'success' } } }]);
	});
	it('an unknown state is reported, and waited through like one that goes backwards', async () => {
		const states = ['moderating', 'running', 'pending', 'moderating', 'success'];
		const run = await waitForOne((_, poll) => state(states[poll - 1] ?? ''));
		expect(run.unknown).toEqual(['0 moderating', '0 moderating']);
		expect(run.outcomes).toMatchObject([{ kind: 'finished', polls: 5 }]);
	});
});
