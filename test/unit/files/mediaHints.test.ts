import { url, urls } from '../../../nodes/shared/operation/mediaFields';
import type { MediaRules } from '../../../nodes/shared/util/mediaRules';

/** The hint of a field for media says what it declares, and nothing is written twice. */

const SPEC = { label: 'X', description: 'Public URL' };
const ONE = 'URL or name of a binary field';
const MANY = 'URLs and names of binary fields, one per line, comma-separated, or a list';

it.each<[MediaRules & { hint?: string }, string]>([
	[{ kind: 'image' }, ONE],
	[{ kind: 'image', maxMb: 5 }, `Up to 5 MB; ${ONE}`],
	[{ kind: 'image', types: ['jpg'] }, `JPG; ${ONE}`],
	[
		{
			kind: 'video',
			types: ['mp4', 'mov'],
			maxMb: 10,
			minSide: 300,
			maxSide: 6000,
			ratio: 2.5,
			minSeconds: 2,
			maxSeconds: 30,
			grade: 'D',
		},
		`MP4 or MOV; up to 10 MB; sides of 300 to 6000 pixels; one side up to 2.5 times the other; 2 to 30 seconds; ${ONE}`,
	],
	[{ kind: 'image', minSide: 300 }, `Sides of at least 300 pixels; ${ONE}`],
	[{ kind: 'image', maxSide: 300 }, `Sides of at most 300 pixels; ${ONE}`],
	[{ kind: 'audio', maxSeconds: 20 }, `At most 20 seconds; ${ONE}`],
	[{ kind: 'audio', maxMb: 3, hint: 'may stay empty' }, `Up to 3 MB; may stay empty; ${ONE}`],
	[
		{
			kind: 'audio',
			maxSeconds: 120,
			when: [
				{
					field: 'a',
					is: 'b',
					told: 'with a picture',
					limits: { types: ['wav', 'mp3'], maxSeconds: 20 },
				},
				{ field: 'a', is: 'c', told: 'with a video', limits: { minSeconds: 2 } },
			],
		},
		`At most 120 seconds; with a picture: WAV or MP3, at most 20 seconds; with a video: at least 2 seconds; ${ONE}`,
	],
	[{ kind: 'image', hint: 'of the face' }, `Of the face; ${ONE}`],
	[{ kind: 'image', assets: true, pages: true }, ONE],
])('of one file: %j', (spec, hint) => {
	expect(url({ ...SPEC, ...spec }).property.hint).toBe(hint);
});

it.each<[MediaRules & { hint?: string }, string]>([
	[{ kind: 'image' }, MANY],
	[{ kind: 'image', max: 9 }, `Up to 9; ${MANY}`],
	[
		{ kind: 'image', max: 9, types: ['jpg', 'png', 'webp'], maxMb: 30, minSide: 300 },
		`Up to 9; JPG, PNG or WebP; up to 30 MB each; sides of at least 300 pixels; ${MANY}`,
	],
	[{ kind: 'video', minSeconds: 2, maxSeconds: 15 }, `2 to 15 seconds each; ${MANY}`],
	[{ kind: 'image', hint: 'in their order' }, `In their order; ${MANY}`],
])('of several files: %j', (spec, hint) => {
	expect(urls({ ...SPEC, ...spec }).property.hint).toBe(hint);
});

it('of limits that depend on another field, for each of its values', () => {
	const { hints } = url({
		...SPEC,
		kind: 'audio',
		maxSeconds: 120,
		when: [
			{ field: 'a', is: 'b', told: 'with an image', limits: { types: ['wav'], maxSeconds: 20 } },
			{ field: 'a', is: 'c', told: 'with a video', limits: { minSeconds: 2 } },
		],
	});
	expect(hints?.field).toBe('a');
	expect(hints?.of('b')).toBe(`WAV; at most 20 seconds; ${ONE}`);
	expect(hints?.of('c')).toBe(`2 to 120 seconds; ${ONE}`);
	expect(hints?.of('d')).toBe(`At most 120 seconds; ${ONE}`);
});

it('comes of what the field keeps, without its texts', () => {
	const rules = { kind: 'image', maxMb: 5, min: 1, max: 2, assets: true } as const;
	expect(urls({ ...SPEC, ...rules, hint: 'x', placeholder: 'e.g. 1' }).media).toEqual(rules);
});
