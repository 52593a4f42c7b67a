import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { baseUrl } from '../../../nodes/shared/client/credential';
import { mediaEntries } from '../../../nodes/shared/files/mediaField';
import {
	A,
	ASSET,
	BASE64,
	BINARY,
	FIELD,
	fieldOf,
	file,
	IMAGES,
	images,
	PNG,
	sent,
	short,
} from './mediaField';

/** Each way to write what a field for media holds. */

const B = 'http://b.example/2,3.png?c=d;e#f';
const [AB, ABA] = [
	[A, B],
	[A, B, A],
];
const PAGES = images({ pages: true });

/** With the files of the item, and where links stand in their place. */
const onBothRoads = (raw: unknown, field = IMAGES) => [sent(raw, field), field.parse(raw)];

/** Any URLs with any signs between and around them: see fields.test.ts. */
describe('addresses', () => {
	const HOLDING = 'https://c.example/web/https://d.example/1.jpg?u=https://e.example/2.jpg';
	it.each<[unknown, string[]]>([
		[` ${B} \n`, [B]],
		['HTTPS://EXAMPLE.COM/A', ['HTTPS://EXAMPLE.COM/A']],
		['https://例え.jp/图片（终稿）.png', ['https://例え.jp/图片（终稿）.png']],
		[`，${A}，${B}；${A}、${B}。`, [...ABA, B]],
		[`«${A}» «${B}»`, AB],
		[`（${A}），【${B}】，《${A}》`, ABA],
		[`（${A}，${B}）`, AB],
		[`[a](${A})\n![b](<${B}> "A boat")`, AB],
		['[x](https://example.com/a_(1).png)', ['https://example.com/a_(1).png']],
		[[A, null, '', [B]], AB],
		[[`${A}，${B}`, A], ABA],
		[JSON.stringify([A, { url: B }, null], null, 2), AB],
		[`["${A}", "${B}",]`, AB],
		[[{ image_url: { url: A } }, { video_url: B }, { audio_url: A }], ABA],
		[{ url: [A, B] }, AB],
		// Without a separator of their own.
		[`${A}${B}`, AB],
		[`${A}|${B}`, AB],
		[`【${A}】【${B}】`, AB],
		[`[${A}|pic]`, [A]],
		[`${HOLDING}\n${HOLDING}`, [HOLDING, HOLDING]],
	])('%j', (raw, entries) => expect(onBothRoads(raw)).toEqual([entries, entries]));

	it.each([
		'https://a.example/x;v=1?ids=a:1,b:2;c',
		'https://wsrv.nl/?url=https://a.example/1.png&w=300',
		'https://web.archive.org/web/20200101000000if_/https://a.example/1.png',
		'https://a.example/cdn-cgi/image/width=80,quality=75/https://b.example/1.png',
		'https://a.example/?titles=A|B',
	])('stay whole: %s', (raw) => expect(onBothRoads(raw)).toEqual([[raw], [raw]]));

	it.each([
		[`7.99 复制打开抖音，看看【某人的作品】 ${A} 12:34pm`],
		[`${A}，复制此链接`],
		[`看“${A}”`],
		[`看看 [视频](${A})`],
		[`[鼓掌] ${A} 看`],
	])('of a page come out of the words around them: %s', (raw) => {
		expect(onBothRoads(raw, PAGES)).toEqual([[A], [A]]);
		expect(mediaEntries(raw, { label: 'X', rules: { pages: true } })).toEqual([
			{ kind: 'page', url: A },
		]);
	});

	it('of pages are written as all others are', () => {
		for (const raw of [`["${A}", "${B}"]`, `${A}\n${B}`, [{ url: A }, B]])
			expect(onBothRoads(raw, PAGES)).toEqual([AB, AB]);
		expect(sent(`data, ${A}`, PAGES)).toEqual(['<data>', A]);
		expect(short('https://v.douyin.com/1/', { label: 'X', rules: { pages: true } })).toEqual([
			'https://v.douyin.com/1/',
		]);
	});

	it('are of a kind', () =>
		expect(mediaEntries([A, ASSET], FIELD)).toEqual([
			{ kind: 'url', url: A },
			{ kind: 'asset', url: ASSET },
		]));

	it.each([...'\u200b\u200d\ufeff\u00ad\u2060\u202a\u3164\ufe0f\x00\x7f'])(
		'lose the sign %j, which nobody sees',
		(sign) => {
			const within = `https://a.exa${sign}mple/1${sign}.png`;
			for (const raw of [`${sign}${A}`, `${A}${sign}`, within, [within], { url: within }])
				expect(short(raw)).toEqual([A]);
			expect(short(`${A},${sign}${A}\n${sign}data${sign}`)).toEqual([A, A, 'data']);
			expect(short(JSON.stringify([`${A}${sign}`]))).toEqual([A]);
			expect(baseUrl({ taskApiUrl: `https://a.exam${sign}ple/` }, 'task')).toBe(
				'https://a.example',
			);
		},
	);
});

describe('files', () => {
	const small = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(300, 7)]);
	/** No sign of padding at its end. */
	const JPEG = small.subarray(0, 300).toString('base64');
	/** Its small picture begins with a line. */
	const HOLDS_ANOTHER = Buffer.concat([small.subarray(0, 171), small]).toString('base64');
	const inLines = (text: string, end = '\n') => text.replace(/(.{76})/g, `$1${end}`);
	const URI = `data:image/png;base64,${BASE64}`;
	const [OF_PNG, OF_JPEG] = ['<image/png>', '<image/jpeg>'];
	const PHOTOS = '<photo_2> <photo_10>';

	it.each<[string, unknown, string]>([
		['a name', 'data', '<data>'],
		['names by Chinese signs', 'data，photo_2；图片、data', '<data> <photo_2> <图片> <data>'],
		['names in quotes', '"data", “photo_2”,「图片」, `data`', '<data> <photo_2> <图片> <data>'],
		['names in brackets', '（data）', '<data>'],
		['names in brackets, several', '(data, photo_2)', '<data> <photo_2>'],
		['a list of Python', "['data', 'photo_2']", '<data> <photo_2>'],
		['a list without quotes', '[data, photo_2]', '<data> <photo_2>'],
		['a pattern', 'photo_*', PHOTOS],
		['a pattern beside others', `data photo_* ${A}`, `<data> ${PHOTOS} ${A}`],
		['a pattern of nothing', '**photo_2**', '<photo_2>'],
		['beside addresses', `${A}, data\n${B},图片;${ASSET}`, `${A} <data> ${B} <图片> ${ASSET}`],
		['beside an address by a Chinese sign', `${A}，“data”`, `${A} <data>`],
		['a Markdown link to a name', '![a cat](data)', '<data>'],
		['a binary object', BINARY.data, '<data>'],
		['a binary object as JSON', JSON.stringify(BINARY.data), '<data>'],
		['binary objects', [BINARY.图片, BINARY.data], '<图片> <data>'],
		['the one of another item', file('of another item'), '<image/png>'],
		['an id', BINARY.data.id, '<data>'],
		['an object whose url is a name', { audio_url: 'data' }, '<data>'],
		['base64', BASE64, '<image/png>'],
		['base64', PNG.subarray(0, 206).toString('base64'), '<image/png>'],
		['base64 in lines', inLines(BASE64), '<image/png>'],
		['base64 in lines of Windows', inLines(BASE64, '\r\n'), '<image/png>'],
		['several base64 by blanks', `${JPEG} ${JPEG}`, '<image/jpeg> <image/jpeg>'],
		['several base64 in lines', `${BASE64}\n${JPEG}\n${JPEG}`, `${OF_PNG} ${OF_JPEG} ${OF_JPEG}`],
		['several, each in lines', `${inLines(BASE64)}\n${inLines(JPEG)}`, `${OF_PNG} ${OF_JPEG}`],
		['base64 of a picture that holds a small one', inLines(HOLDS_ANOTHER), '<image/jpeg>'],
		['a data: URI with a charset', URI.replace(';', ';charset=utf-8;'), '<image/png>'],
		['a data: URI in lines', inLines(URI), '<image/png>'],
		['data: URIs', `${URI}, ${URI}\ndata`, '<image/png> <image/png> <data>'],
	])('%s', (_, raw, entries) => {
		expect(sent(raw)).toEqual(entries.split(/ (?=<|http|asset)/));
		// Where links stand in their place already, no other file can be had.
		expect(() => IMAGES.parse(raw)).toThrow(/^Image URLs /);
	});

	it.each(['*', BINARY])('all of them: %j', (raw) =>
		expect(short(raw).sort()).toEqual(Object.keys(BINARY).sort()),
	);

	it.each(['(1)', '[a]', 'a, b', '“x”', '图（1）', '❤️', 'my file'])(
		'are found under the name %s',
		(name) => expect(short(name, fieldOf([name]))).toEqual([name]),
	);

	it('stand behind a comma where an address could hold it', () =>
		expect(sent('http://a.b/1,2.png,data')).toEqual(['http://a.b/1,2.png', '<data>']));

	it('of one id under several names are one', () => {
		const binary = { a: file('cat'), b: file('cat') };
		for (const raw of [binary.a.id, binary.b])
			expect(short(raw, { ...FIELD, item: { binary } })).toEqual(['a']);
	});

	it('keep their very bytes', () => {
		for (const text of [BASE64, URI])
			expect(mediaEntries(text, FIELD)).toMatchObject([{ binary: { data: BASE64 } }]);
		expect(Buffer.from(BASE64, 'base64').equals(PNG)).toBe(true);
	});

	it('are of the type of their bytes', () => {
		const m4a = Buffer.concat([Buffer.from('\0\0\0\x10ftypisom'), Buffer.alloc(90)]);
		expect(short(`data:audio/x-m4a;base64,${m4a.toString('base64')}`)).toEqual(['audio/mp4']);
	});
});

describe("files of n8n's form", () => {
	const FORM = fieldOf(['Your_photo', 'Sky_0', 'Sky_10', 'Sky_2', '__', '___0']);
	const toldOf = (filename: string) => ({ filename, mimetype: 'image/png', size: 3 });
	const told = toldOf('x.png');

	it.each<[unknown, string[]]>([
		['Your photo', ['Your_photo']],
		['Your photo, Sky', ['Your_photo', 'Sky_0', 'Sky_2', 'Sky_10']],
		['__', ['__']],
		[toldOf('Your_photo.png'), ['Your_photo']],
		[['Sky_2', 'Sky_0'].map((name) => toldOf(`${name}.png`)), ['Sky_2', 'Sky_0']],
	])('are found by their label or by what it tells: %j', (raw, names) =>
		expect(short(raw, FORM)).toEqual(names),
	);

	it.each<[string, string, IDataObject, string]>([
		['照片', '__', {}, '__'],
		['照片', 'data __', { 照片: told, 姓名: '李明' }, '__'],
		['照片', '__', { 照片: told, 尾帧: null }, '__'],
		['照片', '___0 ___1', { 照片: [told, told] }, '___0 ___1'],
		['产品照片', '____ __', { 产品照片: told, 照片: told }, '____'],
		['照片 1', '___1', {}, '___1'],
		['照片, data', '__ data', {}, '__ data'],
	])('%s of %s is taken where one match is certain', (label, names, json, found) =>
		expect(short(label, fieldOf(names.split(' '), json))).toEqual(found.split(' ')),
	);

	it.each<[string, string, IDataObject]>([
		['照片', '__ ___0', {}],
		['相片', '__', { 照片: told }],
		['照片', 'data', {}],
		['!!', '__', {}],
	])('%s of %s is refused where none is', (label, names, json) =>
		expect(() => short(label, fieldOf(names.split(' '), json))).toThrow(`but contains "${label}"`),
	);

	it.each<[unknown, IDataObject, string]>([
		['首帧', { 首帧: told, 尾帧: told }, '__'],
		['__', { 首帧: told, 尾帧: [told] }, '__'],
		[file('__'), { 首帧: told, 尾帧: told }, '__'],
		['首帧', { 首帧: [told, told], 尾帧: [told, told] }, '___0 ___1'],
		['My pic', { 'My pic': told, 'My-pic': told }, 'My_pic'],
	])('are told to be one of two: %j of %j', (raw, json, names) =>
		expect(() => short(raw, fieldOf(names.split(' '), { ...json, name: '李明' }))).toThrow(
			expect.objectContaining({
				message: expect.stringContaining("n8n's form kept only one file for its fields "),
				advice: expect.stringContaining('Rename these fields of the form'),
			}),
		),
	);
});

it('what is read once is read the same again', () => {
	const atom = fc.constantFrom(A, B, ASSET, 'data', 'photo_*', '图片', 'none', '看', BASE64);
	const around = fc.constantFrom('""', "''", '“”', '()', '（）', '<>', '[]', '「」', '  ');
	const one = fc.tuple(atom, around).map(([text, [open, close]]) => `${open}${text}${close}`);
	const between = fc.constantFrom(',', ', ', '\n', ' ', '，', '；', '、', ';', ',\n');
	fc.assert(
		fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), between, (parts, sign) => {
			let entries;
			try {
				entries = mediaEntries(parts.join(sign), FIELD);
			} catch {
				return;
			}
			const addresses = entries.map((entry) =>
				entry.kind === 'file' ? 'https://n8n-file.example/0' : entry.url,
			);
			expect(IMAGES.parse(addresses) ?? []).toEqual(addresses);
		}),
	);
});
