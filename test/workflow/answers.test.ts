/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { INode } from 'n8n-workflow';

import { freshSimulator } from '../support/operationCases';
import { quick, run, submitImage, wait } from '../support/kexiang';
import { MAX_ANSWER_MB } from '../../nodes/shared/answers/endpoints';

/** How an answer is read off the wire: its time limit, its size, its encoding, its end. */

const simulator = freshSimulator();

it.each([16.1, 1.001, '2.0001'])('a Request Timeout of %j seconds is one', async (seconds) => {
	const node = submitImage({ parameters: { advanced: { requestTimeout: seconds } } });
	const { items, error } = await run(simulator(), [node]);
	expect(error).toBeUndefined();
	expect(items('Submit')[0]?.json).toHaveProperty('taskId');
	expect(simulator().ledger.tasks).toHaveLength(1);
});

let answer: RequestListener;
let polled = 0;
let server: Server;
beforeAll(async () => {
	server = createServer((request, response) => {
		polled += 1;
		request.resume().on('end', () => answer(request, response));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
beforeEach(() => (polled = 0));
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const KEY = 'kx-test-not-real';
const platform = () => {
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { platformUrl: url, toolsUrl: url, key: KEY };
};
const submit = async (parameters: INode['parameters'] = {}) =>
	await run(platform(), [submitImage({ parameters })]);

const RECORD = '{"id":4711,"task_status":"pending"';
const TYPE = { 'content-type': 'application/json' };
const answers = (body: string | Buffer, headers: Record<string, string> = TYPE, status = 200) => {
	answer = (_, response) => void response.writeHead(status, headers).end(body);
};

describe('a large answer', () => {
	const MEMBER = `,"noise":"${'x'.repeat(MAX_ANSWER_MB * 1024 * 1024)}"}`;

	it('of nearly 16 MB is read', async () => {
		answers(`${RECORD},"noise":"${'x'.repeat(MAX_ANSWER_MB * 1024 * 1024 - 100)}"}`);
		const { items, error } = await submit();
		expect(error).toBeUndefined();
		expect(items('Submit')[0]?.json).toMatchObject({ taskId: '4711' });
	});

	it.each<[string, () => void]>([
		['plain', () => answers(RECORD + MEMBER)],
		[
			'without an end',
			() => {
				const piece = 'x'.repeat(65_536);
				answer = (_, response) => {
					response.writeHead(200, TYPE).write(`${RECORD},"noise":"`);
					const more = () => {
						while (!response.destroyed && response.write(piece));
					};
					response.on('drain', more);
					more();
				};
			},
		],
		[
			'gzipped 1 to 1000',
			() => answers(gzipSync(RECORD + MEMBER), { ...TYPE, 'content-encoding': 'gzip' }),
		],
		[
			'in brotli',
			() => answers(brotliCompressSync(RECORD + MEMBER), { ...TYPE, 'content-encoding': 'br' }),
		],
		['with status 500', () => answers(RECORD + MEMBER, TYPE, 500)],
	])('%s: is given up at 16 MB, and its beginning shown', async (_, prepare) => {
		prepare();
		const { error } = await submit();
		expect(error?.message).toMatch(/; the task may have been created/);
		expect(error?.description).toContain(`The response began: ${RECORD}`);
		expect(JSON.stringify(error).length).toBeLessThan(20_000);
		expect(polled).toBe(1);
	});

	it('without an id near its start may have created a task', async () => {
		answers(`{"noise":"${'x'.repeat(MAX_ANSWER_MB * 1024 * 1024)}","id":4711}`);
		const { error } = await submit();
		expect(error?.message).toBe(
			'The response of the platform is larger than 16 MB; the task may have been created [item 0]',
		);
		expect(error?.context?.details).toMatchObject({ taskMayExist: true });
		expect(polled).toBe(1);
	});

	it('of a question is a question without an answer', async () => {
		answers(`{"noise":"${'x'.repeat(MAX_ANSWER_MB * 1024 * 1024)}`);
		const { error } = await run(platform(), [wait({ operation: 'getStatus', taskId: '4711' })]);
		expect(error?.message).toBe('The response of the platform is larger than 16 MB [item 0]');
	});
});

describe('an answer', () => {
	it.each<[string, string, Buffer]>([
		['in GBK', 'charset=GBK', Buffer.from('{"id":1,"x":"\u00d6\u00bd"}', 'latin1')],
		['after a byte order mark', 'charset=utf-8', Buffer.from('\ufeff{"id":1,"x":"纸"}')],
		['in a charset that nobody knows', 'charset=x-?', Buffer.from('{"id":1,"x":"纸"}')],
	])('%s is understood', async (_, charset, body) => {
		answers(body, { 'content-type': `application/json; ${charset}` });
		const { items, error } = await submit({ options: { simplify: false } });
		expect(error).toBeUndefined();
		expect(items('Submit')[0]?.json.raw).toMatchObject({ x: '纸' });
	});

	it('that breaks off may have created a task, and is not asked for again', async () => {
		answer = (_, response) => {
			response.writeHead(200, { ...TYPE, 'content-length': '1000' });
			// Its id may go on.
			response.write('{"id":4711', () => response.socket?.resetAndDestroy());
		};
		const { error } = await submit();
		expect(error?.message).toMatch(/ECONNRESET.*may have been created/);
		expect(polled).toBe(1);
	});

	it('that is not what its encoding says may have created a task', async () => {
		answers('no gzip at all', { ...TYPE, 'content-encoding': 'gzip' });
		const { error } = await submit();
		expect(error?.message).toMatch(/Z_DATA_ERROR.*may have been created/);
		expect(polled).toBe(1);
	});

	it('that drips for longer than its limit is given up', async () => {
		let closed = false;
		answer = (_, response) => {
			response.writeHead(200, TYPE).write('{');
			const drip = setInterval(() => response.write(' '), 50);
			response.on('close', () => {
				closed = true;
				clearInterval(drip);
			});
		};
		const started = performance.now();
		const { error } = await submit({ advanced: { requestTimeout: 1 } });
		expect(performance.now() - started).toBeLessThan(2_500);
		expect(error?.message).toMatch(/ETIMEDOUT.*may have been created/);
		expect(polled).toBe(1);
		await new Promise((soon) => setTimeout(soon, 50));
		expect(closed).toBe(true);
	});

	it('that drips does not keep a stopped execution waiting', async () => {
		answer = (_, response) => {
			response.writeHead(200, TYPE).write('{');
		};
		const started = performance.now();
		await run(platform(), [wait({ taskId: '4711', options: quick })], { cancelAfterMs: 300 });
		expect(performance.now() - started).toBeLessThan(1_500);
	});
});

describe('the key', () => {
	const apiKey = 'kx-"te/st"\\not+real';
	const escaped = JSON.stringify(apiKey).slice(1, -1).replaceAll('/', '\\/');

	it.each<[string, string, number]>([
		['JSON', `{"detail":"no such key: ${escaped}"}`, 401],
		['a URL in JSON', `{"detail":"no such key: ${encodeURIComponent(apiKey)}"}`, 401],
		['a name', `{"id":1,"${escaped}":{"${escaped}":["${escaped}"]}}`, 200],
		['a page', `<html><title>${encodeURIComponent(apiKey)} ${apiKey}</title></html>`, 502],
		['a text', `${'x'.repeat(290)} ${apiKey}`, 500],
		['a broken answer', `{"id":1,"said":"${escaped}`, 200],
	])('pasted with a line break and repeated in %s, it goes nowhere', async (_, body, status) => {
		answers(body, TYPE, status);
		const nodes = [submitImage({ parameters: { options: { simplify: false } } })];
		const { run: whole } = await run(platform(), nodes, {
			credential: { apiKey: `\ufeff ${apiKey}\r\n` },
		});
		const left = inspect(whole, {
			depth: Infinity,
			showHidden: true,
			maxStringLength: null,
			maxArrayLength: null,
		});
		expect(left).toContain('***');
		for (const spelling of [apiKey, escaped, encodeURIComponent(apiKey), 'not+real'])
			expect(left).not.toContain(spelling);
	});

	it('is sent as it is, without what was pasted around it', async () => {
		let sent: unknown;
		answer = (request, response) => {
			sent = request.headers['x-api-key'];
			response.writeHead(200, TYPE).end('{"id":1}');
		};
		await run(platform(), [submitImage()], {
			credential: { apiKey: `\ufeff ${apiKey}\u200b\r\n` },
		});
		expect(sent).toBe(apiKey);
	});

	it.each(['密钥密钥密钥密钥', 'kx-test\nnot-real', '', ' \u200b'])(
		'%j is refused before anything is sent',
		async (given) => {
			const { error, run: whole } = await run(platform(), [submitImage()], {
				credential: { apiKey: given },
			});
			expect(error?.message).toMatch(/^API Key in the credential .* \[item 0\]$/);
			expect(error?.description).toMatch(/kexiangai\.com/);
			expect(polled).toBe(0);
			if (given.trim().length > 1) expect(inspect(whole, { depth: 9 })).not.toContain(given);
		},
	);
});
