/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { rmSync } from 'node:fs';
import type {
	IBinaryData,
	ICredentialDataDecryptedObject,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import { KexiangFileStorageApi } from '../../credentials/KexiangFileStorageApi.credentials';
import { shareFile, type ShareSettings } from '../../nodes/shared/files/shareFiles';
import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { drawPicture } from '../../simulator/picture';
import { binaryOnDisk, type BinaryOnDisk } from '../support/binaryOnDisk';
import { BUCKET, KEY, REGION, startBucketServer, type BucketServer } from '../support/bucketServer';
import { namesOfThisMachine } from '../support/names';
import { runWorkflow } from '../support/runWorkflow';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** Files of n8n's binary data become links: by n8n itself, and by a bucket; through n8n's engine. */

namesOfThisMachine(/^n8n\.example\.org$/, /\.store\.example\.org$/);

const PNG = drawPicture('a boat', 64, 64);
let n8n: BinaryOnDisk;
let store: BucketServer;

beforeAll(async () => {
	n8n = await binaryOnDisk('n8n.example.org');
	store = await startBucketServer();
});
afterAll(async () => {
	await n8n.stop();
	await store.stop();
});
beforeEach(() => {
	n8n.polled.splice(0);
	n8n.instead = undefined;
	n8n.toHead = undefined;
	store.requests.splice(0);
	store.answer = undefined;
	store.aheadMs = 0;
	store.publicRead = false;
	store.rights = new Set(['GET', 'PUT', 'DELETE']);
});

let executions = 0;
/** A file of n8n's storage, as a node of this execution or as a form or webhook leaves it. */
async function stored(
	content: Buffer,
	more: Partial<IBinaryData> = {},
	executionId = '9',
): Promise<IBinaryData> {
	const meta = { data: '', mimeType: 'image/png', fileName: 'cat.png', ...more };
	return await n8n.service.store(
		{ type: 'execution', workflowId: 'w', executionId },
		content,
		meta,
	);
}

const memory = (content: Buffer): IBinaryData => ({
	data: content.toString('base64'),
	mimeType: 'image/png',
	fileName: 'cat.png',
});

type Share = ShareSettings & {
	label?: string;
	kind?: 'image' | 'video' | 'audio' | 'any';
	maxMb?: number;
};

/** A node that does nothing but share: all files of each item, twice, with these settings. */
function sharer(settings: Share): INodeType {
	return {
		description: {
			displayName: 'Share',
			name: 'share',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Share' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'kexiangFileStorageApi', required: false }],
			properties: [],
		},
		async execute() {
			const { label = 'Image URLs', kind = 'image', maxMb } = settings;
			const wanted = { label, kind, ...(maxMb !== undefined && { maxMb }) };
			const shareAll = async ({ binary = {} }: INodeExecutionData, index: number) => {
				const files = [...Object.values(binary), ...Object.values(binary)];
				return {
					urls: await Promise.all(
						files.map(async (file) => await shareFile(this, index, file, wanted, settings)),
					),
				};
			};
			const jsons = await Promise.all(
				this.getInputData().map(async (item, index) =>
					shareAll(item, index).catch((error: unknown) => {
						if (!(error instanceof ParameterProblem)) throw error;
						return { urls: [], refusal: { message: error.message, advice: error.advice } };
					}),
				),
			);
			return [jsons.map((json) => ({ json }))];
		},
	};
}

const credential = (more: ICredentialDataDecryptedObject = {}) => ({
	...KEY,
	endpoint: store.endpoint,
	region: REGION,
	bucket: BUCKET,
	addressStyle: 'path',
	folder: 'n8n',
	linkKind: 'signed',
	linkHours: 24,
	...more,
});

async function share(
	files: IBinaryData[],
	settings: Partial<Share> & {
		restApiUrl?: string;
		credential?: ICredentialDataDecryptedObject;
		hasCredential?: boolean;
	} = {},
) {
	const { restApiUrl = n8n.restApiUrl, credential: more, hasCredential = true, ...rest } = settings;
	executions += 1;
	const {
		items,
		error: failure,
		taskData,
	} = await runWorkflow({
		nodeTypes: [sharer({ by: 'n8n', ...rest })],
		credentialTypes: [new KexiangFileStorageApi()],
		credentials: hasCredential ? { kexiangFileStorageApi: credential(more) } : {},
		chain: [{ type: 'share', name: 'Share' }],
		input: files.map((file) => ({ json: {}, binary: { data: file } })),
		restApiUrl,
		executionId: `share-${executions}`,
	});
	if (failure) throw failure;
	const [first] = items('Share');
	const error = first?.json.refusal as { message: string; advice?: string } | undefined;
	const urls = items('Share').flatMap(({ json }) => json.urls as string[]);
	const hints = (taskData('Share')?.hints ?? []).map(({ message }) => message);
	return { urls, error, hints, url: urls[0] ?? '' };
}

const bytesAt = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());

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
		expect(new URL(url).pathname).toMatch(/^\/my-bucket\/n8n\/\d{4}-\d\d-\d\d\/[0-9a-f]{32}\.png$/);
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

it('a refusal is not remembered: the next try shares the file', async () => {
	n8n.instead = [502, ''];
	const file = await stored(PNG);
	expect((await share([file])).error).toBeDefined();
	n8n.instead = undefined;
	n8n.toHead = undefined;
	executions -= 1;
	expect((await share([file])).error).toBeUndefined();
});
