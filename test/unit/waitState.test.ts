import fc from 'fast-check';
import { NodeOperationError, type INode } from 'n8n-workflow';

import {
	chooseDue,
	nextDue,
	wakeAt,
	SHORTEST_SECONDS,
} from '../../nodes/KexiangWaitForTaskDurable/rounds';
import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { readTask } from '../../nodes/shared/answers/task';
import {
	answered,
	begin,
	failed,
	leftRunning,
	NoCredential,
	secondsWaited,
} from '../../nodes/shared/waiting/waitState';
import type { WaitState } from '../../nodes/shared/waiting/waitState';
import { durableFigures, nothing, thirtyTasks } from '../bench/waiting/durable';
import { KNOWN, SHORT } from '../bench/waiting/random';
import { refused, reset, RESULT } from '../support/fakeWait';
import { tool } from './taskAnswers';

/** What is kept of a wait between its questions, and between the rounds of a durable one. */

const says = (state: WaitState, now: number, task_status: string, more = {}) =>
	answered(state, now, readTask({ id: 1, task_status, ...more }, { source: 'userTask' }));
const asStored = (state: WaitState) => JSON.parse(JSON.stringify(state)) as WaitState;

it('goes on while the task runs, and ends with it', () => {
	const running = says(begin(1000), 6000, 'running');
	expect(running).toMatchObject({ since: 1000, polls: 1, waitedSeconds: 5 });
	expect(running.end).toBeUndefined();
	expect(says(running, 9000, 'success', RESULT)).toMatchObject({
		end: 'finished',
		polls: 2,
		waitedSeconds: 8,
		last: { state: 'success' },
	});
	expect(says(running, 9000, 'failed')).toMatchObject({ end: 'finished' });
	expect(leftRunning(running, 61_000)).toMatchObject({ end: 'stillRunning', waitedSeconds: 60 });
});

describe('a success that names no result', () => {
	it('is asked for again for a minute, with ever longer pauses, and then is the end', () => {
		let state = says(begin(0), 10_000, 'success');
		const pauses: number[] = [];
		while (state.end === undefined) {
			const kept = asStored(state);
			const pause = kept.retryAfterSeconds ?? NaN;
			pauses.push(pause);
			state = says(kept, kept.seen + 1000 * pause, 'success');
		}
		expect(pauses).toEqual([2, 2, 4, 8, 16, 28]);
		expect(state).toMatchObject({ end: 'finished', waitedSeconds: 70, polls: 7 });
	});
	it('is over as soon as the result is there, or something else than a result', () => {
		const empty = says(begin(0), 10_000, 'success');
		expect(empty.end).toBeUndefined();
		expect(says(empty, 12_000, 'success', RESULT).end).toBe('finished');
		expect(says(empty, 12_000, 'failed').end).toBe('finished');
		const missed = failed(empty, 12_000, refused(500), true).state;
		expect(says(missed, 70_000, 'success').end).toBe('finished');
	});
	it('is none where a tool answers with data of its own, or with an asset', () => {
		const endOf = (data: object) =>
			answered(begin(0), 1000, tool({ data: { traceId: 'ab12', status: 'success', ...data } })).end;
		const ends = [{}, { duration: 12 }, { lines: [{ a: 1 }] }].map(endOf);
		expect(ends).toEqual([undefined, 'finished', 'finished']);
		const asset = { data: { id: 5, asset_id: 'asset-1', status: 'success' } };
		const task = readTask(asset, { source: 'assetReview' });
		expect(answered(begin(0), 1000, task).end).toBe('finished');
	});
});

describe('a question without a good answer', () => {
	const seen = says(begin(0), 500, 'running');
	const noCredential = new NoCredential(new Error('does not exist'));
	const noLongerThere = new NodeOperationError({} as INode, 'Node has no credential');
	it.each<[string, unknown, boolean, WaitState, number, string]>([
		['a reset', reset, false, begin(0), 12, 'retry'],
		['a 500', refused(500), true, begin(0), 12, 'retry'],
		['what is not explained', new TypeError('odd'), false, begin(0), 12, 'retry'],
		['a submitted id that is missed', refused(404), true, begin(0), 5, 'retry'],
		['an id that was seen', refused(404), false, seen, 5, 'retry'],
		['an id that was entered and is not known', refused(404), false, begin(0), 2, 'repeat'],
		['a key that is refused', refused(401), true, begin(0), 2, 'repeat'],
		['a credential that is gone', noCredential, true, begin(0), 2, 'repeat'],
		['a balance', refused(402), true, seen, 1, ''],
		['a refused input', refused(422), true, seen, 1, ''],
		['a redirect', refused(302), true, seen, 1, ''],
		['an impossible id', new ParameterProblem('Task ID', 'is odd'), true, seen, 1, ''],
		['no credential in the node', noLongerThere, true, seen, 1, ''],
	])('%s', (_, cause, isSubmitted, from, times, until) => {
		let state = from;
		for (let n = 1; n <= times; n++) {
			const next = failed(asStored(state), n * 65_000, cause, isSubmitted);
			expect([next.reaction.kind, next.state.end]).toEqual(
				n < times ? [until, undefined] : ['giveUp', 'refused'],
			);
			({ state } = next);
		}
		expect(state).toMatchObject({ failures: times, polls: from.polls + times });
		expect(state.problem?.message).toEqual(expect.any(String));
	});

	it('leaves nothing after a good one, and its Retry-After until the next', () => {
		const slow = refused(429, '', { 'retry-after': '30' });
		const slowed = failed(begin(0), 1000, slow, false).state;
		expect(slowed).toMatchObject({ retryAfterSeconds: 30, problem: expect.any(Object) as object });
		const fine = says(slowed, 2000, 'running');
		expect(fine).toMatchObject({ failures: 0, polls: 2 });
		expect(fine).not.toHaveProperty('problem');
		for (const next of [fine, failed(slowed, 2000, refused(500), false).state])
			expect(next).not.toHaveProperty('retryAfterSeconds');
	});
});

it('is plain JSON, small whatever the answer is, and never takes back what was waited', () => {
	const answer = fc.constantFrom(
		...['running', 'pending', 'success', 'failed', ''],
		...[401, 404, 422, 429, 500, 503, null],
	);
	const steps = fc.array(fc.record({ at: fc.integer({ min: -1e7, max: 1e7 }), answer }), {
		maxLength: 20,
	});
	fc.assert(
		fc.property(steps, (list) => {
			let state = begin(0);
			for (const { at, answer } of list) {
				const before = state;
				const cause = typeof answer === 'number' ? refused(answer) : new Error('odd');
				if (typeof answer === 'string') state = says(before, at, answer, { x: 'y'.repeat(1e5) });
				else ({ state } = failed(before, at, cause, at > 0));
				expect(state.waitedSeconds).toBeGreaterThanOrEqual(before.waitedSeconds);
				expect(secondsWaited(state, at - 1e6)).toBeGreaterThanOrEqual(state.waitedSeconds);
				expect(state.polls).toBe(before.polls + 1);
				expect(asStored(state)).toEqual(state);
				expect(JSON.stringify(state).length).toBeLessThan(4000);
			}
		}),
		{ numRuns: 100 },
	);
});

it('holds no more of a large answer than n8n can keep', () => {
	const large = says(begin(0), 1000, 'success', { service_output: { prompt: 'y'.repeat(1e6) } });
	expect(JSON.stringify(large).length).toBeLessThan(100_000);
});

describe('the next round of a durable wait', () => {
	const settings = (more = {}) => ({
		schedule: 'smart' as const,
		timeLimitSeconds: 3600,
		requestsPerSecond: 20,
		...more,
	});
	const dueIn = (facts: object, given = settings(), more = {}) =>
		nextDue({ ...begin(0), polls: 1, ...more }, { now: 0, submitted: 0, ...facts }, given) / 1000;
	const fixed = (intervalSeconds: number) => settings({ schedule: 'fixed', intervalSeconds });

	it('comes after the shortest sleep that n8n keeps, and grows with the time waited', () => {
		const seconds = [0, 65, 325, 1000, 2900].map((age) => dueIn({ submitted: -age * 1000 }));
		expect(seconds).toEqual([65, 65, 65, 200, 580]);
	});

	it('comes when the user, the platform or the time limit says, no sooner than n8n can', () => {
		expect([5, 65, 1200].map((interval) => dueIn({}, fixed(interval)))).toEqual([65, 65, 1200]);
		expect(dueIn({}, settings({ intervalSeconds: 300 }))).toBe(300);
		const after = (retryAfterSeconds: number) => dueIn({}, settings(), { retryAfterSeconds });
		expect([after(400), after(5)]).toEqual([400, SHORTEST_SECONDS]);
		expect(dueIn({ now: 3_000_000 }, settings({ timeLimitSeconds: 3020 }))).toBe(3020);
	});

	it('needs at most three rounds for tasks of 270 seconds, half a minute late', () => {
		const learned = durableFigures(KNOWN, thirtyTasks, 2000);
		expect(learned.polls).toBeLessThanOrEqual(3);
		expect(learned.delay).toBeLessThanOrEqual(35);
		expect(durableFigures(KNOWN, nothing, 2000).polls).toBeGreaterThan(5);
		const short = durableFigures(SHORT, thirtyTasks, 2000);
		expect(short.polls).toBeLessThan(2.1);
		expect(short.delay).toBeLessThan(40);
	});

	it('is a moment between the shortest sleep and the time limit, whatever is known', () => {
		const seconds = fc.double({ min: 0, max: 1e6, noNaN: true });
		const absent = { nil: undefined };
		const known = fc.record({
			age: seconds,
			limit: fc.nat(1_000_000),
			polls: fc.nat(100),
			failures: fc.nat(20),
			retryAfterSeconds: fc.option(seconds, absent),
			expected: fc.option(
				fc.record({ meanLog: fc.double(), sigmaLog: fc.double(), weight: fc.double() }),
				absent,
			),
		});
		fc.assert(
			fc.property(known, ({ age, limit, expected, ...more }) => {
				const given = settings({ timeLimitSeconds: limit });
				const due = dueIn({ submitted: -age * 1000, expected }, given, more);
				expect(due).toBeLessThanOrEqual(limit);
				expect(due).toBeGreaterThanOrEqual(Math.min(SHORTEST_SECONDS, limit));
			}),
		);
	});
});

describe('a round of a durable wait', () => {
	const chosen = (perSecond: number, ...dues: number[]) =>
		chooseDue(
			dues.map((due) => ({ kept: { due } })),
			0,
			perSecond,
		).map(({ kept }) => kept.due);

	it('asks for what is due before the next round could come, most urgent first', () => {
		expect(chosen(20, 60_000, 30_000, -5000, 0)).toEqual([-5000, 0, 30_000]);
		// Also where it comes early.
		expect(chosen(20, 200_000, 80_000, 60_000)).toEqual([60_000, 80_000]);
	});

	it('asks for no more than a minute of questions, and for one at least', () => {
		const many = new Array<number>(5000).fill(0);
		const counts = [20, 0.001].map((perSecond) => chosen(perSecond, ...many).length);
		expect(counts).toEqual([1200, 1]);
		expect(chosen(20)).toEqual([]);
	});

	it('is followed by a sleep until the first task is due, no shorter than n8n can', () => {
		expect(wakeAt([500_000, 90_000], 1000)).toBe(90_000);
		expect(wakeAt([500_000, 5000], 1000)).toBe(66_000);
	});
});
