import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { EXTRAS, toRequest } from '../../nodes/shared/operation/extras';
import { ADVANCED, OPTIONS, readFields } from '../../nodes/shared/operation/field';
import { providerForm } from '../../nodes/shared/operation/form';
import type { Operation } from '../../nodes/shared/operation/operation';
import { PROVIDERS } from '../../scripts/providers';
import { loadContract, type Schema } from '../../simulator/contract';

/**
 * n8n gives an option that was added to the form its default at once: adding it must change nothing. A switch is on
 * then, as one adds it because one wants it (`switches.test.ts`): here one of its two positions must change nothing.
 */

const contract = loadContract();
const URL = 'https://example.com/a.png';

const modesOf = ({ fields }: Operation) =>
	(fields.mode?.property.options ?? []).flatMap((option) =>
		'value' in option ? [String(option.value)] : [],
	);

/** What stands in the form itself: something for every field that wants something. */
function inForm(operation: Operation, mode: string | undefined): INodeParameters {
	const filled = Object.entries(operation.fields).map(
		([name, { place, media, property, required }]) => {
			if (place !== 'form') return [name, undefined];
			if (!required || property.type === 'options')
				return [name, name === 'mode' ? mode : property.default];
			// Hunyuan's first template wants two.
			if (media) return [name, name.endsWith('s') ? [URL, URL] : URL];
			if (property.type === 'json') return [name, '{"prompt":"a boat"}'];
			if (name === 'path') return [name, '/minimalist/api/x'];
			return [name, property.default === '' ? 'a boat' : property.default];
		},
	);
	return { operation: operation.value, ...Object.fromEntries(filled) };
}

function bodyOf(operation: Operation, form: INodeParameters, options: INodeParameters) {
	const raw = (name: string, place: string) => (place === 'form' ? form : options)[name];
	const chosen = operation.resolve?.(raw) ?? operation;
	const extras = readFields(EXTRAS, (name) => options[name]);
	return toRequest(chosen, raw, extras);
}

/** The values of a body by their paths. */
function leaves(value: unknown, path = ''): Array<[string, unknown]> {
	if (typeof value !== 'object' || value === null)
		return value === undefined ? [] : [[path, value]];
	return Object.entries(value).flatMap(([name, one]) => leaves(one, `${path}/${name}`));
}

/** What the platform takes when a field is not sent, as the contract knows it. */
function platformDefault(operation: Operation, path: string): unknown {
	let schema: Schema | undefined = contract.byId.get(operation.value)?.body;
	for (const name of path.split('/').slice(1)) {
		schema = propertyOf(schema, name);
	}
	return withReference(schema)?.default;
}

const withReference = (schema: Schema | undefined): Schema | undefined =>
	schema?.$ref ? { ...(contract.resolve(schema.$ref) as Schema), ...schema } : schema;

function propertyOf(schema: Schema | undefined, name: string): Schema | undefined {
	const own = /^\d+$/.test(name) ? (schema?.items as Schema) : schema?.properties?.[name];
	const referred = schema?.$ref
		? propertyOf(contract.resolve(schema.$ref) as Schema, name)
		: undefined;
	const parts = (schema?.allOf ?? []).map((part) => propertyOf(part, name));
	return Object.assign({}, referred, ...parts, own) as Schema;
}

const CASES = PROVIDERS.flatMap(({ operations }) => {
	const form = providerForm(operations).properties;
	return operations
		.filter(({ kind }) => kind !== 'query' && kind !== 'link')
		.flatMap((operation) => {
			const modes = modesOf(operation);
			return (modes.length > 0 ? modes : [undefined]).map((mode) => ({ operation, mode, form }));
		});
});

function optionsOf(form: INodeProperties[], values: INodeParameters): INodeProperties[] {
	const shows = (property: INodeProperties, at: INodeParameters) =>
		NodeHelpers.displayParameter(at, property, { typeVersion: 1 }, null, values);
	const collections = form.filter(
		(one) => [OPTIONS, ADVANCED].includes(one.name) && shows(one, values),
	);
	return collections
		.flatMap(({ options = [] }) => options)
		.flatMap((entry) => ('type' in entry && shows(entry, {}) ? [entry] : []));
}

/** Switches of which nobody knows what the platform takes by itself; they send what they show. */
const UNKNOWN = new Set(['/isFontAuto', '/isFontBold']);

it.each(CASES)('$operation.value, mode $mode', ({ operation, mode, form }) => {
	const values = inForm(operation, mode);
	const resource = operation.resource === undefined ? {} : { resource: operation.resource };
	const before = bodyOf(operation, values, {});
	const options = optionsOf(form, { ...resource, ...values });
	expect(options.length).toBeGreaterThan(2);
	const known = new Map(leaves(before.body));
	const changesOf = (name: string, untouched: unknown): string[] => {
		const changes: string[] = [];
		try {
			const after = bodyOf(operation, values, { [name]: untouched } as INodeParameters);
			for (const [path, value] of leaves(after.body)) {
				if (known.get(path) === value || UNKNOWN.has(path)) continue;
				const own = platformDefault(operation, path);
				if (known.has(path) || value !== own)
					changes.push(
						`${name}: ${path} becomes ${JSON.stringify(value)}, the platform takes ${JSON.stringify(own)}`,
					);
			}
			if (leaves(after.body).length < known.size) changes.push(`${name}: something is gone`);
		} catch (cause) {
			changes.push(`${name}: ${String(cause)}`);
		}
		return changes;
	};
	for (const { name, type, default: untouched } of options) {
		const on = changesOf(name, untouched);
		const isWanted = type === 'boolean' && untouched === true;
		// The switch alone, and off it is what the platform does by itself.
		if (isWanted && on.length === 1 && on[0]?.includes(' becomes '))
			expect(changesOf(name, false)).toEqual([]);
		else expect(on).toEqual([]);
	}
});
