import type { INode } from 'n8n-workflow';
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
import { QUICK } from '../support/quickTime';
import type { WorkflowRun } from '../support/runWorkflow';
import { simulatorInLeaps } from '../support/simulatorInLeaps';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** What is handed on, and said beside the output, when tasks end. */

describe('tasks that fail', () => {
	/** Tasks that end without a result, and what is said beside the output. */

	let simulator: Simulator;
	let time: LeapingTime;
	simulatorInLeaps(
		{ taskSeconds: 0.3 },
		(own, leaping) => {
			simulator = own;
			time = leaping;
		},
		QUICK,
	);
	beforeEach(() => simulator.ledger.clear());

	const five = () =>
		itemsOf(
			{ prompt: 'one' },
			{ prompt: 'two [fail]' },
			{ prompt: 'three' },
			{ prompt: 'four [fail]' },
			{ prompt: 'five' },
		);
	const ids = () => simulator.ledger.tasks.map(({ id }) => String(id));
	const hints = ({ taskData }: WorkflowRun, node: string) =>
		(taskData(node)?.hints ?? []).map(({ message }) => message);
	const states = ({ items }: WorkflowRun, node: string, output = 0) =>
		items(node, output).map(({ json }) => json.state);
	const stop = { onFailedTask: 'error' };

	const ways: Array<
		[
			string,
			(options?: { onFailedTask?: string }, more?: Partial<INode>) => Parameters<typeof run>[1],
		]
	> = [
		[
			'Kexiang Wait for Task.',
			(options = {}, more = {}) => [
				submitImage(),
				wait({ options: { ...quick, ...options } }, more),
			],
		],
		[
			'the durable wait',
			(options = {}, more = {}) => [submitImage(), durable({ options: { ...options } }, more)],
		],
	];
	const wiresOf = (name: string) =>
		name === 'the durable wait' ? { connections: askAgain(['Submit']), onSleep: time.leapTo } : {};
	const first = (name: string) => (name === 'the durable wait' ? 1 : 0);

	describe.each(ways)('%s', (name, chain) => {
		it('hands failed tasks on by Failed and says how many there are', async () => {
			const done = await run(simulator, chain(), { input: five(), ...wiresOf(name) });
			expect(done.error).toBeUndefined();
			expect(states(done, 'Wait', first(name))).toEqual(Array(3).fill('success'));
			expect(states(done, 'Wait', first(name) + 1)).toEqual(Array(2).fill('failed'));
			expect(hints(done, 'Wait')).toEqual([
				expect.stringMatching(/^2 of 5 failed: \d+ \(.+\), \d+ \(.+\)$/),
			]);
		});

		it('stops where it shall, after all have ended, and names every task', async () => {
			const done = await run(simulator, chain(stop), { input: five(), ...wiresOf(name) });
			expect(done.error?.message).toMatch(/^Task \d+ failed: .+ \[item 1\]$/);
			for (const id of ids()) expect(done.error?.description).toContain(id);
			expect(done.error?.description).toMatch(/All tasks .*item 0, success.*item 3, failed/);
			expect(done.error?.description).toMatch(/Item 3: Task \d+ failed/);
			expect(done.error?.context?.details).toMatchObject({
				tasks: expect.arrayContaining([
					{ item: 4, taskId: ids()[4], state: 'success', url: expect.stringMatching(/^http/) },
				]),
			});
		});

		it('pays nothing again under Retry On Fail', async () => {
			const more = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
			const done = await run(simulator, chain(stop, more), { input: five(), ...wiresOf(name) });
			expect(done.error?.message).toMatch(/^Task \d+ failed: /);
			expect(simulator.ledger.tasks).toHaveLength(5);
		});

		it('gives every item a fate of its own where errors shall not stop it', async () => {
			const more: Partial<INode> = { onError: 'continueRegularOutput' };
			const done = await run(simulator, chain(stop, more), { input: five(), ...wiresOf(name) });
			expect(done.error).toBeUndefined();
			expect(done.items('Wait', first(name)).map(({ json }) => json.state ?? json.error)).toEqual([
				'success',
				expect.objectContaining({ taskId: ids()[1], reason: 'taskFailed' }),
				'success',
				expect.objectContaining({ taskId: ids()[3], reason: 'taskFailed' }),
				'success',
			]);
			expect(hints(done, 'Wait')).toEqual([expect.stringMatching(/^2 of 5 failed/)]);
		});
	});

	it('Get Status stops where it shall, too', async () => {
		const submitted = await run(simulator, [submitImage(), wait({ options: quick })], {
			input: itemsOf({ prompt: 'x [fail]' }),
		});
		const [task] = submitted.items('Wait', 1);
		const poll = async (options: { onFailedTask?: string }) =>
			await run(simulator, [wait({ operation: 'getStatus', options })], {
				input: itemsOf({ taskId: task?.json.taskId }),
			});
		expect((await poll(stop)).error?.message).toMatch(/^Task \d+ failed: /);
		expect(states(await poll({}), 'Wait', 1)).toEqual(['failed']);
	});

	describe('a node that submits and waits', () => {
		const waiting = (
			options: { onFailedTask?: string; timeLimit?: number },
			more: Partial<INode> = {},
		) =>
			submitImage({
				...more,
				parameters: { waitForCompletion: true, waitOptions: { ...quick, ...options } },
			});

		it('hands failed tasks on where it shall, and says how many there are', async () => {
			const node = waiting({ onFailedTask: 'pass' });
			const done = await run(simulator, [node], { input: five() });
			expect(done.error).toBeUndefined();
			expect(states(done, 'Submit')).toEqual(['success', 'failed', 'success', 'failed', 'success']);
			expect(done.items('Submit').every(({ json }) => !('error' in json))).toBe(true);
			expect(hints(done, 'Submit')).toContainEqual(expect.stringMatching(/^2 of 5 failed: \d+ \(/));
		});

		it.each([{}, stop])('stops and names every task: %j', async (options) => {
			const more = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
			const { error } = await run(simulator, [waiting(options, more)], { input: five() });
			for (const id of ids()) expect(error?.description).toContain(id);
			expect(error?.description).toMatch(/Item 3: Task \d+ failed/);
			expect(simulator.ledger.tasks).toHaveLength(5);
		});

		it('hands failed tasks on once under Retry On Fail with changing parameters', async () => {
			const more = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
			const node = waiting({ onFailedTask: 'pass', timeLimit: 0.01 }, more);
			node.parameters = { ...node.parameters, prompt: '={{ $json.prompt + Math.random() }}' };
			await run(simulator, [node], { input: five() });
			expect(simulator.ledger.tasks).toHaveLength(5);
		});
	});

	describe('what comes next', () => {
		const next = (done: WorkflowRun) =>
			hints(done, 'Submit').filter((message) => message.includes('connect Kexiang Wait for Task'));

		it('is said where nothing waits for the tasks', async () => {
			expect(next(await run(simulator, [submitImage()], { input: five() }))).toEqual([
				'5 tasks are running. To get the results, connect Kexiang Wait for Task to this output or switch on Wait for Completion.',
			]);
			expect(next(await run(simulator, [submitImage()]))).toEqual([
				expect.stringMatching(/^The task is running\. To get the result, connect/),
			]);
		});

		it.each<[string, Parameters<typeof run>[1]]>([
			['a node behind it waits', [submitImage(), wait({ options: quick })]],
			[
				'it waits itself',
				[submitImage({ parameters: { waitForCompletion: true, waitOptions: quick } })],
			],
			['nothing was sent', [submitImage({ parameters: { options: { previewRequest: true } } })]],
		])('is not said where %s', async (_, chain) => {
			expect(next(await run(simulator, chain))).toEqual([]);
		});
	});
});

describe('the cost of a task', () => {
	/** The cost of a task whose results name none: what its submission said, or that nobody said one. */

	let simulator: Simulator;
	let time: LeapingTime;
	simulatorInLeaps(
		{ taskSeconds: 0.3 },
		(own, leaping) => {
			simulator = own;
			time = leaping;
		},
		QUICK,
	);

	/** A tool, whose tasks name no cost. */
	const tool = (parameters: INode['parameters'] = {}): ChainNode => ({
		type: 'kexiangVideoTools',
		name: 'Submit',
		parameters: {
			resource: 'subtitle',
			operation: 'videoAddSubtitle',
			videoUrl: 'https://example.com/1.mp4',
			...parameters,
		},
	});

	const NOT_TOLD = { costNote: 'price not reported' };
	const TOLD = { cost: 1.5, costUnit: 'credits' };

	async function submitted() {
		const { items, error } = await run(simulator, [tool()]);
		expect(error).toBeUndefined();
		return items('Submit')[0]?.json ?? {};
	}

	const WAITS: Array<[string, (output: number) => ChainNode[], number, object]> = [
		['Kexiang Wait for Task', () => [wait({ options: quick })], 0, {}],
		['Get Status', () => [wait({ operation: 'getStatus' })], 0, {}],
		[
			'the durable wait',
			() => [durable()],
			1,
			{ connections: askAgain(), onSleep: (till: Date) => time.leapTo(till) },
		],
	];

	describe.each(WAITS)('%s', (_name, chainOf, output, wires) => {
		const resultOf = async (more: object) => {
			const input = itemsOf({ ...(await submitted()), ...more });
			const { items, error } = await run(simulator, chainOf(output), { input, ...wires });
			expect(error).toBeUndefined();
			return items('Wait', output)[0]?.json ?? {};
		};

		it('says that no price was reported', async () => {
			const json = await resultOf({});
			expect(json).toMatchObject(NOT_TOLD);
			expect(json).not.toHaveProperty('cost');
		});

		it('hands on the price that the submission reported', async () => {
			const json = await resultOf(TOLD);
			expect(json).toMatchObject(TOLD);
			expect(json).not.toHaveProperty('costNote');
		});

		it('takes no column of a table for it', async () => {
			expect(await resultOf({ cost: 99 })).not.toHaveProperty('cost');
		});
	});

	it('says so in the node that submits and waits', async () => {
		const parameters = { waitForCompletion: true, waitOptions: quick };
		const { items, taskData } = await run(simulator, [tool(parameters)]);
		expect(items('Submit')[0]?.json).toMatchObject({ state: 'success', ...NOT_TOLD });
		expect(taskData('Submit')?.hints?.map(({ message }) => message)).toEqual([
			'1 task accepted, price not reported',
		]);
	});

	it('says so in the list of recent tasks', async () => {
		const { items: made } = await run(simulator, [tool()], { executionId: 'recent' });
		const taskId = made('Submit')[0]?.json.taskId;
		const { items } = await run(simulator, [wait({ operation: 'recentTasks' })]);
		const listed = items('Wait').find(({ json }) => json.taskId === taskId);
		expect(listed?.json).toMatchObject(NOT_TOLD);
	});
});
