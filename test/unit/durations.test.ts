import fc from 'fast-check';
import {
	expected,
	learn,
	priorFor,
	readDurations,
	type Durations,
} from '../../nodes/shared/waiting/durations';
import { shiftedPrior, smart } from '../bench/waiting/policies';
import { KNOWN, logNormal, LONG, seeded, SHORT, WIDE } from '../bench/waiting/random';
import { simulate, simulateChange } from '../bench/waiting/simulate';

const teach = (durations: Durations, key: string, seconds: readonly number[]) =>
	seconds.reduce((known, one) => learn(known, key, one), durations);
const draws = (count: number, median: number, sigma: number) => {
	const random = seeded(3);
	return Array.from({ length: count }, () => logNormal(random, median, sigma));
};
const median = (durations: Durations, key: string) =>
	Math.exp(expected(durations, key)?.meanLog ?? Number.NaN);

describe('priors', () => {
	test('the measured one is narrow, a guess is wide and light, the unknown is unknown', () => {
		const measured = priorFor('kbananaProOfficialSubmit');
		const guessed = priorFor('klingV3Submit');
		expect(Math.exp(measured?.meanLog ?? 0)).toBeCloseTo(273, 6);
		expect(measured?.weight).toBe(1);
		expect(guessed?.weight).toBeLessThan(1);
		expect(guessed?.sigmaLog).toBeGreaterThan(measured?.sigmaLog ?? Number.NaN);
		expect(priorFor('nothing')).toBeUndefined();
		expect(priorFor('toString')).toBeUndefined();
	});

	test('a key is an operation, or an operation and a model', () => {
		expect(expected({}, 'klingV3Submit/kling-v3')).toEqual(priorFor('klingV3Submit'));
		expect(expected({}, 'nothing/kling-v3')).toBeUndefined();
		expect(expected({}, '__proto__')).toBeUndefined();
	});
});

describe('learning', () => {
	test('finds the distribution', () => {
		const known = expected(teach({}, 'a', draws(200, 300, 0.35)), 'a');
		expect(Math.exp(known?.meanLog ?? 0)).toBeGreaterThan(270);
		expect(Math.exp(known?.meanLog ?? 0)).toBeLessThan(330);
		expect(known?.sigmaLog).toBeGreaterThan(0.25);
		expect(known?.sigmaLog).toBeLessThan(0.45);
	});

	test('keeps keys apart and changes nothing in place', () => {
		const before = Object.freeze(teach({}, 'a', [100]));
		const after = learn(before, 'b', 10);
		expect(median(after, 'a')).toBeCloseTo(100, 6);
		expect(median(after, 'b')).toBeCloseTo(10, 6);
		expect(Object.keys(before)).toEqual(['a']);
	});

	test('one finished task overrules a guess, more drown it', () => {
		const one = teach({}, 'klingV3Submit', [24]);
		expect(median(one, 'klingV3Submit')).toBeLessThan(48);
		const many = teach({}, 'klingV3Submit', draws(30, 24, 0.2));
		expect(median(many, 'klingV3Submit')).toBeLessThan(27);
	});

	test('one hung task does not spoil what is known', () => {
		const known = teach({}, 'a', draws(40, 270, 0.15));
		const hung = learn(known, 'a', 24 * 3600);
		expect(median(hung, 'a')).toBeLessThan(300);
		expect(expected(hung, 'a')?.sigmaLog).toBeLessThan(0.35);
	});

	test.each([0.1, 10])('follows a platform that becomes %d times as slow', (factor) => {
		const known = teach({}, 'a', draws(500, 100, 0.2));
		const changed = teach(known, 'a', draws(80, 100 * factor, 0.2));
		expect(median(changed, 'a') / (100 * factor)).toBeGreaterThan(0.6);
		expect(median(changed, 'a') / (100 * factor)).toBeLessThan(1.7);
	});

	test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e9])(
		'ignores the duration %d',
		(seconds) => {
			const known = teach({}, 'a', [100]);
			expect(learn(known, 'a', seconds)).toBe(known);
		},
	);

	test('holds a bounded number of kinds; the longest untaught go first', () => {
		let durations = teach({}, 'kept/0', [1]);
		for (let i = 0; i < 300; i++)
			durations = learn(learn(durations, `kind/${i}`, 10), 'kept/0', 10);
		expect(Object.keys(durations)).toHaveLength(200);
		expect(expected(durations, 'kept/0')).toBeDefined();
		expect(expected(durations, 'kind/0')).toBeUndefined();
	});
});

describe('readDurations', () => {
	test('gives back what JSON kept', () => {
		const durations = teach(teach({}, 'a', draws(100, 30, 0.3)), 'b/c', [5]);
		expect(readDurations(JSON.parse(JSON.stringify(durations)))).toEqual(durations);
	});

	test.each([
		undefined,
		null,
		'text',
		7,
		[],
		{ a: null },
		{ a: { weight: 1 } },
		{ a: { weight: '1', meanLog: 3, squares: 0 } },
		{ a: { weight: Number.NaN, meanLog: 3, squares: 0 } },
		{ a: { weight: 1e9, meanLog: 3, squares: 0 } },
		{ a: { weight: 1, meanLog: 1e9, squares: 0 } },
		{ a: { weight: 1, meanLog: 3, squares: -1 } },
		{ '': { weight: 1, meanLog: 3, squares: 0 } },
	])('leaves out garbage: %j', (kept) => {
		expect(readDurations(kept)).toEqual({});
	});

	test('what it reads can be used, whatever it was', () => {
		fc.assert(
			fc.property(fc.object(), (kept) => {
				const durations = learn(readDurations(kept), 'a', 10);
				const known = expected(durations, 'a');
				return (
					known !== undefined && Number.isFinite(known.sigmaLog) && Number.isFinite(known.meanLog)
				);
			}),
			{ numRuns: 300, seed: 4 },
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
