import { typicalTimeText } from '../../nodes/shared/operation/form';
import { typicalOf, expectedOf, priorOf } from '../../nodes/shared/waiting/durations';
import { SMART } from '../../nodes/shared/waiting/schedule';
import { rangeText } from '../../nodes/shared/words/forms';
import { PROVIDERS } from '../../scripts/providers';
import { endsAfter, fakeRun, task } from '../support/fakeWait';
import { nodeTypes } from '../support/nodeTypes';

const GUESSED = {
	kbanana2OfficialSubmit: 120,
	kbananaProChannelSubmit: 120,
	kbanana2ChannelSubmit: 120,
	kImage2OfficialSubmit: 120,
	seedance1FirstLastFrame: 240,
	seedance2VideoSubmit: 240,
	seedance2AssetReviewSubmit: 30,
	jimengVideoQuery: 240,
	videoEffectSubmit: 240,
	videoStylizeSubmit: 240,
	videoCharacterSwapSubmit: 240,
	lipSyncSubmit: 240,
	wan25TextToVideoSubmit: 240,
	klingV3Submit: 240,
	klingV3OmniTextToVideo: 240,
	klingV3OmniImageToVideo: 240,
	klingV3OmniFirstLastFrame: 240,
	klingV3OmniReference: 240,
	klingV3MotionControl: 240,
	videoAddSubtitle: 60,
	longVideoTextExtract: 120,
};

describe('how long tasks typically take', () => {
	it('is what each operation says, and nothing of the others', () => {
		const said = PROVIDERS.flatMap(({ operations }) => operations).flatMap(
			({ value, typicalSeconds }) =>
				typicalSeconds === undefined ? [] : [[value, typicalSeconds]],
		);
		const guessed = Object.entries(GUESSED).map(([id, seconds]) => [id, { guessed: seconds }]);
		const golden = Object.fromEntries([['kbananaProOfficialSubmit', 273], ...guessed]);
		expect(Object.fromEntries(said)).toEqual(golden);
	});

	it('is known in the process once n8n has loaded the nodes, and not before', () => {
		expect(typicalOf('klingV3Submit')).toBeUndefined();
		nodeTypes();
		expect(typicalOf('klingV3Submit')).toEqual({ guessed: 240 });
		expect(typicalOf('kbananaProOfficialSubmit')).toBe(273);
		for (const id of Object.keys(GUESSED)) expect([id, typicalOf(id)]).not.toContain(undefined);
		for (const id of ['nothing', 'toString', '__proto__', '', undefined])
			expect(typicalOf(id)).toBeUndefined();
	});

	it('lets a wait ask less while the task cannot be done yet', async () => {
		nodeTypes();
		const questions = async (operation: string) => {
			const watched = task(1, { operation, model: 'some-model' });
			const expected = expectedOf('host', watched);
			const { polled } = await fakeRun([watched], {
				script: endsAfter(() => 273),
				settings: { policy: SMART },
				...(expected && { expected }),
			});
			return polled.length;
		};
		expect(
			expectedOf('host', task(1, { operation: 'klingV3Submit', model: 'some-model' })),
		).toEqual(priorOf({ guessed: 240 }));
		expect(expectedOf('host', task(1))).toBeUndefined();
		expect(await questions('kbananaProOfficialSubmit')).toBeLessThan(await questions('nothing'));
	});
});

describe('a typical time in words', () => {
	it.each([
		[273, 'Usually 3 to 7 minutes'],
		[{ guessed: 240 }, 'Likely 2 to 10 minutes'],
		[{ guessed: 120 }, 'Likely 45 seconds to 5 minutes'],
		[{ guessed: 60 }, 'Likely 20 seconds to 3 minutes'],
		[{ guessed: 30 }, 'Likely 10 seconds to 1 minute'],
	])('of %j is "%s"', (typical, words) => {
		expect(typicalTimeText(typical)).toBe(words);
	});

	it.each([
		[0.5, 3, 'about 5 seconds'],
		[55, 62, 'about 1 minute'],
		[52, 70, 'about 1 minute'],
		[8, 26, '10 to 30 seconds'],
		[3000, 8000, '45 minutes to 2 hours'],
		[3600, 1e9, '1 to 24 hours'],
	])('from %d to %d seconds are "%s"', (from, to, words) => {
		expect(rangeText(from, to)).toBe(words);
	});

	it('stands in the dropdown, where a task is submitted', () => {
		const texts = nodeTypes()
			.flatMap(({ description }) => description.properties)
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options = [] }) => options)
			.flatMap((option) =>
				'value' in option ? [`${String(option.value)}: ${option.description ?? ''}`] : [],
			);
		const find = (id: string) => texts.find((text) => text.startsWith(`${id}:`));
		expect(find('klingV3Submit')).toContain('. Likely 2 to 10 minutes. API path ');
		expect(find('kbananaProOfficialSubmit')).toContain('. Usually 3 to 7 minutes. API path ');
		expect(find('jimengVideoQuery')).not.toMatch(/minutes/);
		expect(find('gptImage2ChannelSubmit')).not.toMatch(/minutes/);
	});
});
