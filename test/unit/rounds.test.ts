import fc from 'fast-check';

import {
	chooseDue,
	nextDue,
	wakeAt,
	SHORTEST_SECONDS,
} from '../../nodes/KexiangWaitForTaskDurable/rounds';
import { begin } from '../../nodes/shared/waiting/waitState';
import { durableFigures, nothing, thirtyTasks } from '../bench/waiting/durable';
import { KNOWN, SHORT } from '../bench/waiting/random';

const settings = (more = {}) => ({
	schedule: 'smart' as const,
	timeLimitSeconds: 3600,
	requestsPerSecond: 20,
	...more,
});
const state = { ...begin(0), polls: 1 };
const dueIn = (facts: object, given = settings(), more = {}) =>
	nextDue({ ...state, ...more }, { now: 0, submitted: 0, ...facts }, given) / 1000;

describe('the next round of a task', () => {
	it('comes after the shortest sleep that n8n keeps, and grows with the time waited', () => {
		const seconds = [0, 65, 325, 1000, 2900].map((age) => dueIn({ submitted: -age * 1000 }));
		expect(seconds).toEqual([65, 65, 65, 200, 580]);
	});

	it('keeps a fixed interval, no shorter than n8n can', () => {
		const fixed = (intervalSeconds: number) =>
			dueIn({}, settings({ schedule: 'fixed', intervalSeconds }));
		expect([fixed(5), fixed(65), fixed(1200)]).toEqual([65, 65, 1200]);
	});

	it('comes no sooner than the interval that the user set', () => {
		expect(dueIn({}, settings({ intervalSeconds: 300 }))).toBe(300);
	});

	it('waits for as long as the platform asks', () => {
		const after = (retryAfterSeconds: number) => dueIn({}, settings(), { retryAfterSeconds });
		expect([after(400), after(5)]).toEqual([400, SHORTEST_SECONDS]);
	});

	it('falls on the time limit when that is nearer', () => {
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
		fc.assert(
			fc.property(
				seconds,
				fc.nat(1_000_000),
				fc.nat(100),
				fc.nat(20),
				fc.option(seconds, { nil: undefined }),
				fc.option(fc.record({ meanLog: fc.double(), sigmaLog: fc.double(), weight: fc.double() }), {
					nil: undefined,
				}),
				(age, limit, polls, failures, retryAfterSeconds, expected) => {
					const given = settings({ timeLimitSeconds: limit });
					const due = dueIn({ submitted: -age * 1000, expected }, given, {
						retryAfterSeconds,
						polls,
						failures,
					});
					expect(due).toBeLessThanOrEqual(limit);
					expect(due).toBeGreaterThanOrEqual(Math.min(SHORTEST_SECONDS, limit));
				},
			),
		);
	});
});

describe('a round', () => {
	const task = (due: number) => ({ kept: { due } });

	it('asks for what is due before the next round could come, most urgent first', () => {
		const [late, now, soon, later] = [-5000, 0, 30_000, 60_000].map(task);
		expect(chooseDue([later!, soon!, late!, now!], 0, 20)).toEqual([late, now, soon]);
	});

	it('that comes early asks for what is most urgent all the same', () => {
		const [first, second, third] = [60_000, 80_000, 200_000].map(task);
		expect(chooseDue([third!, second!, first!], 0, 20)).toEqual([first, second]);
	});

	it('asks for no more than a minute of questions, and for one at least', () => {
		const many = Array.from({ length: 5000 }, () => task(0));
		expect(chooseDue(many, 0, 20)).toHaveLength(1200);
		expect(chooseDue(many, 0, 0.001)).toHaveLength(1);
		expect(chooseDue([], 0, 20)).toEqual([]);
	});

	it('is followed by a sleep until the first task is due, no shorter than n8n can', () => {
		expect(wakeAt([500_000, 90_000], 1000)).toBe(90_000);
		expect(wakeAt([500_000, 5000], 1000)).toBe(66_000);
	});
});
