/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import {
	createServer,
	type IncomingHttpHeaders,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

import { startSimulator, type Simulator } from '../../simulator/server';
import { drawPicture } from '../../simulator/picture';
import { quick, run, submitImage, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

inQuickTime();

/** Result files from a host that misbehaves; the finished task is delivered all the same. */

const PNG = drawPicture('a boat', 64, 64);
const TYPE = { 'content-type': 'image/png' };

let simulator: Simulator;
let host: Server;
let requests: IncomingHttpHeaders[] = [];
let written = 0;
type Answer = (response: ServerResponse, count: number) => void;
let answer: Answer;

const whole: Answer = (response) => response.writeHead(200, TYPE).end(PNG);

beforeAll(async () => {
	host = createServer((request, response) => {
		requests.push(request.headers);
		answer(response, requests.length);
	});
	await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
	const { port } = host.address() as AddressInfo;
	simulator = await startSimulator({
		taskSeconds: 0.1,
		quiet: true,
		resultsUrl: `http://127.0.0.1:${port}`,
	});
});
afterAll(async () => {
	host.close();
	host.closeAllConnections();
	await simulator.stop();
});
beforeEach(() => {
	requests = [];
	written = 0;
	answer = whole;
});
afterEach(() => {
	expect(requests.filter((headers) => 'x-api-key' in headers)).toEqual([]);
	expect(JSON.stringify(requests)).not.toContain(simulator.key);
});

/** Submits one picture, waits for it and downloads it. */
async function download(options: Record<string, number> = {}, advanced = {}) {
	const { items, error } = await run(simulator, [
		submitImage(),
		wait({ downloadFiles: true, options: { ...quick, ...options }, advanced }),
	]);
	expect(error).toBeUndefined();
	const [item] = items('Wait');
	expect(item?.json).toMatchObject({
		state: 'success',
		url: expect.stringContaining('/images/kx_'),
	});
	const [missing] = (item?.json.filesNotDownloaded ?? []) as Array<{ failReason: string }>;
	const data = item?.binary?.data;
	return { item, missing, file: data && Buffer.from(data.data, 'base64') };
}

const once =
	(first: Answer): Answer =>
	(response, count) =>
		count === 1 ? first(response, count) : whole(response, count);

/** More than the limit, without saying so first; as much as the client takes. */
const endless: Answer = (response) => {
	response.writeHead(200, TYPE).write(PNG);
	const piece = Buffer.alloc(64 * 1024, 1);
	const more = () => {
		if (response.destroyed || written > 64 * 1024 * 1024) return void response.end();
		written += piece.length;
		if (response.write(piece)) setImmediate(more);
		else response.once('drain', more);
	};
	more();
};

const half: Answer = (response) => {
	response.writeHead(200, { ...TYPE, 'content-length': PNG.length });
	response.write(PNG.subarray(0, PNG.length / 2), () => response.destroy());
};

describe('a result file', () => {
	it('arrives whole', async () => {
		const { file, missing } = await download();
		expect(file?.equals(PNG)).toBe(true);
		expect(missing).toBeUndefined();
	});

	it('beyond the size limit is given up, also when its size is not announced', async () => {
		answer = endless;
		const { item, missing } = await download({ maxFileSize: 1 });
		expect(missing?.failReason).toBe(
			'the file is larger than the limit of 1 MB (Options > Max File Size)',
		);
		expect(item?.binary).toEqual({});
		expect(requests).toHaveLength(1);
		expect(written).toBeLessThan(16 * 1024 * 1024);
	});

	it('announced beyond the size limit is not fetched', async () => {
		answer = (response) => {
			response.writeHead(200, { ...TYPE, 'content-length': 5 * 1024 * 1024 }).write(PNG);
		};
		const { missing } = await download({ maxFileSize: 1 });
		expect(missing?.failReason).toMatch(/larger than the limit of 1 MB/);
		expect(requests).toHaveLength(1);
	});

	it('of which only a part comes, unasked, is fetched again', async () => {
		const range = { 'content-range': `bytes 0-19/${PNG.length}` };
		const part: Answer = (response) =>
			response.writeHead(206, { ...TYPE, ...range }).end(PNG.subarray(0, 20));
		answer = once(part);
		expect((await download()).file?.equals(PNG)).toBe(true);
		expect(requests).toHaveLength(2);
		answer = part;
		expect((await download()).missing?.failReason).toBe("the file's server returned 206");
	});

	it.each([
		['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>'],
		['JSON', '{"code": "NoSuchKey", "message": "gone"}'],
		['an XML message', '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>'],
		['a script', '<script>location = "/login"</script>'],
		['a page behind a mark', '\ufeff<!doctype html><html>'],
		['a page behind a comment', '<!-- cached --><html>'],
		['plain words', 'Access denied'],
		['a JSON list', '["not found"]'],
	])('%s is not saved as a picture', async (_name, text) => {
		answer = (response) => response.writeHead(200, TYPE).end(text);
		const { item, missing } = await download();
		expect(missing?.failReason).toMatch(/web page or a message/);
		expect(item?.binary).toEqual({});
		expect(requests).toHaveLength(1);
	});

	it.each(['text/html', 'text/plain', 'image/png', 'application/octet-stream'])(
		'is not a page that comes letter by letter, as %s',
		async (type) => {
			answer = (response) => {
				response.writeHead(200, { 'content-type': type }).write('<');
				setTimeout(() => response.end('script>location = "/login"</script>'), 50);
			};
			const { item, missing } = await download();
			expect(missing?.failReason).toBe(
				'the server returned a web page or a message instead of a media file',
			);
			expect(item?.binary).toEqual({});
		},
	);

	it('that comes byte by byte at first is kept whole', async () => {
		answer = (response) => {
			response.writeHead(200, TYPE).write(PNG.subarray(0, 1));
			setTimeout(() => response.write(PNG.subarray(1, 3)), 20);
			setTimeout(() => response.end(PNG.subarray(3)), 40);
		};
		const { item, file } = await download();
		expect(item?.binary?.data?.mimeType).toBe('image/png');
		expect(file?.equals(PNG)).toBe(true);
	});

	it('that is shorter than what is looked at is kept whole', async () => {
		const small = PNG.subarray(0, 60);
		answer = (response) => response.writeHead(200, TYPE).end(small);
		expect((await download()).file?.equals(small)).toBe(true);
	});

	it('of subtitles is a file where its type says so', async () => {
		const srt = '1\n00:00:00,000 --> 00:00:01,000\nGood morning.\n';
		answer = (response) =>
			response.writeHead(200, { 'content-type': 'application/x-subrip' }).end(srt);
		const { item, file } = await download();
		expect(file?.toString()).toBe(srt);
		expect(item?.binary?.data).toMatchObject({ mimeType: 'application/x-subrip' });
	});

	it('keeps its type under a wrong content type', async () => {
		answer = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(PNG);
		const { item } = await download();
		expect(item?.binary?.data).toMatchObject({ mimeType: 'image/png', fileExtension: 'png' });
	});

	it.each<[string, Answer]>([
		['a file that was cut off', half],
		['a fault of the server', (response) => response.writeHead(500).end('down')],
		['a reset connection', (response) => response.socket?.resetAndDestroy()],
	])('is fetched anew after %s', async (_name, first) => {
		answer = once(first);
		const { file, missing } = await download();
		expect(file?.equals(PNG)).toBe(true);
		expect(missing).toBeUndefined();
		expect(requests).toHaveLength(2);
	});

	it('that is gone (410) is not asked for again', async () => {
		answer = (response) => response.writeHead(410).end('gone');
		const { missing } = await download();
		expect(missing?.failReason).toBe("the file's server returned 410");
		expect(requests).toHaveLength(1);
	});

	it.each<[string, Answer]>([
		...[403, 404, 409, 425].map((status): [string, Answer] => [
			String(status),
			(response) => response.writeHead(status).end('<Error><Code>NoSuchKey</Code></Error>'),
		]),
		['empty', (response) => response.writeHead(200, TYPE).end()],
	])('that is not there yet (%s) is fetched again', async (_name, first) => {
		answer = (response, count) => (count <= 3 ? first(response, count) : whole(response, count));
		const { file, missing } = await download();
		expect(file?.equals(PNG)).toBe(true);
		expect(missing).toBeUndefined();
		expect(requests).toHaveLength(4);
	});

	it('that does not come is fetched again for a minute, and others of its host then no more', async () => {
		const at: number[] = [];
		answer = (response) => {
			at.push(performance.now());
			response.writeHead(404).end('none');
		};
		const { items } = await run(simulator, [
			submitImage({ parameters: { prompt: 'boats' } }),
			wait({ downloadFiles: true, options: quick }),
		]);
		const [missing] = (items('Wait')[0]?.json.filesNotDownloaded ?? []) as Array<{
			failReason: string;
		}>;
		expect(missing?.failReason).toBe("the file's server returned 404");
		expect(requests).toHaveLength(8);
		// By the nodes' own clock.
		const seconds = at.slice(1).map((ms, n) => Math.round((ms - (at[n] ?? 0)) / 1000));
		expect(seconds.slice(3)).toEqual([4, 8, 16, 28].map((own) => expect.closeTo(own, -1)));
		expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeLessThan(75_000);
	}, 60_000);

	it.each(['__proto__', 'a,b'])(
		'in a field called %j is refused before anything is asked or paid',
		async (binaryProperty) => {
			const before = simulator.ledger.requests.length;
			const options = { binaryProperty };
			for (const chain of [
				[wait({ taskId: 'x', downloadFiles: true, options })],
				[
					submitImage({
						parameters: { waitForCompletion: true, downloadFiles: true, waitOptions: options },
					}),
				],
			]) {
				const { error } = await run(simulator, chain);
				expect(error?.message).toMatch(/^Put Output File in Field (is|contains) /);
			}
			expect(simulator.ledger.requests).toHaveLength(before);
		},
	);

	it('that stalls is given up, and can be fetched later by Get Status', async () => {
		answer = (response) => {
			response.writeHead(200, { ...TYPE, 'content-length': PNG.length });
			response.write(PNG.subarray(0, PNG.length / 2));
		};
		const { item, missing } = await download({}, { queryTimeout: 1 });
		expect(missing?.failReason).toMatch(
			/no data arrived for 1 seconds|closed before the file was complete/,
		);
		expect(requests).toHaveLength(3);
		expect(item?.binary).toEqual({});
		answer = whole;
		const { items } = await run(
			simulator,
			[wait({ operation: 'getStatus', downloadFiles: true })],
			{
				input: [{ json: item?.json ?? {} }],
			},
		);
		const data = items('Wait')[0]?.binary?.data;
		expect(Buffer.from(data?.data ?? '', 'base64').equals(PNG)).toBe(true);
		expect(items('Wait')[0]?.json).not.toHaveProperty('filesNotDownloaded');
	});
});
