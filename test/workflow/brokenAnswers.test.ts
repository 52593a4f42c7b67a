/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { quick, run, submitImage, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import { captureLog } from './faults/traces';

jest.mock('../../nodes/shared/base/pause', () => jest.requireActual('../support/quickTime'));

inQuickTime();

/** Answers whose connection ends before they do: what came until then is read. */

let answer: RequestListener;
let polled: string[] = [];
let server: Server;
beforeAll(async () => {
	server = createServer((request, response) => {
		polled.push(`${request.method ?? ''} ${request.url ?? ''}`);
		request.resume().on('end', () => answer(request, response));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
beforeEach(() => (polled = []));
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const log = captureLog();
const platform = () => {
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { platformUrl: url, toolsUrl: url, key: 'kx-test-not-real' };
};
const submit = async (more: object = {}) =>
	await run(platform(), [
		submitImage({ parameters: { advanced: { requestTimeout: 1 } }, ...more }),
	]);

const TYPE = { 'content-type': 'application/json' };
const TOO_LONG = { ...TYPE, 'content-length': '100000' };

/** Ways in which a body comes without its end. */
const ENDS: Array<[string, (body: string, status?: number) => RequestListener]> = [
	[
		'announced longer, and ended',
		(body, status = 200) =>
			(_, response) => {
				response.writeHead(status, TOO_LONG).write(body, () => response.socket?.end());
			},
	],
	[
		'announced longer, and reset',
		(body, status = 200) =>
			(_, response) => {
				response.writeHead(status, TOO_LONG).write(body, () => response.socket?.resetAndDestroy());
			},
	],
	[
		'announced longer, in one packet with its end',
		(body, status = 200) =>
			({ socket }) => {
				const head = `HTTP/1.1 ${status} Ok\r\ncontent-type: application/json\r\ncontent-length: 100000`;
				socket.end(`${head}\r\n\r\n${body}`);
			},
	],
	[
		'announced longer, and silent',
		(body, status = 200) =>
			(_, response) => {
				response.writeHead(status, TOO_LONG).write(body);
			},
	],
	[
		'in chunks without the last',
		(body, status = 200) =>
			(_, response) => {
				response.writeHead(status, TYPE).write(body, () => response.socket?.end());
			},
	],
];

describe.each(ENDS)('an answer %s', (_name, broken) => {
	it('hands the task out where its JSON came whole', async () => {
		answer = broken('{"id":4711,"task_status":"pending"}');
		const { items, error } = await submit();
		expect(error).toBeUndefined();
		expect(items('Submit')[0]?.json).toMatchObject({ taskId: '4711', state: 'pending' });
		expect(polled).toHaveLength(1);
		expect(log.join('\n')).toContain('accepted task 4711');
	});

	it('names the task in words and in the log where its id came whole, and is not sent again', async () => {
		answer = broken('{"id":4712,"task_status":"pending","service_out');
		const { error } = await submit({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		expect(error?.message).toMatch(
			/broke off its answer, which names task 4712; the task may have been created/,
		);
		expect(error?.description).toMatch(/ask for it before you submit again/);
		expect(error?.context?.details).toMatchObject({ taskId: '4712', taskMayExist: true });
		expect(polled).toHaveLength(1);
		expect(log.join('\n')).toContain('accepted task 4712');
	});

	it('is unclear where an id may go on', async () => {
		answer = broken('{"task_status":"pending","id":47');
		const { error } = await submit({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		expect(error?.message).toMatch(/^No answer came .*the task may have been created/);
		expect(JSON.stringify(error?.context)).not.toContain('"taskId"');
		expect(polled).toHaveLength(1);
	});

	it('is a refusal where one came whole, and unclear where it did not', async () => {
		answer = broken('{"detail":"prompt is too long"}', 422);
		const refused = await submit();
		expect(refused.error?.message).toMatch(/refused the input \(422\): prompt is too long/);
		expect(refused.error?.context?.details).toMatchObject({ taskMayExist: false });
		answer = broken('{"detail":"prompt is', 422);
		const unclear = await submit();
		expect(unclear.error?.context?.details).toMatchObject({ taskMayExist: true });
	});

	it('of a question counts where it came whole, and is asked again where it did not', async () => {
		const done =
			'{"id":4711,"task_status":"success","service_output":{"imgUrl":"https://x.example/a.png"}}';
		answer = (request, response) =>
			broken(polled.length < 2 ? done.slice(0, -30) : done)(request, response);
		const node = wait({ taskId: '4711', options: quick, advanced: { queryTimeout: 1 } });
		const { items, error } = await run(platform(), [node]);
		expect(error).toBeUndefined();
		expect(items('Wait')[0]?.json).toMatchObject({ state: 'success', polls: 2 });
	});
});
