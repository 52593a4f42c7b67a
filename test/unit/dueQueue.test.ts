import fc from 'fast-check';
import { DueQueue } from '../../nodes/shared/waiting/schedule';
import { cpuMs } from '../support/cpuTime';

describe('the queue', () => {
	it('is empty at first', () => {
		const queue = new DueQueue<string>();
		expect(queue.size).toBe(0);
		expect(queue.nextDue).toBeUndefined();
		expect(queue.take()).toBeUndefined();
	});

	it('does as a sorted list does, whatever is added and taken', () => {
		const due = fc.oneof(
			fc.integer({ min: 0, max: 5 }),
			fc.double({ noNaN: true }),
			fc.constantFrom(Infinity, -Infinity, 0, -0),
		);
		const step = fc.oneof(
			{ weight: 3, arbitrary: fc.record({ due }) },
			{ weight: 2, arbitrary: fc.constant('take' as const) },
		);
		fc.assert(
			fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
				const queue = new DueQueue<number>();
				let sorted: Array<{ due: number; entry: number }> = [];
				for (const [entry, one] of steps.entries()) {
					if (one === 'take') {
						expect(queue.take()).toBe(sorted.shift()?.entry);
					} else {
						queue.add(one.due, entry);
						// Array.sort is stable: among equal times, first in is first out.
						sorted = [...sorted, { due: one.due, entry }].sort((a, b) =>
							a.due < b.due ? -1 : a.due > b.due ? 1 : 0,
						);
					}
					expect(queue.size).toBe(sorted.length);
					expect(queue.nextDue).toBe(sorted[0]?.due);
				}
				expect(sorted.map(() => queue.take())).toEqual(sorted.map(({ entry }) => entry));
				expect(queue.take()).toBeUndefined();
			}),
			{ numRuns: 500 },
		);
	});

	it('keeps a hundred thousand entries cheap', () => {
		const queue = new DueQueue<number>();
		const started = cpuMs();
		for (let n = 0; n < 100_000; n++) queue.add((n * 7919) % 100_003, n);
		let before = -1;
		for (let due = queue.nextDue; due !== undefined; due = queue.nextDue) {
			if (due < before) throw new Error(`${due} came after ${before}`);
			before = due;
			queue.take();
		}
		expect(cpuMs() - started).toBeLessThan(2_000);
	});
});
