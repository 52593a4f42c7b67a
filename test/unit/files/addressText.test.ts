import type { IBinaryData } from 'n8n-workflow';

import { refuseExpired } from '../../../nodes/shared/client/connection';
import { baseUrl } from '../../../nodes/shared/client/credential';
import { mediaEntries, type MediaField } from '../../../nodes/shared/files/mediaField';
import { lockIn, pageIn } from '../../../nodes/shared/files/pages';
import { heldUntil } from '../../../nodes/shared/util/addresses';
import { png } from '../../support/mediaFiles';

/** What people put where an address belongs, and what each of them is told. */

const file = (name: string): IBinaryData => ({
	data: 'filesystem-v2',
	id: `filesystem-v2:${name}`,
	mimeType: 'image/png',
	fileName: `${name}.png`,
});
const FIELD: MediaField = {
	label: 'Image URL',
	rules: {},
	item: { binary: { data: file('cat') } },
};
const short = (raw: unknown, field = FIELD) =>
	mediaEntries(raw, field).map((entry) =>
		entry.kind === 'file' ? (entry.property ?? 'content') : entry.url,
	);

const A = 'https://a.example/1.png';

describe('signs that nobody sees', () => {
	const UNSEEN = [
		'\u200b',
		'\u200d',
		'\ufeff',
		'\u00ad',
		'\u2060',
		'\u202a',
		'\u3164',
		'\ufe0f',
		'\x00',
		'\x7f',
	];
	it.each(UNSEEN.map((sign) => [JSON.stringify(sign).slice(1, -1), sign]))(
		'%s is cut',
		(_, sign) => {
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

	it('may be part of the name of a file', () => {
		const item = { binary: { '❤️': file('heart') } };
		expect(short('❤️', { ...FIELD, item })).toEqual(['❤️']);
	});
});

const BASE64 = png(300, 400).toString('base64');
const TWICE = Buffer.from(BASE64).toString('base64');

it.each<[string, unknown, string, string]>([
	[
		'no scheme',
		'cdn.example.com/person.jpg',
		'but contains "cdn.example.com/person.jpg", which does not begin with https://',
		'Enter https://cdn.example.com/person.jpg if',
	],
	[
		'no scheme, with a port',
		'cdn.example.com:8080/a.png',
		'https://',
		'https://cdn.example.com:8080/a',
	],
	['no scheme, Chinese', '例子.中国/a.png', 'begin with https://', 'Enter https://例子.中国/a.png'],
	['no scheme, of a number', '8.8.8.8/a.png', 'begin with https://', 'Enter https://8.8.8.8/a.png'],
	[
		'the scheme of the page',
		'//cdn.example.com/a.png',
		'https://',
		'Enter https://cdn.example.com/a',
	],
	['one slash', 'https:/cdn.example.com/a.png', 'https://', 'Enter https://cdn.example.com/a.png'],
	['no colon', 'https//cdn.example.com/a.png', 'https://', 'Enter https://cdn.example.com/a.png'],
	['a letter lost', 'ttps://cdn.example.com/a.png', 'https://', 'Enter https://cdn.example.com/a'],
	[
		'a Chinese colon',
		'https：//cdn.example.com/a.png',
		'https://',
		'Enter https://cdn.example.com/',
	],
	[
		'two schemes',
		'https://http://a.example/1.png',
		'https:// twice',
		'Enter http://a.example/1.png',
	],
	[
		'slashes as JSON writes them',
		'https:\\/\\/cdn.example.com\\/a\\/1.png',
		'begin with https://',
		'Enter https://cdn.example.com/a/1.png if',
	],
	['www', 'www.example.com', 'begin with https://', 'Enter https://www.example.com'],
	[
		'a disk of Windows',
		'C:\\Users\\Li Ming\\cat.png',
		'a path on a disk',
		'cannot read your disk.',
	],
	[
		'the same in quotes',
		'"D:\\图片\\cat.png"',
		'a path on a disk',
		'Upload the file with an n8n form',
	],
	['with slashes', 'C:/Users/cat.png', 'a path on a disk', 'the name of its binary field.'],
	[
		'a share',
		'\\\\nas\\films\\a.mp4',
		'a path on a disk',
		'The item has the binary fields data: cat',
	],
	['a Mac', '/Users/li/Desktop/cat.png', 'a path on a disk', 'cannot read'],
	['a home', '~/cat.png', 'a path on a disk', 'cannot read'],
	['a folder', './out/cat.png', 'a path on a disk', 'cannot read'],
	['a file: address', 'file:///C:/cat.png', 'a path on a disk', 'cannot read'],
	[
		'an object as text',
		'[object Object]',
		'contains [object Object]',
		'Use the field of the object that contains',
	],
	['with a blank', '[object Object] ', 'contains [object Object]', '{{ $json.image.url }}'],
	[
		'several',
		'[object Object],[object Object]',
		'contains [object Object]',
		'{{ $json.image.url }}',
	],
	[
		'an object',
		{ image: A, n: 1 },
		'an object without a url',
		'The object has the fields image, n.',
	],
	[
		'base64 of base64',
		TWICE,
		'contains a file that was base64-encoded twice',
		'Encode the content only once',
	],
	[
		'as a data: URI',
		`data:image/png;base64,${TWICE}`,
		'contains a file that was base64-encoded twice',
		'only once',
	],
	[
		'base64 of a data: URI',
		Buffer.from(`data:image/png;base64,${BASE64}`).toString('base64'),
		'contains a file that was base64-encoded twice',
		'only once',
	],
	[
		'a video site',
		'https://www.youtube.com/watch?v=1',
		'contains the URL of a page on YouTube, not of a file',
		'Download the file',
	],
	[
		'an attachment',
		'https://open.feishu.cn/open-apis/drive/v1/medias/boxcn1/download',
		'contains the URL of a file on 飞书 (Feishu) that requires a login',
		"Download the file with n8n's HTTP Request node",
	],
])('%s is told in its own words', (_, raw, reason, advice) => {
	expect(() => short(raw)).toThrow(
		expect.objectContaining({
			message: expect.stringContaining(reason),
			advice: expect.stringContaining(advice),
		}),
	);
});

it('content once encoded is a file', () => {
	expect(short(BASE64)).toEqual(['content']);
	expect(short(`data:image/png;base64,${BASE64}`)).toEqual(['content']);
	const m4a = Buffer.concat([Buffer.from('\0\0\0\x10ftypisom'), Buffer.alloc(90)]).toString(
		'base64',
	);
	expect(mediaEntries(`data:audio/x-m4a;base64,${m4a}`, FIELD)).toEqual([
		{ kind: 'file', binary: expect.objectContaining({ mimeType: 'audio/mp4' }) },
	]);
});

it.each([
	'https://youtu.be/1',
	'https://www.bilibili.com/video/BV1',
	'https://b23.tv/1',
	'https://v.douyin.com/1/',
	'https://www.tiktok.com/@a/video/1',
	'https://www.xiaohongshu.com/explore/1',
	'https://vimeo.com/1',
	'https://www.notion.so/a/Page-1',
	'https://a.notion.site/Page-1',
	'https://abc.feishu.cn/docx/1',
	'https://abc.feishu.cn/drive/folder/1',
	'https://abc.larksuite.com/wiki/1',
	'https://docs.qq.com/doc/1',
	'https://docs.google.com/document/d/1/edit',
	'https://www.kdocs.cn/l/1',
	'https://weixin.qq.com/sph/1',
	'https://channels.weixin.qq.com/x',
	'https://unsplash.com/photos/1',
	'https://www.pexels.com/photo/a-1/',
	'https://airtable.com/app1/tbl1',
	'https://imgur.com/a/1',
	'https://imgur.com/1',
	'https://t.me/a/1',
])('%s is a page', (url) => expect(pageIn(url)?.name).toBeDefined());

it.each([
	'https://i.ytimg.com/vi/1/hq.jpg',
	'https://i.imgur.com/1.jpg',
	'https://imgur.com/1.jpg',
	'https://images.unsplash.com/photo-1?w=1',
	'https://unsplash.com/photos/1/download?force=true',
	'https://images.pexels.com/photos/1/a.jpeg',
	'https://www.pexels.com/photo/1/download',
	'https://v5.airtableusercontent.com/v3/u/1/2/a',
	'https://wx.qlogo.cn/1/0',
	'https://upos-sz-mirrorcos.bilivideo.com/1.mp4',
	'https://i0.hdslb.com/bfs/1.jpg',
	'https://www.douyin.com/aweme/v1/play/?video_id=1',
	'https://player.vimeo.com/external/1.hd.mp4?s=1',
	'https://www.notion.so/image/https%3A%2F%2Fa?id=1',
	'https://file.notion.so/f/f/1/a.png?expirationTimestamp=1',
	'https://prod-files-secure.s3.us-west-2.amazonaws.com/1/a.png',
	'https://youtube.com.example.com/a.mp4',
	'https://internal-api-drive-stream.feishu.cn/space/api/box/stream/download/authcode/?code=1',
	'https://files.slack.com/files-pri/1/a.png?pub_secret=1',
	'https://api.telegram.org/file/bot1:a/photos/1.jpg',
	'https://www.googleapis.com/drive/v3/files/1?alt=media&key=1',
])('%s is none', (url) => expect([pageIn(url), lockIn(url)]).toEqual([undefined, undefined]));

it.each([
	'https://open.larksuite.com/open-apis/im/v1/messages/1/resources/1',
	'https://abc.feishu.cn/space/api/box/stream/download/all/1',
	'https://files.slack.com/files-pri/1/a.png',
	'https://graph.microsoft.com/v1.0/me/drive/items/1/content',
	'https://www.googleapis.com/drive/v3/files/1?alt=media',
])('%s asks for a login', (url) => expect(lockIn(url)).toBeDefined());

it('pages are taken where a service reads them', () => {
	const pages = { label: 'X', rules: { pages: true } };
	expect(mediaEntries('https://v.douyin.com/1/', pages)).toEqual([
		{ kind: 'page', url: 'https://v.douyin.com/1/' },
	]);
});

describe('until when a link holds', () => {
	const AT = Date.UTC(2026, 10, 24, 0, 20, 37);
	const SECONDS = AT / 1000;
	it.each<[string, string, number | undefined]>([
		['S3', 'X-Amz-Date=20261124T002037Z&X-Amz-Expires=60&X-Amz-Signature=x', AT + 60_000],
		['OSS', 'x-oss-date=20261124T002037Z&x-oss-expires=60&x-oss-signature=x', AT + 60_000],
		['TOS', 'X-Tos-Date=20261124T002037Z&X-Tos-Expires=60', AT + 60_000],
		['Google', 'X-Goog-Date=20261124T002037Z&X-Goog-Expires=60', AT + 60_000],
		['S3 and OSS as they were', `OSSAccessKeyId=x&Expires=${SECONDS}&Signature=x`, AT],
		['COS', `q-sign-algorithm=sha1&q-sign-time=${SECONDS - 60};${SECONDS}`, AT],
		['COS, encoded', `q-sign-time=${SECONDS - 60}%3B${SECONDS}`, AT],
		['Qiniu', `e=${SECONDS}&token=x`, AT],
		['Discord', `ex=${SECONDS.toString(16)}&is=1&hm=abc`, AT],
		['a number of elsewhere', `ex=${SECONDS.toString(16)}`, undefined],
		['Azure', 'se=2026-11-24T00%3A20%3A37Z&sig=x', AT],
		['nothing', 'a=b', undefined],
		['a page of its own', `Expires=${SECONDS}`, undefined],
		['no date', 'X-Amz-Expires=60&X-Amz-Signature=x', undefined],
		['a word', 'Expires=never&Signature=x', undefined],
		['a word of Azure', 'se=soon&sig=x', undefined],
	])('%s', (_, query, end) => expect(heldUntil(`${A}?${query}`)).toBe(end));

	it('is told with its moment, without the signature, once it is over', () => {
		const url = `${A}?Expires=${SECONDS}&Signature=secret`;
		const use = [{ label: 'Image URL', url }];
		expect(() => refuseExpired(use, AT)).not.toThrow();
		expect(() => refuseExpired(use, AT + 1)).toThrow(
			expect.objectContaining({
				message: `Image URL contains ${A}, a link that expired on 2026-11-24 00:20 UTC`,
				advice: 'Create a new link, or run the node that creates it again.',
			}),
		);
	});
});

describe("the label of a form's field, of other letters", () => {
	const item = (binary: string[], json: Record<string, unknown> = {}): MediaField => ({
		...FIELD,
		item: { binary: Object.fromEntries(binary.map((name) => [name, file(name)])), json },
	});
	const told = { filename: 'a.png', mimetype: 'image/png' };

	it.each<[string, MediaField, string[]]>([
		['照片', item(['__']), ['__']],
		['照片', item(['data', '__'], { 照片: told, 姓名: '李明' }), ['__']],
		['照片', item(['___0', '___1'], { 照片: [told, told] }), ['___0', '___1']],
		['产品照片', item(['____', '__'], { 产品照片: told, 照片: told }), ['____']],
		['照片 1', item(['___1']), ['___1']],
		['照片, data', item(['__', 'data']), ['__', 'data']],
	])('%s is taken where one match is certain', (label, field, names) => {
		expect(short(label, field)).toEqual(names);
	});

	it.each<[string, MediaField]>([
		['照片', item(['__', '___0'])],
		['相片', item(['__'], { 照片: told })],
		['照片', item(['data'])],
		['!!', item(['__'])],
	])('%s is refused where none is', (label, field) => {
		expect(() => short(label, field)).toThrow(`but contains "${label}"`);
	});
});
