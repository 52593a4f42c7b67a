import fc from 'fast-check';
import {
	expected,
	learn,
	plausibleSeconds,
	priorOf,
	type Learned,
} from '../../nodes/shared/waiting/durations';
import type { Expected } from '../../nodes/shared/waiting/schedule';
import { shiftedPrior, smart } from '../bench/waiting/policies';
import { KNOWN, logNormal, LONG, seeded, SHORT, WIDE } from '../bench/waiting/random';
import { simulate, simulateChange } from '../bench/waiting/simulate';

const teach = (known: Learned | undefined, seconds: readonly number[]) =>
	seconds.reduce(learn, known);
const draws = (count: number, median: number, sigma: number) => {
	const random = seeded(3);
	return Array.from({ length: count }, () => logNormal(random, median, sigma));
};
const GUESS = priorOf({ guessed: 240 });
const median = (known: Learned | undefined, prior?: Expected) =>
	Math.exp(expected(prior, known)?.meanLog ?? Number.NaN);

describe('priors', () => {
	test('the measured one is narrow, a guess is wide and light, the unknown is unknown', () => {
		const measured = priorOf(273);
		expect(Math.exp(measured.meanLog)).toBeCloseTo(273, 6);
		expect(measured.weight).toBe(1);
		expect(Math.exp(GUESS.meanLog)).toBeCloseTo(240, 6);
		expect(GUESS.weight).toBeLessThan(1);
		expect(GUESS.sigmaLog).toBeGreaterThan(measured.sigmaLog);
		expect(expected(undefined, undefined)).toBeUndefined();
		expect(expected(GUESS, undefined)).toEqual(GUESS);
	});
});

describe('learning', () => {
	test('finds the distribution', () => {
		const known = expected(undefined, teach(undefined, draws(200, 300, 0.35)));
		expect(Math.exp(known?.meanLog ?? 0)).toBeGreaterThan(270);
		expect(Math.exp(known?.meanLog ?? 0)).toBeLessThan(330);
		expect(known?.sigmaLog).toBeGreaterThan(0.25);
		expect(known?.sigmaLog).toBeLessThan(0.45);
	});

	test('changes nothing in place', () => {
		const before = Object.freeze(teach(undefined, [100]));
		expect(median(learn(before, 10))).toBeLessThan(100);
		expect(median(before)).toBeCloseTo(100, 6);
	});

	test('one finished task overrules a guess, more drown it', () => {
		const one = teach(undefined, [24]);
		expect(median(one, GUESS)).toBeLessThan(48);
		const many = teach(undefined, draws(30, 24, 0.2));
		expect(median(many, GUESS)).toBeLessThan(27);
	});

	test('one hung task does not spoil what is known', () => {
		const known = teach(undefined, draws(40, 270, 0.15));
		const hung = learn(known, 24 * 3600);
		expect(median(hung)).toBeLessThan(300);
		expect(expected(undefined, hung)?.sigmaLog).toBeLessThan(0.35);
	});

	test.each([0.1, 10])('follows a platform that becomes %d times as slow', (factor) => {
		const known = teach(undefined, draws(500, 100, 0.2));
		const changed = teach(known, draws(80, 100 * factor, 0.2));
		expect(median(changed) / (100 * factor)).toBeGreaterThan(0.6);
		expect(median(changed) / (100 * factor)).toBeLessThan(1.7);
	});

	test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e9])(
		'ignores the duration %d',
		(seconds) => {
			const known = teach(undefined, [100]);
			expect(learn(known, seconds)).toBe(known);
		},
	);
});

describe('what a finished task teaches', () => {
	test('is what the platform says, where we saw nothing else', () => {
		expect(plausibleSeconds(270, { runningAt: 250, endedBy: 275 })).toBe(270);
		expect(plausibleSeconds(270, { runningAt: 0, endedBy: 4000 })).toBe(270);
	});
	test('lies between the last sight of it running and its end', () => {
		expect(plausibleSeconds(8 * 3600, { runningAt: 5, endedBy: 8 })).toBe(8);
		expect(plausibleSeconds(2, { runningAt: 200, endedBy: 215 })).toBe(200);
		expect(plausibleSeconds(-3600, { runningAt: 0, endedBy: 8 })).toBe(0);
	});
	test('is nothing where nobody knows when it began', () => {
		expect(plausibleSeconds(270, undefined)).toBeNaN();
		expect(plausibleSeconds(Number.NaN, { runningAt: 5, endedBy: 8 })).toBeNaN();
	});
	test('is never more than we waited, whatever the record says', () => {
		const seconds = fc.double({ min: 0, max: 1e7, noNaN: true });
		fc.assert(
			fc.property(fc.double(), seconds, seconds, (told, runningAt, more) => {
				const found = plausibleSeconds(told, { runningAt, endedBy: runningAt + more });
				return Number.isNaN(found) || (found >= runningAt && found <= runningAt + more);
			}),
		);
	});
});

describe('a wrong belief costs little, in simulation', () => {
	test.each([
		{ ...SHORT, factor: 0.1, seconds: 6 },
		{ ...SHORT, factor: 10, seconds: 10 },
		{ ...WIDE, factor: 0.1, seconds: 7.5 },
		{ ...WIDE, factor: 10, seconds: 10 },
		{ ...LONG, factor: 0.1, seconds: 7.6 },
		{ ...LONG, factor: 10, seconds: 10 },
	])('$name guessed $factor times as long: mean delay below $seconds s', (distribution) => {
		const { factor, seconds } = distribution;
		const guess = { name: 'guess', start: () => smart(shiftedPrior(distribution, factor)) };
		const ours = simulate(guess, distribution, 500, 7);
		expect(ours.delay).toBeLessThan(seconds);
		expect(ours.p95).toBeLessThan(20);
	});

	test('tasks that become ten times as fast are seen late only at first', () => {
		const [first, soon, later] = simulateChange(KNOWN, {
			factor: 0.1,
			users: 100,
			spans: [1, 9, 20],
			seed: 7,
		});
		expect(first?.delay).toBeLessThan(60);
		expect(soon?.delay).toBeLessThan(15);
		expect(later?.delay).toBeLessThan(3);
	});
});
