import fc from 'fast-check';
import type { IBinaryData, IBinaryKeyData } from 'n8n-workflow';

import {
	mediaEntries,
	type MediaEntry,
	type MediaField,
} from '../../../nodes/shared/files/mediaField';
import { cpuMs } from '../../support/cpuTime';

const file = (name: string, more: Partial<IBinaryData> = {}): IBinaryData => ({
	data: 'filesystem-v2',
	id: `filesystem-v2:workflows/1/executions/2/binary_data/${name}`,
	mimeType: 'image/png',
	fileName: `${name}.png`,
	...more,
});
const BINARY = {
	data: file('cat'),
	photo_10: file('ten'),
	photo_2: file('two'),
	'my file': file('spaced'),
	图片: file('boat'),
};
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(200, 7)]);

const FIELD = {
	label: 'Image URLs',
	rules: { assets: true },
	item: { binary: BINARY, isOfExecution: (id: string) => id.includes('/executions/2/') },
} satisfies MediaField;
const withFields = (binary: IBinaryKeyData): MediaField => ({
	...FIELD,
	item: { ...FIELD.item, binary },
});
/** The entries in short: addresses as they are, files by the name of their field, or by their type. */
const short = (raw: unknown, field: MediaField = FIELD) =>
	mediaEntries(raw, field).map((entry: MediaEntry) =>
		entry.kind === 'file' ? (entry.property ?? entry.binary.mimeType) : entry.url,
	);

describe('a field for media', () => {
	it.each<[unknown, string[]]>([
		[undefined, []],
		[null, []],
		['', []],
		[' \n , ', []],
		['https://a.example/1.png', ['https://a.example/1.png']],
		[
			'https://a.example/1,2.png, https://a.example/3.png',
			['https://a.example/1,2.png', 'https://a.example/3.png'],
		],
		['https://a.example/1,2.png,data', ['https://a.example/1,2.png', 'data']],
		['https://a.example/1.png?a=b,c,d', ['https://a.example/1.png?a=b,c,d']],
		['asset://asset-1,data\nphoto_2', ['asset://asset-1', 'data', 'photo_2']],
		['data', ['data']],
		['data, photo_2', ['data', 'photo_2']],
		['my file,图片', ['my file', '图片']],
		['data，photo_2；图片、my file', ['data', 'photo_2', '图片', 'my file']],
		['data; photo_2', ['data', 'photo_2']],
		['data photo_* 图片', ['data', 'photo_2', 'photo_10', '图片']],
		['https://a.example/1.png data', ['https://a.example/1.png', 'data']],
		['https://a.example/1.png;x=1; data', ['https://a.example/1.png;x=1', 'data']],
		['"data"', ['data']],
		['“data”, `photo_2`', ['data', 'photo_2']],
		['photo_*', ['photo_2', 'photo_10']],
		['*_1*', ['photo_10']],
		['p*o_*2', ['photo_2']],
		['photo_2*', ['photo_2']],
		['**photo**10', ['photo_10']],
		['*', ['data', 'my file', 'photo_2', 'photo_10', '图片']],
		['photo_*, https://a.example/1.png', ['photo_2', 'photo_10', 'https://a.example/1.png']],
		['["data", "https://a.example/1.png"]', ['data', 'https://a.example/1.png']],
		[
			['data', ['photo_2', { url: 'https://a.example/1.png' }]],
			['data', 'photo_2', 'https://a.example/1.png'],
		],
		[{ image_url: 'data' }, ['data']],
		[BINARY.data, ['data']],
		[BINARY, ['data', 'photo_10', 'photo_2', 'my file', '图片']],
		[
			[BINARY.photo_2, BINARY.data],
			['photo_2', 'data'],
		],
		[JSON.stringify(BINARY.photo_2), ['photo_2']],
		[BINARY.photo_2.id, ['photo_2']],
		[file('of another item'), ['image/png']],
		[`data:image/png;base64,${PNG.toString('base64')}`, ['image/png']],
		[`data:image/png;base64,${PNG.toString('base64')}, data`, ['image/png', 'data']],
		[`data:image/png;charset=utf-8;base64,${PNG.toString('base64')}`, ['image/png']],
		[PNG.toString('base64'), ['image/png']],
		[PNG.toString('base64').replace(/(.{76})/g, '$1\r\n'), ['image/png']],
		[`data:image/png;base64,${PNG.toString('base64').replace(/(.{76})/g, '$1\n')}`, ['image/png']],
	])('%j', (raw, entries) => {
		// The order of all names is that of this machine's letters.
		const got = short(raw);
		expect(raw === '*' ? got.sort() : got).toEqual(raw === '*' ? entries.sort() : entries);
	});

	const FORM = withFields({
		Your_photo: file('cat'),
		Sky_0: file('one'),
		Sky_10: file('three'),
		Sky_2: file('two'),
		__: file('boat'),
		___0: file('ship'),
	});

	it.each<[unknown, string[]]>([
		['Your photo', ['Your_photo']],
		['Your photo, Sky', ['Your_photo', 'Sky_0', 'Sky_2', 'Sky_10']],
		['Sky', ['Sky_0', 'Sky_2', 'Sky_10']],
		[{ filename: 'cat.png', mimetype: 'image/png', size: 3 }, ['Your_photo']],
		[
			[
				{ filename: 'two.png', mimetype: 'image/png', size: 3 },
				{ filename: 'one.png', mimetype: 'image/png', size: 3 },
			],
			['Sky_2', 'Sky_0'],
		],
	])('that came by a form, whose data and labels are much alike: %j', (raw, entries) => {
		expect(short(raw, FORM)).toEqual(entries);
	});

	it.each<[unknown, string, string]>([
		[
			'图片',
			'but contains "图片"',
			"n8n's form replaces such letters with _. Enter __. The item has",
		],
		['__', '', ''],
		['Sk', 'but contains "Sk"', 'The item has the binary fields Your_photo'],
		['Sky_', 'but contains "Sky_"', 'The item has'],
		['!!', 'but contains "!!"', "n8n's form replaces such letters with _. Enter __."],
		[
			{ filename: 'dog.png', mimetype: 'image/png', size: 3 },
			'contains the file name "dog.png", not the file',
			'Enter the name of its binary field. The item has the binary fields Your_photo',
		],
	])('that came by a form is not guessed: %j', (raw, reason, advice) => {
		if (reason === '') return expect(short(raw, FORM)).toEqual(['__']);
		expect(() => short(raw, FORM)).toThrow(
			expect.objectContaining({
				message: expect.stringContaining(reason),
				advice: expect.stringContaining(advice),
			}),
		);
	});

	const told = { filename: 'x.png', mimetype: 'image/png', size: 3 };
	it.each<[unknown, object, IBinaryKeyData]>([
		['首帧', { 首帧: told, 尾帧: told }, { __: file('last') }],
		['尾帧', { 首帧: told, 尾帧: told }, { __: file('last') }],
		['__', { 首帧: told, 尾帧: [told] }, { __: file('last') }],
		[{ __: file('last') }, { 首帧: told, 尾帧: told }, { __: file('last') }],
		['首帧', { 首帧: [told, told], 尾帧: [told, told] }, { ___0: file('3'), ___1: file('4') }],
		['My pic', { 'My pic': told, 'My-pic': told }, { My_pic: file('last') }],
	])('tells that a form has kept one file of two: %j of %j', (raw, json, binary) => {
		const field = { ...FIELD, item: { ...FIELD.item, binary, json: { ...json, name: '李明' } } };
		expect(() => short(raw, field)).toThrow(
			expect.objectContaining({
				message: expect.stringContaining("n8n's form kept only one file for its fields "),
				advice: expect.stringContaining('Rename these fields of the form'),
			}),
		);
	});

	it('takes the file of a form whose other field was left empty', () => {
		const item = { binary: { __: file('last') }, json: { 首帧: told, 尾帧: null, 姓名: '李明' } };
		for (const raw of ['首帧', '__']) expect(short(raw, { ...FIELD, item })).toEqual(['__']);
	});

	it('decodes content to its very bytes', () => {
		for (const text of [
			PNG.toString('base64'),
			`data:image/png;base64,${PNG.toString('base64')}`,
		]) {
			const [entry] = mediaEntries(text, FIELD);
			const data = entry?.kind === 'file' ? entry.binary.data : '';
			expect(Buffer.from(data, 'base64').equals(PNG)).toBe(true);
		}
	});

	it('takes a file that stands under several names for itself', () => {
		const twice = { a: { ...file('cat') }, b: { ...file('cat') } };
		expect(short(twice.a.id, withFields(twice))).toEqual(['a']);
		expect(short(twice.b, withFields(twice))).toEqual(['a']);
	});
});

describe('a field for media is refused', () => {
	it.each<[unknown, string, string]>([
		[
			'cat',
			'must be a public http(s) URL, asset://... or the name of a binary field of the item, but contains "cat"',
			'The item has the binary fields data: cat.png (image/png), photo_10: ten.png (image/png)',
		],
		[
			'cat.png',
			'but contains "cat.png"',
			'That is the name of a file. Enter the name of its binary field: data.',
		],
		[
			file('elsewhere', { id: 'filesystem-v2:workflows/1/executions/22/binary_data/elsewhere' }),
			'contains a file that this item does not have',
			'Pass its binary data on',
		],
		[
			{ mimeType: 'image/png', id: 'database:11111111-2222-3333-4444-555555555555' },
			'contains a file that this item does not have',
			'The item has the binary fields',
		],
		[
			'filesystem-v2',
			'but contains "filesystem-v2"',
			'That is where n8n stores the file. Remove .data from the end of the expression. The item has',
		],
		['photo_2*2', 'but contains "photo_2*2"', 'The item'],
		['image_*', 'but contains "image_*"', 'The item has the binary fields'],
		['data, nothing', 'but contains "nothing"', 'The item has the binary fields'],
		['__proto__', 'but contains "__proto__"', 'The item has the binary fields'],
		['constructor', 'but contains "constructor"', 'The item has the binary fields'],
		['file:///etc/passwd', 'but contains "file:///etc/passwd"', 'The item'],
		['C:\\cat.png', 'but contains "C:\\cat.png"', 'The item'],
		['x'.repeat(200), `but contains "${'x'.repeat(60)}..."`, 'The item'],
		[
			'data:,',
			'contains a data: URI that has no file type or cannot be read',
			'Enter the complete URI',
		],
		['data:image/png;base64', 'contains a data: URI', ''],
		['data:image/svg+xml,%3Csvg%3E%3C/svg%3E', 'contains a data: URI', ''],
		['[1', 'begins like JSON but is not valid JSON', 'Check the quotes, commas and brackets'],
		[{ name: 'cat' }, 'must contain URLs or files, but contains an object without a url', ''],
		[{}, 'but contains an object without a url', ''],
		[42, 'must contain URLs or files, but contains 42', 'Use the field that contains the URL'],
		[[[[[[['data']]]]]], 'contains nested lists', 'Enter one flat list'],
		['{{ $binary.data }}', 'contains an expression that was not evaluated', 'Switch the parameter'],
	])('%j', (raw, reason, advice) => {
		expect(() => short(raw)).toThrow(
			expect.objectContaining({
				label: 'Image URLs',
				message: expect.stringContaining(reason),
				...(advice !== '' && { advice: expect.stringContaining(advice) }),
			}),
		);
	});

	it('where the item has no file, or the platform takes no asset', () => {
		const bare = { label: 'Video URL', rules: {}, item: {} };
		expect(() => mediaEntries('data', bare)).toThrow(
			expect.objectContaining({
				message:
					'Video URL must be a public http(s) URL or the name of a binary field of the item, but contains "data"',
				advice: expect.stringContaining('The item has no binary fields.'),
			}),
		);
		expect(() => mediaEntries('asset://asset-1', bare)).toThrow(
			'Video URL does not accept assets, but contains',
		);
	});

	it('with short words, however many fields and however long the text', () => {
		const binary = Object.fromEntries(
			Array.from({ length: 50 }, (_, index) => [
				`f${index}`,
				file(`f${index}`, { fileName: 'n'.repeat(500) }),
			]),
		);
		try {
			mediaEntries('x y'.repeat(10_000), withFields(binary));
			throw new Error('Not refused');
		} catch (error) {
			const { message, advice } = error as Error & { advice: string };
			expect(message.length).toBeLessThan(250);
			expect(advice.length).toBeLessThan(1_200);
			expect(advice).toMatch(/ and 42 more\.$/);
		}
	});
});

it('whatever a field holds becomes entries or a refusal in words, soon', () => {
	fc.assert(
		fc.property(fc.oneof(fc.jsonValue(), fc.string({ maxLength: 2_000 })), (raw) => {
			try {
				for (const entry of mediaEntries(raw, FIELD))
					expect(['url', 'asset', 'file']).toContain(entry.kind);
			} catch (error) {
				expect((error as Error).name).toBe('ParameterProblem');
			}
		}),
	);
	const started = cpuMs();
	for (const text of [
		'data:,'.repeat(2e4),
		',a'.repeat(1e5),
		`${'*a'.repeat(40)}x`,
		'A'.repeat(1e6),
		';a=b'.repeat(1e5),
	])
		expect(() => mediaEntries(text, FIELD)).toThrow();
	expect(cpuMs() - started).toBeLessThan(5_000);
});
