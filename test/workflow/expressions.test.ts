import type { INode } from 'n8n-workflow';
import { OTHER } from '../../nodes/shared/operation/field';
import type { Operation } from '../../nodes/shared/operation/operation';
import { PROVIDERS } from '../../scripts/providers';
import type { Simulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
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
import { nodeTypes } from '../support/nodeTypes';
import { freshSimulator } from '../support/operationCases';
import { QUICK } from '../support/quickTime';
import { simulatorInLeaps } from '../support/simulatorInLeaps';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

describe('expressions', () => {
	/** Dropdowns that decide what else an item needs, held by an expression. */

	const simulator = freshSimulator();

	const typeOf = (label: string) =>
		nodeTypes().find(({ description }) => description.displayName === label)?.description.name ??
		'';

	const valuesOf = (operation: Operation, name: string) =>
		(operation.fields[name]?.property.options ?? []).flatMap((option) =>
			'value' in option ? [String(option.value)] : [],
		);

	const CASES = PROVIDERS.flatMap(({ name: label, operations }) =>
		operations.flatMap((operation) =>
			Object.entries(operation.fields)
				.filter(([name, field]) => name === 'mode' || field.acceptsOther)
				.map(([name]) => ({ label, operation, name, values: valuesOf(operation, name) })),
		),
	);

	it('has every conditional dropdown of every operation', () => {
		const found = [...new Set(CASES.map(({ name }) => name))].sort();
		expect(found).toEqual(['mode', 'modelName', 'modelType', 'template']);
		expect(CASES.length).toBeGreaterThanOrEqual(18);
	});

	it.each(CASES)('$operation.value runs with an expression in $name', async (one) => {
		const { label, operation, name, values } = one;
		const parameters = {
			resource: operation.resource,
			operation: operation.value,
			// Whatever is always needed.
			prompt: 'a boat',
			modelName: 'some-model',
			userInput: '{"prompt": "a boat"}',
			audioUrl: 'https://example.com/a.mp3',
			...(name === 'template' && { imageUrls: 'https://example.com/a.png' }),
			[name]: '={{ $json.value }}',
		};
		const node = {
			type: typeOf(label),
			name: 'Submit',
			onError: 'continueRegularOutput' as const,
			parameters: parameters as never,
		};
		const { error, items } = await run(simulator(), [node], {
			input: itemsOf(...values.map((value) => ({ value }))),
		});
		// What Create Task sends, the platform alone can check.
		const takesAnything = operation.value === 'createTask';
		// Not stopped as a whole: each item went its way, or was told what its own value needs.
		expect(error).toBeUndefined();
		expect(items('Submit')).toHaveLength(values.length);
		const labels = Object.values(operation.fields).map(({ property }) => property.displayName);
		for (const { json } of items('Submit')) {
			if (json.error === undefined) continue;
			const { message } = json.error as { message: string };
			const isOurs = labels.some((known) => message.startsWith(known));
			expect(isOurs || takesAnything).toBe(true);
		}
		if (!takesAnything) expect(simulator().ledger.violations).toEqual([]);
	});

	it('takes the free text beside an expression that says Other', async () => {
		const node = {
			type: 'kexiangGoogle',
			name: 'Submit',
			parameters: {
				operation: 'kbananaProOfficialSubmit',
				prompt: 'a boat',
				modelName: '={{ $json.model }}',
				modelNameOther: 'gemini-9-image',
			},
		};
		await run(simulator(), [node], { input: itemsOf({ model: OTHER }) });
		expect(simulator().ledger.requests[0]?.body).toMatchObject({
			user_input: { modelName: 'gemini-9-image' },
		});
	});

	describe('an expression that n8n cannot evaluate', () => {
		const GONE = "={{ $('Gone').first().json.x }}";
		const submitting = (parameters: INode['parameters']) => [
			submitImage({ parameters: { prompt: 'a boat', ...parameters } }),
		];
		const given = { taskId: '1', taskSource: 'userTask' };

		it.each<[string, ChainNode[]]>([
			['Prompt', submitting({ prompt: GONE })],
			['Resolution', submitting({ resolution: GONE })],
			['Simplify', submitting({ options: { includeInputFields: false, simplify: GONE } })],
			['Spending Limit', submitting({ options: { simplify: true, spendingLimit: GONE } })],
			['Additional Fields', submitting({ advanced: { additionalFields: GONE } })],
			[
				'File Name',
				submitting({ waitForCompletion: true, waitOptions: { interval: 1, fileName: GONE } }),
			],
			['Task ID', [wait({ ...given, taskId: GONE })]],
			['File Name', [wait({ ...given, options: { interval: 1, fileName: GONE } })]],
			['Query Path', [wait({ ...given, advanced: { queryPath: GONE } })]],
		])('is told with its parameter: %s', async (label, chain) => {
			simulator().ledger.clear();
			const { error } = await run(simulator(), chain);
			const message = error?.message ?? '';
			expect(message).toContain(`${label} contains an expression that n8n cannot evaluate: `);
			expect(error?.description).toMatch(/Nothing was sent\.$/);
			expect(simulator().ledger.requests).toEqual([]);
		});
	});
});

describe('input fields', () => {
	/** The row of a table comes along with what is made of it. */

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

	const include = { includeInputFields: true };
	const submit = (more: Partial<INode> = {}, parameters: INode['parameters'] = {}) =>
		submitImage({ ...more, parameters: { options: include, ...parameters } });
	const file = (data: string) => ({ data, mimeType: 'text/plain', fileName: 'row.txt' });
	const rows = () => [
		{
			json: { prompt: 'one', row: 1, status: 'todo', url: 'https://x.example/from' },
			binary: { data: file('b25l'), brief: file('b25l') },
		},
		{ json: { prompt: 'two', row: 2, status: 'todo' } },
	];

	describe('Include Input Fields', () => {
		it.each([
			['Kexiang Wait for Task', wait, 0, {}],
			[
				'the durable wait',
				durable,
				1,
				{ connections: askAgain(['Submit']), onSleep: (till: Date) => time.leapTo(till) },
			],
		])('goes along to the result of %s', async (_, node, output, wires) => {
			const options = { ...(output === 0 && quick), ...include };
			const chain = [submit(), node({ downloadFiles: true, options })];
			const { items, error } = await run(simulator, chain, { input: rows(), ...wires });
			expect(error).toBeUndefined();
			const [first, second] = items('Wait', output);
			expect(first?.json).toMatchObject({
				prompt: 'one',
				row: 1,
				state: 'success',
				url: expect.stringContaining('/images/kx_'),
				input: { status: 'todo', url: 'https://x.example/from' },
			});
			expect(second?.json).toMatchObject({ row: 2, state: 'success', input: { status: 'todo' } });
			expect(second?.json.input).toEqual({ status: 'todo' });
			expect(first?.pairedItem).toEqual({ item: 0 });
			expect(first?.binary?.data?.mimeType).toBe('image/png');
			expect(first?.binary?.brief?.fileName).toBe('row.txt');
		});

		it('is off unless asked for', async () => {
			const { items } = await run(simulator, [submitImage()], { input: rows() });
			expect(items('Submit')[0]?.json).not.toHaveProperty('row');
			expect(items('Submit')[0]).not.toHaveProperty('binary');
		});

		it('works in one node, for each file, in a preview and for one question', async () => {
			const waiting = { waitForCompletion: true, waitOptions: { ...quick, itemPerFile: true } };
			const one = await run(simulator, [submit({}, waiting)], { input: rows() });
			expect(one.items('Submit').map(({ json }) => [json.row, json.state])).toEqual([
				[1, 'success'],
				[2, 'success'],
			]);
			const taskId = one.items('Submit')[0]?.json.taskId;
			const options = { ...include, previewRequest: true };
			const preview = await run(simulator, [submit({}, { options })], {
				input: itemsOf({ row: 1, taskId }),
			});
			expect(preview.items('Submit')[0]?.json).toMatchObject({
				preview: true,
				row: 1,
				input: { taskId },
			});
			const query = {
				type: 'kexiangWaitForTask',
				name: 'Ask',
				parameters: { operation: 'getStatus', options: include },
			};
			const polled = await run(simulator, [query], { input: itemsOf({ taskId, row: 3 }) });
			expect(polled.items('Ask')[0]?.json).toMatchObject({ taskId, row: 3, state: 'success' });
		});

		it('does not make n8n run the node again over a column error', async () => {
			const more = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
			const input = itemsOf({ prompt: '={{ Math.random() }}', error: 'n/a' }, { prompt: 'two' });
			const { items, taskData } = await run(simulator, [submit(more)], { input });
			expect(items('Submit')[0]?.json).toMatchObject({ state: 'pending', input: { error: 'n/a' } });
			expect(taskData('Submit')?.executionStatus).toBe('success');
			expect(simulator.ledger.requests).toHaveLength(2);
		});

		it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
			'comes along with an error under %s',
			async (onError) => {
				const input = itemsOf({ prompt: 'one', row: 1 }, { prompt: '', row: 2 });
				const { items } = await run(simulator, [submit({ onError })], { input });
				const failed = items('Submit', onError === 'continueErrorOutput' ? 1 : 0).at(-1);
				expect(failed?.json).toMatchObject({
					row: 2,
					error: expect.objectContaining({ parameter: 'Prompt' }),
				});
			},
		);

		it.each(AGENT_KINDS)('is nothing for the tool of an agent (%s)', async (kind) => {
			const { said } = await runAsTool(simulator, kind, submit(), [{ row: 1, error: 'x' }]);
			expect(said).toHaveLength(1);
			expect(said[0]).toContain('taskId');
			expect(said[0]).not.toContain('"row"');
			expect(simulator.ledger.tasks).toHaveLength(1);
		});
	});

	describe('File Name', () => {
		const named = async (fileName: string, more: object = {}) => {
			const parameters = { downloadFiles: true, options: { ...quick, fileName, ...more } };
			const { items, error } = await run(simulator, [submitImage(), wait(parameters)], {
				input: itemsOf({ prompt: '猫' }, { prompt: 'a/b' }),
			});
			return {
				error,
				names: items('Wait').map(({ binary }) =>
					Object.values(binary ?? {}).map((one) => [one.fileName, one.fileExtension]),
				),
			};
		};

		it('is made for every item, with the extension of the content', async () => {
			const { names } = await named('={{ $("Start").item.json.prompt }}');
			expect(names).toEqual([[['猫.png', 'png']], [['a_b.png', 'png']]]);
		});

		it.each([
			['in one item', false],
			['one item per file', true],
		])('numbers several files of one task, %s', async (_, itemPerFile) => {
			const threePictures = {
				operation: 'kImage2OfficialSubmit',
				prompt: 'a boat',
				advanced: { additionalFields: '{"n": 3}' },
			};
			const options = { ...quick, fileName: '={{ "v1.2" }}', itemPerFile };
			const { items } = await run(simulator, [
				{ type: 'kexiangOpenAi', name: 'Submit', parameters: threePictures },
				wait({ downloadFiles: true, options }),
			]);
			const names = items('Wait').flatMap(({ binary }) =>
				Object.values(binary ?? {}).map(({ fileName }) => fileName),
			);
			expect(names).toEqual(['v1.2_1.png', 'v1.2_2.png', 'v1.2_3.png']);
		});

		it('refuses a name that every object has', async () => {
			expect((await named('__proto__')).error?.message).toMatch(/^File Name is "__proto__"/);
		});

		it("stays the platform's own where the expression comes to nothing", async () => {
			const { names } = await named('={{ $json.nope }}');
			expect(names[0]).toEqual([[expect.stringMatching(/^kx_.*\.png$/), 'png']]);
		});
	});
});
