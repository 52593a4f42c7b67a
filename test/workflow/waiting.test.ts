import { drawPicture } from '../../simulator/picture';
import { type Simulator, startSimulator } from '../../simulator/server';
import {
	countingPlatform,
	type CountingPlatform,
	running,
	success,
} from '../support/countingPlatform';
import { itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import { type Reply, startScripted } from '../support/scriptedPlatform';
import { captureLog } from '../support/traces';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** Waiting for tasks, by a node of its own and by the one that submits. */

describe('Kexiang Wait for Task', () => {
	describe('submit, wait, download', () => {
		let simulator: Simulator;
		beforeAll(async () => {
			simulator = await startSimulator({ taskSeconds: 2.5, quiet: true });
		});
		afterAll(async () => await simulator.stop());
		beforeEach(() => simulator.ledger.clear());

		describe('in quick time', () => {
			inQuickTime();

			it('brings the picture of a task into n8n', async () => {
				const { items, error } = await run(simulator, [
					submitImage(),
					wait({ downloadFiles: true, options: quick }),
				]);
				expect(error).toBeUndefined();
				const [handle] = items('Submit');
				expect(handle?.json).toMatchObject({
					taskId: expect.stringMatching(/^\d+$/),
					taskSource: 'userTask',
					provider: 'Kexiang Google',
					operation: 'kbananaProOfficialSubmit',
					model: 'gemini-3-pro-image-preview',
					status: 'pending',
					state: 'pending',
					submittedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
				});
				const [item] = items('Wait');
				expect(item?.json).toMatchObject({
					taskId: handle?.json.taskId,
					state: 'success',
					cost: expect.any(Number),
					imageUrls: [expect.stringContaining(simulator.filesUrl)],
					polls: expect.any(Number),
					secondsWaited: expect.any(Number),
				});
				expect(item?.json).not.toHaveProperty('filesNotDownloaded');
				const file = item?.binary?.data;
				expect(file).toMatchObject({
					mimeType: 'image/png',
					fileName: expect.stringMatching(/\.png$/),
				});
				expect(
					Buffer.from(file?.data ?? '', 'base64')
						.subarray(1, 4)
						.toString(),
				).toBe('PNG');
				expect(item?.pairedItem).toEqual({ item: 0 });
				expect(simulator.ledger.summary()).toMatchObject({ keysSentToResultHosts: 0 });
			});
		});

		it('waits for ten tasks of 2.5 seconds together, with its default settings', async () => {
			const started = Date.now();
			const prompts = Array.from({ length: 10 }, (_, index) => ({ prompt: `boat ${index}` }));
			const { items, error } = await run(simulator, [submitImage(), wait()], {
				input: itemsOf(...prompts),
			});
			const seconds = (Date.now() - started) / 1000;
			expect(error).toBeUndefined();
			expect(items('Wait').map((item) => item.json.state)).toEqual(Array(10).fill('success'));
			expect(items('Wait').map((item) => item.json.taskId)).toEqual(
				items('Submit').map((item) => item.json.taskId),
			);
			expect(seconds).toBeLessThan(5.5);
		});
	});
});

describe('Wait for Completion', () => {
	inQuickTime();

	const waiting = (more = {}) =>
		submitImage({
			parameters: {
				waitForCompletion: true,
				waitOptions: { schedule: 'fixed', interval: 0.2 },
				advanced: { requestsPerSecond: 200 },
				...more,
			},
		});

	describe('submit and wait in one node', () => {
		let simulator: Simulator;
		beforeAll(async () => {
			simulator = await startSimulator({ taskSeconds: 0.3, quiet: true });
		});
		afterAll(async () => await simulator.stop());
		beforeEach(() => simulator.ledger.clear());

		it('gives finished pictures, downloaded, in input order', async () => {
			const input = itemsOf({ prompt: 'one' }, { prompt: 'two' }, { prompt: 'three' });
			const { items, error } = await run(simulator, [waiting({ downloadFiles: true })], { input });
			expect(error).toBeUndefined();
			expect(items('Submit').map(({ json, pairedItem }) => [json.state, pairedItem])).toEqual([
				['success', { item: 0 }],
				['success', { item: 1 }],
				['success', { item: 2 }],
			]);
			expect(items('Submit').map(({ binary }) => binary?.data?.mimeType)).toEqual(
				Array(3).fill('image/png'),
			);
			expect(simulator.ledger.tasks).toHaveLength(3);
		});

		it('takes nothing that it sent for a result', async () => {
			const given = 'https://m.example/in.mp4';
			const made = 'https://m.example/out.mp4';
			const answer = (data: object, isTaken = false): Reply => ({
				isTaken,
				status: 200,
				body: JSON.stringify({ code: 0, data }),
			});
			const platform = await startScripted(
				new Map([[given, [answer({ traceId: 't-88' }, true)]]]),
				() => answer({}),
				[answer({ status: 'RUNNING', videoUrl: given })],
				() => answer({ status: 'SUCCESS', videoUrl: given, outputUrl: made }),
			);
			const node = {
				type: 'kexiangVideoTools',
				name: 'Submit',
				parameters: {
					resource: 'subtitle',
					operation: 'videoAddSubtitle',
					videoUrl: given,
					waitForCompletion: true,
					waitOptions: quick,
				},
			};
			const at = { platformUrl: platform.url, toolsUrl: platform.url, key: 'kx-test-not-real' };
			const { items, error } = await run(at, [node]);
			await platform.stop();
			expect(error).toBeUndefined();
			expect(items('Submit')[0]?.json).toMatchObject({ url: made, videoUrls: [made] });
		});

		it('keeps the task when the time limit comes first', async () => {
			const slow = await startSimulator({ taskSeconds: 3600, quiet: true });
			try {
				const parameters = { waitOptions: { timeLimit: 0.01, onTimeout: 'pass' } };
				const passed = await run(slow, [waiting(parameters)]);
				expect(passed.items('Submit')[0]?.json).toMatchObject({
					taskId: expect.any(String),
					state: 'pending',
				});
				const { error } = await run(slow, [waiting({ waitOptions: { timeLimit: 0.01 } })]);
				expect(error?.message).toMatch(/Task \d+ is still running after/);
			} finally {
				await slow.stop();
			}
		});
	});
});

describe('tasks that end one by one', () => {
	/** Tasks that end one by one, while others are still waited for. */

	const PNG = drawPicture('a boat', 16, 16);

	let platform: CountingPlatform;
	let keys = 0;
	beforeEach(async () => (platform = await countingPlatform(`kx-test-as-they-end-${keys++}`)));
	afterEach(async () => {
		await platform.stop();
		jest.restoreAllMocks();
	});

	const handles = (count: number) =>
		itemsOf(
			...Array.from({ length: count }, (_, n) => ({ taskId: `${n + 1}`, taskSource: 'userTask' })),
		);
	const often = { schedule: 'fixed', interval: 0.2 };
	const advanced = { requestsPerSecond: 200 };
	const polls = () => platform.requests.filter(({ path }) => !path.startsWith('/files/'));
	const downloads = () => platform.requests.filter(({ path }) => path.startsWith('/files/'));

	describe('files', () => {
		/** Task 12 ends when so many files were asked for, so never where files wait for the last task. */
		const FILES_BEFORE_THE_END = 8;
		const files = (onFile?: (count: number) => void) => {
			platform.reply = (request) => {
				if (request.path.startsWith('/files/')) {
					onFile?.(downloads().length);
					return { body: PNG, afterMs: 100 };
				}
				if (request.id === '12' && downloads().length < FILES_BEFORE_THE_END)
					return running(request);
				return success(request, `${platform.platformUrl}/files/${request.id}`);
			};
		};
		const node = () =>
			wait({ downloadFiles: true, options: { ...often, timeLimit: 0.25 }, advanced });

		it('are fetched when their task has ended, three at a time, while the others are waited for', async () => {
			files();
			const { items, error } = await run(platform, [node()], { input: handles(12) });
			expect(error).toBeUndefined();
			expect(
				items('Wait').map(({ json, binary }) => [json.taskId, binary?.data?.mimeType]),
			).toEqual(handles(12).map(({ json }) => [json.taskId, 'image/png']));
			const atOnce = downloads().map(
				({ at }) => downloads().filter((one) => one.at <= at && one.answeredAt > at).length,
			);
			expect(Math.max(...atOnce)).toBeLessThanOrEqual(3);
		});

		it('amid which the execution is stopped lose no task ID: all are in the log', async () => {
			const log = captureLog();
			let stop = () => {};
			const cancelOn = new Promise<void>((resolve) => (stop = resolve));
			files((count) => void (count === 4 && stop()));
			const { run: stopped } = await run(platform, [node()], { input: handles(12), cancelOn });
			expect(stopped.status).toBe('canceled');
			expect(downloads().length).toBeLessThan(12);
			const line = log.find((one) => one.includes('keep running on the platform')) ?? '';
			const named: string[] = line.match(/\d+/g) ?? [];
			expect(handles(12).filter(({ json }) => !named.includes(String(json.taskId)))).toEqual([]);
		});
	});

	it('100 tasks that end before the limit are delivered, none lost to the last milliseconds', async () => {
		let begun = 0;
		platform.reply = (request) =>
			performance.now() - begun < 500 ? running(request) : success(request);
		// 1.2 seconds are the limit, at which the smart schedule asks first and last.
		for (const schedule of ['smart', 'fixed']) {
			begun = performance.now();
			const options = { timeLimit: 0.02, schedule, interval: 0.37 };
			const { items, error } = await run(platform, [wait({ options, advanced })], {
				input: handles(100),
			});
			expect(error).toBeUndefined();
			expect(items('Wait').filter(({ json }) => json.state === 'success')).toHaveLength(100);
		}
	});

	it("the system's clock set back a minute, and ahead, while tasks are waited for changes nothing", async () => {
		const date = Date.now;
		let jumps = 0;
		jest
			.spyOn(Date, 'now')
			.mockImplementation(() => date() + (jumps === 0 ? 0 : jumps === 1 ? -60_000 : 3_600_000));
		platform.reply = (request) => {
			if (platform.elapsed() > 300) jumps = 1;
			if (platform.elapsed() > 700) jumps = 2;
			return platform.elapsed() < 1100 ? running(request) : success(request);
		};
		const { items, error } = await run(platform, [wait({ options: often, advanced })], {
			input: handles(3),
		});
		expect(error).toBeUndefined();
		expect(jumps).toBe(2);
		for (const { json } of items('Wait')) expect(json.secondsWaited).toBeLessThan(30);
		const gaps = [1, 2, 3].flatMap((id) =>
			polls()
				.filter((one) => one.id === String(id))
				.map(({ at }, n, all) => at - (all[n - 1]?.at ?? at)),
		);
		// A minute, where the system's clock were heeded.
		expect(Math.max(...gaps)).toBeLessThan(10_000);
	});

	it('a platform that refuses to hold an answer back is asked without that', async () => {
		platform.reply = (request) => {
			if (request.query.has('timeout'))
				return { status: 422, body: { detail: [{ loc: ['query', 'timeout'], msg: 'unknown' }] } };
			const data = {
				taskId: request.id,
				status: 'SUCCESS',
				videoUrl: 'https://files.example/a.mp4',
			};
			return { body: { code: 0, data } };
		};
		const poll = async (taskId: string) =>
			await run(platform, [wait({ options: { timeLimit: 1, interval: 0.2 } })], {
				input: itemsOf({ taskId, taskSource: 'toolTask' }),
			});
		for (const taskId of ['one', 'two']) {
			const { items, error } = await poll(taskId);
			expect(error).toBeUndefined();
			expect(items('Wait')[0]?.json).toMatchObject({ taskId, state: 'success' });
		}
		// Once is enough to know it of a platform.
		expect(platform.requests.map(({ query, id }) => [id, query.has('timeout')])).toEqual([
			['one', true],
			['one', false],
			['two', false],
		]);
	});
});
