import type { INode } from 'n8n-workflow';

import type { Operation } from '../../nodes/shared/operation/operation';
import { OTHER } from '../../nodes/shared/operation/field';
import { PROVIDERS } from '../../scripts/providers';
import { freshSimulator } from '../support/operationCases';
import { itemsOf, run, submitImage, wait, type ChainNode } from '../support/kexiang';
import { nodeTypes } from '../support/nodeTypes';

/** Dropdowns that decide what else an item needs, held by an expression. */

const simulator = freshSimulator();

const typeOf = (label: string) =>
	nodeTypes().find(({ description }) => description.displayName === label)?.description.name ?? '';

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
