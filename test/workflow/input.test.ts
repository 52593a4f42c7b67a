import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { isNumberOfId } from '../../nodes/shared/answers/lookup';
import { OTHER } from '../../nodes/shared/operation/field';
import type { Operation } from '../../nodes/shared/operation/operation';
import { PROVIDERS } from '../../scripts/providers';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { drawing, drawingAndWaiting, GOES_ON } from '../support/boats';
import { askAgain, calling, durable, itemsOf, run, submitImage, wait } from '../support/kexiang';
import type { ChainNode } from '../support/kexiang';
import { nodeTypes } from '../support/nodeTypes';
import { inQuickTime } from '../support/quickTime';
import { runWell, useSimulator } from '../support/usedSimulator';

/** Values that an expression brings, through n8n's own engine. What each field takes, test/unit/fields tests. */

inQuickTime();
const simulator = useSimulator();
const requests = () => simulator.ledger.requests;

/**
 * What the platform is sent for one value, or what the user is told.
 * @param path the parameter, or an entry of Advanced
 */
async function outcomeOf(path: string, value: unknown) {
	const [name = '', place] = path.split('.').reverse();
	const given = { [name]: '={{ $json.value }}' };
	const mode = name === 'imageUrls' ? 'img2img' : 'text2img';
	const node = submitImage({ parameters: { mode, ...(place ? { [place]: given } : given) } });
	const { error } = await run(simulator, [node], { input: [{ json: { value } as never }] });
	expect(simulator.ledger.violations).toEqual([]);
	const [sent] = requests();
	expect(error === undefined).toBe(sent !== undefined);
	return error?.message ?? sent?.body;
}

const A = 'https://example.com/a.png';
const B = 'https://example.com/b.png?x=1,2';
const MEGABYTE = 'a paper boat on a lake at dawn. '.repeat(32_768);
const SIGNS = '一只纸船 🛶👩‍👩‍👧 \u0000 "quoted" \\ line\nbreak \u2028 ñ {{curly}}';
const own = (fields: object) => ({ user_input: expect.objectContaining(fields) as unknown });

describe('a value', () => {
	it.each<[string, string, unknown, object]>([
		['prompt', 'a number', 42, own({ prompt: '42' })],
		['prompt', 'signs of all kinds', SIGNS, own({ prompt: SIGNS })],
		['prompt', '1 MB', MEGABYTE, own({ prompt: MEGABYTE })],
		['imageUrls', 'a list', [A, B], own({ image_urls: [A, B] })],
		['imageUrls', 'text', `${A}，${B}`, own({ image_urls: [A, B] })],
		['advanced.source', 'a number as text', '0', { source: '0' }],
		['advanced.costType', 'a number as text', ' 2 ', { cost_type: 2 }],
		['advanced.costType', 'null', null, { cost_type: undefined }],
		['advanced.costType', 'blank', '', { cost_type: undefined }],
		['advanced.additionalFields', 'JSON', '{"size": "16:9"}', own({ size: '16:9' })],
		['advanced.additionalFields', 'an object', { size: '16:9' }, own({ size: '16:9' })],
		['advanced.additionalFields', 'null', null, own({})],
	])('of %s is sent: %s', async (path, _, value, sent) => {
		const body = { cost_type: undefined, ...Object(await outcomeOf(path, value)) };
		expect(body).toMatchObject(sent);
	});

	const base64 = `data:image/png;base64,${'A'.repeat(1_000_000)}`;
	const NO_IMAGE = /^Image URLs accepts an image, but the file of type image\/png is not an image/;
	it.each<[string, RegExp, unknown]>([
		['prompt', /^Prompt is required but empty \[item 0\]$/, undefined],
		['prompt', /^Prompt must be text, but is an object \[item 0\]$/, { text: 'a boat' }],
		['prompt', /^Prompt must be text, but is NaN/, Number.NaN],
		['prompt', /^Prompt contains an expression/, 'a {{ $json.boat }}'],
		['imageUrls', /^Image URLs is required but empty/, null],
		['imageUrls', /^Image URLs must contain URLs or files, but contains 7/, 7],
		['imageUrls', NO_IMAGE, base64],
		['advanced.costType', /^Cost Type must be a whole number/, 1.5],
		['advanced.costType', /^Cost Type must be at least 0, but is -1/, -1],
		['advanced.additionalFields', /^Additional Fields is not valid JSON/, '{"seed": 7'],
		['advanced.additionalFields', /^Additional Fields must be a JSON object/, [1]],
	])('of %s is refused: %s', async (path, message, value) => {
		expect(await outcomeOf(path, value)).toMatch(message);
	});

	it('that throws fails its own item only', async () => {
		const parameters = { prompt: '={{ $json.prompt.toUpperCase() }}' };
		const node = submitImage({ onError: 'continueErrorOutput', parameters });
		const input = itemsOf({ prompt: 'one' }, { prompt: null }, { prompt: 'two' });
		const { items } = await runWell(simulator, [node], { input });
		expect(items('Submit')).toHaveLength(2);
		const failed = expect.objectContaining({ prompt: null, error: expect.anything() });
		expect(items('Submit', 1).map(({ json }) => json)).toEqual([failed]);
		expect(simulator.ledger.tasks).toHaveLength(2);
	});
});

describe('a parameter whose expression n8n cannot evaluate', () => {
	const GONE = "={{ $('Gone').first().json.x }}";
	const given = { taskId: '1', taskSource: 'userTask' };
	it.each<[string, ChainNode]>([
		['Prompt', submitImage({ parameters: { prompt: GONE } })],
		['Simplify', drawing({ includeInputFields: false, simplify: GONE })],
		['Spending Limit', drawing({ simplify: true, spendingLimit: GONE })],
		['Additional Fields', submitImage({ parameters: { advanced: { additionalFields: GONE } } })],
		['File Name', drawingAndWaiting({ fileName: GONE })],
		['Task ID', wait({ ...given, taskId: GONE })],
		['File Name', wait({ ...given, options: { interval: 1, fileName: GONE } })],
		['Query Path', wait({ ...given, advanced: { queryPath: GONE } })],
	])('is named: %s', async (label, node) => {
		const { error } = await run(simulator, [node]);
		expect(error?.message).toContain(`${label} contains an expression that n8n cannot evaluate: `);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(requests()).toEqual([]);
	});
});

describe('a dropdown that decides what else an item needs, held by an expression', () => {
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

	it('is found in every operation', () => {
		const found = [...new Set(CASES.map(({ name }) => name))].sort();
		expect(found).toEqual(['mode', 'modelName', 'modelType', 'template']);
		expect(CASES.length).toBeGreaterThanOrEqual(18);
	});

	it.each(CASES)('$operation.value: $name', async ({ label, operation, name, values }) => {
		const parameters: INodeParameters = {
			...(operation.resource !== undefined && { resource: operation.resource }),
			operation: operation.value,
			// Whatever is always needed.
			prompt: 'a boat',
			modelName: 'some-model',
			userInput: '{"prompt": "a boat"}',
			audioUrl: 'https://example.com/a.mp3',
			...(name === 'template' && { imageUrls: A }),
			[name]: '={{ $json.value }}',
		};
		const type = nodeTypes().find(({ description }) => description.displayName === label);
		const node = { type: type?.description.name ?? '', name: 'Submit', ...GOES_ON, parameters };
		const input = itemsOf(...values.map((value) => ({ value })));
		const { error, items } = await run(simulator, [node], { input });
		// Not stopped as a whole: each item went its way, or was told what its own value needs.
		expect(error).toBeUndefined();
		expect(items('Submit')).toHaveLength(values.length);
		// What Create Task sends, the platform alone can check.
		if (operation.value === 'createTask') return;
		const labels = Object.values(operation.fields).map(({ property }) => property.displayName);
		for (const { json } of items('Submit')) {
			const { message } = Object(json.error ?? { message: labels[0] }) as { message: string };
			expect(labels.some((known) => message.startsWith(known))).toBe(true);
		}
		expect(simulator.ledger.violations).toEqual([]);
	});

	it('that says Other takes the free text beside it', async () => {
		const parameters = { modelName: '={{ $json.model }}', modelNameOther: 'gemini-9-image' };
		await run(simulator, [submitImage({ parameters })], { input: itemsOf({ model: OTHER }) });
		expect(requests()[0]?.body).toMatchObject(own({ modelName: 'gemini-9-image' }));
	});
});

describe('a file that the platform cannot fetch', () => {
	const url = 'https://kexiang.example.com';
	const atPublicUrl = { credential: { taskApiUrl: url, toolApiUrl: url } };
	const editing = (imageUrl: string) =>
		calling('Volcengine doubaoImageEdit3', { prompt: 'a boat', imageUrl });

	it('is refused before it is paid', async () => {
		const { error } = await run(simulator, [editing('http://nas/a.png')], atPublicUrl);
		const message = 'Image URL contains http://nas/a.png, which the platform cannot reach [item 0]';
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(/public URL/);
	});

	it('is refused in Additional Fields of a second item, before the first is paid', async () => {
		const node = submitImage({ parameters: { advanced: { additionalFields: '={{ $json }}' } } });
		const input = itemsOf({}, { mask: { url: 'http://192.168.1.5/mask.png' } });
		const { error } = await run(simulator, [node], { input, ...atPublicUrl });
		expect(error?.message).toBe(
			'Additional Fields contains http://192.168.1.5/mask.png, which the platform cannot reach [item 1]',
		);
	});

	it('is one where the platform itself is in the same network', async () => {
		const { error } = await run(simulator, [editing(`${simulator.filesUrl}/a.png`)]);
		expect(error?.message ?? '').not.toMatch(/cannot reach/);
		expect(requests().map(({ path }) => path)).toContain('/a.png');
	});
});

describe('a task ID that became a number', () => {
	/** 19 digits in JavaScript's hands: the last ones are lost. */
	const ROUNDED = Number('1234567890123456789');
	const WHY =
		/: a spreadsheet or a program turned the ID into a number, which may have lost digits/;

	it('is known from IDs', () => {
		const numbers: unknown[] = [
			ROUNDED,
			1e21,
			33203.5,
			'1\u00a0234\u00a0567',
			'1\u202f234\u202f567',
		];
		numbers.push(...'1.23457E+18 1,23457E+18 1e+21 1.2345e18 1.234.567 1’234’567'.split(' '));
		numbers.push(...'12,34,567 1，234，567 1,234,567.00 33203.0 33203,00'.split(' '));
		numbers.push(' 1,234,567 ', '1 234 567');
		expect(numbers.filter((value) => !isNumberOfId(value))).toEqual([]);
		const others: unknown[] = [
			33203,
			'1e21e0d2-1111-4222-8333-444455556666',
			'',
			null,
			undefined,
			{},
		];
		others.push(...'33203 1234567890123456789 0033203 12345e67 cgt-20260101-1.2'.split(' '));
		others.push(...'task_1.5 33203,33204 pending'.split(' '));
		expect(others.filter(isNumberOfId)).toEqual([]);
	});

	const skipping = (taskIdColumn: string) => drawing({ skipItemsWithTask: true, taskIdColumn });
	const queried = submitImage({ parameters: { operation: 'kbananaOfficialQuery' } });
	const NODES: Array<[string, ChainNode, object, string]> = [
		['Kexiang Wait for Task', wait(), {}, 'Task ID is '],
		['Get Status', wait({ operation: 'getStatus' }), {}, 'Task ID is '],
		['the durable wait', durable(), { connections: askAgain() }, 'Task ID is '],
		['Get Result', queried, {}, 'Task ID is '],
		['an expression', wait({ taskId: '={{ $json.cell }}' }), {}, 'Task ID is '],
		['the column taskId', skipping('taskId'), {}, 'in the column "taskId"'],
		['the column cell', skipping('cell'), {}, 'in the column "cell"'],
	];
	it.each(NODES)('%s: is refused, with the reason', async (_, node, wires, where) => {
		for (const taskId of [ROUNDED, '1.23457E+18', ' 1,234,567 ']) {
			const input = itemsOf({ prompt: 'a boat', taskId, cell: taskId });
			const { error } = await run(simulator, [node], { input, ...wires });
			expect(error?.message).toMatch(WHY);
			expect(error?.message).toContain(where);
			expect(error?.message).toContain(String(taskId).slice(0, 8).trim());
			expect(error?.description).toMatch(/as text .* Nothing was sent\.$/);
		}
		expect(requests()).toEqual([]);
	});

	it('is refused in an error that came from a table', async () => {
		const error = { message: 'm', description: 'd', taskId: ROUNDED, taskSource: 'userTask' };
		const { error: told } = await run(simulator, [wait()], { input: itemsOf({ error }) });
		expect(told?.message).toMatch(WHY);
		expect(requests()).toEqual([]);
	});

	it('is refused in one item of several where errors go on', async () => {
		const { items: made } = await run(simulator, [submitImage()]);
		const taskId = made('Submit')[0]?.json.taskId as string;
		const input = itemsOf({ taskId }, { taskId: ROUNDED });
		const { items } = await run(simulator, [wait({}, GOES_ON)], { input });
		const [good, bad] = items('Wait').map(({ json }) => json);
		expect(good).toMatchObject({ taskId, state: 'success' });
		expect(bad).toEqual({
			error: expect.objectContaining({ message: expect.stringMatching(WHY) }),
		});
	});

	it.each(AGENT_KINDS)('is told to the model of %s', async (kind) => {
		const { said, errors } = await runAsTool(simulator, kind, wait({ taskId: '1.23E+18' }));
		expect([...said, ...errors].join()).toMatch(WHY);
		expect(requests()).toEqual([]);
	});
});

describe('a task ID that is entered', () => {
	const poll = async (id: unknown, taskSource = 'userTask') => {
		const node = wait({ operation: 'getStatus', taskId: '={{ $json.id }}', taskSource });
		const input: INodeExecutionData[] = [{ json: { id } as never }];
		return (await run(simulator, [node], { input })).error?.message;
	};

	it.each([[[' 33202 ']], ['\u200b33202'], ['\u202a33202\u202c'], [33202]])(
		'%j is asked for',
		async (id) => {
			await poll(id);
			expect(requests().map(({ path }) => path)).toEqual([expect.stringMatching(/\/33202$/)]);
		},
	);

	it.each<[RegExp, unknown]>([
		[/^Task ID is required but empty/, null],
		[/^Task ID is "1{60}"/, '1'.repeat(100_000)],
		[/^Task ID is "..\/..\/admin", which does not look like an ID of /, '../../admin'],
		[/^Task ID is "33202\?x=1"/, '33202?x=1'],
		[/^Task ID is "１２３"/, '１２３'],
		[/^Task ID must be text, but is a list/, ['33202', '33203']],
		[/^Task ID contains an expression/, '{{ $json.taskId }}'],
	])('is refused before it is sent: %s', async (message, id) => {
		expect(await poll(id)).toMatch(message);
		expect(requests()).toEqual([]);
	});

	it.each(['..', 'a/b', 'a b', '%2e%2e'])('a tool is not asked for %j', async (id) => {
		expect(await poll(id, 'toolTask')).toMatch(/^Task ID is /);
		expect(requests()).toEqual([]);
	});
});

describe("a path of one's own", () => {
	const submitted = async (parameters: INodeParameters) => {
		const given = { videoUrl: 'https://example.com/a.mp4', ...parameters };
		return await run(simulator, [calling('Hunyuan videoStylizeSubmit', given)]);
	};

	it('of a submission holds no task ID, as the one of a query does', async () => {
		const path = '/minimalist/api/hunyuan/videoStylizeQuery/{id}';
		const { error } = await submitted({ advanced: { path } });
		expect(error?.message).toMatch(/^Path contains \{id\}, but a task has no ID before/);
		expect(error?.description).toContain('Advanced > Query Path');
		expect(requests()).toEqual([]);
	});

	it('of the question stands under Advanced, and pays for nothing', async () => {
		const queryPath = '/minimalist/api/hunyuan/stylizeResult';
		const waitOptions = { timeLimit: 0.05, schedule: 'fixed', interval: 0.2 };
		const { error } = await submitted({
			waitForCompletion: true,
			advanced: { queryPath },
			waitOptions,
		});
		expect(error?.message).toBeDefined();
		const [first, ...others] = requests().map(({ path }) => path);
		expect(first).toBe('/minimalist/api/hunyuan/videoStylize');
		expect(new Set(others)).toEqual(new Set([queryPath]));
		expect(simulator.ledger.tasks).toHaveLength(1);
	});
});
