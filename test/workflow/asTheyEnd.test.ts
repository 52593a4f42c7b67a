import { drawPicture } from '../../simulator/picture';
import {
	countingPlatform,
	running,
	success,
	type CountingPlatform,
} from '../support/countingPlatform';
import { captureLog } from '../support/traces';
import { itemsOf, run, wait } from '../support/kexiang';

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
			if (request.id === '12' && downloads().length < FILES_BEFORE_THE_END) return running(request);
			return success(request, `${platform.platformUrl}/files/${request.id}`);
		};
	};
	const node = () =>
		wait({ downloadFiles: true, options: { ...often, timeLimit: 0.25 }, advanced });

	it('are fetched when their task has ended, three at a time, while the others are waited for', async () => {
		files();
		const { items, error } = await run(platform, [node()], { input: handles(12) });
		expect(error).toBeUndefined();
		expect(items('Wait').map(({ json, binary }) => [json.taskId, binary?.data?.mimeType])).toEqual(
			handles(12).map(({ json }) => [json.taskId, 'image/png']),
		);
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
		const data = { taskId: request.id, status: 'SUCCESS', videoUrl: 'https://files.example/a.mp4' };
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
