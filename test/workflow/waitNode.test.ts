import { NodeHelpers, type INodeExecutionData, type INodeParameters } from 'n8n-workflow';
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
