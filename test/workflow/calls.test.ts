import type { IExecuteFunctions, INode, INodeType } from 'n8n-workflow';

import type { Simulator } from '../../simulator/server';
import {
	askAgain,
	durable,
	itemsOf,
	run,
	submitImage,
	wait,
	type ChainNode,
} from '../support/kexiang';
import type { LeapingTime } from '../support/leapingTime';
import { simulatorInLeaps } from '../support/simulatorInLeaps';
import type { RunOptions, WorkflowRun } from '../support/runWorkflow';

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
		[{ type: 'test.called', name: 'Called', parameters: { by, waits } }, submitImage(), durable()],
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
