import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { nodeTypes } from '../support/nodeTypes';

/**
 * n8n gives an option that was added to a collection its default at once. A switch is added because one wants it, so
 * that it is on then; one that is added off does nothing, and looks as if it did.
 */

/** Switches that may be off when they are added, each with its reason. */
const MAY_BE_OFF: Record<string, string> = {
	checkFiles: 'files are looked at unless this is added, so that it is added to switch that off',
	watermark: 'it is added to be sure of either, so that it shows what the platform does by itself',
};

const SWITCHES = nodeTypes().flatMap(({ description }) => {
	const collections = description.properties.filter(({ type }) => type === 'collection');
	return collections.flatMap((collection) =>
		(collection.options ?? []).flatMap((option) =>
			'type' in option && option.type === 'boolean'
				? [{ description, collection, option, node: description.name, name: option.name }]
				: [],
		),
	);
});

const isOn = ({ default: usual }: INodeProperties) =>
	// In the tool of an agent the model says it, and this is what holds where it says nothing.
	usual === true || (typeof usual === 'string' && /, true\) \}\}$/.test(usual));

it('there are switches in every kind of collection that may have one', () => {
	const found = new Set(SWITCHES.map(({ collection }) => collection.name));
	expect([...found].sort()).toEqual(['options', 'waitOptions']);
	expect(new Set(SWITCHES.map(({ name }) => name)).size).toBeGreaterThan(15);
});

it.each(SWITCHES)('$node, $collection.name: $name is on when it is added', ({ option, name }) => {
	if (name in MAY_BE_OFF) return;
	expect({ name, isOn: isOn(option) }).toEqual({ name, isOn: true });
});

it('what may be off is there, and Check Files is', () => {
	const names = new Set(SWITCHES.map(({ name }) => name));
	expect(Object.keys(MAY_BE_OFF).filter((name) => !names.has(name))).toEqual([]);
	const checks = SWITCHES.filter(({ name }) => name === 'checkFiles');
	expect(new Set(checks.map(({ option }) => option.default))).toEqual(new Set([false]));
});

describe('in a workflow that was saved before', () => {
	/** As n8n fills in a node's parameters when it opens, runs and saves a workflow. */
	const filledIn = (
		collection: INodeProperties,
		stored: INodeParameters,
		returnDefaults: boolean,
	) =>
		NodeHelpers.getNodeParameters(
			[{ ...collection, displayOptions: {} }],
			stored,
			returnDefaults,
			false,
			null,
			null,
		);
	const own = (collection: INodeProperties, name: string): INodeProperties => ({
		...collection,
		// Whatever mode it belongs to.
		options: (collection.options ?? []).filter((option) => option.name === name).slice(0, 1),
	});

	it.each(SWITCHES)('$node, $collection.name: $name stays as it was', ({ collection, name }) => {
		const alone = own(collection, name);
		const [option] = alone.options ?? [];
		const shown = { ...alone, options: [{ ...option, displayOptions: {} } as INodeProperties] };
		for (const returnDefaults of [true, false]) {
			for (const value of [false, true]) {
				const stored = { [collection.name]: { [name]: value } };
				expect(filledIn(shown, stored, returnDefaults)).toEqual(stored);
			}
			const without = filledIn(shown, { [collection.name]: {} }, returnDefaults);
			expect(without?.[collection.name] ?? {}).toEqual({});
			const none = filledIn(shown, {}, returnDefaults);
			expect(none?.[collection.name] ?? {}).toEqual({});
		}
	});
});
