/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sleep } from 'n8n-workflow';

import { quick, run, submitImage, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import { captureLog } from '../support/traces';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

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

	it('is unclear where its end is missing: it is not sent again, and its beginning is shown', async () => {
		answer = broken('{"id":4712,"task_status":"pending","service_out');
		const { error } = await submit({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		expect(error?.message).toMatch(/^No complete response came .*the task may have been created/);
		expect(error?.description).toContain('The response began: {"id":4712,"task_status":"pending"');
		expect(error?.context?.details).toMatchObject({ taskMayExist: true });
		expect(polled).toHaveLength(1);
	});

	it('is unclear where an id may go on', async () => {
		answer = broken('{"task_status":"pending","id":47');
		const { error } = await submit({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		expect(error?.message).toMatch(/^No complete response came .*the task may have been created/);
		expect(JSON.stringify(error?.context)).not.toContain('"taskId"');
		expect(polled).toHaveLength(1);
	});

	it('is a refusal where its status refuses', async () => {
		for (const body of ['{"detail":"prompt is too long"}', '{"detail":"prompt is']) {
			answer = broken(body, 422);
			const { error } = await submit();
			expect(error?.message).toMatch(/refused the input \(422\)/);
			expect(error?.context?.details).toMatchObject({ taskMayExist: false });
		}
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

/** Longer than what a message repeats of an answer. */
const ECHO = 'boat '.repeat(600);
const start = (id: string) => `{"code":200,"data":{"prompt":"${ECHO}","id":${id}`;

describe('an answer to a submission that came whole, and is no JSON', () => {
	it.each<[string, string]>([
		['half of it', `${start('770002')},"status":"PEN`],
		['a cost that is no number', `${start('770002')},"cost":NaN}}`],
		['a comment behind it', `${start('770002')}}}\n<!-- proxy -->`],
		['something before it', `while(1);${start('770002')}}}`],
		['a line break within a text', `${start('"770002"').replace('boat boat', 'boat\nboat')}}}`],
		['an escape that is none', `${start('770002').replace('boat boat', 'boat \\x')}}}`],
		['one bracket too few', `${start('770002')}}`],
		['an answer before it', `{"code":200,"msg":"ok"}\n${start('770002')}}}`],
		['JSON text', JSON.stringify(`${start('770002')}}}`)],
	])('%s: is unclear, shows its beginning, and is not sent again', async (_, body) => {
		answer = (__, response) => response.writeHead(200, TYPE).end(body);
		const { error } = await submit({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		expect(error?.message).toMatch(/did not return JSON; the task may have been created/);
		expect(error?.description).toContain(`The response began: ${body.slice(0, 100)}`);
		expect(error?.context?.details).toMatchObject({ taskMayExist: true });
		expect(polled).toHaveLength(1);
	});

	it.each<[string, string]>([
		['an id that may go on', start('77')],
		['a web page', `<html><script>x = {"id":770002}</script></html>`],
		['a word for an id', `${start('NaN')}}}`],
	])('%s: names none', async (_, body) => {
		answer = (__, response) => response.writeHead(200, TYPE).end(body);
		const { error } = await submit();
		expect(error?.message).toMatch(/did not return JSON; the task may have been created/);
		expect(JSON.stringify(error?.context)).not.toContain('"taskId"');
	});

	it.each<[string, unknown]>([
		['a list of one record', [{ prompt: ECHO, id: 770006 }]],
		['a record', { prompt: ECHO, id: 770006 }],
	])('%s in data hands the task out', async (_, data) => {
		answer = (__, response) =>
			response.writeHead(200, TYPE).end(JSON.stringify({ code: 200, data }));
		const { items, error } = await submit();
		expect(error).toBeUndefined();
		expect(items('Submit')[0]?.json).toMatchObject({ taskId: '770006', state: 'pending' });
	});
});

describe('an unclear answer that names a task where nobody knows of one', () => {
	const answerAfter =
		(ms: number): RequestListener =>
		async (_, response) => {
			await sleep(ms);
			response.writeHead(500, TYPE).end('{"error":{"ticket":"t-77"}}');
		};
	const began = expect.stringContaining(
		'The response began: {"error":{"ticket":"t-77"}}',
	) as unknown;

	it('is shown of every item that had one', async () => {
		answer = answerAfter(0);
		const { error } = await run(platform(), [submitImage()], {
			input: [{ json: {} }, { json: {} }],
		});
		expect(error?.description).toEqual(began);
		expect(error?.context).toMatchObject({
			details: { otherItems: [{ item: 1, taskMayExist: true, description: began }] },
		});
	});

	it('is in the log when it comes after Stop', async () => {
		answer = answerAfter(500);
		await run(platform(), [submitImage()], { cancelAfterMs: 200 });
		expect(polled).toHaveLength(1);
		expect(
			log.filter((line) => line.startsWith('Kexiang: the execution was stopped')),
		).toContainEqual(began);
	});
});
