import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { EXTRAS, toRequest } from '../../nodes/shared/operation/extras';
import {
	ADVANCED,
	OPTIONS,
	readFields,
	type Field,
	type Place,
} from '../../nodes/shared/operation/field';
import type { Operation } from '../../nodes/shared/operation/operation';
import { loadContract, type Schema } from '../../simulator/contract';
import { choosing, filledIn, FORMS, nodeOf, NODES, valuesOf } from '../support/forms';
import { nodeTypes } from '../support/nodeTypes';

/** What a change of a form keeps, and what it sends. */

type Any = Field<unknown>;

describe('a person who chooses another operation', () => {
	const COLLECTIONS = { options: OPTIONS, advanced: ADVANCED };
	const at = (values: INodeParameters, name: string, place: Place): unknown =>
		place === 'form' ? values[name] : (values[COLLECTIONS[place]] as INodeParameters)?.[name];
	const putAt = (name: string, value: unknown, place: Place) =>
		(place === 'form'
			? { [name]: value }
			: { [COLLECTIONS[place]]: { [name]: value } }) as INodeParameters;

	/** Values that both fields take, none of them empty. */
	function commonValues({ property: one }: Any, { property: other }: Any): unknown[] {
		const isKnown = (value: unknown) =>
			other.type !== 'options' || valuesOf(other).includes(String(value));
		const values = { boolean: [true, false], number: [7], json: ['{"a":1}'], color: ['#102030'] };
		const found =
			one.type === 'options'
				? valuesOf(one).filter((value) => value !== '')
				: ((values as Record<string, unknown[]>)[one.type] ?? ['1024x1536']);
		return found.filter(isKnown);
	}

	/** A mode in which the field shows; the form's own first one where it does not matter. */
	const modeFor = ({ fields }: Operation, { modes }: Any) =>
		fields.mode && (modes?.[0] ?? valuesOf(fields.mode.property)[0]);

	const PAIRS = NODES.flatMap(({ provider, description }) => {
		const own = provider.operations.filter(({ kind }) => kind !== 'query');
		return own.flatMap((from) =>
			own.filter((to) => to !== from).map((to) => ({ description, from, to })),
		);
	});

	it('keeps each value that both know', () => {
		const lost: string[] = [];
		let kept = 0;
		for (const { description, from, to } of PAIRS) {
			/** As the editor: what is a default goes, the new value comes, and the form is filled up again. */
			const change = (before: INodeParameters, given: INodeParameters) =>
				filledIn(description, { ...filledIn(description, before, false), ...given });
			for (const [name, field] of Object.entries(from.fields)) {
				const other = to.fields[name];
				if (other === undefined || name === 'mode') continue;
				for (const value of commonValues(field, other)) {
					const start = change({}, choosing(from, modeFor(from, field)));
					const typed = change(start, putAt(name, value, field.place));
					const moved = change(typed, choosing(to, modeFor(to, other)));
					const found = at(moved, name, other.place);
					if (found === value) kept += 1;
					else lost.push(`${from.value} to ${to.value}: ${name} ${value} becomes ${found}`);
				}
			}
		}
		expect(lost).toEqual([]);
		expect(kept).toBeGreaterThan(1000);
	});

	it('finds the same parameter at the same place in all operations of a node', () => {
		const apart = NODES.flatMap(({ provider }) => {
			const fields = provider.operations.flatMap((one) => Object.entries(one.fields));
			return [...new Set(fields.map(([name]) => name))].flatMap((name) => {
				const same = fields.filter(([one]) => one === name);
				const places = same.map(([, { place, property }]) => `${place}, ${property.displayName}`);
				return new Set(places).size === 1 ? [] : [`${provider.name}: ${name} in ${places}`];
			});
		});
		expect(apart).toEqual([]);
	});

	it('has not chosen what a dropdown says that was left as it is', () => {
		const saying = NODES.flatMap(({ provider }) => provider.operations)
			.flatMap(({ fields }) => Object.entries(fields))
			.filter(([, { place, taken }]) => place === 'form' && taken !== undefined)
			.map(([name, { property }]) => [name, property.default]);
		expect(saying.length).toBeGreaterThan(0);
		expect(saying.filter(([, usual]) => usual !== '')).toEqual([]);
	});
});

/**
 * n8n gives an option that was added to a collection its default at once. A switch is added because one wants it, so
 * that it is on then; one that is added off does nothing, and looks as if it did.
 */
describe('a switch', () => {
	/** Files are looked at unless the first is added; the second shows what the platform does by itself. */
	const MAY_BE_OFF = ['checkFiles', 'watermark'];

	const SWITCHES = nodeTypes().flatMap(({ description }) =>
		description.properties
			.filter(({ type }) => type === 'collection')
			.flatMap((collection) =>
				(collection.options as INodeProperties[])
					.filter(({ type }) => type === 'boolean')
					.map((option) => ({ collection, option, node: description.name, name: option.name })),
			),
	);

	it('is in every kind of collection that may have one', () => {
		const found = new Set(SWITCHES.map(({ collection }) => collection.name));
		expect([...found].sort()).toEqual(['options', 'waitOptions']);
		expect(new Set(SWITCHES.map(({ name }) => name)).size).toBeGreaterThan(15);
	});

	it('is on when it is added, but for a reason', () => {
		const isOn = ({ default: usual }: INodeProperties) =>
			// In the tool of an agent the model says it, and this is what holds where it says nothing.
			usual === true || (typeof usual === 'string' && /, true\) \}\}$/.test(usual));
		const off = SWITCHES.filter(({ option }) => !isOn(option));
		expect([...new Set(off.map(({ name }) => name))].sort()).toEqual(MAY_BE_OFF);
		const checks = SWITCHES.filter(({ name }) => name === 'checkFiles');
		expect(new Set(checks.map(({ option }) => option.default))).toEqual(new Set([false]));
	});

	it.each(SWITCHES)('$node, $collection.name: $name stays as it was saved', (one) => {
		const { collection, option, name } = one;
		// Whatever mode it belongs to.
		const alone = { ...option, displayOptions: {} };
		const form = [{ ...collection, displayOptions: {}, options: [alone] }];
		for (const withDefaults of [true, false]) {
			const opened = (stored: INodeParameters) =>
				NodeHelpers.getNodeParameters(form, stored, withDefaults, false, null, null);
			for (const value of [false, true]) {
				const stored = { [collection.name]: { [name]: value } };
				expect(opened(stored)).toEqual(stored);
			}
			for (const stored of [{ [collection.name]: {} }, {}])
				expect(opened(stored)?.[collection.name] ?? {}).toEqual({});
		}
	});
});

/** Added and left as it is, it must change nothing; or it is a switch, one of whose positions changes nothing. */
describe('an option that was added', () => {
	const contract = loadContract();
	const URL = 'https://example.com/a.png';
	/** Switches of which nobody knows what the platform takes by itself; they send what they show. */
	const UNKNOWN = ['/isFontAuto', '/isFontBold'];

	/** What stands in the form itself: something for every field that wants something. */
	const inForm = ({ fields }: Operation, mode: string | undefined): INodeParameters =>
		Object.fromEntries(
			Object.entries(fields).flatMap(([name, { place, media, property, required }]) => {
				if (place !== 'form') return [];
				if (name === 'mode') return [[name, mode]];
				if (!required || property.type === 'options') return [[name, property.default]];
				// Hunyuan's first template wants two.
				if (media) return [[name, name.endsWith('s') ? [URL, URL] : URL]];
				if (property.type === 'json') return [[name, '{"prompt":"a boat"}']];
				if (name === 'path') return [[name, '/minimalist/api/x']];
				return [[name, property.default === '' ? 'a boat' : property.default]];
			}),
		) as INodeParameters;

	/** The values of a body by their paths. */
	function leaves(value: unknown, path = ''): Array<[string, unknown]> {
		if (typeof value !== 'object' || value === null)
			return value === undefined ? [] : [[path, value]];
		return Object.entries(value).flatMap(([name, one]) => leaves(one, `${path}/${name}`));
	}
	function sent(operation: Operation, form: INodeParameters, options: INodeParameters) {
		const raw = (name: string, place: string) => (place === 'form' ? form : options)[name];
		const extras = readFields(EXTRAS, (name) => options[name]);
		return new Map(leaves(toRequest(operation.resolve?.(raw) ?? operation, raw, extras).body));
	}

	/** What the platform takes when a field is not sent, as the contract knows it. */
	const platformDefault = ({ value }: Operation, path: string): unknown => {
		const names = path.split('/').slice(1);
		const found = names.reduce(propertyOf, contract.byId.get(value)?.body ?? {});
		return [found, ...referred(found)].find((schema) => 'default' in schema)?.default;
	};
	const referred = ({ $ref }: Schema): Schema[] =>
		$ref === undefined ? [] : [contract.resolve($ref) as Schema];

	function propertyOf(schema: Schema, name: string): Schema {
		const { items, properties, allOf = [] } = schema;
		const own = /^\d+$/.test(name) ? (items as Schema) : properties?.[name];
		const parts = [...referred(schema), ...allOf].map((part) => propertyOf(part, name));
		return Object.assign({}, ...parts, own) as Schema;
	}

	const SENDING = FORMS.filter(({ operation }) => !['query', 'link'].includes(operation.kind));

	it.each(SENDING)('to $operation.value, mode $mode', ({ operation, mode, ...node }) => {
		const form = inForm(operation, mode);
		const before = sent(operation, form, {});
		const root = { ...choosing(operation), ...form };
		const isShown = (one: INodeProperties, values: INodeParameters) =>
			NodeHelpers.displayParameter(values, one, nodeOf(node.description), null, root);
		const options = node.properties
			.filter((one) => [OPTIONS, ADVANCED].includes(one.name) && isShown(one, root))
			.flatMap((collection) => collection.options as INodeProperties[])
			.filter((option) => isShown(option, {}));
		expect(options.length).toBeGreaterThan(2);

		const changesOf = (name: string, untouched: unknown): string[] => {
			try {
				const after = sent(operation, form, { [name]: untouched } as INodeParameters);
				const changed = [...after].filter(([path, value]) => {
					if (before.get(path) === value || UNKNOWN.includes(path)) return false;
					return before.has(path) || value !== platformDefault(operation, path);
				});
				const gone = [...before].filter(([path]) => !after.has(path));
				return [...changed, ...gone].map(([path]) => `${name}: ${path}`);
			} catch (cause) {
				return [`${name}: ${String(cause)}`, 'it is refused'];
			}
		};
		for (const { name, type, default: untouched } of options) {
			const on = changesOf(name, untouched);
			const isWanted = type === 'boolean' && untouched === true;
			// The switch alone, and off it is what the platform does by itself.
			if (isWanted && on.length === 1) expect(changesOf(name, false)).toEqual([]);
			else expect(on).toEqual([]);
		}
	});
});
