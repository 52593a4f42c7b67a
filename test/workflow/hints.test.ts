import type { INode, INodeExecutionData } from 'n8n-workflow';
import { type Simulator, startSimulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { countingPlatform, type CountingPlatform, success } from '../support/countingPlatform';
import { askAgain, durable, itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import type { WorkflowRun } from '../support/runWorkflow';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** What is told before it goes wrong. */

describe('a time limit of n8n', () => {
	/** n8n's own limit for an execution, and how long a node waits in all, are told before they are met. */

	inQuickTime();
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ taskSeconds: 0.3, quiet: true });
	});
	afterAll(async () => await simulator.stop());
	beforeEach(() => {
		simulator.ledger.clear();
		simulator.clearFaults();
	});

	const after = (executionTimeout?: number) => ({
		settings: executionTimeout === undefined ? {} : { executionTimeout },
	});
	const goesOn = { onError: 'continueRegularOutput' } as const;
	const retries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } as const;
	const waiting = (waitOptions: INode['parameters'] = {}, more: Partial<INode> = {}) =>
		submitImage({ ...more, parameters: { waitForCompletion: true, waitOptions } });
	const minutes = (timeLimit: number) => ({ options: { timeLimit } });
	const messages = (items: INodeExecutionData[]) =>
		items.map(({ json: { error } }) =>
			typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined,
		);

	describe('a durable wait', () => {
		const ADVICE =
			/Raise "Timeout After" in the workflow settings, or lower "Time Limit" in the node\. n8n counts sleeping time, too\. .* Nothing was sent\.$/;

		it.each([
			['its usual limit', {}, 30, /after 30 seconds, but the node "Wait" may wait for 60 minutes/],
			[
				'a limit of its own',
				{ timeLimit: 2 },
				90,
				/after 1.5 minutes, but .* may wait for 2 minutes/,
			],
			['that of an older workflow', minutes(2), 90, /after 1.5 minutes, but .* wait for 2 minutes/],
			['the older of two', { timeLimit: 1, ...minutes(2) }, 90, /but .* may wait for 2 minutes/],
		])('is told before anything is paid, %s', async (_, parameters, timeout, message) => {
			const { error } = await run(simulator, [submitImage(), durable(parameters)], {
				connections: askAgain(['Submit']),
				...after(timeout),
			});
			expect(error?.message).toMatch(message);
			expect(error?.description).toMatch(ADVICE);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it('is told by the node itself, where nothing is submitted', async () => {
			const { error } = await run(simulator, [durable({ taskId: '1' })], {
				connections: askAgain(),
				...after(3599),
			});
			expect(error?.message).toMatch(/but this node may wait for 60 minutes/);
			expect(error?.description).toMatch(ADVICE);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it.each([[undefined], [-1], [3600], [7200]])(
			'of 60 minutes is fine with %s',
			async (timeout) => {
				const { error, items } = await run(simulator, [submitImage(), durable()], {
					connections: askAgain(['Submit']),
					...after(timeout),
				});
				expect(error).toBeUndefined();
				expect(items('Wait', 1)).toHaveLength(1);
			},
		);
	});

	describe('a wait in the node that submits', () => {
		it('is told before anything is paid', async () => {
			const { error } = await run(simulator, [waiting({ timeLimit: 10 })], after(599));
			expect(error?.message).toBe(
				'n8n ends this execution after 599 seconds, but this node may wait for 10 minutes',
			);
			expect(error?.description).toMatch(/Timeout After.*Nothing was sent\.$/);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it('is told in items where errors go on', async () => {
			const { items } = await run(simulator, [waiting({}, goesOn)], {
				input: itemsOf({}, {}),
				...after(30),
			});
			expect(messages(items('Submit'))).toEqual(
				Array(2).fill(expect.stringMatching(/^n8n ends this execution after 30 seconds/)),
			);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it('counts all tries of Retry On Fail that end with an error', async () => {
			const { error } = await run(simulator, [waiting({ timeLimit: 10 }, retries)], after(1794));
			expect(error?.message).toMatch(
				/after 29.9 minutes, but this node may wait for 30 minutes in 3 tries/,
			);
			expect(error?.description).toMatch(/or "Max. Tries" of Retry On Fail/);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it.each([
			['as long', { timeLimit: 10 }, {}, 600],
			[
				'three tries, and a wait that ends none',
				{ timeLimit: 10, onTimeout: 'pass' },
				retries,
				600,
			],
			['no limit', {}, {}, -1],
		])('is fine: %s', async (_, options, more, timeout) => {
			const { error, items } = await run(simulator, [waiting(options, more)], after(timeout));
			expect(error).toBeUndefined();
			expect(items('Submit')[0]?.json.state).toBe('success');
		});

		it('is not asked for where the node does not wait', async () => {
			const { error } = await run(simulator, [submitImage()], after(30));
			expect(error).toBeUndefined();
		});
	});

	describe('Retry On Fail', () => {
		const slow = async (chain: Parameters<typeof run>[1]) => {
			simulator.addFault({ on: 'query', kind: 'unknownState' });
			return await run(simulator, chain);
		};

		it.each([
			['Kexiang Wait for Task', [submitImage(), wait({ timeLimit: 0.1 }, retries)]],
			['Kexiang Wait for Task of an older workflow', [submitImage(), wait(minutes(0.1), retries)]],
			['the node that submits', [waiting({ timeLimit: 0.1 }, retries)]],
		])('%s: the wait says how long it lasts in all', async (_, chain) => {
			const { error } = await slow(chain);
			expect(error?.message).toMatch(/still running after 6/);
			expect(error?.description).toMatch(
				/Retry On Fail starts this wait 3 times, which is (18|19) seconds in total\./,
			);
		});

		it('is not spoken of without it', async () => {
			const { error } = await slow([submitImage(), wait(minutes(0.1))]);
			expect(error?.description).toMatch(/wait again with a longer Time Limit/);
			expect(error?.description).not.toMatch(/Retry On Fail/);
		});
	});

	describe.each(AGENT_KINDS)('as the tool of %s', (kind) => {
		it.each([
			['the form', { timeLimit: 0.1 }, 6],
			['the options of an older workflow', minutes(0.1), 6],
		])('waits as long as %s says', async (_, parameters, seconds) => {
			const { items } = await run(simulator, [submitImage()]);
			const { taskId, taskSource } = items('Submit')[0]?.json ?? {};
			simulator.addFault({ on: 'query', kind: 'unknownState' });
			const tool = wait({
				operation: 'wait',
				taskId: `${taskId}`,
				taskSource: `${taskSource}`,
				...parameters,
			});
			const { said } = await runAsTool(simulator, kind, tool);
			expect(said[0]).toMatch(/"state":"pending"/);
			const waited = /"secondsWaited":([\d.]+)/.exec(said[0] ?? '')?.[1];
			expect(Math.abs(Number(waited) - seconds)).toBeLessThan(2);
		});
	});

	it.each(AGENT_KINDS)('is told to the model of %s', async (kind) => {
		const { errors } = await runAsTool(simulator, kind, waiting(), [{}], after(30));
		expect(errors.join()).toMatch(/n8n ends this execution after 30 seconds/);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('one task for several items', () => {
	/** A platform that answers several submissions with one id: every item that has it says so. */

	inQuickTime();
	let platform: CountingPlatform;
	/** What the submissions are answered with, one after the other; the last one again and again. */
	let ids: number[] = [];
	beforeAll(async () => {
		platform = await countingPlatform('kx-shared-not-real');
		platform.reply = (request) =>
			request.method === 'POST'
				? { body: { id: ids.length > 1 ? ids.shift() : ids[0], task_status: 'pending' } }
				: success(request, 'https://files.example/images/result.png');
	});
	afterAll(async () => await platform.stop());
	beforeEach(() => {
		platform.requests.length = 0;
	});

	const SHARED = /^Items 0, 1 have the same task 71 and share one result\. If you submitted each/;
	const boats = (count: number) =>
		itemsOf(...Array.from({ length: count }, (_, index) => ({ prompt: `boat ${index}` })));
	const notes = ({ items }: WorkflowRun, node: string, output = 0) =>
		items(node, output).map(({ json }) => json.note);
	const hints = ({ taskData }: WorkflowRun, node: string) =>
		(taskData(node)?.hints ?? []).map(({ message }) => message);
	const submit = (parameters: INode['parameters'] = {}, more: Partial<INode> = {}) =>
		submitImage({ ...more, parameters: { ...parameters, options: { submissionsAtOnce: 1 } } });

	it('is told by the node that submits, and by the wait behind it', async () => {
		ids = [71, 71, 72];
		const done = await run(platform, [submit(), wait({ options: quick })], { input: boats(3) });
		const told = [expect.stringMatching(SHARED), expect.stringMatching(SHARED), undefined];
		expect(notes(done, 'Submit')).toEqual(told);
		expect(notes(done, 'Wait')).toEqual(told);
		for (const node of ['Submit', 'Wait'])
			expect(hints(done, node)).toContainEqual(expect.stringMatching(SHARED));
	});

	it('is told of results that the node itself waited for', async () => {
		ids = [71];
		const node = submit({ waitForCompletion: true, waitOptions: quick });
		const done = await run(platform, [node], { input: boats(2) });
		expect(done.items('Submit').map(({ json }) => json.state)).toEqual(['success', 'success']);
		expect(notes(done, 'Submit')).toEqual(Array(2).fill(expect.stringMatching(SHARED)));
		expect(hints(done, 'Submit')).toContainEqual(expect.stringMatching(SHARED));
	});

	it('is told by a durable wait', async () => {
		ids = [71];
		const done = await run(platform, [submit(), durable()], {
			input: boats(2),
			connections: askAgain(['Submit']),
		});
		expect(notes(done, 'Wait', 1)).toEqual(Array(2).fill(expect.stringMatching(SHARED)));
	});

	it('is told under Retry On Fail, once', async () => {
		ids = [71];
		let refusals = 1;
		const { reply } = platform;
		platform.reply = (request) => {
			const isThird = platform.requests.length === 3 && refusals-- > 0;
			return isThird ? { status: 422, body: { detail: 'no' } } : reply(request);
		};
		const retries = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const prompt = '={{ $json.prompt }} {{ Math.random() }}';
		const done = await run(platform, [submit({ prompt }, retries)], { input: boats(3) });
		platform.reply = reply;
		expect(done.error).toBeUndefined();
		const [first] = notes(done, 'Submit');
		expect(first).toMatch(/Items 0, 1, 2 have the same task 71/);
	});

	it.each(AGENT_KINDS)('is told to the model of %s at its second call', async (kind) => {
		ids = [71];
		const { said } = await runAsTool(
			platform,
			kind,
			submit({ prompt: '={{ "boat " + Math.random() }}' }),
			[{}, {}],
		);
		expect(said[0]).not.toMatch(/the same task/);
		expect(said[1]).toMatch(/Item 0 \(and 1 of other runs of this node\) have the same task 71/);
	});

	it('is not told of tasks of their own', async () => {
		ids = [81, 82, 83];
		const done = await run(platform, [submit(), wait({ options: quick })], { input: boats(3) });
		expect([...notes(done, 'Submit'), ...notes(done, 'Wait')]).toEqual(Array(6).fill(undefined));
	});

	it('is told in one hint, however many there are', async () => {
		ids = [71];
		const done = await run(platform, [submit()], { input: boats(200) });
		const told = hints(done, 'Submit').filter((message) => /have the same task/.test(message));
		expect(told).toEqual([expect.stringMatching(/^Items 0, 1, 2, 3, 4 and 195 more have/)]);
	});
});

describe('switches', () => {
	/** Switches that a workflow was saved with before they were on when added. */

	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ taskSeconds: 0.2, quiet: true });
	});
	afterAll(async () => await simulator.stop());
	beforeEach(() => simulator.ledger.clear());

	const OFF = { previewRequest: false, skipItemsWithTask: false, includeInputFields: false };

	it.each([
		['added and left off', OFF, { ...quick, includeInputFields: false, itemPerFile: false }],
		['never added', {}, quick],
	])('stay off: %s', async (_, options, waitOptions) => {
		const chain = [
			submitImage({ parameters: { prompt: 'two boats', options } }),
			wait({ downloadFiles: true, options: waitOptions }),
		];
		const input = itemsOf({ taskId: '4711', taskSource: 'userTask', row: 7 });
		const { items, error } = await run(simulator, chain, { input });
		expect(error).toBeUndefined();
		const [submitted] = items('Submit');
		expect(submitted?.json).not.toHaveProperty('row');
		expect(submitted?.json).not.toHaveProperty('preview');
		expect(submitted?.json.taskId).not.toBe('4711');
		const [done] = items('Wait');
		expect(done?.json).toMatchObject({ state: 'success' });
		expect(done?.json).not.toHaveProperty('row');
		expect(simulator.ledger.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});
});
