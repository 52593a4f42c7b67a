/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { rmSync } from 'node:fs';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { KexiangFileStorageApi } from '../../credentials/KexiangFileStorageApi.credentials';
import { BUCKET, KEY } from '../support/bucketServer';
import { inQuickTime } from '../support/quickTime';
import { requestsOfN8n } from '../support/services';
import {
	bytesAt,
	memory,
	n8n,
	PNG,
	share,
	sharesFiles,
	storage,
	store,
	stored,
	submit,
} from '../support/sharing';

/** Files of n8n's binary data become links: of n8n itself, or into a bucket of one's own. */
sharesFiles();

const withMore = (bytes: number) => Buffer.concat([PNG, Buffer.alloc(bytes)]);
const [HEAD, NO_TOKEN] = [/^HEAD /, /^GET .*\?token=none&file=cat.png$/].map((pattern): unknown =>
	expect.stringMatching(pattern),
);

interface Row extends Record<'page' | 'reason', string> {
	size: number;
	status: number;
}

describe("n8n's own link", () => {
	it('leads to the very bytes, once for all uses of an execution, and ends with the name of the file', async () => {
		const file = await stored(PNG, { fileName: '纸 船.jpeg' });
		const { urls, url, error } = await share([file, file]);
		expect(error).toBeUndefined();
		expect(new Set(urls).size).toBe(1);
		expect(urls).toHaveLength(4);
		expect(n8n.polled).toHaveLength(1);
		expect(url).toMatch(
			/^http:\/\/n8n\.example\.org:\d+\/rest\/binary-data\/signed\?token=[^&]+&file=%E7%BA%B8%20%E8%88%B9\.png$/,
		);
		expect(await bytesAt(url)).toEqual(PNG);
		n8n.polled.splice(0);
		await share([file]);
		expect(n8n.polled).toHaveLength(1);
	});

	it.each([
		['image/png', true],
		['image/jpeg', false],
	])('serves a file as what it is, however it was stored: %s', async (mimeType, isKept) => {
		const file = await stored(PNG, { mimeType });
		const { url } = await share([file]);
		expect((await fetch(url)).headers.get('content-type')).toBe('image/png');
		const token = new URL(url).searchParams.get('token') ?? '';
		expect(n8n.service.validateSignedToken(token) === file.id).toBe(isKept);
	});

	it('of a file that came by a form or webhook outlives what it came in', async () => {
		const file = await stored(PNG, {}, 'temp');
		expect(file.id).toContain('/executions/temp/');
		const { url } = await share([file]);
		rmSync(n8n.service.getPath(file.id ?? ''));
		expect(await bytesAt(url)).toEqual(PNG);
	});

	it('is made for a file in memory too, where n8n can store it', async () => {
		expect(await bytesAt((await share([memory(PNG)])).url)).toEqual(PNG);
	});

	it.each(['http://localhost:5678/rest', 'http://n8n:5678/rest'])(
		'is refused where it begins with %s, and nothing is asked',
		async (restApiUrl) => {
			const { error } = await share([await stored(PNG)], { restApiUrl });
			expect(error?.message).toMatch(
				/^Files contains a file, but n8n's own address is .* so the platform cannot fetch the file \[item 0\]$/,
			);
			expect(n8n.polled).toEqual([]);
		},
	);

	it('may be one of this network where the platform is on it too', async () => {
		const restApiUrl = n8n.restApiUrl.replace('n8n.example.org', '127.0.0.1');
		const platformUrl = 'http://127.0.0.1:4010';
		const { url } = await share([await stored(PNG)], { restApiUrl, platformUrl });
		expect(await bytesAt(url)).toEqual(PNG);
	});

	it.each`
		size   | status | page                         | reason
		${0}   | ${401} | ${''}                        | ${'is blocked by a login in front of n8n (401)'}
		${0}   | ${404} | ${''}                        | ${'leads nowhere (404)'}
		${0}   | ${502} | ${''}                        | ${'returned 502'}
		${0}   | ${200} | ${'<html>Sign in</html>'}    | ${'does not return the file'}
		${3e6} | ${401} | ${''}                        | ${'is blocked by a login in front of n8n (401)'}
		${3e6} | ${404} | ${''}                        | ${'leads nowhere (404)'}
		${3e6} | ${200} | ${'<html>Sign in</html>'}    | ${'does not return the file'}
		${3e6} | ${400} | ${'<html>Plain HTTP</html>'} | ${'returned 400'}
	`('is refused where it answers $status $page ($size bytes)', async (row: Row) => {
		n8n.instead = [row.status, row.page];
		const { error } = await share([await stored(withMore(row.size))]);
		expect(error?.message).toContain(`a file, but n8n's link to it ${row.reason}`);
	});

	it('leaves no file open in n8n', async () => {
		const files = [await stored(PNG), await stored(withMore(1e6))];
		const before = n8n.cutOff;
		expect(await share(files)).toMatchObject({ hints: [], error: undefined });
		expect(n8n.cutOff).toBe(before);
		expect(n8n.polled).toEqual([HEAD, HEAD]);
	});

	it.each([405, 501])('is tried in another way where HEAD is answered by %i', async (status) => {
		n8n.toHead = status;
		expect(await share([await stored(PNG)])).toMatchObject({ hints: [], error: undefined });
		expect(n8n.polled).toEqual([HEAD, NO_TOKEN]);
	});

	it('to a large file is not opened, but the way to n8n is tried', async () => {
		const { error, hints, url } = await share([await stored(withMore(3e6))]);
		expect([error, hints]).toEqual([undefined, []]);
		expect(n8n.polled).toEqual([NO_TOKEN]);
		expect(await bytesAt(url)).toHaveLength(PNG.length + 3e6);
	});

	it('is handed out with a hint where n8n cannot reach itself', async () => {
		const restApiUrl = 'https://n8n.docs.example/rest';
		const { url, hints, error } = await share([await stored(PNG)], { restApiUrl });
		expect(error).toBeUndefined();
		expect(url).toContain(`${restApiUrl}/binary-data/signed?token=`);
		const told = /^n8n could not open its own link to a file \(E\w+\)/;
		expect(hints).toEqual([expect.stringMatching(told)]);
	});
});

describe('a file', () => {
	it.each<[string, Buffer, string]>([
		['of another kind', Buffer.from('%PDF-1.7\n\0'), 'cat.png (image/png) is not an image'],
		['that is too large', withMore(11e6), 'MB; the limit is 10 MB'],
		['that is empty', Buffer.alloc(0), 'which is empty'],
	])('%s is refused before it is shared', async (_, content, reason) => {
		const binary = { data: await stored(content) };
		for (const shareFilesBy of ['n8n', 'bucket']) {
			const more = { fileStorage: storage() };
			const { error } = await submit('data', { binary, options: { shareFilesBy }, more });
			expect(error?.message).toContain(reason);
		}
		expect([n8n.polled, store.requests]).toEqual([[], []]);
	});

	it('of any kind goes where any will do', async () => {
		const { url } = await share([await stored(Buffer.from('words'))]);
		expect((await bytesAt(url)).toString()).toBe('words');
	});

	it('that was refused is shared at the next try', async () => {
		const executionId = 'the-same';
		n8n.instead = [502, ''];
		const file = await stored(PNG);
		expect((await share([file], { executionId })).error).toBeDefined();
		n8n.instead = undefined;
		expect((await share([file], { executionId })).error).toBeUndefined();
	});
});

const seen = () => store.requests.map(({ method, status }) => `${method} ${status}`);
const paths = () => store.requests.map(({ path }) => path.split('?')[0]);

describe('a bucket', () => {
	inQuickTime();
	const near = { by: 'bucket' as const, platformUrl: 'http://localhost' };
	const put = async (storedBy: ICredentialDataDecryptedObject = {}, more: object = near) =>
		await share([await stored(PNG)], { by: 'bucket', ...more, storedBy });

	it('takes the very bytes, once for all uses, with their type and a name nobody guesses', async () => {
		const file = await stored(PNG, { mimeType: 'application/octet-stream', fileName: 'cat' });
		const { urls, url, error } = await share([file, file], near);
		expect(error).toBeUndefined();
		expect(new Set(urls).size).toBe(1);
		expect(seen()).toEqual(['PUT 200', 'GET 206']);
		const [sent, got] = store.requests.map(({ headers }) => headers);
		const length = String(PNG.length);
		expect(sent).toMatchObject({ 'content-type': 'image/png', 'content-length': length });
		expect(sent).not.toHaveProperty('transfer-encoding');
		expect(got).toMatchObject({ range: 'bytes=0-511' });
		expect(new URL(url).pathname).toMatch(/^\/my-bucket\/n8n\/\d{4}-\d\d-\d\d\/[0-9a-f]{32}\.png$/);
		expect((await fetch(url)).headers.get('content-type')).toBe('image/png');
		expect(await bytesAt(url)).toEqual(PNG);
		expect((await fetch(url.replace(/\?.*/, ''))).status).toBe(403);
	});

	it('takes a file that n8n has in memory', async () => {
		expect(await bytesAt((await share([memory(PNG)], near)).url)).toEqual(PNG);
	});

	it('is found by its name in front of its address', async () => {
		const endpoint = `http://store.example.org:${new URL(store.endpoint).port}`;
		const { url, error } = await put({ endpoint, addressStyle: 'virtualHost' }, {});
		expect(error).toBeUndefined();
		expect(url).toMatch(/^http:\/\/my-bucket\.store\.example\.org:\d+\/n8n\//);
		expect(seen()).toEqual(['PUT 200', 'GET 206']);
	});

	it('gives links without a signature where it is public', async () => {
		store.publicRead = true;
		const { url } = await put({ linkKind: 'public', publicUrl: `${store.endpoint}/${BUCKET}` });
		expect(url).not.toContain('?');
		expect(await bytesAt(url)).toEqual(PNG);
	});

	it('without its credential is refused with what to do', async () => {
		const { error } = await share([await stored(PNG)], { ...near, storedBy: null });
		expect(error).toMatchObject({
			message: 'Share Files By is Own Bucket, which needs a credential [item 0]',
			description: expect.stringMatching(/^Choose or create a Kexiang File Storage API credential/),
		});
		expect(store.requests).toEqual([]);
	});

	it('on this network is refused before anything goes there, where the platform is elsewhere', async () => {
		const { error } = await put({}, {});
		expect(error?.message).toMatch(
			/^Files contains a file, but the address of the file storage is only reachable from its own network \(127\.0\.0\.1\)/,
		);
		expect(store.requests).toEqual([]);
	});

	it.each<[string, ICredentialDataDecryptedObject, string]>([
		['secret', { secretAccessKey: 'kx-not-real' }, 'refused the signature (403 SignatureDoes'],
		['region', { region: 'us-east-1' }, 'that the bucket is in another region: eu-central-1'],
		['bucket', { bucket: 'no-bucket' }, 'the file storage has no such bucket (404 NoSuchBucket)'],
		['port', { endpoint: 'http://127.0.0.1:4' }, 'refused the connection (ECONNREFUSED)'],
		['name', { endpoint: 'http://no.docs.invalid' }, 'the file storage has an unknown host name'],
		['endpoint', { endpoint: '' }, 'Endpoint in the file storage credential is empty'],
	])('with a wrong %s says so in words', async (_, credential, reason) => {
		const { error } = await put(credential);
		expect(error?.message).toContain(reason);
		expect(JSON.stringify(error)).not.toContain('not-real');
	});

	it('says how far a clock is off, and takes one that is off by minutes', async () => {
		for (const minutes of [12, -12]) {
			store.aheadMs = minutes * 60_000;
			expect((await put()).error).toBeUndefined();
		}
		store.aheadMs = 3 * 3600_000;
		const told = "the time is wrong: n8n's clock is 180 minutes behind";
		expect((await put()).error?.message).toContain(told);
	});

	it.each([
		['write', 'GET', 'the file storage does not allow this key to do that (403 AccessDenied)'],
		['read', 'PUT', 'which was uploaded to the file storage, but the link to it returned 403'],
	])('that does not let the key %s says so', async (_, right, reason) => {
		store.rights = new Set([right]);
		expect((await put()).error?.message).toContain(reason);
	});

	it('is asked again where it was busy, with the whole file', async () => {
		let busy = 2;
		store.answer = (request, response) => {
			if (request.method !== 'PUT' || busy-- <= 0) return false;
			if (busy === 1) response.writeHead(503).end();
			else request.socket.resetAndDestroy();
			return true;
		};
		const { url, error } = await put();
		expect(error).toBeUndefined();
		expect(await bytesAt(url)).toEqual(PNG);
		expect(new Set(paths()).size).toBe(1);
	});

	it('is not followed elsewhere', async () => {
		store.answer = (_, response) => {
			response.writeHead(307, { location: 'http://evil.example/' }).end();
			return true;
		};
		const told = 'reports that the bucket is in another region (307)';
		expect((await put()).error?.message).toContain(told);
		expect(store.requests).toHaveLength(1);
	});
});

describe('the test of the file storage', () => {
	/** What n8n does with the credential when it is saved, in its order: preAuthentication, authenticate, one request. */
	async function check(more: ICredentialDataDecryptedObject = {}): Promise<void> {
		const credential = new KexiangFileStorageApi();
		const defaults = credential.properties.map(({ name, default: value }) => [name, value]);
		const data = { ...Object.fromEntries(defaults), ...storage(more) };
		// n8n 1.x asks for it only where this is empty.
		expect(data.checked).toBe('');
		const helpers = { httpRequest: requestsOfN8n() };
		// Nothing that n8n would write into the credential.
		expect(await credential.preAuthentication.call({ helpers }, data)).toEqual({});
		const options = { ...credential.test.request, baseURL: store.endpoint };
		const request = options as unknown as IHttpRequestOptions;
		await helpers.httpRequest(await credential.authenticate(data, request));
	}

	it.each([
		['that it can delete', 'DELETE', 204],
		['that cannot be deleted', 'none', 403],
	])(
		'writes an object, reads it by its link, and tries to delete it: one %s',
		async (_, right, end) => {
			store.rights = new Set(['PUT', 'GET', right]);
			await check();
			expect(seen()).toEqual(['PUT 200', 'GET 200', `DELETE ${end}`, `DELETE ${end}`]);
			expect(new Set(paths())).toEqual(new Set(['/my-bucket/n8n/kexiang-credential-test.txt']));
			expect(JSON.stringify(store.requests)).not.toContain(KEY.secretAccessKey);
		},
	);

	it('reads by the public address where there is one', async () => {
		store.publicRead = true;
		await check({ linkKind: 'public', publicUrl: `${store.endpoint}/${BUCKET}`, folder: '' });
		expect(store.requests[1]?.path).toBe('/my-bucket/kexiang-credential-test.txt');
	});

	const nobody = { linkKind: 'public', publicUrl: 'http://127.0.0.1:4' };
	it.each<[string, ICredentialDataDecryptedObject, string]>([
		['secret', { secretAccessKey: 'kx-wrong' }, 'The file storage refused the signature'],
		['bucket', { bucket: 'no-bucket' }, 'The file storage has no such bucket'],
		['public address', nobody, 'refused the connection (ECONNREFUSED)'],
		['endpoint', { endpoint: 'http://127.0.0.1:4' }, 'refused the connection (ECONNREFUSED)'],
	])('says in words that the %s is wrong', async (_, more, reason) => {
		await expect(check(more)).rejects.toThrow(reason);
	});

	it('says what right is missing', async () => {
		store.rights = new Set(['PUT']);
		await expect(check()).rejects.toThrow(
			'does not allow this key to do that (403 AccessDenied). Allow the key to write',
		);
	});

	it('signs no request of another node', async () => {
		const options = { url: `${store.endpoint}/${BUCKET}/a.txt`, method: 'PUT' as const };
		expect(await new KexiangFileStorageApi().authenticate(storage(), options)).toEqual(options);
	});
});
