import fc from 'fast-check';
import type { IBinaryData } from 'n8n-workflow';

import { mediaEntries } from '../../../nodes/shared/files/mediaField';
import type { UsedFile } from '../../../nodes/shared/files/shareFiles';
import { urls } from '../../../nodes/shared/operation/mediaFields';
import { withStandIns } from '../../../nodes/shared/run/requestFiles';

/**
 * Each way to write what a field for media holds, on both roads to it: with the files of the item, before links stand
 * in their place, and by the field itself, where they do.
 */

const A = 'https://a.example/1.png';
const B = 'http://b.example/2,3.png?c=d;e#f';
const ASSET = 'asset://asset-1';
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(200, 7)]);
const BASE64 = PNG.toString('base64');
const small = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(300, 7)]);
/** No sign of padding at its end. */
const JPEG = small.subarray(0, 300).toString('base64');
/** Its small picture begins with a line. */
const HOLDS_ANOTHER = Buffer.concat([small.subarray(0, 171), small]).toString('base64');

const file = (name: string): IBinaryData => ({
	data: 'filesystem-v2',
	id: `filesystem-v2:workflows/1/executions/2/binary_data/${name}`,
	mimeType: 'image/png',
	fileName: `${name}.png`,
});
const binary = {
	data: file('cat'),
	photo_1: file('one'),
	photo_2: file('two'),
	图片: file('boat'),
};

const SPEC = { kind: 'image', label: 'Image URLs', description: 'Public URLs' } as const;
const FIELD = urls({ ...SPEC, assets: true });
const PAGES = urls({ ...SPEC, pages: true });

/** What is sent: addresses as they are, files by the name of their field or by their type, as `<data>`. */
function sent(raw: unknown, field = FIELD): unknown {
	const used = new Map<string, UsedFile>();
	const read = withStandIns(() => raw, { field }, { binary }, used);
	return field.parse(read('field', 'form'))?.map((url) => {
		const { property, binary: content } = used.get(url) ?? {};
		return content === undefined ? url : `<${property ?? content.mimeType}>`;
	});
}

describe('addresses', () => {
	it.each<[string, unknown, string[]]>([
		['one', A, [A]],
		['one with blanks around it', ` ${B} \n`, [B]],
		['lines', `${A}\n${B}\r\n\r\n${ASSET}`, [A, B, ASSET]],
		['commas', `${A},${B}, ${ASSET} ,`, [A, B, ASSET]],
		['semicolons', `${A};${B};`, [A, B]],
		['blanks', `${A} ${B}\t${A}`, [A, B, A]],
		['the signs of a Chinese keyboard', `${A}，${B}；${A}、${B}。`, [A, B, A, B]],
		['its wide blank', `${A}\u3000${B}`, [A, B]],
		['double quotes', `"${A}", "${B}"`, [A, B]],
		['single quotes', `'${A}' '${B}'`, [A, B]],
		['backticks', `\`${A}\`\n\`${B}\``, [A, B]],
		['Chinese quotes', `“${A}”，“${B}”`, [A, B]],
		['corners', `「${A}」、「${B}」`, [A, B]],
		['guillemets', `«${A}» «${B}»`, [A, B]],
		['quotes around all', `"${A}, ${B}"`, [A, B]],
		['brackets', `(${A}) <${B}>`, [A, B]],
		['Chinese brackets', `（${A}），【${B}】，《${A}》`, [A, B, A]],
		['brackets around all', `（${A}，${B}）`, [A, B]],
		['Markdown links', `[a](${A})\n![b](<${B}> "A boat")`, [A, B]],
		['a list', [A, null, '', [B]], [A, B]],
		['a list of texts with several', [`${A}，${B}`, A], [A, B, A]],
		['JSON', JSON.stringify([A, { url: B }], null, 2), [A, B]],
		['JSON of one object', JSON.stringify({ url: A }), [A]],
		['a list of Python', `['${A}', '${B}']`, [A, B]],
		['a list with a comma too many', `["${A}", "${B}",]`, [A, B]],
		['a list without quotes', `[ ${A}, ${B} ]`, [A, B]],
		['an object with a url', { url: A }, [A]],
		[
			'objects of the kinds',
			[{ image_url: A }, { video_url: B }, { audio_url: ASSET }],
			[A, B, ASSET],
		],
		['objects in objects', { image_url: { url: A } }, [A]],
		['objects whose url holds several', { url: [A, B] }, [A, B]],
	])('%s', (_, raw, entries) => {
		expect(sent(raw)).toEqual(entries);
		expect(FIELD.parse(raw)).toEqual(entries);
	});

	it.each<[string, string, string]>([
		['from an app', `7.99 复制打开抖音，看看【某人的作品】 ${A} 12:34pm`, A],
		['with a comma behind the link', `${A}，复制此链接`, A],
		['in quotes', `看“${A}”`, A],
		['in corners', `看「${A}」`, A],
		['in a Markdown link', `看看 [视频](${A})`, A],
		['that begins with a bracket', `[鼓掌] ${A} 看`, A],
		[
			'of a site that nobody knows',
			'链接: https://films.example/s/1abc 提取码: x',
			'https://films.example/s/1abc',
		],
	])('of a page, in words %s', (_, raw, page) => {
		expect(sent(raw, PAGES)).toEqual([page]);
		expect(PAGES.parse(raw)).toEqual([page]);
		expect(mediaEntries(raw, { label: 'X', rules: { pages: true } })).toEqual([
			{ kind: 'page', url: page },
		]);
	});

	it.each([
		'链接: https://pan.baidu.com/s/1abc 提取码: x',
		'https://www.notion.so/a/Page-1',
		'https://abc.feishu.cn/docx/1',
		'https://drive.google.com/file/d/1/view',
		'https://www.dropbox.com/s/1/a.mp4?dl=0',
		'https://unsplash.com/photos/1',
	])('of a page without a film are refused where pages are read, too: %s', (raw) => {
		for (const read of [() => sent(raw, PAGES), () => PAGES.parse(raw)])
			expect(read).toThrow(/^Image URLs contains the URL of a page on /);
	});

	const C = 'https://c.example/web/2020/https://d.example/1.jpg?u=https://e.example/2.jpg';
	it.each<[string, string, string[]]>([
		['glued', `${A}${B}`, [A, B]],
		['three', `${A}${A}${A}`, [A, A, A]],
		['with a line between', `${A}|${B}`, [A, B]],
		['with a full stop of a Chinese keyboard', `${A}。${B}`, [A, B]],
		['in brackets', `(${A})(${B})`, [A, B]],
		['in corners', `【${A}】【${B}】`, [A, B]],
		['with words, as Slack writes them', `<${A}|a boat> <${B}|b>`, [A, B]],
		['with words, as wikis write them', `[${A}|pic]`, [A]],
		['that hold others', `${C}\n${C}`, [C, C]],
	])('without a separator of their own, %s', (_, raw, entries) => {
		expect(sent(raw)).toEqual(entries);
		expect(FIELD.parse(raw)).toEqual(entries);
	});

	it.each([
		'https://wsrv.nl/?url=https://a.example/1.png&w=300',
		'https://img.example/rs:fit:300/plain/https://a.example/1.png@webp',
		'https://web.archive.org/web/20200101000000if_/https://a.example/1.png',
		'https://a.example/cdn-cgi/image/width=80,quality=75/https://b.example/1.png',
		'https://a.example/?titles=A|B',
	])('that hold another stay whole: %s', (raw) => expect(sent(raw)).toEqual([raw]));

	it('of pages are written as all others are', () => {
		for (const raw of [`["${A}", "${B}"]`, `${A}\n${B}`, [{ url: A }, B]])
			expect([sent(raw, PAGES), PAGES.parse(raw)]).toEqual([
				[A, B],
				[A, B],
			]);
		expect(sent(`data, ${A}`, PAGES)).toEqual(['<data>', A]);
	});

	it('are of a kind', () => {
		const field = { label: 'X', rules: { assets: true } };
		expect(mediaEntries([A, ASSET], field)).toEqual([
			{ kind: 'url', url: A },
			{ kind: 'asset', url: ASSET },
		]);
	});
});

describe('files', () => {
	it.each<[string, unknown, string[]]>([
		['a name', 'data', ['<data>']],
		['names by commas', 'data, 图片', ['<data>', '<图片>']],
		[
			'names by Chinese signs',
			'data，photo_1；图片、photo_2',
			['<data>', '<photo_1>', '<图片>', '<photo_2>'],
		],
		['names by blanks', 'data photo_1', ['<data>', '<photo_1>']],
		['names in quotes', '"data", “photo_1”,「图片」', ['<data>', '<photo_1>', '<图片>']],
		['names in brackets', '（data）', ['<data>']],
		['names in brackets, several', '(data, photo_1)', ['<data>', '<photo_1>']],
		['a list of Python', "['data', 'photo_1']", ['<data>', '<photo_1>']],
		['a list without quotes', '[data, photo_1]', ['<data>', '<photo_1>']],
		['JSON', '["data", "photo_1"]', ['<data>', '<photo_1>']],
		['a pattern', 'photo_*', ['<photo_1>', '<photo_2>']],
		['beside addresses', `${A}, data\n${B},photo_1;${ASSET}`, [A, '<data>', B, '<photo_1>', ASSET]],
		['beside an address by a Chinese sign', `${A}，“data”`, [A, '<data>']],
		['beside an address in quotes', `"${A}","data"`, [A, '<data>']],
		['beside an address by a blank', `data ${A} 图片`, ['<data>', A, '<图片>']],
		['a Markdown link to a name', '![a cat](data)', ['<data>']],
		['a binary object', binary.data, ['<data>']],
		['a binary object as JSON', JSON.stringify(binary.data), ['<data>']],
		['all of them', binary, ['<data>', '<photo_1>', '<photo_2>', '<图片>']],
		['an id', binary.photo_2.id, ['<photo_2>']],
		['an object whose url is a name', { audio_url: 'data' }, ['<data>']],
		['base64', BASE64, ['<image/png>']],
		['base64 in quotes', `"${BASE64}"`, ['<image/png>']],
		['base64 in lines', BASE64.replace(/(.{76})/g, '$1\n'), ['<image/png>']],
		['base64 behind an address', `${A}，${BASE64}`, [A, '<image/png>']],
		[
			'several base64 in lines',
			[BASE64, JPEG, BASE64].join('\n'),
			['<image/png>', '<image/jpeg>', '<image/png>'],
		],
		['several base64 by blanks', `${JPEG} ${JPEG}`, ['<image/jpeg>', '<image/jpeg>']],
		[
			'several base64, each in lines',
			[BASE64, JPEG].map((text) => text.replace(/(.{76})/g, '$1\n')).join('\n'),
			['<image/png>', '<image/jpeg>'],
		],
		[
			'base64 of a picture that holds a small one',
			`${HOLDS_ANOTHER.replace(/(.{76})/g, '$1\n')}`,
			['<image/jpeg>'],
		],
		['a data: URI', `data:image/png;base64,${BASE64}`, ['<image/png>']],
		[
			'data: URIs',
			`data:image/png;base64,${BASE64}, data:image/png;base64,${BASE64}\ndata`,
			['<image/png>', '<image/png>', '<data>'],
		],
	])('%s', (_, raw, entries) => {
		expect(sent(raw)).toEqual(entries);
		// Where links stand in their place already, no other file can be had.
		expect(() => FIELD.parse(raw)).toThrow(/^Image URLs /);
	});

	it('are found under a name of any signs', () => {
		for (const name of ['(1)', '[a]', 'a, b', '“x”', '图（1）'])
			expect(
				mediaEntries(name, { label: 'X', rules: {}, item: { binary: { [name]: file('cat') } } }),
			).toEqual([{ kind: 'file', binary: file('cat'), property: name }]);
	});
});

it.each<[string, unknown, string]>([
	[
		'a page of a net disk',
		'https://pan.baidu.com/s/1abc',
		'contains the URL of a page on 百度网盘 (Baidu), not of a file',
	],
	['an odd sign', `${A}，b.png`, 'but "https://a.example/1.png，b.png" contains ，'],
	['a blank within', 'https://exa mple.com/a.png', 'contains a space or control character'],
	['another scheme', 'ftp://a.example/1.png', 'but contains "ftp://a.example/1.png"'],
	['a name beside an address', `${A}\nnone`, 'but contains "none"'],
	['an empty part in the host', 'https://a..com/1.png', 'must be a public http(s) URL'],
	['no name in the host', 'https://.com/1.png', 'must be a public http(s) URL'],
	['two schemes', `https://${A}`, 'which begins with https:// twice'],
	[
		'words of an app, around a page',
		'4.33 复制打开抖音，看看【作者】 https://v.douyin.com/iAbc/ AbC:/ 01/02',
		'contains the URL of a page on 抖音 (Douyin), not of a file: "https://v.douyin.com/iAbc/"',
	],
	['no host', 'https:///a.png', 'must be a public http(s) URL'],
	['a port that is none', 'https://a.example:99999/1.png', 'must be a public http(s) URL'],
	['broken JSON', '["a"', 'begins like JSON but is not valid JSON'],
	['a number', 7, 'must contain URLs'],
	['an object', { name: 'x' }, 'but contains an object without a url'],
	['lists of lists', [[[[[[[A]]]]]]], 'but contains nested lists'],
	['an expression', `{{ $json.url }}`, 'contains an expression that was not evaluated'],
])('%s is refused on both roads', (_, raw, reason) => {
	for (const read of [() => sent(raw), () => FIELD.parse(raw)])
		expect(read).toThrow(
			expect.objectContaining({ label: 'Image URLs', message: expect.stringContaining(reason) }),
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
				entries = mediaEntries(parts.join(sign), {
					label: 'X',
					rules: { assets: true },
					item: { binary },
				});
			} catch {
				return;
			}
			const addresses = entries.map((entry) =>
				entry.kind === 'file' ? 'https://n8n-file.example/0' : entry.url,
			);
			expect(FIELD.parse(addresses) ?? []).toEqual(addresses);
		}),
	);
});
