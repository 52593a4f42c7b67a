import axios from 'axios';
import { sleep } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { countingPlatform, type CountingPlatform, type Reply } from '../support/countingPlatform';
import { itemsOf, quick, run, submitImage, wait, type ChainNode } from '../support/kexiang';
import { captureLog } from '../support/traces';

/** Stop ends a node at once, and what was paid by then is in the log. */

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ taskSeconds: 3600, quiet: true });
});
afterAll(async () => await simulator.stop());
beforeEach(() => {
	simulator.ledger.clear();
	simulator.clearFaults();
});

const prompts = (count: number) =>
	itemsOf(...Array.from({ length: count }, (_, index) => ({ prompt: `boat ${index}` })));

describe('a wait', () => {
	it('for 100 tasks ends within a second, and nothing is asked after it', async () => {
		const create = async () => {
			const { data } = await axios.post<{ id: number }>(
				`${simulator.platformUrl}/api/v1/user_task/asyncCreateWithCost`,
				{
					user_input: {
						modelName: 'gemini-3.1-flash-image',
						modelType: 'text2img',
						prompt: 'a boat',
						size: '1:1',
					},
				},
				{ headers: { 'x-api-key': simulator.key } },
			);
			return { taskId: String(data.id), taskSource: 'userTask' };
		};
		const handles = await Promise.all(Array.from({ length: 100 }, create));
		const options = { schedule: 'fixed', interval: 0.5 };
		const advanced = { requestsPerSecond: 100 };
		const cancelAfterMs = 2000;
		const started = Date.now();
		const { run: finished } = await run(simulator, [wait({ options, advanced })], {
			input: itemsOf(...handles),
			cancelAfterMs,
		});
		const settled = Date.now();
		expect(finished.status).toBe('canceled');
		expect(settled - started - cancelAfterMs).toBeLessThan(1000);
		// The wait was under way; how far it came in this time is the machine's matter.
		const polled = simulator.ledger.requests.filter(({ method }) => method === 'GET');
		expect(polled.length).toBeGreaterThan(20);
		// What was under way when Stop came may still arrive, on a busy machine for a while; nothing is begun.
		await sleep(700);
		const arrived = Date.now();
		await sleep(1000);
		expect(simulator.ledger.requests.filter(({ at }) => at > arrived)).toEqual([]);
	});

	const again = { retryOnFail: true, maxTries: 5, waitBetweenTries: 4000 };
	const waits = submitImage({ ...again, parameters: { waitForCompletion: true } });
	it.each<[string, ChainNode[], 'query' | undefined]>([
		['under Retry On Fail', [submitImage(), { ...wait(), ...again }], undefined],
		['under Retry On Fail, in a node that submits', [waits], undefined],
		['for an answer that does not come', [submitImage(), wait({ options: quick })], 'query'],
	])('%s ends within a second', async (_name, nodes, hangs) => {
		if (hangs) simulator.addFault({ on: hangs, kind: 'hang' });
		const started = Date.now();
		const cancelAfterMs = 1000;
		const { run: finished } = await run(simulator, nodes, { cancelAfterMs });
		expect(finished.status).toBe('canceled');
		expect(Date.now() - started - cancelAfterMs).toBeLessThan(1000);
		expect(simulator.ledger.tasks).toHaveLength(1);
	});

	it('amid a download ends within a second', async () => {
		const quickly = await startSimulator({ taskSeconds: 0.1, quiet: true });
		quickly.addFault({ on: 'result', kind: 'resultSlow', seconds: 60 });
		const node = wait({ downloadFiles: true, options: quick });
		const started = Date.now();
		const { run: finished } = await run(quickly, [submitImage(), node], { cancelAfterMs: 1500 });
		expect(finished.status).toBe('canceled');
		expect(Date.now() - started).toBeLessThan(2500);
		await quickly.stop();
	});
});

describe('a submission', () => {
	const bodies = () =>
		simulator.ledger.requests.map(
			({ body }) => (body as { user_input: { prompt: string } }).user_input.prompt,
		);

	it('under way finishes, and its id is in the log', async () => {
		const log = captureLog();
		simulator.addFault({ on: 'submit', kind: 'slowHeaders', seconds: 1, contains: 'boat 1' });
		const parameters = { options: { submissionsAtOnce: 1 } };
		await run(simulator, [submitImage({ parameters })], { input: prompts(3), cancelAfterMs: 500 });
		expect(bodies()).toEqual(['boat 0', 'boat 1']);
		const ids = simulator.ledger.tasks.map(({ id }) => id);
		expect(simulator.ledger.tasks.map(({ deliveredIds }) => deliveredIds)).toEqual(
			ids.map((id) => [id]),
		);
		expect(log).toContain(
			`Kexiang: the execution was stopped. Accepted tasks: ${ids[0]} (item 0), ${ids[1]} (item 1).`,
		);
	});

	it('under way that ends unclear is in the log as such', async () => {
		const log = captureLog();
		simulator.addFault({ on: 'submit', kind: 'hangAfterAccept', contains: 'boat 1' });
		const parameters = { options: { submissionsAtOnce: 1 }, advanced: { requestTimeout: 1 } };
		await run(simulator, [submitImage({ parameters })], { input: prompts(3), cancelAfterMs: 500 });
		expect(log.join('\n')).toMatch(
			/Kexiang: the execution was stopped. Accepted tasks: \d+ \(item 0\)\. Item 1: No complete response came.*may have been created\./,
		);
	});
});

describe('the error of one item', () => {
	let platform: CountingPlatform;
	beforeEach(async () => (platform = await countingPlatform('kx-test-nothing-hidden')));
	afterEach(async () => await platform.stop());

	/** By the number of the request. */
	const replies = (...all: Reply[]) =>
		(platform.reply = () => all[platform.requests.length - 1] ?? { status: 503, body: {} });
	const REFUSED: Reply = { status: 422, body: { detail: 'no' }, afterMs: 300 };
	const TEXT: Reply = { body: { code: 0, data: { text: 'What was said' } } };
	const text = {
		type: 'kexiangVideoTools',
		name: 'Read',
		parameters: {
			resource: 'transcript',
			operation: 'shortVideoTextExtract',
			videoUrl: 'https://user.example/in.mp4',
		},
	};

	it('hides no unclear end of another, also where a later try does not come to it', async () => {
		// Item 2 is sent while item 1 is under way; the next try ends with the refusal of item 1.
		replies({ body: { id: 7001 } }, REFUSED, { status: 500, body: {} });
		const node = submitImage({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		const { error } = await run(platform, [node], { input: prompts(3) });
		expect(platform.requests).toHaveLength(3);
		expect(error?.message).toMatch(/\[item 1\]$/);
		expect(error?.context?.details).toMatchObject({
			acceptedTasks: [{ item: 0, taskId: '7001' }],
			otherItems: [{ item: 2, taskMayExist: true }],
		});
	});

	it('hides no result without an address of another', async () => {
		replies(TEXT, REFUSED);
		const { error } = await run(platform, [text], { input: itemsOf({}, {}) });
		expect(error?.message).toMatch(/\[item 1\]$/);
		expect(error?.description).toContain('What was said (item 0)');
		expect(error?.context?.details).toMatchObject({
			acceptedTasks: [{ item: 0, text: 'What was said' }],
		});
	});

	it('or Stop: a result without an address is in the log', async () => {
		const log = captureLog();
		replies(TEXT, { ...TEXT, afterMs: 2000 });
		await run(platform, [text], { input: itemsOf({}, {}, {}), cancelAfterMs: 1000 });
		expect(log.join('\n')).toContain('What was said (item 0)');
	});
});
