import fc from 'fast-check';

import { ParameterProblem } from '../../../nodes/shared/answers/parameterProblem';
import { refuseExpired, refuseUnreachable } from '../../../nodes/shared/client/connection';
import { lockIn, pageIn } from '../../../nodes/shared/files/pages';
import { heldUntil, isPrivate, unreachable } from '../../../nodes/shared/util/addresses';
import { list, rows } from '../../support/rows';

/** What an address shows by its text alone. */

const PUBLIC = 'https://kexiangai.com';

describe('whether the platform can open an address', () => {
	const refuse = (url: string, platform = PUBLIC) =>
		refuseUnreachable([{ label: 'Image URL', url }], platform);

	it.each(list`
		localhost LOCALHOST:5678 localhost. files.localhost n8n:5678 nas.local NAS.Local. a.corp.internal
		n8n.lan router.home router.home.arpa a.intranet a.corp a.private a.localdomain a.test a.invalid
		127.0.0.1 127.1 2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 017700000001 １２７.０.０.１
		127。0。0。1 %31%32%37.0.0.1 example.com@127.0.0.1 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255
		192.168.1.2:5678 169.254.169.254 100.64.0.1 198.18.0.1 198.19.0.1 224.0.0.1 255.255.255.255
		[::1]:5678 [::ffff:192.168.1.1] [::ffff:7f00:1] [::] [0:0:0:0:0:0:0:1]:80 [fd12:3456::1]
		[fe80::1] [ff02::1]`)('%s is known to nobody outside', (host) => {
		const url = `http://${host}/a.png`;
		expect([isPrivate(url), unreachable(url)]).toEqual([true, expect.anything()]);
		expect(() => refuse(url)).toThrow(ParameterProblem);
		expect(() => refuse(url, 'http://127.0.0.1:5001')).not.toThrow();
	});

	it.each(list`
		example.com 例え.jp localhost.example.com 127.0.0.1.example.com local.example
		example.com/?u=http://localhost/a.png 8.8.8.8 134744072 11.0.0.1 172.32.0.1 192.169.0.1
		100.128.0.1 [2001:db8::1] [::ffff:8.8.8.8]`)('%s is left to the platform', (host) => {
		const url = `http://${host}/a.png`;
		expect([isPrivate(url), unreachable(url)]).toEqual([false, undefined]);
		expect(() => refuse(url)).not.toThrow();
	});

	it.each(
		list`asset://asset-1 ftp://n8n.example.com http://n8n..example.com http://.example.com n8n`,
	)('%s is no web address, and as such left to the platform', (url) => {
		expect([isPrivate(url), unreachable(url)]).toEqual([false, expect.anything()]);
		expect(() => refuse(url)).not.toThrow();
	});

	it('is the same in every spelling of four numbers', () => {
		const byte = fc.integer({ min: 0, max: 255 });
		fc.assert(
			fc.property(fc.tuple(byte, byte, byte, byte), (bytes) => {
				const [a, b, c, d] = bytes;
				const value = ((a * 256 + b) * 256 + c) * 256 + d;
				const hex = (value + 2 ** 32).toString(16).slice(-8);
				const inHex = bytes.map((one) => `0x${one.toString(16)}`).join('.');
				const spellings = [bytes.join('.'), `${value}`, `0x${hex}`, `0${value.toString(8)}`, inHex];
				expect(new Set(spellings.map((host) => isPrivate(`http://${host}/`))).size).toBe(1);
			}),
		);
	});

	it('is told with the parameter, and with the way out', () => {
		const use = { label: 'First Frame URL', url: `http://localhost/${'a'.repeat(500)}` };
		expect(() => refuseUnreachable([{ label: 'Prompt', url: PUBLIC }, use], PUBLIC)).toThrow(
			expect.objectContaining({
				message: expect.stringMatching(
					/^First Frame URL contains http:\/\/localhost\/a+, which the platform cannot/,
				),
				advice: expect.stringContaining('localhost'),
			}),
		);
	});
});

describe('whether an address is a page', () => {
	it.each(list`
		https://pan.baidu.com/s/1abc?pwd=abcd http://PAN.BAIDU.COM/s/1abc https://pan.quark.cn/s/abc
		https://drive.uc.cn/s/abc https://www.aliyundrive.com/s/abc https://www.alipan.com/s/abc
		https://wwi.lanzoui.com/iabc https://lanzou.com/iabc https://www.123pan.com/s/abc-1
		https://share.weiyun.com/abc https://cloud.189.cn/t/abc https://caiyun.139.com/m/i?abc
		https://pan.xunlei.com/s/abc https://115.com/s/abc https://www.jianguoyun.com/p/abc
		https://url12.ctfile.com/f/123-456-abc https://www.wenshushu.cn/f/abc https://we.tl/t-abc
		https://wetransfer.com/downloads/abc/def https://app.box.com/s/abc https://mega.nz/file/abc
		https://www.icloud.com/iclouddrive/abc#a.png https://drive.google.com/open?id=abc
		https://drive.google.com/file/d/abc/view?usp=sharing https://1drv.ms/i/s!abc
		https://www.dropbox.com/scl/fi/abc/a.png?rlkey=x&dl=0 https://onedrive.live.com/?id=abc
		https://company-my.sharepoint.com/:i:/g/personal/abc https://github.com/a/b/blob/main/a.png
		https://www.notion.so/a/Page-1 https://a.notion.site/Page-1 https://abc.feishu.cn/docx/1
		https://abc.feishu.cn/drive/folder/1 https://abc.larksuite.com/wiki/1 https://docs.qq.com/doc/1
		https://docs.google.com/document/d/1/edit https://www.kdocs.cn/l/1
		https://unsplash.com/photos/1 https://airtable.com/app1/tbl1`)('%s is one without a film', (url) =>
		expect(pageIn(url)).toEqual({
			name: expect.stringMatching(/./),
			wayOut: expect.stringMatching(/\.$/),
			hasNoFilm: true,
		}),
	);

	it.each(list`
		https://youtu.be/1 https://www.youtube.com/watch?v=1 https://www.bilibili.com/video/BV1
		https://b23.tv/1 https://v.douyin.com/1/ https://www.tiktok.com/@a/video/1 https://vimeo.com/1
		https://www.xiaohongshu.com/explore/1 https://weixin.qq.com/sph/1 https://channels.weixin.qq.com/x
		https://www.pexels.com/photo/a-1/ https://imgur.com/a/1 https://imgur.com/1 https://t.me/a/1`)(
		'%s is one that may have a film',
		(url) => expect(pageIn(url)).toMatchObject({ hasNoFilm: false }),
	);

	it.each(list`
		https://example.com/pan.baidu.com/s/1abc https://pan.baidu.com.example.com/a.png
		https://d.pcs.baidu.com/file/abc https://box.com.example.com/s/a.png https://dl.boxcloud.com/d/1/a
		https://dav.jianguoyun.com/dav/a.png https://drive.google.com/uc?export=download&id=abc
		https://www.dropbox.com/scl/fi/abc/a.png?rlkey=x&dl=1 https://www.dropbox.com/s/abc/a.png?raw=1
		https://dl.dropboxusercontent.com/s/abc/a https://company.sharepoint.com/:i:/g/abc?download=1
		https://onedrive.live.com/download?id=abc https://github.com/a/b/blob/main/a.png?raw=true
		https://github.com/a/b/raw/main/a.png https://raw.githubusercontent.com/a/b/main/a.png
		https://bucket.oss-cn-beijing.aliyuncs.com/a.png https://i.ytimg.com/vi/1/hq.jpg
		https://i.imgur.com/1.jpg https://imgur.com/1.jpg https://images.unsplash.com/photo-1?w=1
		https://unsplash.com/photos/1/download?force=true https://images.pexels.com/photos/1/a.jpeg
		https://www.pexels.com/photo/1/download https://v5.airtableusercontent.com/v3/u/1/2/a
		https://wx.qlogo.cn/1/0 https://upos-sz-mirrorcos.bilivideo.com/1.mp4 https://i0.hdslb.com/1.jpg
		https://www.douyin.com/aweme/v1/play/?video_id=1 https://player.vimeo.com/external/1.mp4?s=1
		https://www.notion.so/image/https%3A%2F%2Fa?id=1 https://youtube.com.example.com/a.mp4
		https://file.notion.so/f/f/1/a.png?expirationTimestamp=1 https://x.feishu.cn/space/api/a/authcode/?code=1
		https://files.slack.com/files-pri/1/a.png?pub_secret=1 https://api.telegram.org/file/bot1:a/1.jpg
		https://www.googleapis.com/drive/v3/files/1?alt=media&key=1`)('%s is none', (url) =>
		expect([pageIn(url), lockIn(url)]).toEqual([undefined, undefined]),
	);

	it.each(list`
		https://open.larksuite.com/open-apis/im/v1/messages/1/resources/1
		https://abc.feishu.cn/space/api/box/stream/download/all/1 https://files.slack.com/files-pri/1/a.png
		https://graph.microsoft.com/v1.0/me/drive/items/1/content
		https://www.googleapis.com/drive/v3/files/1?alt=media`)('%s is none, but asks for a login', (url) =>
		expect([pageIn(url), lockIn(url)]).toEqual([undefined, expect.stringMatching(/./)]),
	);
});

describe('until when a link holds', () => {
	const A = 'https://a.example/1.png';
	const AT = Date.UTC(2026, 10, 24, 0, 20, 37);
	const SECONDS = AT / 1000;
	const HEX = SECONDS.toString(16);

	it.each(rows`
		S3                  | X-Amz-Date=20261124T002037Z&X-Amz-Expires=60&X-Amz-Signature=x       | 60000
		OSS                 | x-oss-date=20261124T002037Z&x-oss-expires=60&x-oss-signature=x       | 60000
		S3 and OSS, earlier | OSSAccessKeyId=x&Expires=${SECONDS}&Signature=x                      | 0
		COS                 | q-sign-algorithm=sha1&q-sign-time=${SECONDS - 60};${SECONDS}         | 0
		COS, encoded        | q-sign-time=${SECONDS - 60}%3B${SECONDS}                             | 0
		Qiniu               | e=${SECONDS}&token=x                                                 | 0
		Discord             | ex=${HEX}&is=1&hm=abc                                                | 0
		Azure               | se=2026-11-24T00%3A20%3A37Z&sig=x                                    | 0
		the earliest of two | e=${SECONDS}&token=x&X-Goog-Date=20261124T002037Z&X-Goog-Expires=60  | 0`)(
		'%s: %s',
		(_, query, after) => expect(heldUntil(`${A}?${query}`)).toBe(AT + Number(after)),
	);

	it.each(list`a=b ex=${HEX} Expires=${SECONDS} X-Amz-Expires=60&X-Amz-Signature=x
		Expires=never&Signature=x se=soon&sig=x`)('is not known from %s', (query) =>
		expect(heldUntil(`${A}?${query}`)).toBeUndefined(),
	);

	it('is told with its moment, without the signature, once it is over', () => {
		const use = [{ label: 'Image URL', url: `${A}?Expires=${SECONDS}&Signature=secret` }];
		expect(() => refuseExpired(use, AT)).not.toThrow();
		expect(() => refuseExpired(use, AT + 1)).toThrow(
			expect.objectContaining({
				message: `Image URL contains ${A}, a link that expired on 2026-11-24 00:20 UTC`,
				advice: 'Create a new link, or run the node that creates it again.',
			}),
		);
	});
});
