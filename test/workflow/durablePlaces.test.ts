import type { IExecuteFunctions, INode, INodeType } from 'n8n-workflow';
import { loadContract } from '../../simulator/contract';
import { type Simulator, startSimulator } from '../../simulator/server';
import { restartable } from '../support/freshProcess';
import {
	askAgain,
	type ChainNode,
	durable,
	itemsOf,
	run,
	submitImage,
	wait,
} from '../support/kexiang';
import { leapingTime, type LeapingTime } from '../support/leapingTime';
import type { RunOptions, WorkflowRun } from '../support/runWorkflow';
import { simulatorInLeaps } from '../support/simulatorInLeaps';

/** Where a durable wait may stand, and where it asks. */

describe('a query path that is derived', () => {
	const SUCCESS = 1;
	const STILL_RUNNING = 3;
	const QUERY = 'kbananaChannelQuery';
	const known = loadContract().byId.get(QUERY);
	const OWN = known?.path ?? '';
	const [FIRST = '', SECOND = ''] = (known?.alternatives ?? [])
		.filter(({ safe }) => safe)
		.map(({ path }) => path);

	let time: LeapingTime;
	let simulator: Simulator;
	beforeAll(() => {
		time = leapingTime();
	});
	afterAll(() => time.restore());
	afterEach(async () => await simulator.stop());

	interface Durable {
		KexiangWaitForTaskDurable: new () => INodeType;
	}
	interface Execute {
		executeDurable: NonNullable<INodeType['execute']>;
	}
	const FOLDER = '../../nodes/KexiangWaitForTaskDurable';
	const load = () => {
		const { KexiangWaitForTaskDurable } = jest.requireActual<Durable>(
			`${FOLDER}/KexiangWaitForTaskDurable.node`,
		);
		// The node itself loads it when it first runs, which would be past the load that stands for a new process.
		const { executeDurable } = jest.requireActual<Execute>(`${FOLDER}/execute`);
		return Object.assign(new KexiangWaitForTaskDurable(), { execute: executeDurable });
	};

	/** Waits in rounds of a minute, in one process or in another one for each round. */
	async function waitInRounds(
		real: string,
		restarts: boolean,
		parameters: Parameters<typeof durable>[0] = {},
	) {
		const [paths, now] = [{ [QUERY]: real }, time.now];
		simulator = await startSimulator({ taskSeconds: 200, quiet: true, now, paths });
		const node = restartable(load);
		const done = await run(
			simulator,
			[
				{
					type: 'kexiangGoogle',
					name: 'Submit',
					parameters: { operation: 'kbananaProChannelSubmit', prompt: 'a boat' },
				},
				durable({ options: { schedule: 'fixed', interval: 60 }, ...parameters }),
			],
			{
				connections: askAgain(['Submit']),
				moreTypes: [node.type],
				onSleep: (till) => {
					time.leapTo(till);
					if (restarts) node.restart();
				},
			},
		);
		const polls = simulator.ledger.requests.filter(({ path }) =>
			[OWN, FIRST, SECOND].includes(path),
		);
		return { ...done, polls, empty: polls.filter(({ status }) => status === 404) };
	}

	describe.each([
		['in one process', false],
		['in another process each round', true],
	])('a durable wait whose query path is derived, %s', (_where, restarts) => {
		it.each([
			['its own path', OWN, []],
			['the first alternative', FIRST, [OWN]],
			['the second alternative', SECOND, [OWN, FIRST]],
		])('%s is right: what had no service is asked once', async (_name, real, before) => {
			const { items, error, sleeps, polls, empty } = await waitInRounds(real, restarts);
			expect(error).toBeUndefined();
			expect(sleeps.length).toBeGreaterThan(1);
			expect(empty.map(({ path }) => path)).toEqual(before);
			expect(polls).toHaveLength(before.length + sleeps.length + 1);
			expect(items('Wait', SUCCESS)[0]?.json).toMatchObject({
				state: 'success',
				...(real !== OWN && { queryPath: real }),
			});
		});

		it('none is right: each alternative is asked once, and the task is named', async () => {
			const { items, error, polls } = await waitInRounds('/elsewhere/{taskId}', restarts);
			expect(error?.message).toContain(String(items('Submit')[0]?.json.taskId));
			const times = (path: string) => polls.filter((one) => one.path === path).length;
			expect([times(FIRST), times(SECOND)]).toEqual([1, 1]);
			expect(times(OWN)).toBe(5);
		});

		it('what is still running at the end carries the path that was found', async () => {
			const { items } = await waitInRounds(SECOND, restarts, {
				onTimeout: 'output',
				options: { schedule: 'fixed', interval: 60, timeLimit: 65.4 / 60 },
			});
			expect(items('Wait', STILL_RUNNING)[0]?.json).toMatchObject({
				state: 'pending',
				queryPath: SECOND,
			});
		});
	});
});

describe('a node that waits where it cannot work', () => {
	/** A node that waits where it cannot work: in a sub-workflow called for each item, or behind a trigger alone. */

	let simulator: Simulator;
	let time: LeapingTime;
	simulatorInLeaps({ taskSeconds: 0.05 }, (own, leaping) => {
		simulator = own;
		time = leaping;
	});

	/** What n8n writes into an execution that another one called. */
	const called: INodeType = {
		description: {
			displayName: 'Called',
			name: 'test.called',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Called' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [
				{ displayName: 'By', name: 'by', type: 'string', default: '' },
				{ displayName: 'Waits', name: 'waits', type: 'string', default: 'yes' },
			],
		},
		async execute(this: IExecuteFunctions) {
			const data = Reflect.get(this, 'runExecutionData') as Record<string, unknown>;
			const waits = this.getNodeParameter('waits', 0);
			data.parentExecution = {
				executionId: this.getNodeParameter('by', 0),
				workflowId: 'caller',
				...(waits !== 'untold' && { shouldResume: waits === 'yes' }),
			};
			return [this.getInputData()];
		},
	};

	const call = async (
		by: string,
		{ waits = 'yes', ...options }: Partial<RunOptions> & { waits?: string } = {},
	): Promise<WorkflowRun> =>
		await run(
			simulator,
			[
				{ type: 'test.called', name: 'Called', parameters: { by, waits } },
				submitImage(),
				durable(),
			],
			{ connections: askAgain(['Called', 'Submit']), moreTypes: [called], ...options },
		);

	/** The second call, made while the first one sleeps, as n8n makes it for each item. */
	async function twice(
		by: string,
		{
			by2 = by,
			waits = 'yes',
			leaps = false,
		}: { by2?: string; waits?: string; leaps?: boolean } = {},
	) {
		simulator.addFault({ on: 'query', kind: 'unknownState', times: 1 });
		let second: Promise<WorkflowRun> | undefined;
		const first = await call(by, {
			waits,
			executionId: `${by}-1`,
			onSleep: (till) => {
				if (leaps) time.leapTo(till);
				second ??= call(by2, { waits, executionId: `${by}-2` });
			},
		});
		return { first, second: await second };
	}

	describe('a durable wait in a sub-workflow', () => {
		it('called for each item: the second call is refused before it pays, the first one goes on', async () => {
			const { first, second } = await twice('each');
			expect(second?.error?.message).toBe(
				'This workflow is called once for each item, and its call in execution each-1 is still sleeping',
			);
			expect(second?.error?.description).toMatch(
				/set Mode to "Run once with all items", or put Loop Over Items before it\. .* Nothing was sent\.$/,
			);
			expect(first.error).toBeUndefined();
			expect(first.items('Wait', 1)).toHaveLength(1);
			expect(simulator.ledger.summary().paid).toBe(1);
		});

		it.each<[string, Parameters<typeof twice>]>([
			['calls that follow each other, as in a loop', ['loop', { leaps: true }]],
			['calls of two executions', ['one', { by2: 'other' }]],
			['calls that nobody waits for', ['free', { waits: 'no' }]],
			['calls of an n8n that does not say whether it waits', ['old', { waits: 'untold' }]],
		])('works with %s', async (_, given) => {
			const { first, second } = await twice(...given);
			for (const one of [first, second]) {
				expect(one?.error).toBeUndefined();
				expect(one?.items('Wait', 1)).toHaveLength(1);
			}
			expect(simulator.ledger.summary().paid).toBe(2);
		});
	});

	describe('a wait that no submission comes before', () => {
		const MESSAGE = /^Task ID is empty, because no node before this one submits a task/;

		it.each<[string, ChainNode, object]>([
			['Kexiang Wait for Task', wait(), {}],
			['Get Status', wait({ operation: 'getStatus' }), {}],
			['Kexiang Wait for Task (Durable)', durable(), { connections: askAgain() }],
		])('straight behind a trigger: %s', async (_, node, more) => {
			const { error } = await run(simulator, [node], { input: itemsOf({ now: 1 }), ...more });
			expect(error?.message).toMatch(MESSAGE);
			expect(error?.description).toMatch(
				/^The items come directly from "Start" and contain no taskId\. Connect a node that submits .* Nothing was sent\.$/,
			);
		});

		it('behind other nodes', async () => {
			const other = { type: 'test.called', name: 'Called' };
			const { error } = await run(simulator, [other, wait()], { moreTypes: [called] });
			expect(error?.message).toMatch(MESSAGE);
			expect(error?.description).toMatch(/^Connect a node that submits a task before this one/);
		});

		it('where errors go on: each item says so', async () => {
			const goesOn: Partial<INode> = { onError: 'continueRegularOutput' };
			const { items } = await run(simulator, [wait({}, goesOn)], { input: itemsOf({}, {}) });
			expect(items('Wait').map(({ json }) => json.error)).toEqual(
				Array(2).fill(expect.objectContaining({ message: expect.stringMatching(MESSAGE) })),
			);
		});

		it('is not said of a row without a task among rows with one', async () => {
			const { error } = await run(simulator, [wait()], { input: itemsOf({ taskId: '1' }, {}) });
			expect(error?.message).toBe('Task ID is required but empty [item 1]');
		});

		it('is not said behind a node that submits, nor of an ID that was entered', async () => {
			const input = itemsOf({ prompt: 'a' });
			const emptied = { type: 'test.emptied', name: 'Emptied' };
			const empty: INodeType = {
				description: { ...called.description, name: 'test.emptied', properties: [] },
				execute: async () => [[{ json: {} }]],
			};
			const behind = await run(simulator, [submitImage(), emptied, wait()], {
				input,
				moreTypes: [empty],
			});
			expect(behind.error?.message).toMatch(/^Task ID is required but empty/);
			const entered = await run(simulator, [wait({ taskId: '={{ $json.nothing }}' })], { input });
			expect(entered.error?.message).toMatch(/^Task ID is required but empty/);
		});
	});
});
