import type { INode, INodeParameters } from 'n8n-workflow';

import { AGENT_KINDS, runAsTool } from '../support/agent';
import { AGAIN, boats, drawingAndWaiting, GOES_ON, hintsOf } from '../support/boats';
import { success, usePlatform } from '../support/countingPlatform';
import { askAgain, durable, quick, run, submitImage, wait } from '../support/kexiang';
import type { ChainNode } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import type { WorkflowRun } from '../support/runWorkflow';
import { runWell, useSimulator } from '../support/usedSimulator';

/** What is told before it goes wrong. */

inQuickTime();

describe('the time limit of n8n for an execution', () => {
	const simulator = useSimulator({ taskSeconds: 0.3 });
	const after = (executionTimeout: number) => ({ settings: { executionTimeout } });
	const older = { timeLimit: 1, options: { timeLimit: 2 } };
	const sleeps = (parameters: INodeParameters = {}) => [submitImage(), durable(parameters)];
	const waits = (options: INodeParameters, more: Partial<INode> = {}) => [
		drawingAndWaiting({ timeLimit: 10, ...options }, more),
	];
	const wiresOf = (chain: ChainNode[]) =>
		chain.at(-1)?.name === 'Wait'
			? { connections: askAgain(chain.slice(0, -1).map(({ name = '' }) => name)) }
			: {};
	const [MINE, RAISE] = [
		'n8n ends this execution after',
		'Raise "Timeout After" in the workflow settings',
	];
	const LOWER = `${RAISE}, or lower "Time Limit" in the node. n8n counts sleeping time, too. `;

	interface Told {
		chain: ChainNode[];
		seconds: number;
		message: string;
		advice: string;
	}
	it.each`
		what                          | chain                         | seconds | message                                                             | advice
		${'a durable wait'}           | ${sleeps()}                   | ${30}   | ${'30 seconds, but the node "Wait" may wait for 60 minutes'}        | ${LOWER}
		${'the older of two limits'}  | ${sleeps(older)}              | ${90}   | ${'1.5 minutes, but the node "Wait" may wait for 2 minutes'}        | ${LOWER}
		${'a durable wait by itself'} | ${[durable({ taskId: '1' })]} | ${3599} | ${'3599 seconds, but this node may wait for 60 minutes'}            | ${LOWER}
		${'a node that submits'}      | ${waits({})}                  | ${599}  | ${'599 seconds, but this node may wait for 10 minutes'}             | ${RAISE}
		${'all tries of it'}          | ${waits({}, AGAIN)}           | ${1794} | ${'29.9 minutes, but this node may wait for 30 minutes in 3 tries'} | ${'or "Max. Tries" of Retry On Fail'}
	`('is told before anything is paid: $what', async ({ chain, seconds, message, advice }: Told) => {
		const { error } = await run(simulator, chain, { ...wiresOf(chain), ...after(seconds) });
		expect(error?.message).toBe(`${MINE} ${message}`);
		expect(error?.description).toContain(advice);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it.each<[string, ChainNode[], number]>([
		['none for a durable wait', sleeps(), -1],
		['as long as a durable wait', sleeps(), 3600],
		['as long as the wait of a node that submits', waits({}), 600],
		['a wait that ends no try', waits({ onTimeout: 'pass' }, AGAIN), 600],
		['shorter, where nothing waits', [submitImage()], 30],
	])('is fine: %s', async (_, chain, seconds) => {
		const { items } = await runWell(simulator, chain, { ...wiresOf(chain), ...after(seconds) });
		const node = chain.at(-1)?.name ?? '';
		expect([...items(node), ...items(node, 1)]).toHaveLength(1);
	});

	it('is told in items where errors go on', async () => {
		const options = { input: boats(2), ...after(30) };
		const { items } = await run(simulator, waits({}, GOES_ON), options);
		const message = expect.stringMatching(/^n8n ends this execution after 30 seconds/);
		const told = { json: { error: expect.objectContaining({ message }) } };
		expect(items('Submit')).toMatchObject([told, told]);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it.each(AGENT_KINDS)('is told to the model of %s', async (kind) => {
		const { errors } = await runAsTool(simulator, kind, drawingAndWaiting(), [{}], after(30));
		expect(errors.join()).toMatch(/n8n ends this execution after 30 seconds/);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('how long a wait lasts', () => {
	const simulator = useSimulator({ taskSeconds: 0.3 });
	const slow = () => simulator.addFault({ on: 'query', kind: 'unknownState' });
	const short = { timeLimit: 0.1 };

	it.each<[string, ChainNode[]]>([
		['Kexiang Wait for Task', [submitImage(), wait(short, AGAIN)]],
		['of an older workflow', [submitImage(), wait({ options: short }, AGAIN)]],
		['the node that submits', [drawingAndWaiting(short, AGAIN)]],
	])('in all is said under Retry On Fail: %s', async (_, chain) => {
		slow();
		const { error } = await run(simulator, chain);
		const [, waited] = /still running after ([\d.]+) seconds/.exec(error?.message ?? '') ?? [];
		const TOTAL = /Retry On Fail starts this wait 3 times, which is ([\d.]+) seconds in total\./;
		const [, total] = TOTAL.exec(error?.description ?? '') ?? [];
		expect(Number(waited)).toBeGreaterThanOrEqual(6);
		expect(Math.abs(Number(total) - 3 * Number(waited))).toBeLessThan(3);
	});

	it('is not spoken of without it', async () => {
		slow();
		const { error } = await run(simulator, [submitImage(), wait(short)]);
		expect(error?.description).toMatch(/wait again with a longer Time Limit/);
		expect(error?.description).not.toMatch(/Retry On Fail/);
	});

	it.each(AGENT_KINDS)('as the tool of %s is as the form says', async (kind) => {
		const { items } = await run(simulator, [submitImage()]);
		const { taskId, taskSource } = items('Submit')[0]?.json ?? {};
		slow();
		const task = { taskId: `${taskId}`, taskSource: `${taskSource}` };
		const { said } = await runAsTool(simulator, kind, wait({ ...task, ...short }));
		expect(said[0]).toMatch(/"state":"pending"/);
		const waited = /"secondsWaited":([\d.]+)/.exec(said[0] ?? '')?.[1];
		expect(Number(waited)).toBeGreaterThan(5.9);
		expect(Number(waited)).toBeLessThan(60);
	});
});

describe('one task for several items', () => {
	const platform = usePlatform();
	/** What the submissions are answered with, one after the other; the last one again and again. */
	let ids: number[] = [];
	beforeEach(() => {
		ids = [71];
		platform.reply = (request) =>
			request.method === 'POST'
				? { body: { id: ids.length > 1 ? ids.shift() : ids[0], task_status: 'pending' } }
				: success(request);
	});

	const SHARED = expect.stringMatching(
		/^Items 0, 1 have the same task 71 and share one result\. If you submitted each/,
	) as unknown;
	const notes = ({ items }: WorkflowRun, node: string, output = 0) =>
		items(node, output).map(({ json }) => json.note);
	const oneByOne = (parameters: INodeParameters = {}, more: Partial<INode> = {}) =>
		submitImage({ ...more, parameters: { ...parameters, options: { submissionsAtOnce: 1 } } });

	it('is told by the node that submits, and by the wait behind it', async () => {
		ids = [71, 71, 72];
		const chain = [oneByOne(), wait({ options: quick })];
		const done = await run(platform, chain, { input: boats(3) });
		for (const node of ['Submit', 'Wait']) {
			expect(notes(done, node)).toEqual([SHARED, SHARED, undefined]);
			expect(hintsOf(done, node)).toContainEqual(SHARED);
		}
	});

	it('is told of results that the node itself waited for', async () => {
		const node = oneByOne({ waitForCompletion: true, waitOptions: quick });
		const done = await run(platform, [node], { input: boats(2) });
		expect(done.items('Submit').map(({ json }) => json.state)).toEqual(['success', 'success']);
		expect(notes(done, 'Submit')).toEqual([SHARED, SHARED]);
		expect(hintsOf(done)).toContainEqual(SHARED);
	});

	it('is told by a durable wait', async () => {
		const back = { connections: askAgain(['Submit']) };
		const done = await run(platform, [oneByOne(), durable()], { input: boats(2), ...back });
		expect(notes(done, 'Wait', 1)).toEqual([SHARED, SHARED]);
	});

	it('is told under Retry On Fail, once', async () => {
		let refusals = 1;
		const { reply } = platform;
		platform.reply = (...given) => {
			const isThird = given[0].number === 3 && refusals-- > 0;
			return isThird ? { status: 422, body: { detail: 'no' } } : reply(...given);
		};
		const prompt = '={{ $json.prompt }} {{ Math.random() }}';
		const done = await runWell(platform, [oneByOne({ prompt }, AGAIN)], { input: boats(3) });
		expect(notes(done, 'Submit')[0]).toMatch(/Items 0, 1, 2 have the same task 71/);
	});

	it.each(AGENT_KINDS)('is told to the model of %s at its second call', async (kind) => {
		const tool = oneByOne({ prompt: '={{ "boat " + Math.random() }}' });
		const { said } = await runAsTool(platform, kind, tool, [{}, {}]);
		expect(said[0]).not.toMatch(/the same task/);
		expect(said[1]).toMatch(/Item 0 \(and 1 of other runs of this node\) have the same task 71/);
	});

	it('is not told of tasks of their own', async () => {
		ids = [81, 82, 83];
		const chain = [oneByOne(), wait({ options: quick })];
		const done = await run(platform, chain, { input: boats(3) });
		expect([...notes(done, 'Submit'), ...notes(done, 'Wait')]).toEqual(Array(6).fill(undefined));
	});

	it('is told in one hint, however many there are', async () => {
		const done = await run(platform, [oneByOne()], { input: boats(200) });
		const told = hintsOf(done).filter((message) => /have the same task/.test(message));
		expect(told).toEqual([expect.stringMatching(/^Items 0, 1, 2, 3, 4 and 195 more have/)]);
	});
});
