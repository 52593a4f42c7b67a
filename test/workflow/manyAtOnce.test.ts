import { type IExecuteFunctions, type INodeType, sleep } from 'n8n-workflow';
import { KexiangApi } from '../../credentials/KexiangApi.credentials';
import { Account, gatesKept, hostIn } from '../../nodes/shared/client/connection';
import { expectedOf } from '../../nodes/shared/waiting/durations';
import { type Simulator, startSimulator } from '../../simulator/server';
import {
	type Counted,
	countingPlatform,
	type CountingPlatform,
	running,
	success,
} from '../support/countingPlatform';
import { InMemoryCredentials } from '../support/credentials';
import { mostPerSecond } from '../support/fakeClock';
import { type ChainNode, itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { nodeTypes } from '../support/nodeTypes';
import { runWorkflow } from '../support/runWorkflow';
import { captureLog } from '../support/traces';

/** What the platform sees of many tasks, items and executions of one n8n process with one key. */

describe('one client for each credential', () => {
	/** What one client for each credential brings: one account however its key is written, one gate, few readings. */

	let platform: CountingPlatform;
	const begin = async (key: string) => (platform = await countingPlatform(key));
	afterEach(async () => await platform.stop());

	const MANY = 60;
	const items = (count: number) => itemsOf(...Array.from({ length: count }, (_, n) => ({ n })));
	/** GETs that cost nothing. */
	const free = (): ChainNode => ({
		type: 'kexiangCustomRequest',
		name: 'Free',
		parameters: {
			operation: 'callPath',
			method: 'GET',
			path: '=/minimalist/api/free/{{ $json.n }}',
			options: { submissionsAtOnce: 20 },
		},
	});
	const times = (requests: readonly Counted[]) => requests.map(({ at }) => at);

	it('60 free requests of one run are at most 20 in any second', async () => {
		await begin('kx-test-60-free');
		platform.reply = () => ({ body: { code: 0, data: { url: 'https://a.example/1.png' } } });
		const { error, items: of } = await run(platform, [free()], { input: items(MANY) });
		expect(error).toBeUndefined();
		expect(of('Free')).toHaveLength(MANY);
		expect(platform.requests).toHaveLength(MANY);
		expect(mostPerSecond(times(platform.requests))).toBeLessThanOrEqual(20);
	});

	it('those of `Bearer KEY` and `KEY`, and the polls, share one gate', async () => {
		await begin('kx-test-shared-gate');
		platform.reply = (request) =>
			request.path.includes('/free/') ? { body: { code: 0, data: { n: 1 } } } : success(request);
		const input = items(20);
		const tasks = itemsOf(
			...items(20).map((_, n) => ({ taskId: `${n + 1}`, taskSource: 'userTask' })),
		);
		const bearer = { credential: { apiKey: `Bearer ${platform.key}` } };
		const header = { credential: { apiKey: `x-api-key: ${platform.key}\n` } };
		const runs = await Promise.all([
			run(platform, [free()], { input }),
			run(platform, [free()], { input, ...bearer }),
			run(platform, [wait({ operation: 'getStatus' })], { input: tasks, ...header }),
		]);
		expect(runs.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
		expect(platform.requests).toHaveLength(60);
		expect(new Set(platform.requests.map(({ key }) => key))).toEqual(new Set([platform.key]));
		expect(mostPerSecond(times(platform.requests))).toBeLessThanOrEqual(20);
	});

	it('an item is sent and asked for with the key that the credential has for it', async () => {
		await begin('kx-test-of-item');
		platform.reply = (request) =>
			request.method === 'POST'
				? { body: { id: Number(request.key.split('-').at(-1)) } }
				: success(request);
		const credential = { apiKey: '={{ "kx-test-of-item-" + $json.n }}' };
		const node = submitImage({ parameters: { waitForCompletion: true, waitOptions: quick } });
		const input = itemsOf({ n: 1 }, { n: 2 }, { n: 3 });
		const { error } = await run(platform, [node], { input, credential });
		expect(error).toBeUndefined();
		const seen = platform.requests.map(({ method, key, id }) => [
			method,
			key,
			...(method === 'GET' ? [id] : []),
		]);
		expect(seen.sort()).toEqual([
			...[1, 2, 3].map((n) => ['GET', `kx-test-of-item-${n}`, `${n}`]),
			...[1, 2, 3].map((n) => ['POST', `kx-test-of-item-${n}`]),
		]);
	});

	it('a credential is read once for each item, whatever is sent', async () => {
		await begin('kx-test-read-once');
		let polls = 0;
		platform.reply = (request) => {
			if (request.method === 'POST') return { body: { id: platform.requests.length } };
			return ++polls > 6
				? success(request)
				: { body: { id: Number(request.id), task_status: 'running' } };
		};
		const reads = jest.spyOn(InMemoryCredentials.prototype, 'getDecrypted');
		const node = submitImage({ parameters: { waitForCompletion: true, waitOptions: quick } });
		const { error } = await run(platform, [node], { input: items(3) });
		const { length } = reads.mock.calls;
		reads.mockRestore();
		expect(error).toBeUndefined();
		expect(platform.requests.length).toBeGreaterThanOrEqual(9);
		expect(length).toBe(3);
	});
});

describe('executions with one key', () => {
	/** Executions of one n8n process with one key: what the platform sees of all of them together. */

	let platform: CountingPlatform;
	let log: string[] = [];
	beforeEach(() => (log = captureLog()));
	const begin = async (key: string) => (platform = await countingPlatform(key));
	afterEach(async () => await platform.stop());

	const times = () => platform.requests.map(({ at }) => at);
	const options = { schedule: 'fixed', interval: 0.2 };
	/** Execution n waits for a task of its own. */
	const execution = async (n: number, cancelAfterMs?: number) =>
		await run(platform, [wait({ options })], {
			executionId: `many-${n}`,
			input: itemsOf({ taskId: String(1000 + n), taskSource: 'userTask' }),
			...(cancelAfterMs !== undefined && { cancelAfterMs }),
		});
	const executions = (count: number) => Array.from({ length: count }, (_, n) => n);
	const gatesHere = () => new Account(platform.platformUrl, platform.key).gates;

	const SLOW_DOWN = { status: 429, headers: { 'retry-after': '1' }, body: { detail: 'slow down' } };

	it('one that is told to slow down keeps no other waiting', async () => {
		await begin('kx-test-one-is-told');
		platform.reply = (request) => {
			if (request.id === '1003') return SLOW_DOWN;
			return platform.elapsed() > 3000 ? success(request) : running(request);
		};
		const runs = await Promise.all(
			executions(10).map(async (n) => await execution(n, n === 3 ? 5000 : undefined)),
		);
		expect(runs.map(({ run }) => run.status)).toEqual(
			executions(10).map((n) => (n === 3 ? 'canceled' : 'success')),
		);
		const ofOthers = platform.requests.filter(({ id }) => id !== '1003').map(({ at }) => at);
		const gaps = ofOthers.slice(1).map((at, place) => at - (ofOthers[place] ?? at));
		expect(Math.max(...gaps)).toBeLessThan(900);
		const own = platform.requests.filter(({ id }) => id === '1003').map(({ at }) => at);
		const ownGaps = own.slice(1).map((at, place) => at - (own[place] ?? at));
		expect(Math.min(...ownGaps)).toBeGreaterThanOrEqual(990);
	});

	it('60 that ask often stay at 20 questions in any second, in turns, and hear what several of them are told', async () => {
		await begin('kx-test-60-executions');
		const before = gatesKept();
		let told = Number.NaN;
		let tolds = 0;
		platform.reply = (request) => {
			if (platform.requests.length === 65) told = request.at;
			if (platform.requests.length >= 65 && request.at < told + 1500) {
				tolds += 1;
				return SLOW_DOWN;
			}
			return platform.elapsed() > 5000 ? success(request) : running(request);
		};
		const stopped = 7;
		const runs = await Promise.all(
			executions(60).map(async (n) => await execution(n, n === stopped ? 1000 : undefined)),
		);
		expect(mostPerSecond(times())).toBeLessThanOrEqual(20);
		// Stop of one is that of one.
		expect(runs.map(({ run }) => run.status)).toEqual(
			executions(60).map((n) => (n === stopped ? 'canceled' : 'success')),
		);
		// In the first round each has one turn, before anybody has a second one.
		const first = platform.requests.slice(0, 59).map(({ id }) => id);
		expect(new Set(first).size).toBeGreaterThanOrEqual(58);
		// The second that one was told begins when the answer has come; what was under way then comes all the same.
		const gaps = times().map((at, place) => (times()[place + 1] ?? at) - at);
		const longest = gaps.indexOf(Math.max(...gaps));
		expect(gaps[longest]).toBeGreaterThan(900);
		expect((times()[longest] ?? NaN) - told).toBeGreaterThanOrEqual(0);
		// Three in a row, and what was under way.
		expect(tolds).toBeLessThanOrEqual(6);
		expect(gatesKept()).toBeLessThanOrEqual(before + 1);
	});

	it('200 stay at 20 in any second, too, are stopped at once, and leave nothing', async () => {
		await begin('kx-test-200-executions');
		const runs = await Promise.all(executions(200).map(async (n) => await execution(n, 2500)));
		expect(mostPerSecond(times())).toBeLessThanOrEqual(20);
		// On a machine that is busy elsewhere, beginning takes most of the time.
		expect(platform.requests.length).toBeGreaterThan(0);
		// Nobody has had a second turn, as 200 of them take ten seconds.
		expect(new Set(platform.requests.map(({ id }) => id)).size).toBe(platform.requests.length);
		expect(runs.every(({ run }) => run.status === 'canceled')).toBe(true);
		// Each names its task, as n8n keeps nothing that a stopped node returns.
		const named = new Set(
			log.flatMap((line) => /keep running on the platform: (\d+)/.exec(line)?.[1] ?? []),
		);
		expect(executions(200).filter((n) => !named.has(String(1000 + n)))).toEqual([]);
		// What was under way is taken back in its own time, and two seconds later a new gate would do the same.
		const restsFrom = performance.now() + 2100;
		const isIdle = () => {
			const now = jest.spyOn(performance, 'now').mockReturnValue(restsFrom);
			const idle = gatesHere().polls.isIdle;
			now.mockRestore();
			return idle;
		};
		for (let looks = 0; looks < 20 && !isIdle(); looks++) await sleep(100);
		expect(isIdle()).toBe(true);
	});

	it('send at most 10 paid requests at once, each at most its own number', async () => {
		await begin('kx-test-submissions');
		platform.reply = () => ({ body: { id: platform.requests.length }, afterMs: 150 });
		const parameters = { options: { submissionsAtOnce: 8 } };
		const input = itemsOf(...executions(8).map((n) => ({ prompt: `boat ${n}` })));
		const runs = await Promise.all(
			executions(4).map(
				async (n) =>
					await run(platform, [submitImage({ parameters })], { executionId: `many-${n}`, input }),
			),
		);
		expect(runs.map(({ error }) => error)).toEqual(runs.map(() => undefined));
		expect(platform.requests).toHaveLength(32);
		expect(Math.max(...platform.requests.map(({ underWay }) => underWay))).toBe(10);
	});
});

describe('what waits have learned', () => {
	/** What a polling trigger does in the same workflow: it moves its cursor while the wait goes on. */
	const pollsBesides: INodeType = {
		description: {
			displayName: 'Polls Besides',
			name: 'test.pollsBesides',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Polls Besides' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			this.getWorkflowStaticData('node').cursor = 7;
			return [this.getInputData()];
		},
	};

	describe('what is learned', () => {
		let simulator: Simulator;
		beforeAll(async () => {
			simulator = await startSimulator({ taskSeconds: 0.3, quiet: true });
		});
		afterAll(async () => await simulator.stop());

		it('does not go into static data, where other nodes keep theirs', async () => {
			const { staticData, items, error } = await runWorkflow({
				nodeTypes: [...nodeTypes(), pollsBesides],
				credentialTypes: [new KexiangApi()],
				credentials: {
					kexiangApi: {
						apiKey: simulator.key,
						taskApiUrl: simulator.platformUrl,
						toolApiUrl: simulator.toolsUrl,
					},
				},
				chain: [
					{ type: 'test.pollsBesides', name: 'Poll' },
					submitImage(),
					wait({ options: quick }),
					submitImage({ name: 'Again', parameters: { waitForCompletion: true } }),
				],
				staticData: { 'node:Poll': { cursor: 1, rows: [1, 2, 3] } },
			});
			expect(error).toBeUndefined();
			expect(items('Again')[0]?.json.state).toBe('success');
			expect(staticData).toEqual({ 'node:Poll': { cursor: 7, rows: [1, 2, 3] } });
		});

		it('is bounded by what was seen: a record that is hours wrong makes no later task wait', async () => {
			const platform = await countingPlatform('kx-test-poisoned');
			platform.reply = (request) => ({
				body: {
					...(platform.elapsed() > 400 ? success(request) : running(request)).body,
					created_at: '2026-01-01T00:00:00+08:00',
					updated_at: '2026-01-01T08:00:00+08:00',
				},
			});
			const task = { taskId: '4711', taskSource: 'userTask' as const };
			const input = itemsOf({ ...task, submittedAt: new Date().toISOString() });
			const { items, error } = await run(platform, [wait({ options: quick })], { input });
			await platform.stop();
			expect(error).toBeUndefined();
			expect(items('Wait')[0]?.json.state).toBe('success');
			const median = Math.exp(expectedOf(hostIn(platform.platformUrl), task)?.meanLog ?? NaN);
			expect(median).toBeGreaterThan(0.1);
			expect(median).toBeLessThan(5);
		});
	});
});
