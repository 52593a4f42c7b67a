import { type INode, sleep } from 'n8n-workflow';
import { Account, hostIn } from '../../nodes/shared/client/connection';
import { expectedOf } from '../../nodes/shared/waiting/durations';
import { drawPicture } from '../../simulator/picture';
import { startSimulator } from '../../simulator/server';
import { countingPlatform, running, success, usePlatform } from '../support/countingPlatform';
import { InMemoryCredentials } from '../support/credentials';
import { mostPerSecond } from '../support/fakeClock';
import {
	calling,
	itemsOf,
	quick,
	run,
	submitImage,
	wait,
	type ChainNode,
} from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import { captureLog } from '../support/traces';

/** Waiting for tasks, and what the platform sees of many tasks, items and executions of one process with one key. */

const platform = usePlatform();

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const tasks = (count: number) =>
	itemsOf(...numbers(count).map((n) => ({ taskId: `${n + 1}`, taskSource: 'userTask' })));
const often = { options: quick, advanced: { requestsPerSecond: 200 } };
const completing = (waitOptions: INode['parameters'] = quick) =>
	submitImage({ parameters: { waitForCompletion: true, waitOptions } });
const gaps = (times: number[]) => times.slice(1).map((at, n) => at - (times[n] ?? at));
const times = (id?: string) =>
	platform.requests.filter((one) => id === undefined || one.id === id).map(({ at }) => at);

describe('a task', () => {
	inQuickTime();

	it('is submitted, waited for, and its picture comes into n8n', async () => {
		const simulator = await startSimulator({ taskSeconds: 0.3, quiet: true });
		const node = wait({ downloadFiles: true, options: quick });
		// Where other nodes of the workflow keep theirs.
		const kept = () => ({ 'node:Poll': { cursor: 1, rows: [1, 2, 3] } });
		const done = await run(simulator, [submitImage(), node], { staticData: kept() });
		const { items, error } = done;
		expect(done.staticData).toEqual(kept());
		const { keysSentToResultHosts } = simulator.ledger.summary();
		await simulator.stop();
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
		const { data = '', mimeType, fileName } = item?.binary?.data ?? {};
		expect([mimeType, fileName]).toEqual(['image/png', expect.stringMatching(/\.png$/)]);
		expect(Buffer.from(data, 'base64').subarray(1, 4).toString()).toBe('PNG');
		expect(item?.pairedItem).toEqual({ item: 0 });
		expect(keysSentToResultHosts).toBe(0);
	});

	it('whose answer repeats what was sent is not taken for a result', async () => {
		const [videoUrl, made] = ['https://m.example/in.mp4', 'https://m.example/out.mp4'];
		platform.reply = ({ method }) => {
			if (method === 'POST') return { body: { code: 0, data: { traceId: 't-88' } } };
			const isFirst = platform.requests.length === 2;
			const end = isFirst ? { status: 'RUNNING' } : { status: 'SUCCESS', outputUrl: made };
			return { body: { code: 0, data: { videoUrl, ...end } } };
		};
		const given = { resource: 'subtitle', videoUrl, waitForCompletion: true, waitOptions: quick };
		const node = calling('VideoTools videoAddSubtitle', given);
		const { items } = await run(platform, [node]);
		expect(items('Submit')[0]?.json).toMatchObject({ url: made, videoUrls: [made] });
		expect(platform.requests).toHaveLength(3);
	});

	it('is kept when the time limit of the node that submits comes first', async () => {
		platform.reply = (request) =>
			request.method === 'POST' ? { body: { id: 4711 } } : running(request);
		const { items } = await run(platform, [completing({ timeLimit: 0.01, onTimeout: 'pass' })]);
		expect(items('Submit')).toMatchObject([{ json: { taskId: '4711', state: 'pending' } }]);
	});
});

describe('tasks', () => {
	it('that end before the limit are delivered, none lost to the last milliseconds', async () => {
		// 1.2 seconds are the limit, at which the smart schedule polls first and last.
		const delivered = ['smart', 'fixed'].map(async (schedule) => {
			const own = await countingPlatform(`kx-test-limit-${schedule}`);
			const begun = performance.now();
			own.reply = (request) =>
				performance.now() - begun < 500 ? running(request) : success(request);
			const node = wait({ ...often, options: { timeLimit: 0.02, schedule, interval: 0.37 } });
			const { items } = await run(own, [node], { input: tasks(50) });
			await own.stop();
			return items('Wait').filter(({ json }) => json.state === 'success').length;
		});
		expect(await Promise.all(delivered)).toEqual([50, 50]);
	});

	it("are waited for all the same when the system's clock is set back a minute, and ahead", async () => {
		const date = Date.now;
		let ahead = 0;
		const now = jest.spyOn(Date, 'now').mockImplementation(() => date() + ahead);
		platform.reply = (request) => {
			if (platform.elapsed() > 200) ahead = -60_000;
			if (platform.elapsed() > 450) ahead = 3_600_000;
			return platform.elapsed() < 700 ? running(request) : success(request);
		};
		const { items, error } = await run(platform, [wait(often)], { input: tasks(3) });
		now.mockRestore();
		expect(error).toBeUndefined();
		expect(ahead).toBe(3_600_000);
		for (const { json } of items('Wait')) expect(json.secondsWaited).toBeLessThan(30);
		// A minute, where the system's clock were heeded.
		for (const id of ['1', '2', '3']) expect(Math.max(...gaps(times(id)))).toBeLessThan(10_000);
	});

	it('are polled without holding the answer back where the platform refuses that', async () => {
		const refusal = { detail: [{ loc: ['query', 'timeout'], msg: 'unknown' }] };
		platform.reply = ({ query, id: taskId }) => {
			if (query.has('timeout')) return { status: 422, body: refusal };
			const data = { taskId, status: 'SUCCESS', videoUrl: 'https://files.example/a.mp4' };
			return { body: { code: 0, data } };
		};
		for (const taskId of ['one', 'two']) {
			const input = itemsOf({ taskId, taskSource: 'toolTask' });
			const node = wait({ options: { timeLimit: 1, interval: 0.2 } });
			const { items } = await run(platform, [node], { input });
			expect(items('Wait')).toMatchObject([{ json: { taskId, state: 'success' } }]);
		}
		// Once is enough to know it of a platform.
		expect(platform.requests.map(({ query, id }) => [id, query.has('timeout')])).toEqual([
			['one', true],
			['one', false],
			['two', false],
		]);
	});

	describe('with files', () => {
		inQuickTime();
		const PNG = drawPicture('a boat', 16, 16);
		const downloads = () => platform.requests.filter(({ path }) => path.startsWith('/files/'));
		const node = wait({ ...often, downloadFiles: true, options: { ...quick, timeLimit: 0.25 } });
		/** Task 12 ends when eight files were asked for, so never where files wait for the last task. */
		const serveFiles = (onFile?: (count: number) => void) => {
			platform.reply = (request) => {
				if (request.path.startsWith('/files/')) {
					onFile?.(downloads().length);
					return { body: PNG, afterMs: 100 };
				}
				if (request.id === '12' && downloads().length < 8) return running(request);
				return success(request, `${platform.platformUrl}/files/${request.id}`);
			};
		};

		it('have them fetched as each ends, three at a time, while others are waited for', async () => {
			serveFiles();
			const { items, error } = await run(platform, [node], { input: tasks(12) });
			expect(error).toBeUndefined();
			expect(
				items('Wait').map(({ json, binary }) => [json.taskId, binary?.data?.mimeType]),
			).toEqual(tasks(12).map(({ json }) => [json.taskId, 'image/png']));
			const atOnce = downloads().map(
				({ at }) => downloads().filter((one) => one.at <= at && one.answeredAt > at).length,
			);
			expect(Math.max(...atOnce)).toBeLessThanOrEqual(3);
		});

		it('are all in the log when the execution is stopped amid the downloads', async () => {
			const log = captureLog();
			let stop = () => {};
			const cancelOn = new Promise<void>((resolve) => (stop = resolve));
			serveFiles((count) => void (count === 4 && stop()));
			const { run: stopped } = await run(platform, [node], { input: tasks(12), cancelOn });
			expect(stopped.status).toBe('canceled');
			expect(downloads().length).toBeLessThan(12);
			const named = log.find((line) => line.includes('keep running on the platform'));
			const all = tasks(12).map(({ json }) => json.taskId);
			expect(named?.match(/\d+/g)).toEqual(expect.arrayContaining(all));
		});
	});
});

describe('one client for each credential', () => {
	it('polls and sends free requests by one gate, however the key is written', async () => {
		platform.reply = (request) =>
			request.path.includes('/free/') ? { body: { code: 0, data: { n: 1 } } } : success(request);
		const path = '=/minimalist/api/free/{{ $json.taskId }}';
		const given = { method: 'GET', path, options: { submissionsAtOnce: 20 } };
		const free = calling('CustomRequest callPath', given);
		const by = async (node: ChainNode, apiKey: string) =>
			await run(platform, [node], { input: tasks(10), credential: { apiKey } });
		const runs = await Promise.all([
			by(free, platform.key),
			by(free, `Bearer ${platform.key}`),
			by(wait({ operation: 'getStatus' }), `x-api-key: ${platform.key}\n`),
		]);
		expect(runs.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
		expect(platform.requests).toHaveLength(30);
		expect(new Set(platform.requests.map(({ key }) => key))).toEqual(new Set([platform.key]));
		expect(mostPerSecond(times())).toBeLessThanOrEqual(20);
	});

	it('sends and polls an item with the key that the credential has for it, read once', async () => {
		platform.reply = (request) => {
			if (request.method === 'POST') return { body: { id: Number(request.key.at(-1)) } };
			return platform.requests.length > 6 ? success(request) : running(request);
		};
		const reads = jest.spyOn(InMemoryCredentials.prototype, 'getDecrypted');
		const credential = { apiKey: '={{ "kx-test-of-item-" + $json.n }}' };
		const input = itemsOf({ n: 1 }, { n: 2 }, { n: 3 });
		const { error } = await run(platform, [completing()], { input, credential });
		const { length } = reads.mock.calls;
		reads.mockRestore();
		expect(error).toBeUndefined();
		const seen = platform.requests.map(({ method, key, id }) =>
			method === 'GET' ? `GET ${id} ${key}` : `POST ${key}`,
		);
		const own = [1, 2, 3].map((n) => `kx-test-of-item-${n}`);
		const expected = own.flatMap((key, n) => [`POST ${key}`, `GET ${n + 1} ${key}`]);
		expect(new Set(seen)).toEqual(new Set(expected));
		expect(seen.length).toBeGreaterThan(6);
		expect(length).toBe(3);
	});
});

describe('executions with one key', () => {
	const SLOW_DOWN = { status: 429, headers: { 'retry-after': '1' }, body: { detail: 'slow down' } };
	/** Execution n waits for a task of its own. */
	const execution = async (n: number, cancelAfterMs?: number) =>
		await run(platform, [wait({ options: quick })], {
			executionId: `many-${n}`,
			input: itemsOf({ taskId: String(1000 + n), taskSource: 'userTask' }),
			...(cancelAfterMs !== undefined && { cancelAfterMs }),
		});

	it('of which one task is told to slow down keep no other waiting', async () => {
		platform.reply = (request) => (request.id === '3' ? SLOW_DOWN : running(request));
		await run(platform, [wait({ options: quick })], { input: tasks(4), cancelAfterMs: 2300 });
		const others = platform.requests.filter(({ id }) => id !== '3').map(({ at }) => at);
		expect(others.length).toBeGreaterThan(10);
		expect(Math.max(...gaps(others))).toBeLessThan(900);
		expect(times('3').length).toBeGreaterThan(1);
		expect(Math.min(...gaps(times('3')))).toBeGreaterThanOrEqual(990);
	});

	it('poll in turns, 20 times in any second, and hear what several of them are told', async () => {
		let told = Number.NaN;
		let tolds = 0;
		platform.reply = (request) => {
			if (request.number === 25) told = request.at;
			if (!(request.at >= told)) return running(request);
			if (tolds >= 3 && request.at > told + 900) return success(request);
			tolds += 1;
			return SLOW_DOWN;
		};
		const ends = numbers(8).map((n) => (n === 7 ? 'canceled' : 'success'));
		// Stop of one is that of one.
		const runs = ends.map(
			async (end, n) => await execution(n, end === 'success' ? undefined : 1000),
		);
		expect((await Promise.all(runs)).map((one) => one.run.status)).toEqual(ends);
		expect(mostPerSecond(times())).toBeLessThanOrEqual(20);
		// In the first round each has one turn, before anybody has a second one.
		const first = platform.requests.slice(0, 7).map(({ id }) => id);
		expect(new Set(first).size).toBeGreaterThanOrEqual(6);
		// The second that one was told begins when the answer has come; what was under way then comes all the same.
		const pauses = gaps(times());
		const longest = Math.max(...pauses);
		expect(longest).toBeGreaterThan(900);
		expect(times()[pauses.indexOf(longest)]).toBeGreaterThanOrEqual(told);
		// Three in a row, and what was under way.
		expect(tolds).toBeLessThanOrEqual(6);
	});

	it('are stopped at once, 40 of them, name their tasks in the log, and leave nothing', async () => {
		const log = captureLog();
		const runs = await Promise.all(numbers(40).map(async (n) => await execution(n, 1500)));
		expect(mostPerSecond(times())).toBeLessThanOrEqual(20);
		// On a machine that is busy elsewhere, beginning takes most of the time.
		expect(platform.requests.length).toBeGreaterThan(0);
		// Nobody has had a second turn, as 40 of them take two seconds.
		expect(new Set(platform.requests.map(({ id }) => id)).size).toBe(platform.requests.length);
		expect(runs.every((one) => one.run.status === 'canceled')).toBe(true);
		// Each names its task, as n8n keeps nothing that a stopped node returns.
		const named = new Set(
			log.flatMap((line) => /keep running on the platform: (\d+)/.exec(line)?.[1] ?? []),
		);
		expect(numbers(40).filter((n) => !named.has(String(1000 + n)))).toEqual([]);
		// What was under way is taken back in its own time, and two seconds later a new gate would do the same.
		const restsFrom = performance.now() + 2100;
		const isIdle = () => {
			const now = jest.spyOn(performance, 'now').mockReturnValue(restsFrom);
			const idle = new Account(platform.platformUrl, platform.key).gates.polls.isIdle;
			now.mockRestore();
			return idle;
		};
		for (let looks = 0; looks < 20 && !isIdle(); looks++) await sleep(100);
		expect(isIdle()).toBe(true);
	});

	it('send at most 10 paid requests at once, each at most its own number', async () => {
		platform.reply = ({ number: id }) => ({ body: { id }, afterMs: 150 });
		const node = submitImage({ parameters: { options: { submissionsAtOnce: 8 } } });
		const runs = await Promise.all(
			numbers(4).map(
				async (n) => await run(platform, [node], { executionId: `paid-${n}`, input: tasks(8) }),
			),
		);
		expect(runs.map(({ error }) => error)).toEqual(runs.map(() => undefined));
		expect(platform.requests).toHaveLength(32);
		expect(Math.max(...platform.requests.map(({ underWay }) => underWay))).toBe(10);
	});
});

it('a record that is hours wrong makes no later task wait, as what was seen bounds it', async () => {
	platform.reply = (request) => ({
		body: {
			...(platform.elapsed() > 400 ? success(request) : running(request)).body,
			created_at: '2026-01-01T00:00:00+08:00',
			updated_at: '2026-01-01T08:00:00+08:00',
		},
	});
	const task = { taskId: '4711', taskSource: 'userTask' as const };
	const input = itemsOf({ ...task, submittedAt: new Date().toISOString() });
	const { items } = await run(platform, [wait({ options: quick })], { input });
	expect(items('Wait')[0]?.json.state).toBe('success');
	const median = Math.exp(expectedOf(hostIn(platform.platformUrl), task)?.meanLog ?? NaN);
	expect(median).toBeGreaterThan(0.1);
	expect(median).toBeLessThan(5);
});
