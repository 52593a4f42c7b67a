/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets */
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';

import { linkOf, objectKey, readBucket, uploadUrl } from '../../../nodes/shared/files/bucket';
import { refusalOf, silenceOf } from '../../../nodes/shared/files/bucketRequest';
import { rows } from '../../support/rows';

const KEY = { accessKeyId: 'KXTESTNOTREAL', secretAccessKey: 'kx-test-secret+/not-real' };
const CREDENTIAL = {
	...KEY,
	endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
	region: 'cn-hangzhou',
	bucket: 'my-files',
	addressStyle: 'virtualHost',
	folder: 'n8n',
	linkKind: 'signed',
	linkHours: 24,
};
const bucketOf = (more: object) => readBucket({ ...CREDENTIAL, ...more });
const AT = new Date('2026-11-24T00:20:37Z');

describe('a bucket', () => {
	it.each(rows`
		{}                                                                   | https://my-files.oss-cn-hangzhou.aliyuncs.com/a.png
		{ "addressStyle": "path" }                                           | https://oss-cn-hangzhou.aliyuncs.com/my-files/a.png
		{ "endpoint": "oss-cn-hangzhou.aliyuncs.com" }                       | https://my-files.oss-cn-hangzhou.aliyuncs.com/a.png
		{ "endpoint": "https://oss\u200b.example\ufeff" }                    | https://my-files.oss.example/a.png
		{ "endpoint": "https://my-files.oss.example" }                       | https://my-files.oss.example/a.png
		{ "endpoint": "https://my-files.oss.example", "addressStyle": "path" } | https://oss.example/my-files/a.png
		{ "endpoint": "http://[::1]:9000/s3/", "addressStyle": "path" }      | http://[::1]:9000/s3/my-files/a.png
	`)('with %s is at %s', (more, address) => {
		const { origin, pathname } = new URL(uploadUrl(bucketOf(JSON.parse(more)), 'a.png', AT));
		expect(origin + pathname).toBe(address);
	});

	it.each(rows`
		{ "endpoint": "" }                                          | Endpoint in the file storage credential is empty
		{ "endpoint": "https://user:pass@oss.example" }             | which is not a valid URL
		{ "endpoint": "ftp://oss.example" }                         | which is not a valid URL
		{ "bucket": "my-files/n8n" }                                | which is not a valid bucket name
		{ "bucket": ".." }                                          | which is not a valid bucket name
		{ "accessKeyId": " " }                                      | Access Key ID in the file storage credential is empty
		{ "secretAccessKey": null }                                 | Secret Access Key in the file storage credential is empty
		{ "linkKind": "public" }                                    | Public Base URL in the file storage credential is empty
		{ "linkKind": "public", "publicUrl": "files.example.com" }  | which is not a valid http(s) URL
	`)('with %s is refused: %s', (more, reason) =>
		expect(() => bucketOf(JSON.parse(more))).toThrow(reason),
	);

	it.each([
		['n8n', 'n8n/2026-11-24/abc.png'],
		['', '2026-11-24/abc.png'],
		['../../a\\..\\b', 'a/b/2026-11-24/abc.png'],
		['/图片/', '图片/2026-11-24/abc.png'],
	])('with the folder %j names an object %s', (folder, key) =>
		expect(objectKey(bucketOf({ folder }), 'abc', 'png', AT)).toBe(key),
	);

	it('gives links below its public address, without a signature', () =>
		expect(
			linkOf(
				bucketOf({ linkKind: 'public', publicUrl: 'https://cdn.example.com/x/' }),
				'n8n/中 文.png',
				AT,
			),
		).toBe('https://cdn.example.com/x/n8n/%E4%B8%AD%20%E6%96%87.png'));

	it.each([
		[1, '3600'],
		[undefined, '86400'],
		[0, '86400'],
		[1e9, '604800'],
		[90.7 / 3600, '90'],
		[1e-9, '60'],
	])('gives links for %p hours that hold %s seconds', (linkHours, seconds) => {
		const { searchParams } = new URL(linkOf(bucketOf({ linkHours }), 'a', AT));
		expect(searchParams.get('X-Amz-Expires')).toBe(seconds);
	});

	it('never shows its secret', () => {
		const shown = linkOf(bucketOf({}), 'a', AT) + uploadUrl(bucketOf({}), 'a', AT);
		expect(decodeURIComponent(shown)).not.toContain(KEY.secretAccessKey);
	});
});

/** The same address by AWS's own SDK. */
async function sdkUrl(
	store: typeof CREDENTIAL,
	method: 'GET' | 'PUT',
	key: string,
	signingDate: Date,
) {
	const client = new S3Client({
		endpoint: store.endpoint,
		region: store.region,
		forcePathStyle: store.addressStyle === 'path',
		credentials: KEY,
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
	});
	// A mark of the SDK's own, which no store asks for.
	client.middlewareStack.add(
		(next) => async (args) => {
			delete (args.request as { query: Record<string, unknown> }).query['x-id'];
			return await next(args);
		},
		{ step: 'build', priority: 'low' },
	);
	const target = { Bucket: store.bucket, Key: key };
	const command = method === 'GET' ? new GetObjectCommand(target) : new PutObjectCommand(target);
	const expiresIn = method === 'GET' ? 24 * 3600 : 3600;
	return await getSignedUrl(client, command as GetObjectCommand, { expiresIn, signingDate });
}

const sorted = (url: string) => {
	const { origin, pathname, search } = new URL(url);
	return [origin + pathname, ...search.slice(1).split('&').sort()];
};

describe('an address with a signature', () => {
	const NAMES = [
		...['a b.png', '中文 图片.png', 'a+b=c&d.png', '~tilde~.png', 'folder/in/folder/a.png'],
		...["it's (1)!*.png", '100%25.png', 'a//b.png', 'ñ/emoji-\u{1F600}.mp4', 'a:b@c,d;e$f.png'],
		'[a]{b}"c"<d>|e\\f^`.png',
	];
	const anyName = fc
		.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
		.filter((name) => !/^\.{1,2}(\/|$)|\/\.{1,2}(\/|$)|^\//.test(name));
	const [min, max] = [new Date('2020-01-01'), new Date('2040-01-01')];
	const anyTime = fc.date({ min, max, noInvalidDate: true });

	it.each(
		rows`
			https://s3.eu-central-1.amazonaws.com  | eu-central-1 | my-bucket
			http://store.example:9000              | us-east-1    | n8n.files
			https://cos.ap-guangzhou.myqcloud.com  | ap-guangzhou | a-1250000000`.flatMap((store) =>
			['path', 'virtualHost'].map((style) => [...store, style]),
		),
	)(
		'is the same as by the SDK of AWS: %s, %s, %s, %s',
		async (endpoint = '', region = '', bucket = '', addressStyle = '') => {
			const store = { ...CREDENTIAL, endpoint, region, bucket, addressStyle };
			const expectSame = async (name: string, at: Date) => {
				const link = linkOf(readBucket(store), name, at);
				expect(sorted(link)).toEqual(sorted(await sdkUrl(store, 'GET', name, at)));
				const upload = uploadUrl(readBucket(store), name, at);
				expect(sorted(upload)).toEqual(sorted(await sdkUrl(store, 'PUT', name, at)));
			};
			for (const name of NAMES) await expectSame(name, AT);
			await fc.assert(fc.asyncProperty(anyName, anyTime, expectSame), { numRuns: 15 });
		},
	);

	it('survives a name that is no text', () =>
		expect(linkOf(bucketOf({}), '\ud800.png', AT)).toContain('/%EF%BF%BD.png?'));
});

describe('the answer of a store', () => {
	const NOW = new Date('2026-11-24T12:00:00Z');
	const xml = (code: string, message = 'Words of the store', more = '') =>
		`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`;
	const refused = (status: number, body: string, date?: string) =>
		refusalOf({ status, body, date }, NOW);

	it('is fine from 200 to 299', () => {
		for (const status of [200, 204]) expect(refused(status, '')).toBeUndefined();
	});

	it.each(rows`
		403 | SignatureDoesNotMatch       | refused the signature (403 SignatureDoesNotMatch)                       | Secret Access Key does not belong to
		403 | InvalidAccessKeyId          | does not know the Access Key ID (403 InvalidAccessKeyId)                | Access Key ID
		404 | NoSuchBucket                | has no such bucket (404 NoSuchBucket)                                   | Bucket, Region
		403 | AccessDenied                | does not allow this key to do that (403 AccessDenied)                   | s3:PutObject
		301 | PermanentRedirect           | reports that the bucket is in another region (301 PermanentRedirect)    | region
		403 | SecondLevelDomainForbidden  | requires the bucket name in front of its host name (403 SecondLevelDomainForbidden) | Virtual Host
		400 | Strange.Thing               | refused the request: Words of the store (400 Strange.Thing)             | credential
		503 | SlowDown                    | refused the request: Words of the store (503 SlowDown)                  | later
		307 |                             | reports that the bucket is in another region (307)                      | region
		502 |                             | refused the request (502)                                               | later
	`)('%s %s: %s', (status, code = '', reason, advice = '') =>
		expect(refused(Number(status), code === '' ? '' : xml(code))).toMatchObject({
			reason,
			advice: expect.stringContaining(advice),
			passing: Number(status) >= 500,
		}),
	);

	it('names the region that it tells, and what else a page may be', () => {
		const elsewhere = xml('AuthorizationHeaderMalformed', '', '<Region>eu-west-1</Region>');
		expect(refused(400, elsewhere)).toMatchObject({
			reason:
				'reports that the bucket is in another region: eu-west-1 (400 AuthorizationHeaderMalformed)',
			advice: expect.stringContaining('region of the bucket'),
		});
		expect(refused(403, '<html>MinIO Console</html>')).toMatchObject({
			reason: 'did not respond like S3-compatible storage (403)',
			advice: expect.stringContaining('not of a web page'),
		});
	});

	it.each(rows`
		RequestTimeTooSkewed | Words               | Tue, 24 Nov 2026 12:30:00 GMT | reports that the time is wrong: n8n's clock is 30 minutes behind (403
		RequestTimeTooSkewed | Words               | Tue, 24 Nov 2026 11:00:00 GMT | reports that the time is wrong: n8n's clock is 60 minutes ahead (403
		AccessDenied         | Request has expired | Tue, 24 Nov 2026 14:00:00 GMT | reports that the time is wrong: n8n's clock is 120 minutes behind (403
		AccessDenied         | Request has expired | Tue, 24 Nov 2026 12:10:00 GMT | does not allow this key to do that (403
	`)('%s, %s, with the time %s: %s', (code = '', message, date, reason) =>
		expect(refused(403, xml(code, message), date)?.reason).toBe(`${reason} ${code})`),
	);

	it.each<[unknown, string, string, boolean]>([
		[{ code: 'ENOTFOUND' }, 'has an unknown host name (ENOTFOUND)', 'Address Style to Path', false],
		[{ code: 'ECONNREFUSED' }, 'refused the connection (ECONNREFUSED)', 'is running', true],
		[{ cause: { code: 'CERT_X' } }, 'has no valid certificate for this URL (CERT_X)', 'dot', false],
		[new Error('socket hang up'), 'could not be reached (socket hang up)', 'network', true],
		['?', 'could not be reached (no response)', 'network', true],
	])('does not come: %p', (cause, reason, advice, passing) =>
		expect(silenceOf(cause)).toEqual({ reason, advice: expect.stringContaining(advice), passing }),
	);
});
