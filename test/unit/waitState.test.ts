import fc from 'fast-check';

import { readTask } from '../../nodes/shared/answers/task';
import {
	answered,
	begin,
	failed,
	leftRunning,
	NoCredential,
	secondsWaited,
	type WaitState,
} from '../../nodes/shared/waiting/waitState';
import { RESULT } from '../support/fakeWait';
import { read } from '../../nodes/shared/answers/read';
import { problemOfRefusal } from '../../nodes/shared/answers/problem';
import { queryRequest } from '../../nodes/shared/answers/queryRequest';

const refused = (status: number, headers: Record<string, string> = {}) => {
	const asked = { for: 'state', source: 'userTask', taskId: '1' } as const;
	const answer = read({ status, headers, text: '' }, asked, 0);
	if (!('refusal' in answer)) throw new Error('was taken for a success');
	return problemOfRefusal(answer.refusal, {
		operation: 'test',
		request: queryRequest('userTask', '1'),
		pathEvidence: 'A',
		taskId: '1',
	});
};
const says = (state: WaitState, now: number, task_status: string, more = {}) => {
	const body = { id: 1, task_status, ...more };
	return answered(state, now, readTask(body, { source: 'userTask' }));
};

it('goes on while the task runs, and ends with it', () => {
	const begun = begin(1000);
	const running = says(begun, 6000, 'running');
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
			const kept = JSON.parse(JSON.stringify(state)) as WaitState;
			pauses.push(kept.retryAfterSeconds ?? NaN);
			state = says(kept, kept.seen + 1000 * (kept.retryAfterSeconds ?? NaN), 'success');
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
		const tool = (data: object) =>
			answered(begin(0), 1000, readTask({ code: 0, data }, { source: 'toolTask' }));
		expect(tool({ traceId: 'ab12', status: 'success' }).end).toBeUndefined();
		expect(tool({ traceId: 'ab12', status: 'success', duration: 12 }).end).toBe('finished');
		expect(tool({ traceId: 'ab12', status: 'success', lines: [{ a: 1 }] }).end).toBe('finished');
		const asset = { id: 5, asset_id: 'asset-1', status: 'success' };
		const task = readTask({ data: asset }, { source: 'assetReview' });
		expect(answered(begin(0), 1000, task).end).toBe('finished');
	});
});

it('counts questions without a good answer over rounds, and forgets them at a good one', () => {
	let state = begin(0);
	for (let round = 1; round <= 4; round++) {
		const kept = JSON.parse(JSON.stringify(state)) as WaitState;
		state = failed(kept, round * 65_000, refused(404), true).state;
		expect([state.failures, state.end]).toEqual([round, undefined]);
	}
	expect(failed(state, 325_000, refused(404), true).state).toMatchObject({
		end: 'refused',
		failures: 5,
		polls: 5,
		problem: { message: expect.stringContaining('404') },
	});
	expect(says(state, 325_000, 'running')).toMatchObject({ failures: 0, polls: 5 });
	expect(says(state, 325_000, 'running')).not.toHaveProperty('problem');
});

it('keeps a Retry-After until the next question', () => {
	const slowed = failed(begin(0), 1000, refused(429, { 'retry-after': '30' }), false).state;
	expect(slowed.retryAfterSeconds).toBe(30);
	expect(failed(slowed, 2000, refused(500), false).state).not.toHaveProperty('retryAfterSeconds');
	expect(says(slowed, 2000, 'running')).not.toHaveProperty('retryAfterSeconds');
});

describe('what cannot come back', () => {
	const twice = (cause: unknown, isSubmitted: boolean, seen = begin(0)) => {
		const first = failed(seen, 1000, cause, isSubmitted);
		return [first, failed(first.state, 4000, cause, isSubmitted)].map(
			({ reaction, state }) => [reaction.kind, state.end] as const,
		);
	};
	const ended = [
		['repeat', undefined],
		['giveUp', 'refused'],
	];

	it.each<[string, unknown, boolean]>([
		['a key that is refused', refused(401), true],
		['a key without rights', refused(403), false],
		['an id that was entered and is not known', refused(404), false],
		['a credential that is gone', new NoCredential(new Error('does not exist')), true],
	])('ends after one repetition: %s', (_, cause, isSubmitted) =>
		expect(twice(cause, isSubmitted)).toEqual(ended),
	);

	it.each<[string, unknown, boolean, WaitState]>([
		['an id that was submitted', refused(404), true, begin(0)],
		['an id that was seen', refused(404), false, says(begin(0), 500, 'running')],
		['a fault', refused(500), false, begin(0)],
	])('is not %s', (_, cause, isSubmitted, seen) =>
		expect(twice(cause, isSubmitted, seen).map(([kind]) => kind)).toEqual(['retry', 'retry']),
	);
});

it('takes what is no explained refusal for a question without an answer', () => {
	expect(failed(begin(0), 1000, new TypeError('odd'), false)).toMatchObject({
		state: { failures: 1, problem: { message: 'odd' } },
		reaction: { kind: 'retry' },
	});
});

it('is plain JSON, small whatever the answer is, and never takes back what was waited', () => {
	const steps = fc.array(
		fc.record({
			at: fc.integer({ min: -1e7, max: 1e7 }),
			answer: fc.oneof(
				fc.constantFrom('running', 'pending', 'success', 'failed', ''),
				fc.constantFrom(401, 404, 422, 429, 500, 503),
				fc.constant(null),
			),
		}),
		{ maxLength: 20 },
	);
	fc.assert(
		fc.property(steps, (list) => {
			let state = begin(0);
			for (const { at, answer } of list) {
				const before = state;
				if (typeof answer === 'string') state = says(before, at, answer, { x: 'y'.repeat(1e5) });
				else
					state = failed(
						before,
						at,
						answer === null ? new Error('odd') : refused(answer),
						at > 0,
					).state;
				expect(state.waitedSeconds).toBeGreaterThanOrEqual(before.waitedSeconds);
				expect(secondsWaited(state, at - 1e6)).toBeGreaterThanOrEqual(state.waitedSeconds);
				expect(state.polls).toBe(before.polls + 1);
				expect(JSON.parse(JSON.stringify(state))).toEqual(state);
				expect(JSON.stringify(state).length).toBeLessThan(4000);
			}
		}),
		{ numRuns: 100 },
	);
});
