import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { NoCredential } from '../../nodes/shared/waiting/waitState';
import { SMART } from '../../nodes/shared/waiting/schedule';
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
