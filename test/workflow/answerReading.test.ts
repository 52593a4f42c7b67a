/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nanoBanana2Sync } from '../../nodes/KexiangGoogle/operations/kbananaChannel';
import { videoAddGif } from '../../nodes/KexiangVideoTools/operations/overlay';
import { videoAddSubtitle } from '../../nodes/KexiangVideoTools/operations/videoAddSubtitle';
import type { Simulator } from '../../simulator/server';
import {
	askAgain,
	type ChainNode,
	durable,
	itemsOf,
	quick,
	run,
	submitImage,
	wait,
} from '../support/kexiang';
import type { LeapingTime } from '../support/leapingTime';
import { inQuickTime, QUICK } from '../support/quickTime';
import { simulatorInLeaps } from '../support/simulatorInLeaps';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** How answers are read, and results that come later. */

describe('an answer', () => {
	inQuickTime();

	/** What a platform of a few lines answers, by method and path; and what it was asked. */
	let answers: (request: string, polled: number) => unknown = () => ({});
	const polled: string[] = [];
	let server: Server;
	let platform: { platformUrl: string; toolsUrl: string; key: string };

	beforeAll(async () => {
		server = createServer((request, response) => {
			request.resume().on('end', () => {
				const name = `${request.method ?? ''} ${request.url ?? ''}`;
				polled.push(name);
				const answer = answers(name, polled.filter((one) => one === name).length);
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const url = `http://127.0.0.1:${port}`;
		platform = { platformUrl: url, toolsUrl: url, key: 'kx-test-not-real' };
	});
	afterAll(() => void server.close());
	beforeEach(() => {
		polled.length = 0;
	});

	const IMAGE = 'https://files.example/images/result.png';
	const VIDEO = 'https://user.example/in.mp4';
	const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
	const QUERY = 'GET /api/v1/user_task/get/passAuth/';
	const node = (type: string, parameters: ChainNode['parameters'] = {}): ChainNode => ({
		type,
		name: 'Submit',
		parameters,
	});
	const banana = node('kexiangGoogle', { operation: nanoBanana2Sync.value, prompt: 'a boat' });
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	const done = (id: unknown) =>
		`{"id":${String(id)},"task_status":"success","service_output":{"imgUrl":"${IMAGE}"}}`;

	it('an id beyond 2^53 is asked for with all its digits', async () => {
		const id = '9007199254740993';
		answers = (request) =>
			request.startsWith('POST') ? `{"id":${id},"task_status":"pending"}` : done(id);
		const { items, error } = await run(platform, [submitImage(), wait({ options: quick })]);
		expect(error).toBeUndefined();
		expect(items('Submit')[0]?.json.taskId).toBe(id);
		expect(polled.slice(1)).toEqual([`${QUERY}${id}`]);
		expect(items('Wait')[0]?.json).toMatchObject({ taskId: id, state: 'success', url: IMAGE });
	});

	it.each([6_000, 200_000])('an answer %i levels deep keeps its id', async (depth) => {
		const deep = `${'{"a":['.repeat(depth / 2)}1${']}'.repeat(depth / 2)}`;
		answers = () => `{"id":33156,"task_status":"pending","data":${deep}}`;
		for (const simplify of [true, false]) {
			polled.length = 0;
			const parameters = { options: { simplify } };
			const { items, error } = await run(platform, [submitImage({ parameters, ...retrying })]);
			expect(error).toBeUndefined();
			expect(items('Submit')[0]?.json).toMatchObject({ taskId: '33156', state: 'pending' });
			expect(polled).toHaveLength(1);
		}
	});

	describe('an answer about another task', () => {
		it('is asked again, until the right one comes', async () => {
			answers = (request, times) => {
				if (request.startsWith('POST')) return { id: 33156, task_status: 'pending' };
				return times < 3 ? done(99) : done(33156);
			};
			const { items, error } = await run(platform, [submitImage(), wait({ options: quick })]);
			expect(error).toBeUndefined();
			expect(items('Wait')[0]?.json).toMatchObject({ taskId: '33156', url: IMAGE, polls: 3 });
		});

		it('is never delivered, and named at the end', async () => {
			answers = (request) =>
				request.startsWith('POST') ? { id: 33156, task_status: 'pending' } : done(99);
			const { items, error } = await run(platform, [
				submitImage(),
				wait({ options: { ...quick, timeLimit: 0.1 } }),
			]);
			expect(items('Wait')).toEqual([]);
			expect(`${error?.message ?? ''} ${error?.description ?? ''}`).toMatch(
				/Task 33156 .*The platform returned another task, 99/s,
			);
			expect(JSON.stringify(error?.context)).toContain('33156');
		});

		it('is no answer to Get Status either', async () => {
			answers = () => done(99);
			const { error } = await run(platform, [wait({ operation: 'getStatus', taskId: '33156' })]);
			expect(error?.message).toMatch(/returned another task, 99/);
		});
	});

	describe('a service that answers at once', () => {
		it('its picture is delivered beside the code 200', async () => {
			answers = () => ({ code: 200, data: { image_url: IMAGE } });
			const { items, error } = await run(platform, [banana]);
			expect(error).toBeUndefined();
			expect(items('Submit')[0]?.json).toMatchObject({ state: 'success', url: IMAGE });
		});

		it.each<[unknown, RegExp, boolean]>([
			[{ success: false, msg: '余额不足' }, /contains no result: 余额不足; the task may/, true],
			[
				{ error: 'this style is not offered' },
				/contains no result: this style is not.*; the task/,
				true,
			],
			[{ code: 402, msg: '余额不足' }, /^Insufficient balance \(402\)/, false],
			[{ error: 'generation failed' }, /contains no result: generation failed; the task may/, true],
			[{}, /contains no result; the task may have been created/, true],
			[{ code: 0, data: { image_url: '' } }, /contains no result; the task may have been/, true],
			[
				{ code: 500, msg: '生成超时' },
				/^The platform returned code 500: 生成超时; the task may/,
				true,
			],
			[{ code: 503, errorMessage: '请求已提交' }, /\(503\); the task may have been created/, true],
			[{ code: 400, errorMessage: 'no prompt' }, /refused the input \(400\): no prompt/, false],
			[{ code: 404 }, /has no service at .* \(404\)/, false],
		])('%j is no success', async (answer, message, mayExist) => {
			answers = () => answer;
			const { items, error } = await run(platform, [{ ...banana, ...retrying }]);
			expect(items('Submit')).toEqual([]);
			expect(error?.message).toMatch(message);
			expect(error?.context?.details).toMatchObject({ taskMayExist: mayExist });
			// Whether refused or unclear, the same request is not sent again.
			expect(polled).toHaveLength(1);
		});
	});

	describe('a tool', () => {
		const subtitle = node('kexiangVideoTools', {
			resource: 'subtitle',
			operation: videoAddSubtitle.value,
			videoUrl: VIDEO,
		});

		it.each<[string, unknown]>([
			['alone in data', { code: 0, data: UUID }],
			['beside the envelope', { code: 0, errorMessage: '', traceId: UUID }],
			['beside the video that it was given', { code: 0, data: { traceId: UUID, videoUrl: VIDEO } }],
		])('its id is found %s, and nothing else for a result', async (_, answer) => {
			answers = () => answer;
			const { items, error } = await run(platform, [subtitle]);
			expect(error).toBeUndefined();
			expect(items('Submit')[0]?.json).toMatchObject({ taskId: UUID, state: 'pending' });
			expect(items('Submit')[0]?.json).not.toHaveProperty('url');
			expect(items('Submit')[0]?.json).not.toHaveProperty('text');
		});

		it('that may answer at once is waited for where it only repeats what it was given', async () => {
			answers = (request) =>
				request.startsWith('POST')
					? { traceId: UUID, videoUrl: VIDEO }
					: { code: 0, data: { status: '已完成', videoUrl: 'https://files.example/out.mp4' } };
			const gif = node('kexiangVideoTools', {
				resource: 'video',
				operation: videoAddGif.value,
				videoUrl: VIDEO,
				gifUrl: 'https://user.example/a.gif',
			});
			const { items, error } = await run(platform, [gif, wait({ options: quick })]);
			expect(error).toBeUndefined();
			expect(items('Submit')[0]?.json).toMatchObject({ taskId: UUID, state: 'pending' });
			expect(items('Wait')[0]?.json).toMatchObject({ url: 'https://files.example/out.mp4' });
		});
	});

	it('a task in place of a result is waited for by the family of its service', async () => {
		const zImage = node('kexiangWanxiang', { operation: 'zImage', prompt: 'a boat' });
		answers = (request) =>
			request.startsWith('POST')
				? { code: 200, data: { task_id: 'ktask-77' } }
				: { code: 200, data: { task_id: 'ktask-77', status: 'success', image_url: IMAGE } };
		const { items, error } = await run(platform, [zImage, wait({ options: quick })]);
		expect(error).toBeUndefined();
		expect(items('Submit')[0]?.json).toMatchObject({
			taskId: 'ktask-77',
			taskSource: 'toolTask',
			note: 'The response contains a task ID instead of a result. Get the result with Kexiang Wait for Task.',
		});
		expect(items('Wait')[0]?.json).toMatchObject({ state: 'success', url: IMAGE });
	});
});

describe('a result that comes later', () => {
	/** A success whose result, or whose file, comes a little later. */

	let simulator: Simulator;
	let time: LeapingTime;
	simulatorInLeaps(
		{ taskSeconds: 0.1 },
		(own, leaping) => {
			simulator = own;
			time = leaping;
		},
		QUICK,
	);

	const input = itemsOf({ prompt: 'a boat' });
	const waited = { downloadFiles: true, options: quick };
	const roads = {
		'Wait for Task': async () => await run(simulator, [submitImage(), wait(waited)], { input }),
		'the node that submits': async () =>
			await run(
				simulator,
				[
					submitImage({
						name: 'Wait',
						parameters: { waitForCompletion: true, downloadFiles: true, waitOptions: quick },
					}),
				],
				{ input },
			),
		'a durable wait': async () =>
			await run(simulator, [submitImage(), durable({ downloadFiles: true })], {
				input,
				connections: askAgain(['Submit']),
				onSleep: time.leapTo,
			}),
	};
	const outputOf = (road: string) => (road === 'a durable wait' ? 1 : 0);

	describe.each(Object.entries(roads))('in %s', (road, go) => {
		it('a URL that comes with a later answer is delivered', async () => {
			simulator.addFault({ on: 'query', kind: 'successWithoutUrl', times: 1 });
			const { items, error } = await go();
			expect(error).toBeUndefined();
			const [item] = items('Wait', outputOf(road));
			expect(item?.json).toMatchObject({ state: 'success', url: expect.stringMatching(/^http/) });
			expect(item?.json).not.toHaveProperty('note');
			expect(item?.binary?.data?.mimeType).toBe('image/png');
		});

		it('one that never comes is a success without a result, after a minute', async () => {
			simulator.addFault({ on: 'query', kind: 'successWithoutUrl' });
			const begun = performance.now();
			const { items, error } = await go();
			expect(performance.now() - begun).toBeGreaterThan(58_000);
			expect(error).toBeUndefined();
			const [item] = items('Wait', outputOf(road));
			expect(item?.json).toMatchObject({
				state: 'success',
				note: expect.stringMatching(/contains no result/),
			});
			expect(simulator.ledger.requests.length).toBeLessThan(12);
		});

		it('a file that is not there at first is fetched again', async () => {
			simulator.addFault({ on: 'result', kind: 'result404', times: 2 });
			const { items, error } = await go();
			expect(error).toBeUndefined();
			const [item] = items('Wait', outputOf(road));
			expect(item?.binary?.data?.mimeType).toBe('image/png');
			expect(item?.json).not.toHaveProperty('filesNotDownloaded');
		});
	});

	it('at the time limit, such a task is delivered as a success, and not called running', async () => {
		simulator.addFault({ on: 'query', kind: 'successWithoutUrl' });
		const { items, error } = await run(
			simulator,
			[submitImage(), wait({ onTimeout: 'error', options: { ...quick, timeLimit: 10 / 60 } })],
			{ input },
		);
		expect(error).toBeUndefined();
		expect(items('Wait')[0]?.json).toMatchObject({ state: 'success', note: expect.anything() });
	});

	it('Get Status asks once, and says where the result may be had', async () => {
		simulator.addFault({ on: 'query', kind: 'successWithoutUrl' });
		const { items } = await run(simulator, [submitImage(), wait({ operation: 'getStatus' })], {
			input,
		});
		const [json] = items('Wait').map((item) => item.json);
		expect(['success', 'pending']).toContain(json?.state);
		expect(simulator.ledger.requests).toHaveLength(2);
	});
});
