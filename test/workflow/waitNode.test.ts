import {
	NodeHelpers,
	type IConnections,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type OnError,
} from 'n8n-workflow';

import { KexiangWaitForTask } from '../../nodes/KexiangWaitForTask/KexiangWaitForTask.node';
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
import { workflowOfOne } from '../support/oneNode';
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

describe('what holds for all items', () => {
	it('is read once: a choice by expression is refused, as the outputs follow from it', async () => {
		const { error } = await run(simulator, [wait({ onTimeout: '={{ $json.choice }}' })], {
			input: itemsOf({ taskId: '33202', choice: 'pass' }),
		});
		expect(error?.message).toMatch(/^On Timeout contains an expression/);
		expect(polled()).toEqual([]);
	});

	it.each(['kexiangWaitForTask', 'kexiangWaitForTaskDurable'])(
		'has no expression in %s',
		(name) => {
			const type = nodeTypes().find(({ description }) => description.name === name);
			const properties = type?.description.properties ?? [];
			const onTimeout = properties.find((property) => property.name === 'onTimeout');
			const options = properties.flatMap((property) =>
				property.name === 'options' ? (property.options ?? []) : [],
			);
			const limits = options.filter((option) => option.name === 'timeLimit');
			expect([onTimeout, ...limits].map((one) => one && 'noDataExpression' in one)).toEqual(
				Array(limits.length + 1).fill(true),
			);
			expect(limits.length).toBeGreaterThan(0);
		},
	);

	it.each([
		['kexiangWaitForTask', {}, []],
		['kexiangWaitForTask', { onTimeout: 'pass' }, []],
		['kexiangWaitForTask', { onTimeout: 'output' }, ['Still Running']],
		['kexiangWaitForTask', { onTimeout: 'output', operation: 'getStatus' }, []],
		['kexiangWaitForTaskDurable', { onTimeout: 'pass' }, []],
		['kexiangWaitForTaskDurable', { onTimeout: 'output' }, ['Still Running']],
	])('decides the outputs: %s with %j', (name, parameters, third) => {
		const first = name.endsWith('Durable') ? ['Ask Again'] : [];
		expect(outputsOf(name, parameters)).toEqual([...first, 'Success', 'Failed', ...third]);
	});

	it('decides for every item: none vanishes', async () => {
		simulator.addFault({ on: 'query', kind: 'stateBackwards' });
		const { items, taskData } = await run(
			simulator,
			[submitImage(), wait({ onTimeout: 'output', options: { timeLimit: 0.01 } })],
			{ input: itemsOf({ prompt: 'one' }, { prompt: 'two' }) },
		);
		expect(taskData('Wait')?.data?.main?.map((output) => output?.length)).toEqual([0, 0, 2]);
		expect(items('Wait', 2).map(({ json }) => json.taskId)).toEqual(
			items('Submit').map(({ json }) => json.taskId),
		);
	});
});

/** The labels of a node's outputs, as n8n's editor and engine get them. */
function outputsOf(name: string, parameters: INodeParameters): unknown[] {
	const type = nodeTypes().find(({ description }) => description.name === name);
	if (type === undefined) throw new Error(`No node ${name}`);
	const { node, workflow } = workflowOfOne(type, parameters);
	return NodeHelpers.getNodeOutputs(workflow, node, type.description).map((output) =>
		typeof output === 'string' ? output : output.displayName,
	);
}

describe('a mistake in one item', () => {
	const items = (more: object) => itemsOf({ taskId: '33202' }, { taskId: '', ...more });

	it.each([
		['a blank task ID', { taskId: ' ' }, /^Task ID is required/],
		['a source that cannot be told', { taskId: 'no-such-form' }, /^Task Source cannot be derived/],
		['an ID of another kind', { taskId: 'abc', taskSource: 'userTask' }, /^Task ID is "abc"/],
		[
			'a path that leads a POST elsewhere',
			{ taskId: 'a1', taskSource: 'kbananaChannel', queryPath: '/minimalist/api/imgEditNB2' },
			/^Query Path of the input item is "\/minimalist\/api\/imgEditNB2"/,
		],
	])('is told before the first question: %s', async (_, item, message) => {
		for (const [node, connections] of [
			[wait(), undefined],
			[durable(), askAgain()],
		] as const) {
			const { error } = await run(simulator, [node], {
				input: items(item),
				...(connections && { connections }),
			});
			expect(error?.message).toMatch(message);
			expect(error?.message).toMatch(/\[item 1\]$/);
		}
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('leaves the others alone where errors do not stop the node', async () => {
		const node = wait({ options: quick }, { onError: 'continueRegularOutput' });
		const { items: given, error } = await run(simulator, [submitImage(), node], {
			input: itemsOf({ prompt: 'one' }),
		});
		expect(error).toBeUndefined();
		const mixed = await run(simulator, [node], {
			input: [...given('Submit'), ...itemsOf({ taskId: '' })].map(({ json }) => ({ json })),
		});
		expect(mixed.items('Wait').map(({ json }) => json.state ?? json.error)).toEqual([
			'success',
			expect.objectContaining({ message: expect.stringMatching(/^Task ID is required/) }),
		]);
	});
});

describe('an item without a task', () => {
	const facts = { provider: 'Kexiang Wanxiang', operation: 'zImage' };
	const result = () => ({
		state: 'success',
		status: 'success',
		url: `${simulator.filesUrl}/x.png`,
		imageUrls: [`${simulator.filesUrl}/x.png`],
		...facts,
	});
	const error = { message: 'No voice', description: 'Nothing was sent.', taskMayExist: false };
	const kinds: Array<[string, (options?: INodeParameters) => ChainNode, number]> = [
		['in the process', (options) => wait({ options: { ...quick, ...options } }), 0],
		['durably', (options = {}) => durable({ options }), 1],
	];
	const around = (first: number) => (first === 1 ? { connections: askAgain(['Submit']) } : {});

	it.each(kinds)(
		'that has its result or its error leaves as it is: waiting %s',
		async (_, ...kind) => {
			const [node, first] = kind;
			const {
				items,
				error: problem,
				taskData,
			} = await run(
				simulator,
				[
					submitImage({
						parameters: { prompt: '={{ $json.prompt }}' },
						onError: 'continueRegularOutput',
					}),
					node({ includeInputFields: true }),
				],
				{ input: itemsOf({ prompt: 'a' }, { prompt: '' }), ...around(first) },
			);
			expect(problem).toBeUndefined();
			expect(items('Wait', first).map(({ json }) => json.state)).toEqual(['success']);
			const [, refused] = items('Submit');
			expect(refused?.json).toHaveProperty('error.message');
			expect(items('Wait', first + 1)).toEqual([{ json: refused?.json, pairedItem: { item: 1 } }]);
			expect(taskData('Wait')?.hints?.map(({ message }) => message)).toContain(
				'1 of 2 items had no task ID but already contained a result or an error; they were passed on unchanged',
			);
		},
	);

	it.each(kinds)(
		'is asked nothing of, where it is the only one: waiting %s',
		async (_, node, first) => {
			const given = itemsOf(
				result(),
				{ state: 'success', text: 'words', ...facts },
				{ ...result(), error },
			);
			const { items, error: problem } = await run(simulator, [node()], {
				input: given,
				...(first === 1 && { connections: askAgain() }),
			});
			expect(problem).toBeUndefined();
			expect(items('Wait', first).map(({ json }) => json)).toEqual(
				given.slice(0, 2).map(({ json }) => json),
			);
			expect(items('Wait', first + 1).map(({ json }) => json)).toEqual([given[2]?.json]);
			expect(polled()).toEqual([]);
		},
	);

	it.each(kinds)('whose error names one is waited for: waiting %s', async (_, node, first) => {
		simulator.addFault({ on: 'submit', kind: 'named', contains: 'b boat', times: 1 });
		const { items, error: problem } = await run(
			simulator,
			[
				submitImage({
					parameters: { prompt: '={{ $json.prompt }}' },
					onError: 'continueRegularOutput',
				}),
				node(),
			],
			{ input: itemsOf({ prompt: 'a boat' }, { prompt: 'b boat' }), ...around(first) },
		);
		expect(problem).toBeUndefined();
		const named = items('Submit')[1]?.json;
		expect(named).toMatchObject({
			error: { taskId: simulator.ledger.tasks[1]?.id, taskSource: 'userTask' },
		});
		expect(items('Wait', first).map(({ json }) => [json.taskId, json.state])).toEqual(
			simulator.ledger.tasks.map(({ id }) => [id, 'success']),
		);
		expect(simulator.ledger.tasks).toHaveLength(2);
	});

	it('whose error names one of nobody knows where leaves as it is', async () => {
		const item = { error: { ...error, taskId: '33202' } };
		const { items } = await run(simulator, [wait()], { input: itemsOf(item) });
		expect(items('Wait', 1).map(({ json }) => json)).toEqual([item]);
		expect(polled()).toEqual([]);
	});

	it('has the files of its result fetched where they are wanted', async () => {
		const { items: of } = await run(simulator, [submitImage(), wait({ options: quick })]);
		const { taskId, taskSource, ...done } = of('Wait')[0]?.json ?? {};
		expect(taskId).toBeDefined();
		expect(taskSource).toBeDefined();
		const node = wait({ downloadFiles: true, options: quick });
		const { items } = await run(simulator, [node], {
			input: [{ json: done, binary: { own: { data: 'b25l', mimeType: 'text/plain' } } }],
		});
		expect(items('Wait')[0]?.json).toEqual(done);
		expect(Object.keys(items('Wait')[0]?.binary ?? {})).toEqual(['own', 'data']);
	});

	it.each<[string, () => INodeExecutionData['json'], INodeParameters]>([
		['another Task ID is named', result, { taskId: '={{ $json.id }}' }],
		['it has no result', () => ({ state: 'success', ...facts }), {}],
		['its result is not of this package', () => ({ ...result(), provider: '' }), {}],
		['its error is of another node', () => ({ error: 'boom' }), {}],
	])('is refused before a question where %s', async (_, item, parameters) => {
		const { error: problem } = await run(simulator, [wait(parameters)], {
			input: itemsOf({ taskId: '33202', id: '33202' }, item()),
		});
		expect(problem?.message).toMatch(/^Task ID is required but empty \[item 1\]$/);
		expect(polled()).toEqual([]);
	});
});

describe('a path to ask at', () => {
	it('that an item names leads no question of any node to another POST', async () => {
		const query = {
			type: 'kexiangGoogle',
			name: 'Query',
			parameters: { operation: 'kbananaChannelQuery' },
		};
		const { error } = await run(simulator, [query], { input: itemsOf(post) });
		expect(error?.message).toMatch(/^Query Path of the input item is "/);
		expect(simulator.ledger.requests).toEqual([]);
	});

	const post = { taskId: 'a1', taskSource: 'kbananaChannel', queryPath: '/minimalist/api/other' };

	it('that the form names is used for a POST, too', async () => {
		const parameters = { operation: 'getStatus', advanced: { queryPath: '/minimalist/api/asked' } };
		await run(simulator, [wait(parameters)], { input: itemsOf(post) });
		expect(simulator.ledger.requests.map(({ method, path }) => [method, path])).toEqual([
			['POST', '/minimalist/api/asked'],
		]);
	});

	it('that an item names is asked by GET where its source is', async () => {
		const item = { taskId: 'a1', taskSource: 'toolTask', queryPath: '/minimalist/api/paid/{id}' };
		await run(simulator, [wait({ operation: 'getStatus' })], { input: itemsOf(item) });
		expect(simulator.ledger.requests.map(({ method, path }) => [method, path])).toEqual([
			['GET', '/minimalist/api/paid/a1'],
		]);
	});
});

describe('as the tool of an agent', () => {
	/** The name that n8n gives to the tool form of the node type. */
	const asTool = (parameters: INodeParameters) => ({
		...wait({
			taskId: '={{ $json.taskId }}',
			...parameters,
			...(parameters.operation ? {} : { options: quick }),
		}),
		type: 'kexiangWaitForTaskTool',
	});
	const tool = (): INodeType => {
		const node = new KexiangWaitForTask();
		return {
			...node,
			execute: node.execute,
			description: { ...node.description, name: 'kexiangWaitForTaskTool' },
		};
	};
	const runTool = async (json: object, parameters: INodeParameters = {}) => {
		const { items, error, taskData } = await run(simulator, [asTool(parameters)], {
			input: itemsOf({ ...json }),
			moreTypes: [tool()],
		});
		expect(taskData('Wait')?.data?.main?.length ?? 0).toBeLessThan(2);
		return { json: items('Wait')[0]?.json, error };
	};
	const submitted = async (prompt: string) =>
		(await run(simulator, [submitImage()], { input: itemsOf({ prompt }) })).items('Submit')[0]
			?.json ?? {};

	it('gives a result out by the first output', async () => {
		expect(await runTool(await submitted('a boat'))).toMatchObject({
			json: { state: 'success', url: expect.any(String) },
			error: undefined,
		});
	});

	it('says why a task failed', async () => {
		const { json } = await runTool(await submitted('a boat [fail]'));
		expect(json).toMatchObject({
			state: 'failed',
			message: expect.stringMatching(/^The task ended without a result: .* Change the input/),
		});
	});

	it.each(['error', 'output', 'pass'])(
		'says that a task is still running (%s)',
		async (onTimeout) => {
			simulator.addFault({ on: 'query', kind: 'stateBackwards' });
			const handle = await submitted('a boat');
			const { json, error } = await runTool(handle, {
				onTimeout,
				operation: 'wait',
				options: { timeLimit: 0.01 },
			});
			expect(error).toBeUndefined();
			expect(json).toMatchObject({
				taskId: handle.taskId,
				state: 'pending',
				message: expect.stringMatching(/Do not submit it again/),
			});
			expect(json).not.toHaveProperty('error');
		},
	);

	it('does not say of a task that never answered that it is running', async () => {
		simulator.addFault({ on: 'query', kind: '500' });
		const { json } = await runTool({ taskId: '33202', options: { timeLimit: 0.01 } });
		expect(json).toMatchObject({ taskId: '33202', state: 'unknown' });
	});

	it('says that a task cannot be asked for, and throws only for a mistake in the parameters', async () => {
		simulator.addFault({ on: 'query', kind: '401' });
		const { json, error } = await runTool({ taskId: '33202' });
		expect(error).toBeUndefined();
		expect(json).toMatchObject({ taskId: '33202', state: 'unknown', message: expect.any(String) });
		expect(json).not.toHaveProperty('error');
		const mistaken = await runTool({ taskId: '' });
		expect(mistaken.error?.message).toMatch(/^Task ID is required/);
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
