/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { rmSync } from 'node:fs';
import {
	bytesAt,
	memory,
	n8n,
	PNG,
	inSameExecution,
	share,
	sharesFiles,
	store,
	stored,
	type Share,
} from '../support/sharing';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** Files of n8n's binary data become links of n8n itself. */
sharesFiles();

describe("n8n's own link", () => {
	it('leads to the very bytes, once for all uses, and ends with the name of the file', async () => {
		const file = await stored(PNG, { fileName: '纸 船.jpeg' });
		const { urls, url, error } = await share([file, file]);
		expect(error).toBeUndefined();
		expect(new Set(urls).size).toBe(1);
		expect(urls).toHaveLength(4);
		expect(n8n.polled).toHaveLength(1);
		expect(url).toMatch(
			/^http:\/\/n8n\.example\.org:\d+\/rest\/binary-data\/signed\?token=[^&]+&file=%E7%BA%B8%20%E8%88%B9\.png$/,
		);
		expect((await bytesAt(url)).equals(PNG)).toBe(true);
	});

	it.each([
		['image/png', true],
		['image/jpeg', false],
		['application/octet-stream', false],
	])('serves a file as what it is, however it was stored: %s', async (mimeType, isKept) => {
		const file = await stored(PNG, { mimeType });
		const { url } = await share([file]);
		const served = await fetch(url);
		expect(served.headers.get('content-type')).toBe('image/png');
		const token = new URL(url).searchParams.get('token') ?? '';
		expect(n8n.service.validateSignedToken(token) === file.id).toBe(isKept);
	});

	it('is made anew in the next execution', async () => {
		const file = await stored(PNG);
		await share([file]);
		await share([file]);
		expect(n8n.polled).toHaveLength(2);
	});

	it('of a file that came by a form or webhook outlives what it came in', async () => {
		const file = await stored(PNG, {}, 'temp');
		expect(file.id).toContain('/executions/temp/');
		const { url } = await share([file]);
		rmSync(n8n.service.getPath(file.id ?? ''));
		expect((await bytesAt(url)).equals(PNG)).toBe(true);
	});

	it('is made for a file in memory too, where n8n can store it', async () => {
		const { url } = await share([memory(PNG)]);
		expect((await bytesAt(url)).equals(PNG)).toBe(true);
	});

	it('holds as long as asked for', async () => {
		const { url } = await share([await stored(PNG)], { validHours: 2 });
		const [, payload = ''] = (new URL(url).searchParams.get('token') ?? '').split('.');
		const { iat, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<
			string,
			number
		>;
		expect((exp ?? 0) - (iat ?? 0)).toBe(7200);
	});

	it.each([
		'http://localhost:5678/rest',
		'http://192.168.0.2:5678/rest',
		'http://n8n:5678/rest',
		'https://n8n.local/rest',
	])('is refused where it begins with %s, and nothing is asked', async (restApiUrl) => {
		const { error } = await share([await stored(PNG)], { restApiUrl });
		expect(error?.message).toMatch(
			/^Image URLs contains a file, but n8n's own address is .* so the platform cannot fetch the file$/,
		);
		expect(n8n.polled).toEqual([]);
	});

	it('may be one of this network where the platform is on it too', async () => {
		const restApiUrl = n8n.restApiUrl.replace('n8n.example.org', '127.0.0.1');
		const { url } = await share([await stored(PNG)], {
			restApiUrl,
			platformUrl: 'http://127.0.0.1:4010',
		});
		expect((await bytesAt(url)).equals(PNG)).toBe(true);
	});

	it.each<[number, string, string]>([
		[401, '', "n8n's link to it is blocked by a login in front of n8n (401)"],
		[403, '', "n8n's link to it is blocked by a login in front of n8n (403)"],
		[404, '', "n8n's link to it leads nowhere (404)"],
		[502, '', "n8n's link to it returned 502"],
		[200, '<html>Sign in</html>', "n8n's link to it does not return the file"],
	])('is refused where it answers %i %s', async (status, body, reason) => {
		n8n.instead = [status, body];
		const { error } = await share([await stored(PNG)]);
		expect(error?.message).toContain(`Image URLs contains a file, but ${reason}`);
	});

	it('leaves no file open in n8n', async () => {
		const files = [await stored(PNG), await stored(Buffer.concat([PNG, Buffer.alloc(1e6)]))];
		const before = n8n.cutOff;
		const { error, hints } = await share(files);
		expect([error, hints]).toEqual([undefined, []]);
		expect(n8n.cutOff).toBe(before);
		expect(n8n.polled).toEqual([expect.stringMatching(/^HEAD /), expect.stringMatching(/^HEAD /)]);
	});

	it.each([405, 501])('is tried in another way where HEAD is answered by %i', async (status) => {
		n8n.toHead = status;
		const { error, hints } = await share([await stored(PNG)]);
		expect([error, hints]).toEqual([undefined, []]);
		expect(n8n.polled).toEqual([
			expect.stringMatching(/^HEAD /),
			expect.stringMatching(/^GET .*\?token=none&file=cat.png$/),
		]);
	});

	describe('to a large file', () => {
		const large = async () => await stored(Buffer.concat([PNG, Buffer.alloc(3e6)]));

		it('is not opened, but the way to n8n is tried', async () => {
			const { error, hints, url } = await share([await large()]);
			expect([error, hints]).toEqual([undefined, []]);
			expect(n8n.polled).toEqual([expect.stringMatching(/^GET .*\?token=none&file=cat.png$/)]);
			expect((await bytesAt(url)).length).toBe(PNG.length + 3e6);
		});

		it.each<[number, string, string]>([
			[401, '', 'is blocked by a login in front of n8n (401)'],
			[200, '<html>Sign in</html>', 'does not return the file'],
			[400, '<html>Plain HTTP to an HTTPS port</html>', 'returned 400'],
			[404, '', 'leads nowhere (404)'],
		])('is refused where it answers %i %s', async (status, body, reason) => {
			n8n.instead = [status, body];
			const { error } = await share([await large()]);
			expect(error?.message).toContain(reason);
		});
	});

	it('is handed out with a hint where n8n cannot reach itself', async () => {
		const { url, hints, error } = await share([await stored(PNG)], {
			restApiUrl: 'https://n8n.docs.example/rest',
		});
		expect(error).toBeUndefined();
		expect(url).toContain('https://n8n.docs.example/rest/binary-data/signed?token=');
		expect(hints).toEqual([
			expect.stringMatching(/^n8n could not open its own link to a file \(E\w+\)/),
		]);
	});
});

describe('a file', () => {
	it.each<[string, Buffer, Partial<Share>, string]>([
		[
			'of another kind',
			Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\0'),
			{},
			'Image URLs accepts an image, but the file cat.png (image/png) is not an image',
		],
		['that is text', Buffer.from('a cat'), {}, 'is not an image'],
		[
			'that is a picture for a video',
			PNG,
			{ kind: 'video', label: 'Video URL' },
			'Video URL accepts a video, but the file cat.png (image/png) is image/png',
		],
		[
			'that is too large',
			Buffer.concat([PNG, Buffer.alloc(2 ** 20)]),
			{ maxMb: 1 },
			'MB; the limit is 1 MB',
		],
		['that is empty', Buffer.alloc(0), {}, 'which is empty'],
	])('%s is refused before it is shared', async (_, content, settings, reason) => {
		for (const by of ['n8n', 'bucket'] as const) {
			const { error } = await share([await stored(content)], { ...settings, by });
			expect(error?.message).toContain(reason);
		}
		expect([n8n.polled, store.requests]).toEqual([[], []]);
	});

	it('of any kind goes where any will do', async () => {
		const { url } = await share([await stored(Buffer.from('words'))], { kind: 'any' });
		expect((await bytesAt(url)).toString()).toBe('words');
	});
});

it('a refusal is not remembered: the next try shares the file', async () => {
	n8n.instead = [502, ''];
	const file = await stored(PNG);
	expect((await share([file])).error).toBeDefined();
	n8n.instead = undefined;
	n8n.toHead = undefined;
	inSameExecution();
	expect((await share([file])).error).toBeUndefined();
});
