import fc from 'fast-check';
import type { IBinaryData } from 'n8n-workflow';

import { mediaEntries } from '../../../nodes/shared/files/mediaField';
import { cpuMs } from '../../support/cpuTime';
import { A, ASSET, BASE64, FIELD, fieldOf, file, IMAGES, images, sent, short } from './mediaField';
import { list, rows } from '../../support/rows';

/** What people put where an address or a file belongs, and what each of them is told. */

const TWICE = Buffer.from(BASE64).toString('base64');
const refusal = (message = '', advice = '') =>
	expect.objectContaining({
		label: 'Image URLs',
		message: expect.stringContaining(message),
		advice: expect.stringContaining(advice),
	});

it.each(rows`
	cdn.example.com/person.jpg    | must be a public http(s) URL, but contains "cdn.example.com/person.jpg", which does not begin with https:// | Enter https://cdn.example.com/person.jpg if
	例子.中国/a.png               | begin with https://       | Enter https://例子.中国/a.png if
	8.8.8.8/a.png                 | begin with https://       | Enter https://8.8.8.8/a.png if
	//cdn.example.com/a.png       | begin with https://       | Enter https://cdn.example.com/a.png if
	https:/cdn.example.com/a.png  | begin with https://       | Enter https://cdn.example.com/a.png if
	https//cdn.example.com/a.png  | begin with https://       | Enter https://cdn.example.com/a.png if
	ttps://cdn.example.com/a.png  | begin with https://       | Enter https://cdn.example.com/a.png if
	https：//cdn.example.com/a    | begin with https://       | Enter https://cdn.example.com/a if
	https:\/\/cdn.example.com\/a  | begin with https://       | Enter https://cdn.example.com/a if
	www.example.com               | begin with https://       | Enter https://www.example.com if
	https://http://a.example/1    | begins with https:// twice | Enter http://a.example/1 if
	C:\Users\Li Ming\cat.png      | a path on a disk          | cannot read your disk.
	"D:\图片\cat.png"             | a path on a disk          | Upload the file with an n8n form
	\\nas\films\a.mp4             | a path on a disk          | The item has the binary fields photo_10: photo_10.png (image/png)
	/Users/li/Desktop/cat.png     | a path on a disk          | cannot read
	~/cat.png                     | a path on a disk          | cannot read
	./out/cat.png                 | a path on a disk          | cannot read
	file:///etc/passwd            | a path on a disk          | cannot read
	[object Object]               | contains [object Object]  | Use the field of the object that contains
	${TWICE}                      | contains a file that was base64-encoded twice | Encode the content only once
	data:image/png;base64,${TWICE} | contains a file that was base64-encoded twice | only once
	https://www.youtube.com/watch | contains the URL of a page on YouTube, not of a file | Download the file
	https://open.feishu.cn/open-apis/drive/v1/a | contains the URL of a file on 飞书 (Feishu) that requires a login | Download the file with n8n's HTTP Request node
	cat                           | must be a public http(s) URL, asset://... or the name of a binary field of the item, but contains "cat" | 图片: 图片.png (image/png), data: cat.png
	cat.png                       | but contains "cat.png"    | That is the name of a file. Enter the name of its binary field: data.
	filesystem-v2                 | but contains "filesystem-v2" | That is where n8n stores the file. Remove .data from the end of the expression. The item has
	image_*                       | but contains "image_*"    | The item has the binary fields
	__proto__                     | but contains "__proto__"  | The item has the binary fields
	${'x'.repeat(200)}            | but contains "${'x'.repeat(60)}..." | The item
	data:,                        | contains a data: URI that has no file type or cannot be read | Enter the complete URI
	data:image/svg+xml,%3C/svg%3E | contains a data: URI      | Enter the complete URI
	[1                            | begins like JSON but is not valid JSON | Check the quotes, commas and brackets
	{{ $binary.data }}            | contains an expression that was not evaluated | Switch the parameter
`)('%.60s %s', (raw, reason, advice) => {
	expect(() => short(raw)).toThrow(refusal(reason, advice));
});

const ELSEWHERE = file('elsewhere');
const IN_ANOTHER_RUN = { ...ELSEWHERE, id: ELSEWHERE.id?.replace('/2/', '/22/') };
const IN_DATABASE = { mimeType: 'image/png', id: 'database:11111111-2222-3333-4444-555555555555' };
it.each<[unknown, string, string]>([
	['[object Object] ', 'contains [object Object]', '{{ $json.image.url }}'],
	[{ image: A, n: 1 }, 'contains an object without a url', 'The object has the fields image, n.'],
	[{}, 'must contain URLs or files, but contains an object without a url', 'Use the field of the'],
	[42, 'must contain URLs or files, but contains 42', 'Use the field that contains the URL'],
	[[[[[[['data']]]]]], 'contains nested lists', 'Enter one flat list'],
	[IN_ANOTHER_RUN, 'contains a file that this item does not have', 'Pass its binary data on'],
	[IN_DATABASE, 'contains a file that this item does not have', 'The item has the binary fields'],
])('%j %s', (raw, reason, advice) => {
	expect(() => short(raw)).toThrow(refusal(reason, advice));
});

it("what may be the label of a form's field is not guessed", () => {
	const field = fieldOf(['Your_photo', '__', '___0']);
	const replaced = "n8n's form replaces such letters with _. Enter __.";
	expect(() => short('图片', field)).toThrow(
		refusal('but contains "图片"', `${replaced} The item has`),
	);
	expect(() => short('!!', field)).toThrow(refusal('but contains "!!"', replaced));
	for (const text of ['Your', 'Your_'])
		expect(() => short(text, field)).toThrow(
			refusal(`but contains "${text}"`, 'The item has the binary fields Your_photo'),
		);
	expect(() => short({ filename: 'dog.png', mimetype: 'image/png', size: 3 }, field)).toThrow(
		refusal(
			'contains the file name "dog.png", not the file',
			'Enter the name of its binary field. The item has the binary fields Your_photo',
		),
	);
});

it('a field without files or assets speaks of none', () => {
	const bare = { label: 'Image URLs', rules: {}, item: {} };
	expect(() => mediaEntries('data', bare)).toThrow(
		refusal(
			'Image URLs must be a public http(s) URL or the name of a binary field of the item, but contains "data"',
			'The item has no binary fields.',
		),
	);
	expect(() => mediaEntries(ASSET, bare)).toThrow(
		'Image URLs does not accept assets, but contains',
	);
});

it.each(list`
	https://pan.baidu.com/s/1abc https://www.notion.so/a/Page-1 https://drive.google.com/file/d/1/view
	https://www.dropbox.com/s/1/a.mp4?dl=0`)(
	'a page without a film is refused where pages are read, too: %s',
	(url) => {
		const pages = images({ pages: true });
		for (const raw of [url, `链接: ${url} 提取码: x`])
			for (const read of [() => sent(raw, pages), () => pages.parse(raw)])
				expect(read).toThrow(/^Image URLs contains the URL of a page on /);
	},
);

it.each<[unknown, string]>([
	...rows`
		https://pan.baidu.com/s/1abc    | contains the URL of a page on 百度网盘 (Baidu), not of a file
		${A}，b.png                     | but "https://a.example/1.png，b.png" contains ，
		${A}”                           | contains ”
		${A} 第一张                     | contains a space or control character
		https://exam<ple.com/a          | contains <
		asset://1，2                    | contains ，
		看这里：${A}                    | must be a public http(s) URL
		ftp://a.example/1.png           | but contains "ftp://a.example/1.png"
		https://                        | must be a public http(s) URL
		https://a..com/1.png            | must be a public http(s) URL
		https://[::1/a.png              | must be a public http(s) URL
		https://a.example:99999/1.png   | must be a public http(s) URL
		https://${A}                    | which begins with https:// twice
		["a"                            | begins like JSON but is not valid JSON
		{{ $json.url }}                 | contains an expression that was not evaluated
		${A}?id={{$json.id}}            | contains an expression that was not evaluated
		4.33 复制打开抖音，看看【作者】 https://v.douyin.com/iAbc/ AbC:/ 01/02 | contains the URL of a page on 抖音 (Douyin), not of a file: "https://v.douyin.com/iAbc/"
	`.map(([raw, reason = '']): [string | undefined, string] => [raw, reason]),
	[`${A}\nnone`, 'but contains "none"'],
	[[A, 'none'], 'but contains "none"'],
	[[A, 7], 'must contain URLs'],
	[`${A}\u3000第一张`, 'contains a space or control character'],
	[{ name: 'x' }, 'but contains an object without a url'],
	[[[[[[[A]]]]]], 'but contains nested lists'],
])('%j is refused with the files of the item and without: %s', (raw, reason) => {
	for (const read of [() => sent(raw), () => IMAGES.parse(raw)])
		expect(read).toThrow(refusal(reason));
});

it('words are short, however many fields and however long the text', () => {
	const names = Array.from({ length: 50 }, (_, index) => `f${index}${'n'.repeat(500)}`);
	const binary = Object.fromEntries(
		names.map((name): [string, IBinaryData] => [name.slice(0, 3), file(name)]),
	);
	expect(() => short('x y'.repeat(10_000), { ...FIELD, item: { binary } })).toThrow(
		expect.objectContaining({
			message: expect.stringMatching(/^.{1,250}$/),
			advice: expect.stringMatching(/^.{1,1200} and 42 more\.$/),
		}),
	);
});

it('whatever a field holds becomes entries or a refusal in words, soon', () => {
	fc.assert(
		fc.property(fc.oneof(fc.jsonValue(), fc.string({ maxLength: 2_000 })), (raw) => {
			try {
				for (const { kind } of mediaEntries(raw, FIELD))
					expect(['url', 'asset', 'file']).toContain(kind);
			} catch (error) {
				expect((error as Error).name).toBe('ParameterProblem');
			}
		}),
	);
	const started = cpuMs();
	const patterns = ['data:,'.repeat(2e4), ',a'.repeat(1e5), `${'*a'.repeat(40)}x`];
	for (const text of [...patterns, 'A'.repeat(1e6), ';a=b'.repeat(1e5)])
		expect(() => mediaEntries(text, FIELD)).toThrow();
	expect(cpuMs() - started).toBeLessThan(5_000);
});
