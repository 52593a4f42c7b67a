import { linkOf, objectKey, readBucket, uploadUrl } from '../../../nodes/shared/files/bucket';

const CREDENTIAL = {
	endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
	region: 'cn-hangzhou',
	bucket: 'my-files',
	accessKeyId: 'KXTESTNOTREAL',
	secretAccessKey: 'kx-test-not-real',
	addressStyle: 'virtualHost',
	folder: 'n8n',
	linkKind: 'signed',
	linkHours: 24,
};
const AT = new Date('2026-11-24T00:20:37Z');
const addressOf = (more: object) => {
	const { origin, pathname } = new URL(
		uploadUrl(readBucket({ ...CREDENTIAL, ...more }), 'a.png', AT),
	);
	return origin + pathname;
};

describe('a bucket', () => {
	it.each<[object, string]>([
		[{}, 'https://my-files.oss-cn-hangzhou.aliyuncs.com/a.png'],
		[{ addressStyle: 'path' }, 'https://oss-cn-hangzhou.aliyuncs.com/my-files/a.png'],
		[
			{ endpoint: 'oss-cn-hangzhou.aliyuncs.com' },
			'https://my-files.oss-cn-hangzhou.aliyuncs.com/a.png',
		],
		[{ endpoint: 'https://oss\u200b.example\ufeff' }, 'https://my-files.oss.example/a.png'],
		[{ endpoint: ' https://OSS.example:443/ ' }, 'https://my-files.oss.example/a.png'],
		[{ endpoint: 'https://my-files.oss.example' }, 'https://my-files.oss.example/a.png'],
		[
			{ endpoint: 'https://my-files.oss.example', addressStyle: 'path' },
			'https://oss.example/my-files/a.png',
		],
		[
			{ endpoint: 'http://192.168.0.2:9000', addressStyle: 'path' },
			'http://192.168.0.2:9000/my-files/a.png',
		],
		[
			{ endpoint: 'http://[::1]:9000/s3/', addressStyle: 'path' },
			'http://[::1]:9000/s3/my-files/a.png',
		],
	])('with %j is at %s', (more, url) => expect(addressOf(more)).toBe(url));

	it.each<[object, string]>([
		[{ endpoint: '' }, 'Endpoint in the file storage credential is empty'],
		[{ endpoint: 'https://user:pass@oss.example' }, 'which is not a valid URL'],
		[{ endpoint: 'ftp://oss.example' }, 'which is not a valid URL'],
		[{ bucket: 'my files' }, 'which is not a valid bucket name'],
		[{ bucket: 'my-files/n8n' }, 'which is not a valid bucket name'],
		[{ bucket: '..' }, 'which is not a valid bucket name'],
		[{ accessKeyId: ' ' }, 'Access Key ID in the file storage credential is empty'],
		[{ secretAccessKey: undefined }, 'Secret Access Key in the file storage credential is empty'],
		[{ linkKind: 'public' }, 'Public Base URL in the file storage credential is empty'],
		[{ linkKind: 'public', publicUrl: 'files.example.com' }, 'which is not a valid http(s) URL'],
	])('with %j is refused: %s', (more, reason) =>
		expect(() => readBucket({ ...CREDENTIAL, ...more } as typeof CREDENTIAL)).toThrow(reason),
	);

	it.each<[string, string]>([
		['n8n', 'n8n/2026-11-24/abc.png'],
		['', '2026-11-24/abc.png'],
		['/a/b/', 'a/b/2026-11-24/abc.png'],
		['../../a\\..\\b', 'a/b/2026-11-24/abc.png'],
		['图片', '图片/2026-11-24/abc.png'],
	])('with the folder %j names an object %s', (folder, key) =>
		expect(objectKey(readBucket({ ...CREDENTIAL, folder }), 'abc', 'png', AT)).toBe(key),
	);

	it('gives links below its public address, without a signature', () => {
		const bucket = readBucket({
			...CREDENTIAL,
			linkKind: 'public',
			publicUrl: 'https://cdn.example.com/x/',
		});
		expect(linkOf(bucket, 'n8n/中 文.png', AT)).toBe(
			'https://cdn.example.com/x/n8n/%E4%B8%AD%20%E6%96%87.png',
		);
	});

	it('gives links that hold as long as its credential says', () => {
		const validity = (linkHours: unknown) =>
			new URL(
				linkOf(readBucket({ ...CREDENTIAL, linkHours: linkHours as number }), 'a', AT),
			).searchParams.get('X-Amz-Expires');
		expect([1, 24, 1000, undefined, 0].map(validity)).toEqual([
			'3600',
			'86400',
			'604800',
			'86400',
			'86400',
		]);
	});

	it('never shows its secret', () => {
		const bucket = readBucket(CREDENTIAL);
		expect(linkOf(bucket, 'a', AT) + uploadUrl(bucket, 'a', AT)).not.toContain('kx-test-not-real');
	});
});
