/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import type { INode } from 'n8n-workflow';
import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';

import { MAX_ANSWER_MB } from '../../nodes/shared/answers/endpoints';
import { AGAIN, drawing } from '../support/boats';
import { type Reply, usePlatform } from '../support/countingPlatform';
import { calling, itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import { captureLog } from '../support/traces';
import { runWell } from '../support/usedSimulator';

/**
 * How an answer is read off the wire: its time limit, size, encoding and end; and what is done with what it says. What
 * the answers of each service mean, the unit tests of answers/ test.
 */

inQuickTime();

const platform = usePlatform();
const polled = () => platform.requests.map(({ method, path }) => `${method} ${path}`);
const answers = (body: Reply['body'], headers: Record<string, string> = {}, status = 200) => {
	const all = { 'content-type': 'application/json', ...headers };
	platform.reply = () => ({ body, headers: all, status });
};
/** By the number of the request; the last one again and again. */
const says = (...all: Array<Reply['body']>) => {
	platform.reply = ({ number }) => ({ body: all[Math.min(number, all.length) - 1] ?? '' });
};
const log = captureLog();
const TYPE = { 'content-type': 'application/json' };
const submit = async (parameters: INode['parameters'] = {}, more: Partial<INode> = {}) =>
	await run(platform, [submitImage({ ...more, parameters })]);

type Ended = Pick<Awaited<ReturnType<typeof run>>, 'error'>;
const expectUnclear = ({ error }: Ended, message: string | RegExp) => {
	expect(error?.message).toMatch(message);
	expect(error?.message).toMatch(/; the task may have been created \[item 0\]$/);
	expect(error?.context?.details).toMatchObject({ taskMayExist: true });
	expect(error?.context?.details).not.toHaveProperty('taskId');
	expect(polled()).toHaveLength(1);
};

const gzip = { 'content-encoding': 'gzip' };
const RECORD = '{"id":4711,"task_status":"pending"';
const IMAGE = 'https://files.example/images/result.png';
const PENDING = { id: 33156, task_status: 'pending' };
const done = (id: unknown) =>
	`{"id":${String(id)},"task_status":"success","service_output":{"imgUrl":"${IMAGE}"}}`;

describe('a large answer', () => {
	const noise = (less = 0) => `"noise":"${'x'.repeat(MAX_ANSWER_MB * 1024 * 1024 - less)}"`;
	const LARGER = 'The response of the platform is larger than 16 MB';

	it('of nearly 16 MB is read', async () => {
		answers(`${RECORD},${noise(100)}}`);
		const { items, error } = await submit();
		expect(error).toBeUndefined();
		expect(items('Submit')[0]?.json).toMatchObject({ taskId: '4711' });
	});

	const endless = () => {
		platform.reply = (_, response) => {
			response.writeHead(200, TYPE).write(`${RECORD},"noise":"`);
			const more = () => {
				while (!response.destroyed && response.write('x'.repeat(65_536)));
			};
			response.on('drain', more);
			more();
		};
	};
	it.each<[string, () => void]>([
		['without an end', endless],
		['gzipped 1 to 1000', () => answers(gzipSync(`${RECORD},${noise()}}`), gzip)],
		['with status 500', () => answers(`${RECORD},${noise()}}`, {}, 500)],
	])('%s: is given up at 16 MB, and its beginning shown', async (_, prepare) => {
		prepare();
		const { error } = await submit();
		expect(error?.message).toMatch(/; the task may have been created/);
		expect(error?.description).toContain(`The response began: ${RECORD}`);
		expect(JSON.stringify(error).length).toBeLessThan(20_000);
		expect(polled()).toHaveLength(1);
	});

	it('without an id near its start may have created a task; of a question it is no answer', async () => {
		answers(`{${noise()},"id":4711}`);
		expectUnclear(await submit(), LARGER);
		const { error } = await run(platform, [wait({ operation: 'getStatus', taskId: '4711' })]);
		expect(error?.message).toBe(`${LARGER} [item 0]`);
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

	it('that is not what its encoding says may have created a task', async () => {
		answers('no gzip at all', gzip);
		expectUnclear(await submit(), /Z_DATA_ERROR/);
	});

	it('that drips for longer than its limit is given up', async () => {
		let closed: Promise<unknown> | undefined;
		platform.reply = (_, response) => {
			response.writeHead(200, TYPE).write('{');
			const drip = setInterval(() => response.write(' '), 50);
			closed = new Promise((resolve) => response.on('close', resolve)).then(() =>
				clearInterval(drip),
			);
		};
		const started = Date.now();
		expectUnclear(await submit({ advanced: { requestTimeout: 1.001 } }), /ETIMEDOUT/);
		expect(Date.now() - started).toBeLessThan(2_500);
		await closed;
	});

	it('that drips does not keep a stopped execution waiting', async () => {
		platform.reply = (_, response) => void response.writeHead(200, TYPE).write('{');
		const started = Date.now();
		await run(platform, [wait({ taskId: '4711', options: quick })], { cancelAfterMs: 300 });
		expect(Date.now() - started).toBeLessThan(1_500);
	});

	it.each([true, false])('200,000 levels deep keeps its id, simplified: %j', async (simplify) => {
		const deep = `${'{"a":['.repeat(100_000)}1${']}'.repeat(100_000)}`;
		says(`{"id":33156,"task_status":"pending","data":${deep}}`);
		const { items, error } = await submit({ options: { simplify } }, AGAIN);
		expect(error).toBeUndefined();
		expect(items('Submit')[0]?.json).toMatchObject({ taskId: '33156', state: 'pending' });
		expect(polled()).toHaveLength(1);
	});

	it('with an id beyond 2^53 is asked for with all its digits', async () => {
		const id = '9007199254740993';
		says(`{"id":${id},"task_status":"pending"}`, done(id));
		const { items } = await runWell(platform, [submitImage(), wait({ options: quick })]);
		expect(items('Submit')[0]?.json.taskId).toBe(id);
		expect(polled().slice(1)).toEqual([`GET /api/v1/user_task/get/passAuth/${id}`]);
		expect(items('Wait')[0]?.json).toMatchObject({ taskId: id, state: 'success', url: IMAGE });
	});

	it('about another task is asked for again, and never delivered', async () => {
		says(PENDING, done(99), done(99), done(33156));
		const chain = [submitImage(), wait({ options: { ...quick, timeLimit: 0.1 } })];
		const right = await runWell(platform, chain);
		expect(right.items('Wait')[0]?.json).toMatchObject({ taskId: '33156', url: IMAGE, polls: 3 });
		platform.requests.length = 0;
		says(PENDING, done(99));
		const { items, error } = await run(platform, chain);
		expect(items('Wait')).toEqual([]);
		expect(`${error?.message} ${error?.description}`).toMatch(
			/Task 33156 .*The platform returned another task, 99/s,
		);
		const status = await run(platform, [wait({ operation: 'getStatus', taskId: '33156' })]);
		expect(status.error?.message).toMatch(/returned another task, 99/);
	});
});

describe('what an answer says', () => {
	const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
	const VIDEO = 'https://user.example/in.mp4';

	it.each<[Reply['body'], RegExp, boolean]>([
		[{ success: false, msg: '余额不足' }, /contains no result: 余额不足; the task may/, true],
		[{}, /contains no result; the task may have been created/, true],
		[{ code: 500, msg: '超时' }, /^The platform returned code 500: 超时; the task may/, true],
		[{ code: 402, msg: '余额不足' }, /^Insufficient balance \(402\)/, false],
	])('%j of a service that answers at once is no success', async (said, message, mayExist) => {
		says(said);
		const banana = calling('Google nanoBanana2Sync', { prompt: 'a boat' });
		const { items, error } = await run(platform, [{ ...banana, ...AGAIN }]);
		expect(items('Submit')).toEqual([]);
		expect(error?.message).toMatch(message);
		expect(error?.context?.details).toMatchObject({ taskMayExist: mayExist });
		// Whether refused or unclear, the same request is not sent again.
		expect(polled()).toHaveLength(1);
	});

	it('is waited for where it only repeats what it was given', async () => {
		const out = 'https://files.example/out.mp4';
		says({ traceId: UUID, videoUrl: VIDEO }, { data: { status: '已完成', videoUrl: out } });
		const gif = { resource: 'video', videoUrl: VIDEO, gifUrl: 'https://user.example/a.gif' };
		const chain = [calling('VideoTools videoAddGif', gif), wait({ options: quick })];
		const { items } = await runWell(platform, chain);
		expect(items('Submit')[0]?.json).toMatchObject({ taskId: UUID, state: 'pending' });
		expect(items('Submit')[0]?.json).not.toHaveProperty('url');
		expect(items('Wait')[0]?.json).toMatchObject({ url: out });
	});

	it('of a task in place of a result is waited for by the family of its service', async () => {
		const data = { task_id: 'ktask-77' };
		says({ data }, { data: { ...data, status: 'success', image_url: IMAGE } });
		const zImage = calling('Wanxiang zImage', { prompt: 'a boat' });
		const { items } = await runWell(platform, [zImage, wait({ options: quick })]);
		expect(items('Submit')[0]?.json).toMatchObject({
			taskId: 'ktask-77',
			taskSource: 'toolTask',
			note: 'The response contains a task ID instead of a result. Get the result with Kexiang Wait for Task.',
		});
		expect(items('Wait')[0]?.json).toMatchObject({ state: 'success', url: IMAGE });
	});
});

describe('an answer whose connection ends before it does', () => {
	const announced = (response: ServerResponse) => response.setHeader('content-length', '100000');
	const packet = (status: number, body: string) =>
		`HTTP/1.1 ${status} Ok\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n${body}`;
	const ENDS: Record<string, (body: string, response: ServerResponse) => unknown> = {
		'announced longer, and ended': (body, response) =>
			announced(response).write(body, () => response.socket?.end()),
		'announced longer, and reset': (body, response) =>
			announced(response).write(body, () => response.socket?.resetAndDestroy()),
		'announced longer, in one packet with its end': (body, { socket, statusCode }) =>
			socket?.end(packet(statusCode, body)),
		'announced longer, and silent': (body, response) => announced(response).write(body),
		'in chunks without the last': (body, response) =>
			response.write(body, () => response.socket?.end()),
	};
	const limit = { advanced: { requestTimeout: 1 } };

	describe.each(Object.entries(ENDS))('%s', (_, end) => {
		const broken = (body: () => string, status = 200) => {
			platform.reply = (__, response) => {
				response.statusCode = status;
				end(body(), response.setHeader('content-type', 'application/json'));
			};
		};

		it('hands the task out where its JSON came whole', async () => {
			broken(() => `${RECORD}}`);
			const { items, error } = await submit(limit);
			expect(error).toBeUndefined();
			expect(items('Submit')[0]?.json).toMatchObject({ taskId: '4711', state: 'pending' });
			expect(polled()).toHaveLength(1);
			expect(log.join('\n')).toContain('accepted task 4711');
		});

		it.each([`${RECORD},"service_out`, '{"task_status":"pending","id":47'])(
			'is unclear after %s: it is not sent again, and its beginning is shown',
			async (body) => {
				broken(() => body);
				const ended = await submit(limit, AGAIN);
				expectUnclear(ended, /^No complete response came /);
				expect(ended.error?.description).toContain(`The response began: ${body}`);
			},
		);

		it.each(['{"detail":"prompt is too long"}', '{"detail":"prompt is'])(
			'is a refusal where its status refuses: %s',
			async (body) => {
				broken(() => body, 422);
				const { error } = await submit(limit);
				expect(error?.message).toMatch(/refused the input \(422\)/);
				expect(error?.context?.details).toMatchObject({ taskMayExist: false });
			},
		);

		it('of a question counts where it came whole, and is asked again where it did not', async () => {
			broken(() => done(4711).slice(0, platform.requests.length < 2 ? -30 : undefined));
			const node = wait({ taskId: '4711', options: quick, advanced: { queryTimeout: 1 } });
			const { items } = await runWell(platform, [node]);
			expect(items('Wait')[0]?.json).toMatchObject({ state: 'success', polls: 2 });
		});
	});

	it.each([`{"id":770002,"status":"PEN`, JSON.stringify('{"id":770002}')])(
		'came whole, and is no JSON object: %s: is unclear',
		async (body) => {
			answers(body);
			const ended = await submit({}, AGAIN);
			expectUnclear(ended, /did not return JSON/);
			expect(ended.error?.description).toContain(`The response began: ${body}`);
		},
	);
});

describe('an unclear answer that names a task where nobody knows of one', () => {
	const TICKET = '{"error":{"ticket":"t-77"}}';
	const began = expect.stringContaining(`The response began: ${TICKET}`) as unknown;

	it('is shown of every item that had one', async () => {
		answers(TICKET, {}, 500);
		const { error } = await run(platform, [submitImage()], { input: itemsOf({}, {}) });
		expect(error?.description).toEqual(began);
		const otherItems = [{ item: 1, taskMayExist: true, description: began }];
		expect(error?.context).toMatchObject({ details: { otherItems } });
	});

	it('is in the log when it comes after Stop', async () => {
		platform.reply = () => ({ status: 500, body: TICKET, afterMs: 500 });
		await run(platform, [submitImage()], { cancelAfterMs: 200 });
		expect(polled()).toHaveLength(1);
		const stopped = log.filter((line) => line.startsWith('Kexiang: the execution was stopped'));
		expect(stopped).toContainEqual(began);
	});
});

describe('the key', () => {
	const apiKey = 'kx-"te/st"\\not+real';
	const escaped = JSON.stringify(apiKey).slice(1, -1).replaceAll('/', '\\/');
	const inUrl = encodeURIComponent(apiKey);
	/** Also what JSON leaves out. */
	const left = ({ run: whole }: Awaited<ReturnType<typeof run>>) =>
		inspect(whole, {
			depth: Infinity,
			showHidden: true,
			maxStringLength: null,
			maxArrayLength: null,
		});

	it.each<[string, string, number]>([
		['JSON', `{"detail":"no such key: ${escaped}"}`, 401],
		['a URL in JSON', `{"detail":"no such key: ${inUrl}"}`, 401],
		['a name', `{"id":1,"${escaped}":{"${escaped}":["${escaped}"]}}`, 200],
		['a page', `<html><title>${inUrl} ${apiKey}</title></html>`, 502],
		['a text', `${'x'.repeat(290)} ${apiKey}`, 500],
		['a broken answer', `{"id":1,"said":"${escaped}`, 200],
	])('pasted with a line break and repeated in %s, goes nowhere', async (_, body, status) => {
		answers(body, {}, status);
		const credential = { apiKey: `\ufeff ${apiKey}\u200b\r\n` };
		const shown = left(await run(platform, [drawing({ simplify: false })], { credential }));
		expect(shown).toContain('***');
		for (const spelling of [apiKey, escaped, inUrl, 'not+real'])
			expect(shown).not.toContain(spelling);
	});

	it.each(['密钥密钥密钥密钥', ''])('%j is refused before anything is sent', async (given) => {
		const ended = await run(platform, [submitImage()], { credential: { apiKey: given } });
		expect(ended.error?.message).toMatch(/^API Key in the credential .* \[item 0\]$/);
		expect(ended.error?.description).toMatch(/kexiangai\.com/);
		expect(polled()).toEqual([]);
		if (given !== '') expect(left(ended)).not.toContain(given);
	});
});
