import { NodeHelpers, traverseNodeParameters, type INodeParameters } from 'n8n-workflow';

import type { Operation } from '../../nodes/shared/operation/operation';
import type { Provider } from '../../nodes/shared/run/plan';
import { PROVIDERS } from '../../scripts/providers';
import { nodeTypes } from '../support/nodeTypes';
import { newestVersion } from '../support/newestVersion';

const TYPES = nodeTypes();
const OPERATIONS = PROVIDERS.flatMap((provider) =>
	provider.operations.map((operation) => ({
		provider,
		operation,
		title: `${provider.name}: ${operation.name}`,
	})),
);

/** The parameters of a node to which nobody gave any but these, as n8n fills them in. */
function filledIn(
	{ name }: Provider,
	{ resource, value }: Operation,
	isTool: boolean,
	more: INodeParameters = {},
) {
	const found = TYPES.find(({ description }) => description.displayName === name);
	if (!found) throw new Error(`${name} has no node`);
	const description = {
		...found.description,
		name: `${found.description.name}${isTool ? 'Tool' : ''}`,
	};
	const given = { operation: value, ...(resource !== undefined && { resource }), ...more };
	const node = { type: description.name, typeVersion: newestVersion(description) };
	const { properties } = description;
	return {
		description,
		node,
		parameters:
			NodeHelpers.getNodeParameters(properties, given, true, false, node, description) ?? {},
	};
}

/** What n8n would ask the model for. */
function askedFor(parameters: INodeParameters) {
	const found: Array<{ key: string; description?: string; type?: string; defaultValue?: unknown }> =
		[];
	traverseNodeParameters(parameters, found as never);
	return found;
}

const isPaid = ({ kind }: Operation) => kind === 'submit' || kind === 'sync';
/** What people choose, as it decides who is paid, or where something is sent. */
const FOR_PEOPLE = ['modelName', 'modelType', 'reviewAssets'];

describe.each(OPERATIONS)('the tool of $title', ({ provider, operation }) => {
	const { parameters, description, node } = filledIn(provider, operation, true);
	const asked = askedFor(parameters);

	it('shows each parameter once', () => {
		const shown = description.properties
			.filter((property) => NodeHelpers.displayParameter(parameters, property, node, description))
			.map(({ name }) => name);
		expect(shown).toEqual([...new Set(shown)]);
	});

	it('asks the model under one key for each parameter, in words', () => {
		expect(new Set(asked.map(({ key }) => key)).size).toBe(asked.length);
		for (const { key, description: said } of asked) {
			expect(key).toMatch(/^[\w-]{1,63}$/);
			expect(said).toMatch(/^\S.{8,}/s);
			expect(said).not.toContain('undefined');
		}
	});

	it('asks for all that stands in the form, with allowed words and limits', () => {
		if (!isPaid(operation) || operation.evidence.path === 'user') return;
		for (const [name, field] of Object.entries(operation.fields)) {
			const value = parameters[name];
			if (!(name in parameters) || FOR_PEOPLE.includes(name)) continue;
			const [call] = askedFor({ value } as INodeParameters);
			expect([name, call?.description]).toEqual([
				name,
				expect.stringContaining(field.property.description ?? ''),
			]);
			for (const option of field.property.options ?? [])
				if ('value' in option && option.value !== '')
					expect(call?.description).toContain(String(option.value));
			const { minValue, maxValue } = field.property.typeOptions ?? {};
			for (const limit of [minValue, maxValue])
				if (limit !== undefined) expect(call?.description).toContain(String(limit));
			if (field.limit !== undefined) expect(call?.description).toContain(field.limit);
			if (typeof field.property.default === 'number')
				expect(call).toMatchObject({ type: 'number', defaultValue: field.property.default });
		}
	});

	it('says what it does, what it costs, and what guards the money', () => {
		const told = String(parameters.toolDescription);
		expect(told.startsWith(`${operation.action}.`)).toBe(true);
		const paid = ['Costs credits', 'never repeat', 'Spending Limit', 'Preview Request'];
		for (const said of isPaid(operation) ? paid : ['Costs nothing']) expect(told).toContain(said);
	});

	it('waits for its task, unless switched off', () => {
		const waits = operation.kind !== 'query' && operation.taskSource !== undefined;
		expect(parameters.waitForCompletion).toBe(waits ? true : undefined);
		const off = filledIn(provider, operation, true, { waitForCompletion: false });
		expect(off.parameters.waitForCompletion).toBe(waits ? false : undefined);
	});
});

it.each(OPERATIONS)(
	'$title asks no model, and waits for nothing, where it is no tool',
	({ provider, operation }) => {
		const { parameters } = filledIn(provider, operation, false);
		expect(askedFor(parameters)).toEqual([]);
		expect(parameters.toolDescription).toBeUndefined();
		expect(parameters.waitForCompletion ?? false).toBe(false);
	},
);
