import fc from 'fast-check';

import { alternativeAt, queryAlternatives } from '../../nodes/shared/answers/queryRequest';
import { typicalTimeText } from '../../nodes/shared/operation/form';
import {
	expected,
	expectedOf,
	learn,
	plausibleSeconds,
	priorOf,
	typicalOf,
} from '../../nodes/shared/waiting/durations';
import type { Learned } from '../../nodes/shared/waiting/durations';
import { SMART, type Expected } from '../../nodes/shared/waiting/schedule';
import { rangeText } from '../../nodes/shared/words/forms';
import { PROVIDERS } from '../../scripts/providers';
import { shiftedPrior, smart } from '../bench/waiting/policies';
import { KNOWN, logNormal, LONG, seeded, SHORT, WIDE } from '../bench/waiting/random';
import { simulate, simulateChange } from '../bench/waiting/simulate';
import { endsAfter, fakeRun, task } from '../support/fakeWait';
import { nodeTypes } from '../support/nodeTypes';

/** Seconds that tasks of an operation likely take. */
const GUESSED: Record<number, string> = {
	30: 'seedance2AssetReviewSubmit',
	60: 'videoAddSubtitle',
	120: 'kbanana2OfficialSubmit kbananaProChannelSubmit kbanana2ChannelSubmit kImage2OfficialSubmit longVideoTextExtract',
	240:
		'seedance1FirstLastFrame seedance2VideoSubmit jimengVideoQuery videoEffectSubmit videoStylizeSubmit ' +
		'videoCharacterSwapSubmit lipSyncSubmit wan25TextToVideoSubmit klingV3Submit klingV3OmniTextToVideo ' +
		'klingV3OmniImageToVideo klingV3OmniFirstLastFrame klingV3OmniReference klingV3MotionControl',
};
const S2V = '/minimalist/api/tywx/s2vQuery';

// First, as what is not known yet can be seen only before the nodes are loaded.
describe('what n8n makes known by loading the nodes, and nothing of it before', () => {
	const pathsOf = (...given: Parameters<typeof queryAlternatives>) =>
		queryAlternatives(...given).map(({ endpoint }) => endpoint.path);
	const NOBODY = [undefined, '', 'nothing', 'toString', '__proto__'];

	beforeAll(() => {
		expect(typicalOf('klingV3Submit')).toBeUndefined();
		expect(pathsOf('wanxiang', 'lipSyncSubmit')).toEqual([]);
		expect(alternativeAt('wanxiang', S2V)).toBeUndefined();
		nodeTypes();
	});

	it('is how long tasks typically take, by what each operation says', () => {
		const golden = Object.entries(GUESSED).flatMap(([seconds, ids]) =>
			ids.split(' ').map((id) => [id, { guessed: Number(seconds) }] as const),
		);
		const said = PROVIDERS.flatMap(({ operations }) => operations)
			.filter(({ typicalSeconds }) => typicalSeconds !== undefined)
			.map(({ value, typicalSeconds }) => [value, typicalSeconds]);
		const all = { kbananaProOfficialSubmit: 273, ...Object.fromEntries(golden) };
		expect(Object.fromEntries(said)).toEqual(all);
		for (const [id, typical] of Object.entries(all)) expect(typicalOf(id)).toEqual(typical);
		for (const id of NOBODY) expect(typicalOf(id)).toBeUndefined();
	});

	it('lets a wait ask less while the task cannot be done yet', async () => {
		const expectedFor = (operation?: string) =>
			expectedOf('host', task(1, { model: 'some-model', ...(operation && { operation }) }));
		expect(expectedFor('klingV3Submit')).toEqual(priorOf({ guessed: 240 }));
		expect(expectedOf('host', task(1))).toBeUndefined();
		const questions = async (known?: Expected) => {
			const options = { script: endsAfter(() => 273), settings: { policy: SMART } };
			const { polled } = await fakeRun([task(1)], {
				...options,
				...(known && { expected: known }),
			});
			return polled.length;
		};
		const known = await questions(expectedFor('kbananaProOfficialSubmit'));
		expect(known).toBeLessThan(await questions());
	});

	it('is where else tasks of one operation may be asked for, and of no other', () => {
		const found = [S2V, '/minimalist/api/tywx/lipSyncQuery'];
		expect(pathsOf('wanxiang', 'lipSyncSubmit')).toEqual(found);
		expect(alternativeAt('wanxiang', S2V)).toMatchObject({ idField: 'taskId' });
		for (const operation of NOBODY) expect(pathsOf('wanxiang', operation)).toEqual([]);
		expect(pathsOf('wanxiang', 'wan25TextToVideoSubmit')).not.toContain(S2V);
		expect(pathsOf('userTask', 'lipSyncSubmit')).toEqual([]);
		expect(alternativeAt('userTask', S2V)).toBeUndefined();
		// The same for all tasks where the source says it.
		expect(pathsOf('jimengVideo')).toHaveLength(2);
		expect(pathsOf('jimengVideo', 'seedance1FirstLastFrame')).toEqual(pathsOf('jimengVideo'));
	});
});

describe('a typical time in words', () => {
	it.each([
		[273, 'Usually 3 to 7 minutes'],
		[{ guessed: 240 }, 'Likely 2 to 10 minutes'],
		[{ guessed: 120 }, 'Likely 45 seconds to 5 minutes'],
		[{ guessed: 30 }, 'Likely 10 seconds to 1 minute'],
	])('of %j is "%s"', (typical, words) => expect(typicalTimeText(typical)).toBe(words));

	it.each([
		[0.5, 3, 'about 5 seconds'],
		[55, 62, 'about 1 minute'],
		[8, 26, '10 to 30 seconds'],
		[3000, 8000, '45 minutes to 2 hours'],
		[3600, 1e9, '1 to 24 hours'],
	])('from %d to %d seconds are "%s"', (from, to, words) =>
		expect(rangeText(from, to)).toBe(words),
	);

	it('stands in the dropdown, where a task is submitted', () => {
		const options = nodeTypes()
			.flatMap(({ description }) => description.properties)
			.flatMap((one) => (one.name === 'operation' ? (one.options ?? []) : []));
		const textOf = (id: string) =>
			JSON.stringify(options.find((one) => 'value' in one && one.value === id));
		expect(textOf('klingV3Submit')).toContain('. Likely 2 to 10 minutes. API path ');
		expect(textOf('kbananaProOfficialSubmit')).toContain('. Usually 3 to 7 minutes. API path ');
		for (const id of ['jimengVideoQuery', 'gptImage2ChannelSubmit'])
			expect(textOf(id)).not.toMatch(/minutes/);
	});
});

const GUESS = priorOf({ guessed: 240 });
const teach = (known: Learned | undefined, seconds: readonly number[]) =>
	seconds.reduce(learn, known);
const draws = (count: number, middle: number, sigma: number) => {
	const random = seeded(3);
	return Array.from({ length: count }, () => logNormal(random, middle, sigma));
};
const median = (known: Learned | undefined, prior?: Expected) =>
	Math.exp(expected(prior, known)?.meanLog ?? Number.NaN);

describe('what is known of durations', () => {
	it('before any is seen is narrow where measured, wide and light where guessed, or nothing', () => {
		const measured = priorOf(273);
		expect(Math.exp(measured.meanLog)).toBeCloseTo(273, 6);
		expect(measured.weight).toBe(1);
		expect(Math.exp(GUESS.meanLog)).toBeCloseTo(240, 6);
		expect(GUESS.weight).toBeLessThan(1);
		expect(GUESS.sigmaLog).toBeGreaterThan(measured.sigmaLog);
		expect(expected(undefined, undefined)).toBeUndefined();
		expect(expected(GUESS, undefined)).toEqual(GUESS);
	});

	it('becomes the distribution, without a change in place', () => {
		const known = teach(undefined, draws(200, 300, 0.35));
		expect(Math.abs(median(known) / 300 - 1)).toBeLessThan(0.1);
		expect(Math.abs((expected(undefined, known)?.sigmaLog ?? NaN) - 0.35)).toBeLessThan(0.1);
		const before = Object.freeze(teach(undefined, [100]));
		expect(median(learn(before, 10))).toBeLessThan(100);
		expect(median(before)).toBeCloseTo(100, 6);
	});

	it('overrules a guess with one finished task, and drowns it with more', () => {
		expect(median(teach(undefined, [24]), GUESS)).toBeLessThan(48);
		expect(median(teach(undefined, draws(30, 24, 0.2)), GUESS)).toBeLessThan(27);
	});

	it('is not spoiled by one hung task, nor by a duration that cannot be', () => {
		const known = teach(undefined, draws(40, 270, 0.15));
		const hung = learn(known, 24 * 3600);
		expect(median(hung)).toBeLessThan(300);
		expect(expected(undefined, hung)?.sigmaLog).toBeLessThan(0.35);
		for (const seconds of [0, -1, NaN, Infinity, 1e9]) expect(learn(known, seconds)).toBe(known);
	});

	it.each([0.1, 10])('follows a platform that becomes %d times as slow', (factor) => {
		const known = teach(undefined, draws(500, 100, 0.2));
		const share = median(teach(known, draws(80, 100 * factor, 0.2))) / (100 * factor);
		expect(share).toBeGreaterThan(0.6);
		expect(share).toBeLessThan(1.7);
	});
});

describe('what a finished task teaches', () => {
	it('is what the platform says, within what we saw, where we know when it began', () => {
		expect(plausibleSeconds(270, { runningAt: 250, endedBy: 275 })).toBe(270);
		expect(plausibleSeconds(8 * 3600, { runningAt: 5, endedBy: 8 })).toBe(8);
		expect(plausibleSeconds(2, { runningAt: 200, endedBy: 215 })).toBe(200);
		expect(plausibleSeconds(270, undefined)).toBeNaN();
		expect(plausibleSeconds(Number.NaN, { runningAt: 5, endedBy: 8 })).toBeNaN();
	});
	it('is never more than we waited, whatever the record says', () => {
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
	it.each([
		[SHORT, 10, 10],
		[WIDE, 0.1, 7.5],
		[WIDE, 10, 10],
		[LONG, 0.1, 7.6],
	])('%j guessed %d times as long: mean delay below %d s', (distribution, factor, seconds) => {
		const guess = { name: 'guess', start: () => smart(shiftedPrior(distribution, factor)) };
		const ours = simulate(guess, distribution, 500, 7);
		expect(ours.delay).toBeLessThan(seconds);
		expect(ours.p95).toBeLessThan(20);
	});

	it('tasks that become ten times as fast are seen late only at first', () => {
		const change = { factor: 0.1, users: 100, spans: [1, 9, 20], seed: 7 };
		const delays = simulateChange(KNOWN, change).map(({ delay }) => delay);
		for (const [place, most] of [60, 15, 3].entries()) expect(delays[place]).toBeLessThan(most);
	});
});
