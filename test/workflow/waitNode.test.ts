import {
	NodeHelpers,
	type IConnections,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';
import { at } from '../../nodes/shared/util/json';
import { hintsOf } from '../support/boats';
import { askAgain, durable, itemsOf, run, submitImage, wait } from '../support/kexiang';
import { WAYS_TO_WAIT, type ChainNode } from '../support/kexiang';
import { nodeTypes } from '../support/nodeTypes';
import { workflowOfOne } from '../support/oneNode';
import { inQuickTime, leapTo } from '../support/quickTime';
import { describedAs, wired, type RunOptions, type WorkflowRun } from '../support/runWorkflow';
import { useSimulator } from '../support/usedSimulator';

/** What a node that waits reads of its items, and where in a workflow it may stand. */
inQuickTime();
const simulator = useSimulator({ taskSeconds: 0.05 });
const { ids, requests } = simulator;

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const TO_ERROR = { onError: 'continueErrorOutput' } as const;
const message = ({ json }: INodeExecutionData) => at(json, 'error.message');
const go = async (node: ChainNode, input: INodeExecutionData[], connections?: IConnections) =>
	await run(simulator, [node], { input, ...(connections && { connections }) });

describe('what holds for all items', () => {
	const typeOf = (name: string) => {
		const type = nodeTypes().find(({ description }) => description.name === name);
		if (type === undefined) throw new Error(`No node ${name}`);
		return type;
	};

	it.each(WAYS_TO_WAIT)('is no expression: waiting %s', async (_, node, output, wires) => {
		const { properties } = typeOf(node().type).description;
		const fields = properties.flatMap((field) => [field, ...(field.options ?? [])]);
		const fixed = fields.filter(({ name }) => name === 'onTimeout' || name === 'timeLimit');
		expect(fixed.length).toBeGreaterThan(1);
		for (const field of fixed) expect(field).toHaveProperty('noDataExpression');
		// Entered all the same, it is refused, and hands no input on.
		const input = itemsOf({ taskId: '33202' }, { taskId: '33203' });
		const chain = [node({ onTimeout: '={{ "pass" }}' }, CONTINUE)];
		const done = await run(simulator, chain, { input, ...wires() });
		expect(done.run.data.resultData.runData.Wait).toHaveLength(1);
		expect(done.items('Wait', output).map(message)).toEqual(
			Array(2).fill(expect.stringMatching(/^On Timeout contains an expression/)),
		);
		expect(simulator.ledger.requests).toEqual([]);
	});

	const ALL = 'Ask Again, Success, Failed, Still Running';
	it.each<[string, INodeParameters, string]>([
		['kexiangWaitForTask', {}, 'Success, Failed'],
		['kexiangWaitForTask', { onTimeout: 'pass' }, 'Success, Failed'],
		['kexiangWaitForTask', { onTimeout: 'output' }, 'Success, Failed, Still Running'],
		['kexiangWaitForTask', { onTimeout: 'output', operation: 'getStatus' }, 'Success, Failed'],
		['kexiangWaitForTaskDurable', { onTimeout: 'pass' }, 'Ask Again, Success, Failed'],
		['kexiangWaitForTaskDurable', { onTimeout: 'output' }, ALL],
	])('decides the outputs: %s with %j', (name, parameters, labels) => {
		const { node, workflow } = workflowOfOne(typeOf(name), parameters);
		const outputs = NodeHelpers.getNodeOutputs(workflow, node, typeOf(name).description);
		const shown = outputs.map((one) => (typeof one === 'string' ? one : one.displayName));
		expect(shown.join(', ')).toBe(labels);
	});
});

const wires = (...outputs: string[][]) => wired({ Start: [['Wait']], Wait: outputs });

describe('wires that would never end', () => {
	const input = itemsOf({ taskId: '33202' }, { taskId: '33203' });
	const ASK_AGAIN = /^Connect the output "Ask Again" to the input of this node$/;
	const BACK = /^The output "Success" leads directly back into this node/;

	it.each<[string, ChainNode, IConnections, RegExp]>([
		['the way back of a durable wait missing', durable(), wires([]), ASK_AGAIN],
		['Success of a durable wait led back', durable(), wires(['Wait'], ['Wait']), BACK],
		['Success of a wait led back', wait(), wires(['Wait']), BACK],
	])('are refused before a poll: %s', async (_, node, connections, told) => {
		expect((await go(node, input, connections)).error?.message).toMatch(told);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it.each<[string, ChainNode, IConnections, number]>([
		['of a durable wait', durable({}, CONTINUE), wires([]), 1],
		['of a durable wait, Error', durable({}, TO_ERROR), wires(['Wait'], ['Wait']), 3],
		['of a wait', wait({}, CONTINUE), wires(['Wait']), 1],
	])('are told in items that never come back, where errors go on: %s', async (_, ...given) => {
		const [node, connections, output] = given;
		const { items, error, run: whole } = await go(node, input, connections);
		expect(error).toBeUndefined();
		expect(whole.data.resultData.runData.Wait).toHaveLength(1);
		expect(items('Wait', output).map((one) => [message(one), one.pairedItem])).toEqual(
			[0, 1].map((item) => [expect.stringMatching(/Ask Again|leads directly back/), { item }]),
		);
		expect(items('Wait', 0)).toEqual([]);
	});

	it('are told in a hint alone where all outputs lead back', async () => {
		const done = await go(wait({}, CONTINUE), input, wires(['Wait'], ['Wait']));
		expect(done.run.data.resultData.runData.Wait).toHaveLength(1);
		expect(done.taskData('Wait')?.data?.main?.flat()).toEqual([]);
		expect(hintsOf(done, 'Wait')).toEqual([expect.stringMatching(/leads directly back/)]);
	});

	it('are told by the node that submits before anything is paid', async () => {
		const told = /^Connect the output "Ask Again" to the input of the node "Wait"$/;
		const { error } = await run(simulator, [submitImage(), durable({}, { disabled: false })]);
		expect(error?.message).toMatch(told);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		const { items } = await run(simulator, [submitImage(CONTINUE), durable()]);
		expect(items('Submit').map(message)).toEqual([expect.stringMatching(told)]);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it.each<[string, Partial<INode>, object]>([
		['where the node is tried by itself', {}, { lastStep: 'Submit' }],
		['where the wait is switched off', { disabled: true }, {}],
	])('do not matter %s', async (_, more, options) => {
		const { error } = await run(simulator, [submitImage(), durable({}, more)], options);
		expect(error).toBeUndefined();
		expect(requests('POST')).toHaveLength(1);
	});
});

/** What n8n writes into an execution that another one called. */
const called: INodeType = {
	description: {
		...describedAs('test.called'),
		properties: [{ displayName: 'Caller', name: 'caller', type: 'json', default: '' }],
	},
	async execute(this: IExecuteFunctions) {
		const data = Reflect.get(this, 'runExecutionData') as Record<string, unknown>;
		const caller = this.getNodeParameter('caller', 0);
		if (caller !== '') data.parentExecution = caller;
		return [this.getInputData()];
	},
};

describe('a durable wait in a sub-workflow', () => {
	const call = async (caller: object, executionId: string, onSleep: RunOptions['onSleep']) => {
		const parameters = { caller: { workflowId: 'caller', ...caller } };
		const begin = { type: 'test.called', name: 'Called', parameters };
		const wired = { connections: askAgain(['Called', 'Submit']), moreTypes: [called] };
		const options = { ...wired, executionId, ...(onSleep && { onSleep }) };
		return await run(simulator, [begin, submitImage(), durable()], options);
	};
	/** The second call is made while the first one sleeps, as n8n makes it for each item. */
	async function twice(by: object, by2 = by, leaps = false): Promise<WorkflowRun[]> {
		simulator.addFault({ on: 'query', kind: 'unknownState', times: 1 });
		const name = Object.values(by).join('-');
		let second: Promise<WorkflowRun> | undefined;
		const first = await call(by, `${name}-1`, (till) => {
			if (leaps) leapTo(till);
			second ??= call(by2, `${name}-2`, undefined);
		});
		return [first, ...(second ? [await second] : [])];
	}
	const waits = (executionId: string) => ({ shouldResume: true, executionId });

	it('called for each item: the second call is refused before it pays, the first one goes on', async () => {
		const [first, second] = await twice(waits('each'));
		expect(second?.error?.message).toBe(
			'This workflow is called once for each item, and its call in execution true-each-1 is still sleeping',
		);
		expect(second?.error?.description).toMatch(
			/set Mode to "Run once with all items", or put Loop Over Items before it\. .* Nothing was sent\.$/,
		);
		expect(first?.error).toBeUndefined();
		expect(first?.items('Wait', 1)).toHaveLength(1);
		expect(ids()).toHaveLength(1);
	});

	it.each<[string, ...Parameters<typeof twice>]>([
		['calls that follow each other, as in a loop', waits('loop'), waits('loop'), true],
		['calls of two executions', waits('one'), waits('other')],
		['calls that nobody waits for', { shouldResume: false, executionId: 'free' }],
		['calls of an n8n that does not say whether it waits', { executionId: 'old' }],
	])('works with %s', async (_, ...given) => {
		const both = await twice(...given);
		expect(both.map(({ error, items }) => [error, items('Wait', 1).length])).toEqual([
			[undefined, 1],
			[undefined, 1],
		]);
		expect(ids()).toHaveLength(2);
	});
});

/** Drops what it is given. */
const emptied: INodeType = {
	description: describedAs('test.emptied'),
	execute: async () => [[{ json: {} }]],
};

describe('a wait that no submission comes before', () => {
	const MESSAGE = /^Task ID is empty, because no node before this one submits a task/;
	const empty = { type: 'test.emptied', name: 'Emptied' };
	const EMPTY = /^Task ID is required but empty/;

	it.each<[string, ChainNode, IConnections | undefined]>([
		['Kexiang Wait for Task', wait(), undefined],
		['Get Status', wait({ operation: 'getStatus' }), undefined],
		['Kexiang Wait for Task (Durable)', durable(), askAgain()],
	])('straight behind a trigger: %s', async (_, node, connections) => {
		const { error } = await go(node, itemsOf({ now: 1 }), connections);
		expect(error?.message).toMatch(MESSAGE);
		expect(error?.description).toMatch(
			/^The items come directly from "Start" and contain no taskId\. Connect a node that submits .* Nothing was sent\.$/,
		);
	});

	it('is told behind other nodes, too', async () => {
		const { error } = await run(simulator, [empty, wait()], { moreTypes: [emptied] });
		expect(error?.message).toMatch(MESSAGE);
		expect(error?.description).toMatch(/^Connect a node that submits a task before this one/);
	});

	it('is told in each item where errors go on', async () => {
		const { items } = await go(wait({}, CONTINUE), itemsOf({}, {}));
		expect(items('Wait').map(message)).toEqual(Array(2).fill(expect.stringMatching(MESSAGE)));
	});

	it('is not blamed for a row among rows with a task, an ID that was entered, or behind a submission', async () => {
		const row = await go(wait(), itemsOf({ taskId: '1' }, {}));
		const entered = await go(wait({ taskId: '={{ $json.nothing }}' }), itemsOf({}));
		const chain = [submitImage(), empty, wait()];
		const behind = await run(simulator, chain, { moreTypes: [emptied] });
		for (const { error } of [row, entered, behind]) expect(error?.message).toMatch(EMPTY);
	});
});
