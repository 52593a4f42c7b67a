import { type INodeParameters, type INodeProperties, NodeHelpers } from 'n8n-workflow';

import { EXTRAS, toRequest } from '../../nodes/shared/operation/extras';
import { ADVANCED, OPTIONS, readFields } from '../../nodes/shared/operation/field';
import type { Field, Place } from '../../nodes/shared/operation/field';
import type { Operation } from '../../nodes/shared/operation/operation';
import { loadContract, type Schema } from '../../simulator/contract';
import { choosing, filledIn, FORMS, nodeOf, NODES, OPERATIONS, valuesOf } from '../support/forms';
import { nodeTypes } from '../support/nodeTypes';

/** What a change of a form keeps, and what it sends. */

type Any = Field<unknown>;
const TYPES = nodeTypes().map(({ description }) => description);
type Description = (typeof TYPES)[number];

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
		const saying = OPERATIONS.flatMap(({ operation }) => Object.values(operation.fields)).filter(
			({ place, taken }) => place === 'form' && taken !== undefined,
		);
		expect(saying.length).toBeGreaterThan(0);
		for (const { property } of saying) expect(property.default).toBe('');
	});
});

/**
 * n8n gives an option that was added to a collection its default at once. A switch is added because one wants it, so
 * that it is on then; one that is added off does nothing, and looks as if it did.
 */
describe('a switch', () => {
	/** Files are looked at unless the first is added; the second shows what the platform does by itself. */
	const MAY_BE_OFF = ['checkFiles', 'watermark'];

	const SWITCHES = TYPES.flatMap(({ name: node, properties }) =>
		properties
			.filter(({ type }) => type === 'collection')
			.flatMap((collection) =>
				(collection.options as INodeProperties[])
					.filter(({ type }) => type === 'boolean')
					.map((option) => ({ collection, option, node, name: option.name })),
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

describe('what a form sends', () => {
	const contract = loadContract();
	const URL = 'https://example.com/a.png';

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
	function sent(operation: Operation, form: INodeParameters, options: INodeParameters = {}) {
		const raw = (name: string, place: string) => (place === 'form' ? form : options)[name];
		const extras = readFields(EXTRAS, (name) => options[name]);
		return new Map(leaves(toRequest(operation.resolve?.(raw) ?? operation, raw, extras).body));
	}

	const referred = ({ $ref }: Schema): Schema[] =>
		$ref === undefined ? [] : [contract.resolve($ref) as Schema];
	function propertyOf(schema: Schema, name: string): Schema {
		const { items, properties, allOf = [] } = schema;
		const own = /^\d+$/.test(name) ? (items as Schema) : properties?.[name];
		const parts = [...referred(schema), ...allOf].map((part) => propertyOf(part, name));
		return Object.assign({}, ...parts, own) as Schema;
	}
	/** What the contract says of this place of a body. */
	function schemaAt({ value }: Operation, path: string): Schema {
		const found = path
			.split('/')
			.slice(1)
			.reduce(propertyOf, contract.byId.get(value)?.body ?? {});
		return Object.assign({}, ...referred(found), found) as Schema;
	}

	const SENDING = FORMS.filter(({ operation }) => !['query', 'link'].includes(operation.kind));
	/** What a Custom Request sends, its user alone knows. */
	const KNOWN = SENDING.filter(({ operation }) => operation.evidence.path !== 'user');
	/** Fields of a form that may be left as they are. */
	const optionalIn = ({ operation, mode }: (typeof FORMS)[number]) =>
		Object.entries(operation.fields).filter(
			([, { place, required, modes }]) =>
				place === 'form' && !required && (modes?.includes(mode ?? '') ?? true),
		);

	it.each(KNOWN)('is no field left as it is: $operation.value, mode $mode', (one) => {
		const { operation, mode } = one;
		const form = inForm(operation, mode);
		for (const [name, { property, taken }] of optionalIn(one)) {
			const sentWith = (value: unknown) =>
				sent(operation, { ...form, [name]: value } as INodeParameters);
			const before = sentWith(undefined);
			expect([name, ...sentWith(property.default)]).toEqual([name, ...before]);
			if (taken === undefined) continue;
			// What the form says that the platform takes is in the contract.
			const isSure = typeof taken !== 'object';
			const added = [...sentWith(isSure ? taken : taken.likely)].filter(
				([path]) => !before.has(path),
			);
			const schema = schemaAt(operation, added[0]?.[0] ?? '');
			expect([name, ...added.map(([, value]) => value)]).toEqual([name, schema.default]);
			const confirmed = (schema['x-confirmed'] as unknown[] | undefined) ?? [];
			const isDerived =
				operation.evidence.body === 'D' ||
				(schema['x-evidence'] === 'D' && !confirmed.includes(schema.default));
			if (isDerived) expect([name, isSure]).toEqual([name, false]);
		}
	});

	/** Switches of which nobody knows what the platform takes by itself; they send what they show. */
	const UNKNOWN = ['/isFontAuto', '/isFontBold'];

	// An option must change nothing; or it is a switch, one of whose positions changes nothing.
	it.each(SENDING)('is no option that was added: $operation.value, mode $mode', (one) => {
		const { operation, mode, ...node } = one;
		const form = inForm(operation, mode);
		const before = sent(operation, form);
		const root = { ...choosing(operation), ...form };
		const isShown = (property: INodeProperties, values: INodeParameters) =>
			NodeHelpers.displayParameter(values, property, nodeOf(node.description), null, root);
		const options = node.properties
			.filter((property) => [OPTIONS, ADVANCED].includes(property.name) && isShown(property, root))
			.flatMap((collection) => collection.options as INodeProperties[])
			.filter((option) => isShown(option, {}));
		expect(options.length).toBeGreaterThan(2);

		const changesOf = (name: string, untouched: unknown): string[] => {
			try {
				const after = sent(operation, form, { [name]: untouched } as INodeParameters);
				const changed = [...after].filter(([path, value]) => {
					if (before.get(path) === value || UNKNOWN.includes(path)) return false;
					return before.has(path) || value !== schemaAt(operation, path).default;
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

describe('Time Limit', () => {
	const WAITING = TYPES.filter(({ name }) => name.startsWith('kexiangWaitForTask'));
	const AS = WAITING.flatMap((description) => [
		description,
		...(description.usableAsTool ? [{ ...description, name: `${description.name}Tool` }] : []),
	]);
	const namesOf = (properties: readonly { name: string }[]) => properties.map(({ name }) => name);

	/** What a person sees of the form, and is offered in Options. */
	function formOf(description: Description, stored: INodeParameters) {
		const parameters = filledIn(description, stored);
		/** As the editor does: rules of a collection's options are read where the collection stands. */
		const shows = (one: INodeProperties, path: string) =>
			NodeHelpers.displayParameterPath({ parameters }, one, path, nodeOf(description), description);
		const seen = description.properties.filter((one) => shows(one, 'parameters'));
		const options = seen.find(({ name }) => name === 'options')?.options ?? [];
		const offered = options.filter((one) => 'type' in one && shows(one, 'parameters.options'));
		return { form: namesOf(seen), options: namesOf(offered) };
	}

	it('is in a form of its own where the form has On Timeout', () => {
		expect(AS).toHaveLength(3);
		for (const description of AS) {
			const { form, options } = formOf(description, {});
			const place = form.indexOf('timeLimit');
			expect(form.slice(place, place + 2)).toEqual(['timeLimit', 'onTimeout']);
			expect(options).not.toContain('timeLimit');
			const minutes = description.name.endsWith('Tool') ? 5 : 60;
			expect(filledIn(description, {}).timeLimit).toBe(minutes);
		}
	});

	it.each(AS)('of an older workflow stays where it was in $name', (description) => {
		const stored = { options: { timeLimit: 240, simplify: false } };
		const { form, options } = formOf(description, stored);
		expect(form).toContain('onTimeout');
		expect(form).not.toContain('timeLimit');
		expect(options).toContain('timeLimit');
		expect(filledIn(description, stored).options).toEqual(stored.options);
		// As it is saved again.
		expect(filledIn(description, stored, false)).toEqual(stored);
	});

	it('is among the same options as On Timeout in the nodes that submit', () => {
		const options = TYPES.flatMap(({ properties }) => properties)
			.filter(({ type }) => type === 'collection')
			.map(({ options: all = [] }) => namesOf(all))
			.filter((names) => names.includes('onTimeout'));
		expect(options.length).toBeGreaterThan(0);
		for (const names of options) expect(names).toContain('timeLimit');
	});

	it('says what it means under Retry On Fail', () => {
		const limits = TYPES.flatMap(({ name: node, properties }) =>
			properties
				.flatMap((one) => [one, ...(one.type === 'collection' ? (one.options ?? []) : [])])
				.filter((one): one is INodeProperties => one.name === 'timeLimit' && 'type' in one)
				.map(({ description = '' }) => [node, description] as const),
		);
		expect(limits.length).toBeGreaterThan(5);
		for (const [node, description] of limits) {
			const tries = node.endsWith('Durable') ? 'all tries together wait' : 'each try waits';
			expect(description.endsWith(`With Retry On Fail, ${tries} that long.`)).toBe(true);
		}
	});
});
