import { NodeHelpers, traverseNodeParameters, type INodeParameters } from 'n8n-workflow';

import type { Operation } from '../../nodes/shared/operation/operation';
import { choosing, filledIn, nodeOf, OPERATIONS } from '../support/forms';

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

describe.each(OPERATIONS)('the tool of $provider.name: $operation.name', (one) => {
	const { operation } = one;
	const description = { ...one.description, name: `${one.description.name}Tool` };
	const parameters = filledIn(description, choosing(operation));
	const asked = askedFor(parameters);
	const waits = operation.kind !== 'query' && operation.taskSource !== undefined;

	it('shows each parameter once', () => {
		const node = nodeOf(description);
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
		for (const [name, { property, limit }] of Object.entries(operation.fields)) {
			if (!(name in parameters)) continue;
			const [call] = askedFor({ value: parameters[name] } as INodeParameters);
			if (FOR_PEOPLE.includes(name)) {
				expect(call).toBeUndefined();
				continue;
			}
			const options = (property.options ?? []).map((option) => 'value' in option && option.value);
			const { minValue, maxValue } = property.typeOptions ?? {};
			for (const said of [property.description, ...options, minValue, maxValue, limit])
				if (said)
					expect([name, call?.description]).toEqual([name, expect.stringContaining(`${said}`)]);
			if (typeof property.default === 'number')
				expect(call).toMatchObject({ type: 'number', defaultValue: property.default });
		}
	});

	it('says what it does, what it costs, and what guards the money', () => {
		const told = String(parameters.toolDescription);
		expect(told.startsWith(`${operation.action}.`)).toBe(true);
		const paid = ['Costs credits', 'never repeat', 'Spending Limit', 'Preview Request'];
		for (const said of isPaid(operation) ? paid : ['Costs nothing']) expect(told).toContain(said);
	});

	it('waits for its task, unless switched off', () => {
		const off = filledIn(description, { ...choosing(operation), waitForCompletion: false });
		expect([parameters, off].map(({ waitForCompletion }) => waitForCompletion)).toEqual(
			waits ? [true, false] : [undefined, undefined],
		);
	});

	it('asks no model, and waits for nothing, where it is no tool', () => {
		const outside = filledIn(one.description, choosing(operation));
		expect(askedFor(outside)).toEqual([]);
		expect(outside.toolDescription).toBeUndefined();
		expect(outside.waitForCompletion ?? false).toBe(false);
	});
});
