import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { KexiangFileStorageApi } from '../../credentials/KexiangFileStorageApi.credentials';
import { BUCKET, type BucketServer, KEY, REGION, startBucketServer } from '../support/bucketServer';
import { inQuickTime } from '../support/quickTime';
import { requestsOfN8n } from '../support/requestsOfN8n';
import { bytesAt, memory, PNG, share, sharesFiles, store, stored } from '../support/sharing';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

describe('files', () => {
	/** Files of n8n's binary data go into a bucket of one's own. */
	sharesFiles();

	describe('a bucket', () => {
		inQuickTime();
		const near = { by: 'bucket' as const, platformUrl: 'http://localhost' };

		it('takes the very bytes, once for all uses, with their type and a name nobody guesses', async () => {
			const file = await stored(PNG, { mimeType: 'application/octet-stream', fileName: 'cat' });
			const { urls, url, error } = await share([file, file], near);
			expect(error).toBeUndefined();
			expect(new Set(urls).size).toBe(1);
			const [put, get] = store.requests;
			expect(store.requests).toHaveLength(2);
			expect(put).toMatchObject({ method: 'PUT', status: 200 });
			expect(put?.headers).toMatchObject({
				'content-type': 'image/png',
				'content-length': String(PNG.length),
			});
			expect(put?.headers).not.toHaveProperty('transfer-encoding');
			expect(get).toMatchObject({ method: 'GET', headers: { range: 'bytes=0-511' }, status: 206 });
			expect(new URL(url).pathname).toMatch(
				/^\/my-bucket\/n8n\/\d{4}-\d\d-\d\d\/[0-9a-f]{32}\.png$/,
			);
			const got = await fetch(url);
			expect(got.headers.get('content-type')).toBe('image/png');
			expect(Buffer.from(await got.arrayBuffer()).equals(PNG)).toBe(true);
			expect((await fetch(url.replace(/\?.*/, ''))).status).toBe(403);
		});

		it('takes a file that n8n has in memory', async () => {
			const { url } = await share([memory(PNG)], near);
			expect((await bytesAt(url)).equals(PNG)).toBe(true);
		});

		it('is found by its name in front of its address', async () => {
			const { port } = new URL(store.endpoint);
			const endpoint = `http://store.example.org:${port}`;
			const { url, error } = await share([await stored(PNG)], {
				by: 'bucket',
				credential: { endpoint, addressStyle: 'virtualHost' },
			});
			expect(error).toBeUndefined();
			expect(url).toMatch(/^http:\/\/my-bucket\.store\.example\.org:\d+\/n8n\//);
			expect(store.requests.map(({ method, status }) => [method, status])).toEqual([
				['PUT', 200],
				['GET', 206],
			]);
		});

		it('gives links without a signature where it is public', async () => {
			store.publicRead = true;
			const publicUrl = `${store.endpoint}/${BUCKET}`;
			const { url } = await share([await stored(PNG)], {
				...near,
				credential: { linkKind: 'public', publicUrl },
			});
			expect(url).not.toContain('?');
			expect((await bytesAt(url)).equals(PNG)).toBe(true);
		});

		it('without its credential is refused with what to do', async () => {
			const { error } = await share([await stored(PNG)], { ...near, hasCredential: false });
			expect(error).toMatchObject({
				message: 'Share Files By is Own Bucket, which needs a credential',
				advice: expect.stringMatching(/^Choose or create a Kexiang File Storage API credential/),
			});
			expect(store.requests).toEqual([]);
		});

		it('on this network is refused before anything goes there, where the platform is elsewhere', async () => {
			const { error } = await share([await stored(PNG)], { by: 'bucket' });
			expect(error?.message).toMatch(
				/^Image URLs contains a file, but the address of the file storage is only reachable from its own network \(127\.0\.0\.1\)/,
			);
			expect(store.requests).toEqual([]);
		});

		it.each<[string, ICredentialDataDecryptedObject, string]>([
			[
				'secret',
				{ secretAccessKey: 'kx-wrong-not-real' },
				'the file storage refused the signature (403 SignatureDoesNotMatch)',
			],
			[
				'key',
				{ accessKeyId: 'KXOTHER' },
				'the file storage does not know the Access Key ID (403 InvalidAccessKeyId)',
			],
			[
				'region',
				{ region: 'us-east-1' },
				'the file storage reports that the bucket is in another region: eu-central-1',
			],
			['bucket', { bucket: 'no-bucket' }, 'the file storage has no such bucket (404 NoSuchBucket)'],
			[
				'port',
				{ endpoint: 'http://127.0.0.1:4' },
				'the file storage refused the connection (ECONNREFUSED)',
			],
			['name', { endpoint: 'http://no.docs.invalid' }, 'the file storage has an unknown host name'],
			[
				'endpoint that is empty',
				{ endpoint: '' },
				'Endpoint in the file storage credential is empty',
			],
		])('with a wrong %s says so in words', async (_, more, reason) => {
			const { error } = await share([await stored(PNG)], { ...near, credential: more });
			expect(error?.message).toContain(reason);
			expect(JSON.stringify(error)).not.toContain('not-real');
		});

		it('says how far a clock is off, and takes one that is off by minutes', async () => {
			store.aheadMs = 12 * 60_000;
			expect((await share([await stored(PNG)], near)).error).toBeUndefined();
			store.aheadMs = -12 * 60_000;
			expect((await share([await stored(PNG)], near)).error).toBeUndefined();
			store.aheadMs = 3 * 3600_000;
			const { error } = await share([await stored(PNG)], near);
			expect(error?.message).toContain("the time is wrong: n8n's clock is 180 minutes behind");
		});

		it.each<[string, string[], string]>([
			['write', ['GET'], 'the file storage does not allow this key to do that (403 AccessDenied)'],
			['read', ['PUT'], 'which was uploaded to the file storage, but the link to it returned 403'],
		])('that does not let the key %s says so', async (_, rights, reason) => {
			store.rights = new Set(rights);
			const { error } = await share([await stored(PNG)], near);
			expect(error?.message).toContain(reason);
		});

		it('is asked again where it was busy, with the whole file', async () => {
			let busy = 2;
			store.answer = (request, response) => {
				if (request.method !== 'PUT' || busy-- <= 0) return false;
				if (busy === 1) response.writeHead(503).end();
				else request.socket.resetAndDestroy();
				return true;
			};
			const { url, error } = await share([await stored(PNG)], near);
			expect(error).toBeUndefined();
			expect((await bytesAt(url)).equals(PNG)).toBe(true);
			expect(new Set(store.requests.map(({ path }) => path.split('?')[0])).size).toBe(1);
		});

		it('is not followed elsewhere', async () => {
			store.answer = (_, response) => {
				response.writeHead(307, { location: 'http://evil.example/' }).end();
				return true;
			};
			const { error } = await share([await stored(PNG)], near);
			expect(error?.message).toContain('reports that the bucket is in another region (307)');
			expect(store.requests).toHaveLength(1);
		});
	});
});

describe('the credential', () => {
	/** What n8n does with the credential when it is saved, in its order: preAuthentication, authenticate, one request. */

	let store: BucketServer;
	beforeAll(async () => void (store = await startBucketServer()));
	afterAll(async () => await store.stop());
	beforeEach(() => {
		store.requests.splice(0);
		store.rights = new Set(['GET', 'PUT', 'DELETE']);
		store.publicRead = false;
		store.aheadMs = 0;
	});

	async function check(more: ICredentialDataDecryptedObject = {}): Promise<void> {
		const credential = new KexiangFileStorageApi();
		const defaults = Object.fromEntries(
			credential.properties.map(({ name, default: value }) => [name, value as string]),
		);
		const data: ICredentialDataDecryptedObject = {
			...defaults,
			...KEY,
			endpoint: store.endpoint,
			region: REGION,
			bucket: BUCKET,
			addressStyle: 'path',
			...more,
		};
		const httpRequest = requestsOfN8n();
		// n8n 1.x asks for it only where this is empty.
		expect(data.checked).toBe('');
		const stored = await credential.preAuthentication.call({ helpers: { httpRequest } }, data);
		// Nothing that n8n would write into the credential.
		expect(stored).toEqual({});
		const { request } = credential.test;
		const options = { ...request, baseURL: store.endpoint } as unknown as IHttpRequestOptions;
		await httpRequest(await credential.authenticate(data, options));
	}

	const seen = () => store.requests.map(({ method, status }) => `${method} ${status}`);

	describe('the test of the file storage', () => {
		it('writes an object, reads it by its link, and deletes it', async () => {
			await check();
			expect(seen()).toEqual(['PUT 200', 'GET 200', 'DELETE 204', 'DELETE 204']);
			const paths = store.requests.map(({ path }) => path.split('?')[0]);
			expect(new Set(paths)).toEqual(new Set(['/my-bucket/n8n/kexiang-credential-test.txt']));
			expect(JSON.stringify(store.requests)).not.toContain(KEY.secretAccessKey);
		});

		it('is content with a key that cannot delete', async () => {
			store.rights.delete('DELETE');
			await check();
			expect(seen()).toEqual(['PUT 200', 'GET 200', 'DELETE 403', 'DELETE 403']);
		});

		it('reads by the public address where there is one', async () => {
			store.publicRead = true;
			await check({ linkKind: 'public', publicUrl: `${store.endpoint}/${BUCKET}`, folder: '' });
			expect(store.requests[1]?.path).toBe('/my-bucket/kexiang-credential-test.txt');
		});

		it.each<[string, ICredentialDataDecryptedObject, string]>([
			['secret', { secretAccessKey: 'kx-wrong' }, 'The file storage refused the signature'],
			[
				'region',
				{ region: 'us-east-1' },
				'reports that the bucket is in another region: eu-central-1',
			],
			['bucket', { bucket: 'no-bucket' }, 'The file storage has no such bucket'],
			[
				'public address',
				{ linkKind: 'public', publicUrl: 'http://127.0.0.1:4' },
				'refused the connection (ECONNREFUSED)',
			],
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
	});

	it('a request of another node is not signed', async () => {
		const options = { url: `${store.endpoint}/${BUCKET}/a.txt`, method: 'PUT' as const };
		const data = { ...KEY, endpoint: store.endpoint, region: REGION, bucket: BUCKET };
		expect(await new KexiangFileStorageApi().authenticate(data, options)).toEqual(options);
	});
});
