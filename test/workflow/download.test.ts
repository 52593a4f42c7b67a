/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { INode } from 'n8n-workflow';
import { drawPicture } from '../../simulator/picture';
import { startSimulator, type Simulator } from '../../simulator/server';
import { quick, run, submitImage, wait } from '../support/kexiang';
import { type LocalServer, localServer } from '../support/localServer';
import { inQuickTime } from '../support/quickTime';

inQuickTime();

/** Result files from a host that misbehaves; the finished task is delivered all the same. */

type Given = INode['parameters'];
const PNG = drawPicture('a boat', 64, 64);
const TYPE = { 'content-type': 'image/png' };
let simulator: Simulator;
let host: LocalServer;
let requests: IncomingHttpHeaders[] = [];
type Answer = (response: ServerResponse, count: number) => void;
let answer: Answer;
beforeAll(async () => {
	host = await localServer((request, response) => {
		requests.push(request.headers);
		answer(response, requests.length);
	});
	simulator = await startSimulator({ taskSeconds: 0.1, quiet: true, resultsUrl: host.url });
});
afterAll(async () => {
	await host.stop();
	await simulator.stop();
});
beforeEach(() => {
	requests = [];
	simulator.ledger.clear();
});
afterEach(() => {
	expect(requests.filter((headers) => 'x-api-key' in headers)).toEqual([]);
	expect(JSON.stringify(requests)).not.toContain(simulator.key);
});

/** Submits one picture, waits for it and downloads it; whatever its host does, the finished task is delivered. */
async function download(first: Answer, then = first, options: Given = {}, times = 1) {
	answer = (response, count) => (count <= times ? first : then)(response, count);
	const node = wait({ downloadFiles: true, options: { ...quick, ...options } });
	const { items, error } = await run(simulator, [submitImage(), node]);
	expect(error).toBeUndefined();
	const [item] = items('Wait');
	expect(item?.json).toMatchObject({
		state: 'success',
		url: expect.stringContaining('/images/'),
	});
	const [missing] = (item?.json.filesNotDownloaded ?? []) as Array<{ failReason: string }>;
	const data = item?.binary?.data;
	expect(data === undefined).toBe(missing !== undefined);
	return {
		file: data,
		content: Buffer.from(data?.data ?? '', 'base64'),
		reason: missing?.failReason,
	};
}
const whole: Answer = (response) => response.writeHead(200, TYPE).end(PNG);
const status =
	(code: number): Answer =>
	(response) =>
		response.writeHead(code).end('<Error><Code>NoSuchKey</Code></Error>');
const says =
	(text: string, type = 'image/png'): Answer =>
	(response) =>
		response.writeHead(200, { 'content-type': type }).end(text);

describe('a result file', () => {
	it('arrives whole, with its type, also under a wrong content type', async () => {
		const { file, content } = await download((response) =>
			response.writeHead(200, { 'content-type': 'text/html' }).end(PNG),
		);
		expect(file).toMatchObject({ mimeType: 'image/png', fileExtension: 'png' });
		expect(content).toEqual(PNG);
	});

	it('of subtitles is a file where its type says so', async () => {
		const srt = '1\n00:00:00,000 --> 00:00:01,000\nGood morning.\n';
		const { file, content } = await download(says(srt, 'application/x-subrip'));
		expect(content.toString()).toBe(srt);
		expect(file).toMatchObject({ mimeType: 'application/x-subrip' });
	});

	it('is not a page in its place, also where that comes letter by letter', async () => {
		const page = 'the server returned a web page or a message instead of a media file';
		const { reason } = await download((response) => {
			response.writeHead(200, TYPE).write('<');
			setTimeout(() => response.end('script>location = "/login"</script>'), 50);
		});
		expect(reason).toBe(page);
		expect((await download(says('Access denied'))).reason).toBe(page);
		expect(requests).toHaveLength(2);
	});

	it('beyond the size limit is given up, also when its size is not announced', async () => {
		let written = 0;
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
		const announced: Answer = (response) =>
			void response.writeHead(200, { ...TYPE, 'content-length': 5 * 1024 * 1024 }).write(PNG);
		for (const large of [endless, announced])
			expect((await download(large, large, { maxFileSize: 1 })).reason).toBe(
				'the file is larger than the limit of 1 MB (Options > Max File Size)',
			);
		expect(requests).toHaveLength(2);
		expect(written).toBeLessThan(16 * 1024 * 1024);
	});

	it('of which only a part comes, unasked, is fetched again', async () => {
		const range = { 'content-range': `bytes 0-19/${PNG.length}` };
		const part: Answer = (response) =>
			response.writeHead(206, { ...TYPE, ...range }).end(PNG.subarray(0, 20));
		expect((await download(part, whole)).content).toEqual(PNG);
		expect(requests).toHaveLength(2);
		expect((await download(part)).reason).toBe("the file's server returned 206");
	});

	it('that was cut off is fetched anew', async () => {
		const half: Answer = (response) => {
			response.writeHead(200, { ...TYPE, 'content-length': PNG.length });
			response.write(PNG.subarray(0, PNG.length / 2), () => response.destroy());
		};
		expect((await download(half, whole)).content).toEqual(PNG);
		expect(requests).toHaveLength(2);
	});

	it('that is gone (410) is not asked for again', async () => {
		expect((await download(status(410))).reason).toBe("the file's server returned 410");
		expect(requests).toHaveLength(1);
	});

	it.each<[string, Answer]>([
		['403', status(403)],
		['404', status(404)],
		['409', status(409)],
		['425', status(425)],
		['empty', says('')],
	])('that is not there yet (%s) is fetched again', async (_name, first) => {
		expect((await download(first, whole, {}, 3)).content).toEqual(PNG);
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
		const failReason = "the file's server returned 404";
		expect(items('Wait')[0]?.json.filesNotDownloaded).toMatchObject([{ failReason }]);
		expect(requests).toHaveLength(8);
		// By the nodes' own clock.
		const seconds = at.slice(1).map((ms, n) => Math.round((ms - (at[n] ?? 0)) / 1000));
		expect(seconds.slice(3)).toEqual([4, 8, 16, 28].map((own) => expect.closeTo(own, -1)));
		expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeLessThan(75_000);
	});

	it('in a field called __proto__ is refused before anything is polled or paid', async () => {
		const options = { binaryProperty: '__proto__' };
		const given = { waitForCompletion: true, downloadFiles: true, waitOptions: options };
		const waiting = wait({ taskId: 'x', downloadFiles: true, options });
		for (const node of [waiting, submitImage({ parameters: given })])
			expect((await run(simulator, [node])).error?.message).toMatch(
				/^Put Output File in Field is /,
			);
		expect(simulator.ledger.requests).toEqual([]);
	});
});
