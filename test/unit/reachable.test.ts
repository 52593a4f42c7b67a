import fc from 'fast-check';

import { mediaOf } from '../../nodes/shared/operation/extras';
import { pageIn } from '../../nodes/shared/files/pages';
import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { isPrivate } from '../../nodes/shared/util/addresses';
import { PROVIDERS } from '../../scripts/providers';
import { refuseUnreachable } from '../../nodes/shared/client/connection';

const PUBLIC = 'https://kexiangai.com';
const PRIVATE = 'http://127.0.0.1:5001';

describe('an address', () => {
	it.each([
		'http://localhost/a.png',
		'http://LOCALHOST:5678/a.png',
		'http://localhost./a.png',
		'http://files.localhost/a.png',
		'http://n8n/a.png',
		'https://nas.local/a.png',
		'https://files.corp.internal/a.png',
		'https://router.home.arpa/a.png',
		'http://127.0.0.1/a.png',
		'http://127.1/a.png',
		'http://2130706433/a.png',
		'http://0x7f000001/a.png',
		'http://0x7f.0.0.1/a.png',
		'http://0177.0.0.1/a.png',
		'http://017700000001/a.png',
		'http://１２７.０.０.１/a.png',
		'http://127。0。0。1/a.png',
		'http://%31%32%37.0.0.1/a.png',
		'http://example.com@127.0.0.1/a.png',
		'http://0.0.0.0/a.png',
		'http://10.1.2.3/a.png',
		'http://172.16.0.1/a.png',
		'http://172.31.255.255/a.png',
		'http://192.168.1.2/a.png',
		'http://169.254.169.254/latest/meta-data',
		'http://100.64.0.1/a.png',
		'http://198.18.0.1/a.png',
		'http://224.0.0.1/a.png',
		'http://255.255.255.255/a.png',
		'http://[::1]/a.png',
		'http://[::ffff:192.168.1.1]/a.png',
		'http://[::ffff:7f00:1]/a.png',
		'http://[::]/a.png',
		'http://[0:0:0:0:0:0:0:1]:80/a.png',
		'http://[fd12:3456::1]/a.png',
		'http://[fe80::1]/a.png',
		'http://[ff02::1]/a.png',
	])('%s is known to nobody outside', (url) => {
		expect(isPrivate(url)).toBe(true);
		expect(() => refuseUnreachable([{ label: 'Image URL', url }], PUBLIC)).toThrow(
			ParameterProblem,
		);
		expect(() => refuseUnreachable([{ label: 'Image URL', url }], PRIVATE)).not.toThrow();
	});

	it.each([
		'https://example.com/a.png',
		'https://例え.jp/a.png',
		'https://localhost.example.com/a.png',
		'https://127.0.0.1.example.com/a.png',
		'https://local.example/a.png',
		'https://example.com/?u=http://localhost/a.png',
		'http://8.8.8.8/a.png',
		'http://134744072/a.png',
		'http://172.32.0.1/a.png',
		'http://192.169.0.1/a.png',
		'http://100.128.0.1/a.png',
		'http://[2001:db8::1]/a.png',
		'asset://asset-1',
		'no address',
	])('%s is left to the platform', (url) => {
		expect(isPrivate(url)).toBe(false);
		expect(() => refuseUnreachable([{ label: 'Image URL', url }], PUBLIC)).not.toThrow();
	});

	it('of four numbers is one and the same in every spelling', () => {
		const byte = fc.integer({ min: 0, max: 255 });
		fc.assert(
			fc.property(fc.tuple(byte, byte, byte, byte), (bytes) => {
				const [a, b, c, d] = bytes;
				const value = ((a * 256 + b) * 256 + c) * 256 + d;
				const hex = (value + 2 ** 32).toString(16).slice(-8);
				const spellings = [
					bytes.join('.'),
					String(value),
					`0x${hex}`,
					`0${value.toString(8)}`,
					bytes.map((one) => `0x${one.toString(16)}`).join('.'),
				];
				const found = new Set(spellings.map((host) => isPrivate(`http://${host}/`)));
				expect(found.size).toBe(1);
			}),
		);
	});

	it('is named with its parameter, and with the way out', () => {
		const use = { label: 'First Frame URL', url: `http://localhost/${'a'.repeat(500)}` };
		const refuse = () => refuseUnreachable([{ label: 'Prompt', url: PUBLIC }, use], PUBLIC);
		expect(refuse).toThrow(
			/^First Frame URL contains http:\/\/localhost\/a+, which the platform cannot/,
		);
		expect(refuse).toThrow(
			expect.objectContaining({ advice: expect.stringContaining('localhost') }),
		);
	});
});

describe('what an operation gives the platform to fetch', () => {
	const URL = 'http://localhost/a';
	const MEDIA_LABEL = /\bURLs?$/;
	// Links to files are made without the platform.
	const operations = PROVIDERS.flatMap((provider) => provider.operations).filter(
		({ kind }) => kind !== 'link',
	);
	const fields = operations.flatMap(({ value, fields: own }) =>
		Object.entries(own).map(([name, field]) => ({ value, name, field })),
	);

	it('is every field whose label says so, and no other', () => {
		const marked = fields.filter(({ field }) => field.media);
		const labelled = fields.filter(({ field }) => MEDIA_LABEL.test(field.property.displayName));
		expect(marked).toEqual(labelled);
		expect(marked.length).toBeGreaterThan(60);
	});

	it.each(fields.filter(({ field }) => field.media))('$value, $name', ({ value, name, field }) => {
		const own = operations.find((one) => one.value === value)?.fields ?? {};
		const mode = field.modes?.[0] ?? own.mode?.property.default;
		// The field by itself, with the mode that it belongs to.
		const some = { [name]: field, ...(own.mode && { mode: own.mode }) };
		const raw = (polled: string) => (polled === name ? URL : polled === 'mode' ? mode : undefined);
		expect(mediaOf(some, raw)).toEqual([{ label: field.property.displayName, url: URL }]);
	});

	it('is what JSON holds too, but no text for people', () => {
		const raw = (name: string) =>
			({ userInput: { prompt: `see ${URL}`, images: [{ url: URL }], n: 1 }, modelName: URL })[name];
		const { fields: own } = operations.find(({ value }) => value === 'createTask') ?? {};
		expect(mediaOf(own ?? {}, (name) => raw(name) ?? 'x', { a: [{ b: URL }] })).toEqual([
			{ label: 'User Input', url: URL },
			{ label: 'Additional Fields', url: URL },
		]);
		const deep = JSON.parse(`${'['.repeat(20_000)}"${URL}"${']'.repeat(20_000)}`) as string[];
		expect(mediaOf({}, () => undefined, { deep })).toHaveLength(1);
		const wide = { wide: Array<string>(200_000).fill('x') };
		expect(mediaOf({}, () => undefined, wide)).toEqual([]);
	});
});

describe('a page of a net disk', () => {
	it.each([
		'https://pan.baidu.com/s/1abc?pwd=abcd',
		'http://PAN.BAIDU.COM/s/1abc',
		'https://pan.quark.cn/s/abc',
		'https://drive.uc.cn/s/abc',
		'https://www.aliyundrive.com/s/abc',
		'https://www.alipan.com/s/abc',
		'https://wwi.lanzoui.com/iabc',
		'https://lanzou.com/iabc',
		'https://www.123pan.com/s/abc-1',
		'https://share.weiyun.com/abc',
		'https://cloud.189.cn/t/abc',
		'https://caiyun.139.com/m/i?abc',
		'https://pan.xunlei.com/s/abc',
		'https://115.com/s/abc',
		'https://www.jianguoyun.com/p/abc',
		'https://url12.ctfile.com/f/123-456-abc',
		'https://www.wenshushu.cn/f/abc',
		'https://we.tl/t-abc',
		'https://wetransfer.com/downloads/abc/def',
		'https://app.box.com/s/abc',
		'https://www.icloud.com/iclouddrive/abc#a.png',
		'https://drive.google.com/file/d/abc/view?usp=sharing',
		'https://drive.google.com/open?id=abc',
		'https://www.dropbox.com/scl/fi/abc/a.png?rlkey=x&dl=0',
		'https://1drv.ms/i/s!abc',
		'https://onedrive.live.com/?id=abc',
		'https://company-my.sharepoint.com/:i:/g/personal/abc',
		'https://mega.nz/file/abc',
		'https://github.com/owner/repository/blob/main/a.png',
	])('%s is one', (url) => {
		expect(pageIn(url)).toEqual({
			name: expect.stringMatching(/./),
			wayOut: expect.stringMatching(/\.$/),
			hasNoFilm: true,
		});
	});

	it.each([
		'https://example.com/pan.baidu.com/s/1abc',
		'https://pan.baidu.com.example.com/a.png',
		'https://d.pcs.baidu.com/file/abc',
		'https://box.com.example.com/s/a.png',
		'https://dl.boxcloud.com/d/1/a.png',
		'https://dav.jianguoyun.com/dav/a.png',
		'https://drive.google.com/uc?export=download&id=abc',
		'https://www.dropbox.com/scl/fi/abc/a.png?rlkey=x&dl=1',
		'https://www.dropbox.com/s/abc/a.png?raw=1',
		'https://dl.dropboxusercontent.com/s/abc/a.png',
		'https://company.sharepoint.com/:i:/g/abc?download=1',
		'https://onedrive.live.com/download?id=abc',
		'https://github.com/owner/repository/blob/main/a.png?raw=true',
		'https://github.com/owner/repository/raw/main/a.png',
		'https://raw.githubusercontent.com/owner/repository/main/a.png',
		'https://bucket.oss-cn-beijing.aliyuncs.com/a.png',
	])('%s is none', (url) => expect(pageIn(url)).toBeUndefined());
});
