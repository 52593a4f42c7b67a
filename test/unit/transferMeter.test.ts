import fc from 'fast-check';

import { TransferMeter, type SpeedLimits } from '../../nodes/shared/files/transfer';

const LIMITS: SpeedLimits = { stallMs: 30_000, windowMs: 30_000, bytesPerSecond: 1024 };

/** Lets bytes come at these times, looks when the meter wants to, and tells when it gave up. */
function follow(
	arrivals: Array<{ at: number; bytes: number }>,
	untilMs: number,
	limits: SpeedLimits = LIMITS,
	start = 0,
): { at: number; trouble: string } | undefined {
	const meter = new TransferMeter(limits, start);
	const open = [...arrivals].sort((a, b) => a.at - b.at);
	for (let now = start; now < start + untilMs; ) {
		now += meter.untilNextLook(now);
		while (open[0] && start + open[0].at <= now) {
			const { at, bytes } = open.shift() ?? { at: 0, bytes: 0 };
			meter.add(bytes, start + at);
		}
		const trouble = meter.look(now);
		if (trouble) return { at: now - start, trouble };
	}
	return undefined;
}

const every = (ms: number, bytes: number, untilMs: number) =>
	Array.from({ length: Math.floor(untilMs / ms) }, (_, index) => ({ at: (index + 1) * ms, bytes }));

describe('a transfer', () => {
	it('of one byte a second is slow after half a minute', () => {
		expect(follow(every(1000, 1, 100_000), 100_000)).toEqual({ at: 30_000, trouble: 'slow' });
	});

	it('of a little more than the least speed goes on, and one of a little less does not', () => {
		expect(follow(every(1000, 1060, 600_000), 600_000)).toBeUndefined();
		expect(follow(every(1000, 990, 600_000), 600_000)?.trouble).toBe('slow');
	});

	it('that slows down later is given up half a minute later', () => {
		const fast = every(1000, 100_000, 60_000);
		const slow = every(1000, 1, 100_000).map(({ at, bytes }) => ({ at: at + 60_000, bytes }));
		const end = follow([...fast, ...slow], 200_000);
		expect(end?.trouble).toBe('slow');
		expect(end?.at).toBeGreaterThan(89_000);
		expect(end?.at).toBeLessThanOrEqual(92_000);
	});

	it('of a small file is not slow before the window is over', () => {
		expect(follow(every(1000, 1, 29_000), 29_000)).toBeUndefined();
	});

	it('without a byte is stalled, at the very time, also with a clock of fractions', () => {
		const limits = { ...LIMITS, stallMs: 1_000 };
		expect(follow([{ at: 300, bytes: 9 }], 10_000, limits, 0.123)).toEqual({
			at: expect.closeTo(1_300, -1),
			trouble: 'stalled',
		});
	});

	it('with any arrivals is given up just when its speed says so, and looked at in whole milliseconds', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.record({
						at: fc.integer({ min: 0, max: 90_000 }),
						bytes: fc.integer({ min: 1, max: 60_000 }),
					}),
					{ maxLength: 60 },
				),
				fc.double({ min: 0, max: 1e9, noNaN: true }),
				(arrivals, start) => {
					const meter = new TransferMeter(LIMITS, start);
					expect(Number.isInteger(meter.untilNextLook(start))).toBe(true);
					const end = follow(arrivals, 90_000, LIMITS, start);
					const cameIn = (from: number, to: number) =>
						arrivals
							.filter(({ at }) => at > from && at <= to)
							.reduce((sum, { bytes }) => sum + bytes, 0);
					// Given up: some window of a second more at most was too slow, or nothing came for its length.
					if (end) {
						const { at } = end;
						expect(cameIn(at - 29_999, at)).toBeLessThan(1024 * 32);
						return;
					}
					// Let go on: no window that ends on a look, two seconds wider, was below the least speed.
					for (let at = 34_000; at <= 90_000; at += 1_000)
						expect(cameIn(at - 34_000, at)).toBeGreaterThanOrEqual(1024 * 30);
				},
			),
		);
	});
});
