/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import axios from 'axios';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeParameters, INodeType } from 'n8n-workflow';
import {
	inputs,
	n8n,
	newExecution,
	PNG,
	simulator,
	submit,
	submitsFiles,
} from '../support/submittedFiles';
import { BUCKET, KEY, REGION, startBucketServer, type BucketServer } from '../support/bucketServer';
import { askAgain, durable, quick, run, wait } from '../support/kexiang';
import { holdAgainstSchema } from '../support/outputSchemas';

/** The links of files that a field for media names: when they are made, how often, and who is told. */
submitsFiles();

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
			executionId: newExecution(),
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
