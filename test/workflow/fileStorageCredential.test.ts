import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { KexiangFileStorageApi } from '../../credentials/KexiangFileStorageApi.credentials';
import { BUCKET, KEY, REGION, startBucketServer, type BucketServer } from '../support/bucketServer';
import { requestsOfN8n } from '../support/requestsOfN8n';

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
