/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { get, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { PNG } from 'pngjs';

import { loadContract, type Operation } from '../../simulator/contract';
import { inputFields } from '../../simulator/inputFields';
import { mediaAt } from '../../simulator/media';
import { drawPicture } from '../../simulator/picture';
import { resultsOf } from '../../simulator/results';
import { localServer, type LocalServer } from '../support/localServer';
import { ask, type Ask, pause, picture, shared, starter } from './client';

const client = shared();
const fetched = async (path: string, given: Ask = {}) =>
	await ask(client().simulator.filesUrl + path, given);
const open = async (path: string): Promise<IncomingMessage> =>
	await new Promise((resolve, reject) => {
		get(client().simulator.filesUrl + path, resolve).on('error', reject);
	});

it('draws a picture of the wished size, the same every time', () => {
	const first = drawPicture('kx_1_0', 320, 180);
	const { width, height, data } = PNG.sync.read(first);
	expect([width, height]).toEqual([320, 180]);
	expect(new Set(Array.from({ length: 180 }, (_, y) => data[y * 320 * 4])).size).toBeGreaterThan(5);
	expect(drawPicture('kx_1_0', 320, 180)).toEqual(first);
	expect(drawPicture('kx_2_0', 320, 180)).not.toEqual(first);
});

it.each([
	['/images/kx_1_0_512x288.png', 'image/png', 'PNG'],
	['/audios/kx_1.mp3', 'audio/mpeg', 'ID3'],
	['/images/kx_1.gif', 'image/gif', 'GIF89a'],
])('%s is a real %s', async (path, type, mark) => {
	const got = await fetched(path);
	expect(got.headers['content-type']).toBe(type);
	expect(got.text.slice(0, 16)).toContain(mark);
	const head = await fetched(path, { method: 'HEAD' });
	expect(head.headers['content-length']).toBe(got.headers['content-length']);
	expect(Number(head.headers['content-length'])).toBeGreaterThan(500);
	expect(head.text).toBe('');
});

it.each([
	['', 320, 180],
	['_512x288', 320, 180],
	['_288x512', 180, 320],
	['_512x512', 240, 240],
])('a video whose name ends with "%s" has %d by %d pixels', (ending, width, height) => {
	const file = mediaAt(`/videos/kx_1${ending}.mp4`);
	const bytes = Buffer.concat([...(file?.read(0, file.size) ?? [])]);
	// The header of the first track ends with its sides, as numbers with 16 bits behind the point.
	const at = bytes.indexOf('tkhd') - 4;
	const end = at + bytes.readUInt32BE(at);
	const sides = [bytes.readUInt32BE(end - 8), bytes.readUInt32BE(end - 4)];
	expect(sides.map((side) => side >> 16)).toEqual([width, height]);
});

const PORTRAIT = 'http://files/images/kx_1_0_432x768.png';
const wide = { modelName: 'KlingV3', modelType: 'img2video', size: '16:9' };
const omni = { modelName: 'Kling-v3-omni', size: '16:9' };
const portrait = { image_url: PORTRAIT };
it.each`
	what                                            | input                                                                                        | ending
	${'the ratio that is asked for'}                | ${{ size: '9:16' }}                                                                          | ${'_432x768'}
	${'the ratio beside a resolution'}              | ${{ size: '2K', aspectRatio: '16:9' }}                                                       | ${'_768x432'}
	${'no ratio where none is meant'}               | ${{ ratio: 'adaptive' }}                                                                     | ${''}
	${'no ratio where none is asked for'}           | ${{}}                                                                                        | ${''}
	${'the ratio of its first frame'}               | ${{ ...wide, ...portrait }}                                                                  | ${'_432x768'}
	${'no ratio with a first frame from elsewhere'} | ${{ ...wide, image_url: 'https://example.com/a.png' }}                                       | ${''}
	${'the ratio asked for without a first frame'}  | ${{ ...wide, modelType: 'text2video', image_url: '' }}                                       | ${'_768x432'}
	${'the ratio of the first frame in a list'}     | ${{ ...omni, modelType: 'frame2video', image_list: [{ ...portrait, type: 'first_frame' }] }} | ${'_432x768'}
`('a video has $what', ({ input, ending }: { input: object; ending: string }) => {
	const { videoUrl } = resultsOf({ id: '7', body: { user_input: input } }, 'video', 'http://files');
	expect(videoUrl).toBe(`http://files/videos/kx_7${ending}.mp4`);
});

it.each([
	['bytes=0-9', 206, '10', 'bytes 0-9/1000'],
	['bytes=990-', 206, '10', 'bytes 990-999/1000'],
	['bytes=-5', 206, '5', 'bytes 995-999/1000'],
	['bytes=1000-', 416, '0', 'bytes */1000'],
	['lines=1-2', 200, '1000', undefined],
])('answers the range %s with %d', async (range, status, length, contentRange) => {
	const got = await fetched('/big/1000.mp4', { headers: { range } });
	expect(got.status).toBe(status);
	expect(got.headers['content-length']).toBe(length);
	expect(got.headers['content-range']).toBe(contentRange);
	expect(got.text.length).toBe(Number(length));
});

it.each(['/images/none.txt', '/videos/../kx.mp4', '/', '/big/x.mp4'])('has no %s', async (path) => {
	expect((await fetched(path)).status).toBe(404);
});

it('streams a big file to its end', async () => {
	const bytes = 20 * 1024 * 1024;
	const response = await open(`/big/${bytes}.mp4`);
	expect(response.headers['content-length']).toBe(String(bytes));
	let seen = 0;
	for await (const piece of response as AsyncIterable<Buffer>) seen += piece.length;
	expect(seen).toBe(bytes);
});

it('waits for a reader who waits, and holds nothing of the file', async () => {
	const response = await open(`/big/${10 ** 12}.mp4`);
	const before = process.memoryUsage().arrayBuffers;
	response.pause();
	await pause(200);
	expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
	response.destroy();
});

/** The files that a request names: which they are, and what the simulator does with them. */

const contract = loadContract();
function operationOf(id: string): Operation {
	const operation = contract.byId.get(id);
	if (!operation) throw new Error(`No operation ${id}`);
	return operation;
}

const MB = 1024 * 1024;
const boat = drawPicture('a boat', 32, 32);
const FILES: Record<string, Buffer> = {
	'/a.png': boat,
	'/a.mp4': readFileSync(path.join(__dirname, '../../simulator/media/sample.mp4')),
	'/a.html': Buffer.from('<!doctype html><html>'),
	'/empty': Buffer.alloc(0),
	'/big.png': Buffer.concat([boat, Buffer.alloc(6 * MB)]),
};

let host: LocalServer;
let base: string;
const asked: Array<{ url: string; host: string | undefined; key: unknown }> = [];

function answer(url: string, response: ServerResponse): void {
	const file = FILES[url.split('?')[0] ?? ''];
	if (url === '/moved') response.writeHead(302, { location: '/a.png' }).end();
	else if (url === '/round') response.writeHead(302, { location: '/round' }).end();
	else if (url === '/never') response.writeHead(200).write('x');
	else response.writeHead(file ? 200 : 404).end(file);
}

beforeAll(async () => {
	host = await localServer(({ url = '/', headers }, response) => {
		asked.push({ url, host: headers.host, key: headers['x-api-key'] });
		answer(url, response);
	});
	base = host.url;
});
afterAll(async () => await host.stop());
beforeEach(() => asked.splice(0));

const start = starter({ taskSeconds: 0 });
const edit = (...image_urls: string[]) => ({
	user_input: { ...picture().user_input, modelType: 'img2img', image_urls },
});

describe('the files of a request', () => {
	it('are fetched once each, counted, and compared by their sum', async () => {
		const { create, simulator } = await start();
		const secret = `${base}/a.png?token=secret`;
		expect((await create(edit(secret, `${base}/moved`, 'asset://asset-1'))).status).toBe(200);
		const { inputs } = simulator.ledger;
		const sha256 = createHash('sha256').update(boat).digest('hex');
		const same = { kind: 'image', host: '127.0.0.1', status: 200, bytes: boat.length, sha256 };
		const operationId = 'kbanana2OfficialSubmit';
		expect(inputs).toMatchObject([
			{ ...same, operationId, field: 'user_input.image_urls.0' },
			{ ...same, operationId, field: 'user_input.image_urls.1' },
		]);
		for (const one of inputs) expect(one.refusal).toBeUndefined();
		expect(JSON.stringify(inputs)).not.toContain('secret');
		expect(simulator.ledger.summary()).toMatchObject({ inputs: 2, inputBytes: 2 * boat.length });
		expect(asked.map(({ url }) => url).sort()).toEqual(['/a.png', '/a.png?token=secret', '/moved']);
		expect(asked.map(({ key }) => key)).toEqual([undefined, undefined, undefined]);
	});

	it.each<[string, string, string]>([
		['is missing', '/none.png', 'could not be fetched (its server answered 404)'],
		['is a page', '/a.html', 'is no picture, video or sound'],
		['is of another kind', '/a.mp4', 'is of another kind: video'],
		['is empty', '/empty', 'is empty'],
		['moves for ever', '/round', 'could not be fetched (its server answered 302)'],
		['does not come', '/never', 'did not come within 0.2 seconds'],
	])('are refused when one %s', async (_, url, reason) => {
		const { create, simulator } = await start({ inputs: { seconds: 0.2 } });
		const got = await create(edit(`${base}/a.png`, base + url));
		expect(got).toMatchObject({
			status: 400,
			json: { detail: `user_input.image_urls.1: the image ${reason}` },
		});
		expect(simulator.ledger.tasks).toHaveLength(0);
		expect(simulator.ledger.inputs.map(({ refusal }) => refusal)).toContain(reason);
	});

	it('are refused where nobody answers, in the words of each family', async () => {
		const { create, tool } = await start();
		const gone = 'http://127.0.0.1:4/a.png';
		const { status, json } = await create(edit(gone));
		const detail: unknown = expect.stringMatching(/could not be fetched \(ECONNREFUSED\)$/);
		expect({ status, json }).toMatchObject({ status: 400, json: { detail } });
		const errorMessage = 'videoUrl: the video could not be fetched (ECONNREFUSED)';
		expect(await tool('/video/duration', { videoUrl: gone })).toMatchObject({
			status: 400,
			json: { code: 40000, errorMessage, data: null },
		});
	});

	it('are refused when larger than the field takes, or than any may be', async () => {
		const { create, keyed, simulator } = await start({ inputs: { maxBytes: MB } });
		expect((await create(edit(`${base}/big.png`))).json).toEqual({
			detail: 'user_input.image_urls.0: the image is larger than 1 MB',
		});
		const body = { image_url: `${base}/big.png`, video_url: `${base}/a.mp4`, mode: 'wan-std' };
		const swap = operationOf('videoCharacterSwapSubmit');
		const { json } = await keyed(simulator.toolsUrl + swap.path, { body });
		expect(json).toMatchObject({ errorMessage: 'image_url: the image is larger than 5 MB' });
	});

	it('are not fetched from the hosts of examples, nor where that is switched off', async () => {
		const hosts = ['https://example.com', 'https://a.example', 'http://x.test'];
		const { create, simulator } = await start();
		expect((await create(edit(...hosts.map((one) => `${one}/1.png`)))).status).toBe(200);
		expect(simulator.ledger.inputs).toEqual([]);
		const off = await start({ inputs: 'off' });
		expect((await off.create(edit(`${base}/none.png`))).status).toBe(200);
		expect(asked).toEqual([]);
	});

	it('come from the address that is given for a name, which the server hears', async () => {
		const { create } = await start({ inputs: { hosts: { 'n8n.test': '127.0.0.1' } } });
		const name = `n8n.test:${host.port}`;
		expect((await create(edit(`http://${name}/a.png`))).status).toBe(200);
		expect(asked).toEqual([{ url: '/a.png', host: name, key: undefined }]);
	});

	it('are not looked at before the key and the contract are', async () => {
		const { create } = await start();
		await create(edit(`${base}/a.png`), { headers: { 'x-api-key': 'kx-wrong' } });
		await create({ user_input: { image_urls: [`${base}/a.png`] } });
		expect(asked).toEqual([]);
	});
});

describe('the fields with files', () => {
	const fieldsOf = (id: string, body: unknown) => inputFields(contract, operationOf(id), body);

	it('are found in all examples, and nothing else is', () => {
		const addresses = (value: unknown): string[] =>
			typeof value === 'string'
				? value.split(',').filter((text) => /^https?:/.test(text))
				: Object.values(Object(value) as object).flatMap(addresses);
		for (const { id, examples } of contract.operations)
			for (const example of examples)
				expect([id, fieldsOf(id, example).map(({ url }) => url)]).toEqual([id, addresses(example)]);
	});

	it('are named in the contract wherever a URL is asked for', () => {
		const missing: string[] = [];
		const look = (value: unknown, place: string, inside: boolean) => {
			if (typeof value !== 'object' || value === null) return;
			const { $ref: reference = '', 'x-media': media } = value as Record<string, unknown>;
			const isUrl = /\/(WebUrl|MediaUrl|MediaUrlOrEmpty|JoinedUrls|UrlObject)$/.test(
				String(reference),
			);
			// The address in UrlObject is marked by those who use it.
			if (isUrl && media === undefined && !inside) missing.push(place);
			for (const [name, inner] of Object.entries(value))
				look(inner, `${place}/${name}`, name === 'UrlObject' || inside);
		};
		look(contract.document, '', false);
		expect(missing).toEqual([]);
	});

	it('are read from lists of parts, by their type', () => {
		const part = (type: string, url: string, role: string) => ({ type, [type]: { url }, role });
		const content = [
			{ type: 'text', text: 'see https://a.net/no.png' },
			part('image_url', 'https://a.net/1.png', 'reference_image'),
			part('image_url', 'asset://asset-1', 'reference_image'),
			part('video_url', 'https://a.net/1.mp4', 'reference_video'),
			part('audio_url', 'https://a.net/1.mp3', 'reference_audio'),
		];
		const user_input = { modelName: 'KVideo2.0', modelType: 'mixVideo', content };
		const found = fieldsOf('seedance2VideoSubmit', { user_input });
		const at = ['body', 'user_input', 'content'];
		expect(found.map(({ loc, kind, url, maxBytes }) => [loc, kind, url, maxBytes])).toEqual([
			[[...at, 1, 'image_url'], 'image', 'https://a.net/1.png', 30 * MB],
			[[...at, 3, 'video_url'], 'video', 'https://a.net/1.mp4', 200 * MB],
			[[...at, 4, 'audio_url'], 'audio', 'https://a.net/1.mp3', 15 * MB],
		]);
	});

	it('are read from texts that join several', () => {
		const user_input = {
			modelName: 'MiniMaxH3',
			images: 'https://a.net/1%2C2.png,https://a.net/3.png?x=1,2',
			firstFrameUrl: '',
		};
		expect(fieldsOf('miniMaxH3Submit', { user_input }).map(({ url }) => url)).toEqual([
			'https://a.net/1%2C2.png',
			'https://a.net/3.png?x=1,2',
		]);
	});
});
