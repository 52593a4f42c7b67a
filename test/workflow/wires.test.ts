import {
	type IConnections,
	type INodeExecutionData,
	type INodeType,
	type OnError,
} from 'n8n-workflow';
import { at } from '../../nodes/shared/util/json';
import { isLastStep, nodeOf, readWiring } from '../../nodes/shared/host/wiring';
import { startSimulator, type Simulator } from '../../simulator/server';
import {
	askAgain,
	durable,
	itemsOf,
	quick,
	run,
	submitImage,
	wait,
	type ChainNode,
} from '../support/kexiang';
import { nodeTypes } from '../support/nodeTypes';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

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

const polled = () => simulator.ledger.requests.filter(({ method }) => method === 'GET');

const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];

describe('wires that would never end', () => {
	const waitForSuccess = { options: quick };

	it.each([
		['in the process', wait(waitForSuccess), 0],
		['durably', durable(waitForSuccess), 1],
	])('are refused before a question: Success of a wait %s into itself', async (_, node, output) => {
		const outputs = Array.from({ length: 3 }, (__, place) => (place === output ? to('Wait') : []));
		if (output === 1) outputs[0] = to('Wait');
		const connections: IConnections = { Start: { main: [to('Wait')] }, Wait: { main: outputs } };
		const { error } = await run(simulator, [node], {
			connections,
			input: itemsOf({ taskId: '33202' }),
		});
		expect(error?.message).toMatch(/^The output "Success" leads directly back into this node/);
		expect(polled()).toEqual([]);
	});

	it.each([
		['missing', {}, /^Connect the output "Ask Again" to the input of this node$/],
		[
			'leading elsewhere',
			{ Wait: { main: [to('Start')] } },
			/only to the input of this node; it leads to "Start"$/,
		],
	])('are refused where the way back is %s', async (_, wires: IConnections, message) => {
		const { error } = await run(simulator, [durable()], {
			connections: { Start: { main: [to('Wait')] }, ...wires },
			input: itemsOf({ taskId: '33202' }),
		});
		expect(error?.message).toMatch(message);
		expect(polled()).toEqual([]);
	});
});

describe('errors that shall not stop the node', () => {
	const wires = (...outputs: string[][]): IConnections => ({
		Start: { main: [to('Wait')] },
		Wait: { main: outputs.map((names) => names.flatMap(to)) },
	});
	const input = itemsOf({ taskId: '33202' }, { taskId: '33203' });
	const onError = (mode: OnError) => ({ onError: mode });
	const message = (one: INodeExecutionData) => at(one.json, 'error.message');

	it.each<[string, ChainNode, IConnections, number]>([
		['of a durable wait', durable({}, onError('continueRegularOutput')), wires([]), 1],
		[
			'of a durable wait, Success led back',
			durable({}, onError('continueRegularOutput')),
			wires(['Wait'], ['Wait']),
			2,
		],
		[
			'of a durable wait with an error output',
			durable({}, onError('continueErrorOutput')),
			wires(['Wait'], ['Wait']),
			3,
		],
		['of a wait, Success led back', wait({}, onError('continueRegularOutput')), wires(['Wait']), 1],
	])('leave as items, and never come back: %s', async (_, node, connections, output) => {
		const { items, error, run: whole } = await run(simulator, [node], { connections, input });
		expect(error).toBeUndefined();
		expect(whole.data.resultData.runData.Wait).toHaveLength(1);
		expect(items('Wait', output).map((one) => [message(one), one.pairedItem])).toEqual(
			[0, 1].map((item) => [expect.stringMatching(/Ask Again|leads directly back/), { item }]),
		);
		expect(items('Wait', 0)).toEqual([]);
	});

	it('leave by no output where all lead back', async () => {
		const node = wait({}, onError('continueRegularOutput'));
		const connections = wires(['Wait'], ['Wait']);
		const { taskData, run: whole } = await run(simulator, [node], { connections, input });
		expect(whole.data.resultData.runData.Wait).toHaveLength(1);
		expect(taskData('Wait')?.data?.main?.flat()).toEqual([]);
		expect(taskData('Wait')?.hints?.map((hint) => hint.message)).toEqual([
			expect.stringMatching(/leads directly back/),
		]);
	});

	it('keep a choice by expression from handing the input on', async () => {
		const node = durable({ onTimeout: '={{ 1 }}' }, onError('continueRegularOutput'));
		const { items, run: whole } = await run(simulator, [node], { connections: askAgain(), input });
		expect(whole.data.resultData.runData.Wait).toHaveLength(1);
		expect(items('Wait', 1).map(message)).toEqual(
			Array(2).fill(expect.stringMatching(/^On Timeout contains an expression/)),
		);
	});

	it('of a node that submits name the wire, too, and nothing is paid', async () => {
		const submit = { ...submitImage(), ...onError('continueRegularOutput') };
		const { items } = await run(simulator, [submit, durable({}, { disabled: false })], {
			input: itemsOf({ prompt: 'one' }),
		});
		expect(items('Submit').map(message)).toEqual([expect.stringMatching(/"Ask Again"/)]);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('wires behind a node that submits', () => {
	const paid = () => simulator.ledger.requests.filter(({ method }) => method === 'POST');

	it.each<[string, ChainNode, IConnections[string]['main'], RegExp]>([
		[
			'a durable wait without its way back',
			durable(),
			[],
			/^Connect the output "Ask Again" to the input of the node "Wait"$/,
		],
		[
			'a wait that would never end',
			wait(),
			[to('Wait')],
			/^The output "Success" leads directly back into the node "Wait"/,
		],
	])('are told before anything is paid: %s', async (_, node, outputs, message) => {
		const { error } = await run(simulator, [submitImage(), node], {
			connections: {
				Start: { main: [to('Submit')] },
				Submit: { main: [to('Wait')] },
				Wait: { main: outputs },
			},
		});
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(paid()).toEqual([]);
	});

	it('are not asked for while the node is tried by itself', async () => {
		const { error, items } = await run(simulator, [submitImage(), durable()], {
			lastStep: 'Submit',
		});
		expect(error).toBeUndefined();
		expect(items('Submit')).toHaveLength(1);
		expect(paid()).toHaveLength(1);
	});
});

it("n8n's context shows the drawing, and which step is the last", async () => {
	let wiring: unknown;
	let last: unknown;
	const look: INodeType = {
		description: {
			...nodeTypes()[0]!.description,
			name: 'test.look',
			properties: [],
			credentials: [],
		},
		async execute() {
			const { nodes, connections } = readWiring(this) ?? { nodes: {}, connections: {} };
			const node = (name: string) => nodeOf({ nodes, connections }, name);
			wiring = { connections, nodes: { Look: node('Look'), Wait: node('Wait') } };
			last = isLastStep(this);
			return [this.getInputData()];
		},
	};
	const looking = { type: 'test.look', name: 'Look', parameters: {} };
	const options = { moreTypes: [look], connections: { Start: { main: [to('Look')] } } };
	await run(simulator, [looking, durable({}, { disabled: true })], options);
	expect(last).toBe(false);
	expect(wiring).toMatchObject({
		connections: options.connections,
		nodes: {
			Look: { type: 'test.look', disabled: false },
			Wait: {
				type: 'kexiangWaitForTaskDurable',
				disabled: true,
				parameters: { onTimeout: 'error' },
			},
		},
	});
	await run(simulator, [looking], { ...options, lastStep: 'Look' });
	expect(last).toBe(true);
});
