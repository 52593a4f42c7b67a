import fc from 'fast-check';

import { milliseconds } from '../../nodes/shared/util/time';

it.each([
	[1, 1_000],
	[0.2, 200],
	[16.1, 16_101],
	[1.001, 1_001],
	[14472.999999999998 / 1000, 14_473],
	[0.0001, 1],
	[0, 1],
	[-5, 1],
	[-Infinity, 1],
	[Number.NaN, 1],
	[3600, 3_600_000],
	[3e6, 2 ** 31 - 1],
	[Infinity, 2 ** 31 - 1],
])('%d seconds are %d milliseconds', (seconds, ms) => expect(milliseconds(seconds)).toBe(ms));

it('makes of any number of seconds what every timer takes', () => {
	const seconds = fc.oneof(fc.double(), fc.double({ min: 0, max: 10_000 }), fc.integer());
	fc.assert(
		fc.property(seconds, (given) => {
			const ms = milliseconds(given);
			expect(Number.isInteger(ms) && ms >= 1 && ms <= 2 ** 31 - 1).toBe(true);
			expect(() => AbortSignal.timeout(ms)).not.toThrow();
			// Never earlier than asked for, and later by less than 2 ms.
			if (given >= 0.001 && given < 2_000_000)
				expect(ms - given * 1000 >= 0 && ms - given * 1000 < 2).toBe(true);
		}),
	);
});
