/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import axios from 'axios';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
	IBinaryData,
	IBinaryKeyData,
	IDataObject,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';

import { drawPicture } from '../../simulator/picture';
import { startSimulator, type Simulator } from '../../simulator/server';
import { binaryOnDisk, type BinaryOnDisk } from '../support/binaryOnDisk';
import { BUCKET, KEY, REGION, startBucketServer, type BucketServer } from '../support/bucketServer';
import { askAgain, durable, quick, run, wait, type ChainNode } from '../support/kexiang';
import { jpeg, png, webp } from '../support/mediaFiles';
import { holdAgainstSchema } from '../support/outputSchemas';

/** A field for media takes the names of binary fields, through n8n's engine to a platform that fetches the files. */

const PNG = drawPicture('a boat', 320, 320);
let n8n: BinaryOnDisk;
let simulator: Simulator;
let executions = 0;
beforeAll(async () => {
	n8n = await binaryOnDisk();
});
afterAll(async () => await n8n.stop());
beforeEach(async () => {
	simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
});
afterEach(async () => await simulator.stop());

async function stored(content: Buffer): Promise<IBinaryData> {
	return await n8n.service.store(
		{ type: 'execution', workflowId: 'w', executionId: '9' },
		content,
		{ data: '', mimeType: 'image/png', fileName: 'cat.png' },
	);
}

const binaryOf = async (content = PNG) => ({
	data: await stored(content),
	photo_2: await stored(PNG),
});

interface Submission {
	type?: string;
	operation?: string;
	parameters?: INodeParameters;
	options?: INodeParameters;
	binary?: Awaited<ReturnType<typeof binaryOf>>;
	items?: number;
	/** Settings of the node. */
	node?: Partial<ChainNode>;
	/** Nodes behind it. */
	after?: ChainNode[];
	more?: Parameters<typeof run>[2];
}

async function submit(
	imageUrls: unknown,
	{ options = {}, parameters, items = 1, after = [], ...rest }: Submission = {},
) {
	executions += 1;
	const binary = rest.binary ?? (await binaryOf());
	const node = {
		type: rest.type ?? 'kexiangKling',
		name: 'Submit',
		parameters: {
			operation: rest.operation ?? 'klingV3OmniImageToVideo',
			...(parameters ?? { prompt: 'it sails', imageUrls: imageUrls as string }),
			options,
		},
		...rest.node,
	};
	return await run(simulator, [node, ...after], {
		input: Array.from({ length: items }, () => ({ json: {}, binary })),
		restApiUrl: n8n.restApiUrl,
		executionId: `local-${executions}`,
		...rest.more,
	});
}
const inputs = () => simulator.ledger.inputs;

it.each<[string, string, number]>([
	['a name', 'data', 1],
	['a pattern', 'photo_*', 1],
	['names and a URL', 'data, photo_2, https://example.com/1.png', 2],
	['the object', '={{ $binary.data }}', 1],
	['all of them', '={{ $binary }}', 2],
	['its id', '={{ $binary.data.id }}', 1],
	['its content, which no expression sees', '={{ $binary.data.data }}', 1],
	['the same in brackets', '={{ $binary["photo_2"].data }}', 1],
	['the object of another node', "={{ $('Start').item.binary.photo_2 }}", 1],
	['base64', `data:image/png;base64,${PNG.toString('base64')}`, 1],
])('%s is fetched by the platform', async (_, value, count) => {
	const { error } = await submit(value);
	expect(error).toBeUndefined();
	expect(inputs()).toHaveLength(count);
	for (const input of inputs()) expect(input).toMatchObject({ bytes: PNG.length });
});

/** As a Code node makes it, or an n8n that keeps files in memory: an expression sees all of it but its content. */
const inMemory = (content: Buffer, fileName: string): IBinaryData => ({
	data: content.toString('base64'),
	mimeType: 'image/png',
	fileName,
	fileExtension: 'png',
});

it.each([
	'data',
	'={{ $binary.data }}',
	'={{ $binary["data"] }}',
	'={{ $binary.data.id }}',
	'={{ $binary.data.data }}',
	'={{ [$binary.data] }}',
	'={{ $input.item.binary.data }}',
	"={{ $('Start').item.binary.data }}",
])('a file in memory is taken by %s', async (value) => {
	const photo_2 = inMemory(png(400, 400), 'dog.png');
	const { error } = await submit(value, { binary: { data: inMemory(PNG, 'cat.png'), photo_2 } });
	expect(error).toBeUndefined();
	expect(inputs()).toEqual([expect.objectContaining({ bytes: PNG.length })]);
});

it.each(['={{ $binary }}', '={{ Object.values($binary) }}'])(
	'all files in memory are taken by %s',
	async (value) => {
		const photo_2 = inMemory(png(400, 400), 'dog.png');
		const { error } = await submit(value, { binary: { data: inMemory(PNG, 'cat.png'), photo_2 } });
		expect(error).toBeUndefined();
		expect(inputs()).toHaveLength(2);
	},
);

it('of two files in memory that are called alike, the one is taken that is named', async () => {
	const binary = { data: inMemory(png(400, 400), 'a.png'), photo_2: inMemory(PNG, 'a.png') };
	const { error } = await submit('={{ [$binary.data] }}', { binary });
	expect(error?.message).toBe(
		'Image URLs contains a file that may be any of data, photo_2 [item 0]',
	);
	expect(simulator.ledger.requests).toEqual([]);
	for (const value of ['={{ $binary.photo_2 }}', '={{ $binary }}'])
		expect((await submit(value, { binary })).error).toBeUndefined();
	expect(inputs()).toHaveLength(3);
	expect(inputs()[0]).toMatchObject({ bytes: PNG.length });
});

const FORM = 'filesystem-v2:workflows/w/executions/77/binary_data/1';
it.each<[string, unknown, Buffer, string, string]>([
	[
		'a name that is none',
		'dta',
		PNG,
		'but contains "dta"',
		'The item has the binary fields data: cat',
	],
	[
		'an expression that finds no file',
		'={{ $binary.dta }}',
		PNG,
		'Image URLs is empty, because its expression finds no file',
		'Enter a URL, or the name of a binary field. The item has the binary fields data: cat',
	],
	[
		'an expression that finds no content of a file',
		'={{ $binary.dta.data }}',
		PNG,
		'Image URLs is empty, because its expression finds no file',
		'The item has the binary fields data: cat',
	],
	['a file that is no picture', 'data', Buffer.from('%PDF-1.7\n'), 'accepts an image', ''],
	['a picture that is too large', 'data', Buffer.concat([PNG, Buffer.alloc(11e6)]), '10 MB', ''],
	[
		'a file of somebody else',
		`={{ { mimeType: "image/png", id: "${FORM}" } }}`,
		PNG,
		'that this item does not have',
		'The item has',
	],
])('%s is refused, and nothing is sent', async (_, value, content, reason, advice) => {
	const { error } = await submit(value, { binary: await binaryOf(content) });
	expect(error?.message).toContain(reason);
	expect(error?.description).toContain(advice);
	expect(simulator.ledger.requests).toEqual([]);
});

const CUT = PNG.subarray(0, PNG.length - 100);
it.each<[string, Buffer, string]>([
	[
		'of too short sides',
		png(64, 64),
		'which is 64 x 64 pixels; each side must be at least 300 pixels',
	],
	[
		'too narrow',
		jpeg(300, 900, { orientation: 6 }),
		'which is 900 x 300 pixels; the longer side must be at most',
	],
	[
		'of another format',
		webp.lossy(400, 400),
		'accepts an image (JPG or PNG), but the file cat.png',
	],
	['cut off', CUT, 'which is incomplete'],
])('a picture %s is refused, unless files are not to be checked', async (_, content, reason) => {
	const binary = await binaryOf(content);
	const { error } = await submit('data', { binary });
	expect(error?.message).toContain(reason);
	expect(error?.description).toContain('Options > Check Files');
	expect(simulator.ledger.requests).toEqual([]);
	const retried = await submit('data', { binary, node: { retryOnFail: true, maxTries: 2 } });
	expect(retried.error?.message).toContain(reason);
	expect(simulator.ledger.requests).toEqual([]);
	const unchecked = await submit('data', { binary, options: { checkFiles: false } });
	expect(unchecked.error).toBeUndefined();
	expect(inputs()).toEqual([expect.objectContaining({ bytes: content.length })]);
});

it('refuses nothing but the item whose file it is, where the others go on', async () => {
	const { items } = await submit('={{ $itemIndex === 0 ? "photo_2" : "data" }}', {
		binary: await binaryOf(png(64, 64)),
		items: 2,
		node: { onError: 'continueRegularOutput' },
	});
	expect(items('Submit').map(({ json }) => [typeof json.taskId, typeof json.error])).toEqual([
		['string', 'undefined'],
		['undefined', 'object'],
	]);
	expect(inputs()).toHaveLength(1);
});

it('takes the label of a form that is certain, and tells one that is not', async () => {
	const photo = await stored(PNG);
	const label = async (json: IDataObject, binary: IBinaryKeyData) => {
		executions += 1;
		return await run(
			simulator,
			[
				{
					type: 'kexiangKling',
					name: 'Submit',
					parameters: {
						operation: 'klingV3OmniImageToVideo',
						prompt: 'it sails',
						imageUrls: '照片',
					},
				},
			],
			{
				input: [{ json, binary }],
				restApiUrl: n8n.restApiUrl,
				executionId: `local-${executions}`,
			},
		);
	};
	const told = { filename: 'cat.png', mimetype: 'image/png', size: 3 };
	const taken = await label({ 照片: told, 姓名: '李明' }, { __: photo });
	expect(taken.error).toBeUndefined();
	expect(inputs()).toHaveLength(1);
	// n8n keeps the files of both under one name: that of the latter is left.
	const { error } = await label({ 照片: told, 背景: [told] }, { __: photo });
	expect(error?.message).toContain("n8n's form kept only one file for its fields 照片, 背景");
	expect(error?.description).toContain('Rename these fields of the form');
	expect(inputs()).toHaveLength(1);
});

describe('JSON that is sent as it is', () => {
	const custom = async (userInput: string, more: Submission = {}) =>
		await submit('', {
			type: 'kexiangCustomRequest',
			operation: 'createTask',
			parameters: { modelName: 'kling', modelType: 'img2video', userInput },
			...more,
		});
	const added = async (additionalFields: string) =>
		await submit('', {
			parameters: {
				prompt: 'x',
				imageUrls: 'https://example.com/1.png',
				advanced: { additionalFields },
			},
		});

	it.each<[string, string]>([
		['={{ { image_url: $binary.data } }}', "contains n8n's own data about a file in image_url"],
		['={{ { list: [$binary.data] } }}', "contains n8n's own data about a file in list"],
		['={{ JSON.stringify({ a: { image: $binary.data.id } }) }}', 'data about a file in image'],
		['{"image_url": "data"}', 'contains the name of the binary field data in image_url'],
		[
			'{"image_urls": ["https://example.com/1.png", "photo_2"]}',
			'binary field photo_2 in image_urls',
		],
		['{"imageUrl": "C:\\\\cat.png"}', 'a path on a disk'],
	])('holds no file: %s', async (json, reason) => {
		for (const [label, send] of [
			['User Input', custom],
			['Additional Fields', added],
		] as const) {
			const { error } = await send(json);
			expect(error?.message).toMatch(new RegExp(`^${label} `));
			expect(error?.message).toContain(reason);
			expect(error?.description).toMatch(/Nothing was sent\.$/);
		}
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('holds no file in memory', async () => {
		const binary = { data: inMemory(PNG, 'a.png'), photo_2: inMemory(PNG, 'b.png') };
		const { error } = await custom('={{ { image_url: $binary.data } }}', { binary });
		expect(error?.message).toContain("contains n8n's own data about a file in image_url");
		expect(simulator.ledger.requests).toEqual([]);
	});

	it.each([
		'{"prompt": "data", "name": "photo_2", "image_url": "https://example.com/1.png"}',
		'{"output": {"mimeType": "image/png"}, "path": "/a/b"}',
		'{"inline": {"mimeType": "image/png", "data": "aGVsbG8="}}',
		'{"file": {"mimeType": "image/png", "fileName": "cat.png", "url": "https://example.com/1.png"}}',
	])('may hold what looks like one: %s', async (json) => {
		const { items } = await custom(json, { options: { previewRequest: true } });
		expect(items('Submit')[0]?.json).toMatchObject({
			preview: true,
			request: { body: { user_input: JSON.parse(json) } },
		});
	});
});

const ONE_MINUTE_AGO = Math.floor(Date.now() / 1000) - 60;
it.each<[string, INodeParameters, string]>([
	[
		'in the field',
		{ prompt: 'x', imageUrls: `https://b.example/1.png?Expires=${ONE_MINUTE_AGO}&Signature=x` },
		'Image URLs contains https://b.example/1.png, a link that expired on ',
	],
	[
		'in Additional Fields',
		{
			prompt: 'x',
			imageUrls: 'https://example.com/1.png',
			advanced: {
				additionalFields: `{"a": "https://b.example/1.png?e=${ONE_MINUTE_AGO}&token=x"}`,
			},
		},
		'Additional Fields contains https://b.example/1.png, a link that expired on ',
	],
])('an expired link %s is refused, and nothing is sent', async (_, parameters, reason) => {
	const { error } = await submit('', { parameters });
	expect(error?.message).toContain(reason);
	expect(simulator.ledger.requests).toEqual([]);
});

it('says nothing of a link that is over since it was sent', async () => {
	simulator.addFault({ on: 'submit', kind: '422', contains: 'second' });
	const end = Math.ceil(Date.now() / 1000) + 1;
	const { error } = await submit('', {
		parameters: {
			prompt: '={{ $itemIndex === 0 ? "first" : "second" }}',
			imageUrls: `={{ "https://example.com/1.png" + ($itemIndex === 0 ? "?Signature=x&Expires=${end}" : "") }}`,
		},
		items: 2,
		node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 2100 },
	});
	expect(Date.now()).toBeGreaterThan(end * 1000);
	expect(error?.message).toMatch(/^The platform refused the input/);
	expect(JSON.stringify(error)).not.toContain('expired');
});

/** As most nodes are: what it puts out has no files. */
const dropsFiles: INodeType = {
	description: {
		displayName: 'Drop',
		name: 'drop',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Drop' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData().map(({ json }, item) => ({ json, pairedItem: { item } }))];
	},
};

it.each([
	['of a form', 'temp', "={{ $('Start').item.binary.photo }}"],
	['of another execution', '77', "={{ $('Start').item.binary.photo }}"],
])('a file %s is taken from a node before', async (_, executionId, value) => {
	const photo = await n8n.service.store({ type: 'execution', workflowId: 'w', executionId }, PNG, {
		data: '',
		mimeType: 'image/png',
	});
	executions += 1;
	const { error } = await run(
		simulator,
		[
			{ type: 'drop', name: 'Drop' },
			{
				type: 'kexiangKling',
				parameters: { operation: 'klingV3OmniImageToVideo', prompt: 'it sails', imageUrls: value },
			},
		],
		{
			moreTypes: [dropsFiles],
			input: [{ json: {}, binary: { photo } }],
			restApiUrl: n8n.restApiUrl,
			executionId: `local-${executions}`,
		},
	);
	expect(error).toBeUndefined();
	expect(inputs()).toEqual([expect.objectContaining({ bytes: PNG.length })]);
});

it('shows in a preview which file would be shared, and shares nothing', async () => {
	n8n.polled.splice(0);
	const { items } = await submit('data', { options: { previewRequest: true } });
	expect(JSON.stringify(items('Submit')[0]?.json)).toContain(
		'<link to the file data: cat.png (image/png)>',
	);
	expect(n8n.polled).toEqual([]);
});

it('tells in a preview that the platform could not fetch the file, and what makes no difference not', async () => {
	const preview = async (restApiUrl: string, options: INodeParameters, more = {}) => {
		const { items } = await submit('data, photo_2', {
			options: { ...options, previewRequest: true },
			more: { restApiUrl, ...more },
		});
		return items('Submit')[0]?.json.doubts;
	};
	const far = { credential: { taskApiUrl: 'https://platform.example.com' } };
	const fault =
		"Image URLs contains a file, but n8n's own address is only known on its own network (localhost), so the platform cannot fetch the file";
	expect(await preview('http://localhost:5678/rest', {}, far)).toEqual([fault]);
	expect(await preview('http://localhost:5678/rest', { shareFilesBy: 'bucket' }, far)).toEqual([]);
	expect(await preview('https://n8n.example.com/rest', {}, far)).toEqual([]);
	expect(await preview('http://localhost:5678/rest', {})).toEqual([]);
	expect(simulator.ledger.requests).toEqual([]);
});

it('shares one file of several items and fields once, and tells its link to nobody', async () => {
	n8n.polled.splice(0);
	const { items, error, run: whole } = await submit('data, data', { items: 3 });
	expect(error).toBeUndefined();
	expect(items('Submit')).toHaveLength(3);
	// Neither in what n8n keeps of the execution.
	expect(JSON.stringify(whole)).not.toContain('token=');
	const links = simulator.ledger.requests.flatMap(({ body }) =>
		[...JSON.stringify(body).matchAll(/token=([\w.-]+)/g)].map(([, token]) => token),
	);
	expect(links).toHaveLength(6);
	expect(new Set(links).size).toBe(1);
});

/** Refuses whatever comes, and repeats the address of the file. */
async function withRudePlatform<T>(
	work: (taskApiUrl: string, told: string[]) => Promise<T>,
): Promise<T> {
	const told: string[] = [];
	const rude = createServer((request, response) => {
		let body = '';
		request.on('data', (piece: Buffer) => (body += String(piece)));
		request.on('end', () => {
			const link = /"(http[^"]*(?:token|Signature)=[^"]*)"/.exec(body)?.[1] ?? '';
			told.push(link);
			const said = `cannot use ${link}`;
			response.writeHead(400, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ code: 400, message: said, msg: said }));
		});
	});
	await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
	try {
		return await work(`http://127.0.0.1:${(rude.address() as AddressInfo).port}`, told);
	} finally {
		rude.close();
	}
}

it('takes the link out of what the platform says of it', async () => {
	const { error, run: whole } = await withRudePlatform(
		async (taskApiUrl) => await submit('data', { more: { credential: { taskApiUrl } } }),
	);
	expect(error?.message).toContain('cannot use <link to the file data: cat.png (image/png)>');
	expect(JSON.stringify(whole.data.resultData)).not.toContain('token=');
});

it.each([
	['waited for where it is submitted', { waitForCompletion: true, waitOptions: quick }, []],
	['waited for', {}, [wait({ options: quick })]],
	['waited for in sleep', {}, [durable({ options: quick })]],
])('keeps no link of a task that is %s', async (_, parameters, after) => {
	const { error, run: whole } = await submit('', {
		parameters: { prompt: 'it sails', imageUrls: 'data', ...parameters },
		more: after[0]?.type.endsWith('Durable') ? { connections: askAgain(['Submit']) } : {},
		after,
	});
	expect(error).toBeUndefined();
	expect(JSON.stringify(whole)).toContain('"state":"success"');
	expect(JSON.stringify(whole)).not.toContain('token=');
});

describe('Get Public URL of File', () => {
	const link = async (files: string, options: INodeParameters = {}, more = {}) =>
		await submit('', {
			type: 'kexiangVideoTools',
			operation: 'filePublicUrl',
			parameters: { resource: 'file', files },
			options,
			more,
		});

	it('gives the links that anybody can open, and asks the platform for nothing', async () => {
		const { items, error } = await link('photo_*, data, https://example.com/1.png');
		expect(error).toBeUndefined();
		const { json } = items('Submit')[0] ?? {};
		holdAgainstSchema('kexiangVideoTools', 'filePublicUrl', [json]);
		const { url, urls, files } = json as { url: string; urls: string[]; files: object[] };
		expect([urls[0], urls[2]]).toEqual([url, 'https://example.com/1.png']);
		expect(files).toEqual([
			{ url, property: 'photo_2', fileName: 'cat.png', mimeType: 'image/png' },
			{ url: urls[1], property: 'data', fileName: 'cat.png', mimeType: 'image/png' },
		]);
		for (const one of [url, urls[1] ?? '']) {
			const { data } = await axios.get<Buffer>(one, { responseType: 'arraybuffer' });
			expect(data.equals(PNG)).toBe(true);
		}
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('lets them hold for as long as it is told', async () => {
		const { items } = await link('data', { linkHours: 2 });
		const [, payload = ''] =
			/token=[^.]+\.([^.]+)/.exec(String(items('Submit')[0]?.json.url)) ?? [];
		const { exp, iat } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
			exp: number;
			iat: number;
		};
		expect(exp - iat).toBe(2 * 3600);
	});

	it('tells a name that is none', async () => {
		const { error } = await link('dta');
		expect(error?.message).toContain('Files must be a public http(s) URL');
	});
});

describe("by a bucket of one's own", () => {
	let store: BucketServer;
	beforeAll(async () => {
		store = await startBucketServer();
	});
	afterAll(async () => await store.stop());
	beforeEach(() => {
		store.requests.splice(0);
		store.answer = undefined;
	});
	const fileStorage = () => ({
		...KEY,
		endpoint: store.endpoint,
		region: REGION,
		bucket: BUCKET,
		addressStyle: 'path',
		folder: 'n8n',
		linkKind: 'signed',
		linkHours: 24,
	});
	const options = { shareFilesBy: 'bucket' };

	it('is put there once, and fetched from there by the platform', async () => {
		n8n.polled.splice(0);
		const more = { fileStorage: fileStorage() };
		const { error, run: whole } = await submit('data', { options, items: 2, more });
		expect(error).toBeUndefined();
		expect(JSON.stringify(whole)).not.toMatch(/X-Amz-Signature|kx-test-secret/);
		expect(store.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
		expect(inputs()).toHaveLength(2);
		for (const input of inputs()) expect(input).toMatchObject({ bytes: PNG.length });
		expect(n8n.polled).toEqual([]);
	});

	it('is put there once for all tries', async () => {
		const more = { fileStorage: fileStorage() };
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		await withRudePlatform(async (taskApiUrl, told) => {
			const { error } = await submit('data', {
				options,
				node,
				// Another request each time, as a refused one is not sent again.
				parameters: { prompt: '={{ Math.random() }}', imageUrls: 'data' },
				more: { ...more, credential: { taskApiUrl } },
			});
			expect(error?.message).toContain('cannot use <link to the file');
			expect(told).toHaveLength(3);
			expect(new Set(told).size).toBe(1);
		});
		expect(store.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
	});

	it('is refused with words where the store refuses, and nothing is sent', async () => {
		const more = { fileStorage: { ...fileStorage(), secretAccessKey: 'kx-test-another' } };
		const { error } = await submit('data', { options, more });
		expect(error?.message).toContain('Image URLs contains a file, but the file storage');
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('needs its credential only where it is chosen', async () => {
		const { error } = await submit('data', { options });
		expect(error?.message).toMatch(/credential/i);
		expect(simulator.ledger.requests).toEqual([]);
	});
});
