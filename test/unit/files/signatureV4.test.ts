/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets */
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';

import { linkOf, readBucket, uploadUrl } from '../../../nodes/shared/files/bucket';

/** Our signatures beside those of AWS's own SDK: the whole address must be the same. */

const KEY = { accessKeyId: 'KXTESTNOTREAL', secretAccessKey: 'kx-test-secret+/not-real' };

interface Store {
	endpoint: string;
	region: string;
	bucket: string;
	pathStyle: boolean;
}

async function sdkUrl(store: Store, method: 'GET' | 'PUT', key: string, at: Date, seconds: number) {
	const client = new S3Client({
		endpoint: store.endpoint,
		region: store.region,
		forcePathStyle: store.pathStyle,
		credentials: KEY,
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
	});
	// A mark of the SDK's own, which no store asks for.
	client.middlewareStack.add(
		(next) => async (args) => {
			const { query } = args.request as { query: Record<string, unknown> };
			delete query['x-id'];
			return await next(args);
		},
		{ step: 'build', priority: 'low' },
	);
	const target = { Bucket: store.bucket, Key: key };
	const command = method === 'GET' ? new GetObjectCommand(target) : new PutObjectCommand(target);
	return await getSignedUrl(client, command as GetObjectCommand, {
		expiresIn: seconds,
		signingDate: at,
	});
}

const credential = (store: Store, more: Record<string, string | number> = {}) => ({
	...KEY,
	...store,
	addressStyle: store.pathStyle ? 'path' : 'virtualHost',
	linkKind: 'signed',
	linkHours: 24,
	folder: '',
	...more,
});

const sorted = (url: string) => {
	const { origin, pathname, search } = new URL(url);
	return [origin + pathname, ...search.slice(1).split('&').sort()];
};

const NAMES = [
	'cat.png',
	'a b.png',
	'中文 图片.png',
	'a+b=c&d.png',
	'~tilde~.png',
	'folder/in/folder/a.png',
	"it's (1)!*.png",
	'100%25.png',
	'a//b.png',
	'ñ/emoji-\u{1F600}.mp4',
	'a:b@c,d;e$f.png',
	'[a]{b}"c"<d>|e\\f^`.png',
];
const STORES: Store[] = [true, false].flatMap((pathStyle) => [
	{
		endpoint: 'https://s3.eu-central-1.amazonaws.com',
		region: 'eu-central-1',
		bucket: 'my-bucket',
		pathStyle,
	},
	{ endpoint: 'http://store.example:9000', region: 'us-east-1', bucket: 'n8n.files', pathStyle },
	{
		endpoint: 'https://cos.ap-guangzhou.myqcloud.com',
		region: 'ap-guangzhou',
		bucket: 'a-1250000000',
		pathStyle,
	},
]);
const TIMES = ['2026-11-24T00:20:37.123Z', '2026-01-01T00:00:00Z', '2026-12-31T23:59:59.999Z'].map(
	(text) => new Date(text),
);

describe('an address with a signature', () => {
	it.each(STORES)(
		'is the same as by the SDK of AWS: $endpoint, $bucket, path $pathStyle',
		async (store) => {
			const bucket = readBucket(credential(store));
			for (const name of NAMES) {
				for (const at of TIMES) {
					expect(sorted(linkOf(bucket, name, at))).toEqual(
						sorted(await sdkUrl(store, 'GET', name, at, 24 * 3600)),
					);
					expect(sorted(uploadUrl(bucket, name, at))).toEqual(
						sorted(await sdkUrl(store, 'PUT', name, at, 3600)),
					);
				}
			}
		},
	);

	it('is the same for any name, at any time', async () => {
		const [store] = STORES;
		if (!store) throw new Error('No store');
		const bucket = readBucket(credential(store));
		await fc.assert(
			fc.asyncProperty(
				fc
					.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
					.filter((name) => !/^\.{1,2}(\/|$)|\/\.{1,2}(\/|$)|^\//.test(name)),
				fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
				async (name, at) => {
					expect(sorted(linkOf(bucket, name, at))).toEqual(
						sorted(await sdkUrl(store, 'GET', name, at, 24 * 3600)),
					);
				},
			),
			{ numRuns: 40 },
		);
	});

	it('holds for a week at most, and for whole seconds', () => {
		const [store] = STORES;
		if (!store) throw new Error('No store');
		const of = (linkHours: number) =>
			new URL(
				linkOf(readBucket(credential(store, { linkHours })), 'a', new Date()),
			).searchParams.get('X-Amz-Expires');
		expect([of(1e9), of(90.7 / 3600), of(1e-9)]).toEqual(['604800', '90', '60']);
	});

	it('survives a name that is no text', () => {
		const [store] = STORES;
		if (!store) throw new Error('No store');
		expect(linkOf(readBucket(credential(store)), '\ud800.png', new Date())).toContain(
			'/%EF%BF%BD.png?',
		);
	});
});
