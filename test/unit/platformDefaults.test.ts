import { toRequest } from '../../nodes/shared/operation/extras';
import type { Operation } from '../../nodes/shared/operation/operation';
import type { Field, Taken } from '../../nodes/shared/operation/field';
import { PROVIDERS } from '../../scripts/providers';
import { loadContract, type Schema } from '../../simulator/contract';

/** What a form says that the platform takes by itself is what the contract knows, and nothing of it is sent. */

const contract = loadContract();
const URL = 'https://example.com/a.png';

const CASES = PROVIDERS.flatMap(({ operations }) =>
	operations
		.filter(({ evidence }) => evidence.path !== 'user')
		.flatMap((operation) =>
			Object.entries(operation.fields)
				.filter(([, { place, required }]) => place === 'form' && !required)
				.flatMap(([name, field]) => ({ operation, name, field })),
		),
);

/** What the user must give, and one value for the field. */
function bodyWith(operation: Operation, { modes }: Field<unknown>, name: string, value: unknown) {
	const form = Object.fromEntries(
		Object.entries(operation.fields).map(([key, { property, media, required, place }]) => {
			if (key === name) return [key, value];
			if (key === 'mode') return [key, modes?.[0] ?? property.default];
			if (place !== 'form' || !required || property.type === 'options')
				return [key, property.default];
			if (media) return [key, key.endsWith('s') ? [URL, URL] : URL];
			return [key, property.type === 'json' ? '{"prompt":"a boat"}' : 'a boat'];
		}),
	);
	const raw = (key: string, place: string): unknown => (place === 'form' ? form[key] : undefined);
	return leaves(toRequest(operation, raw, {}).body);
}

function leaves(value: unknown, path = ''): Map<string, unknown> {
	if (typeof value !== 'object' || value === null)
		return new Map(value === undefined ? [] : [[path, value]]);
	return new Map(
		Object.entries(value).flatMap(([name, one]) => [...leaves(one, `${path}/${name}`)]),
	);
}

function schemaAt(operation: Operation, path: string): Schema | undefined {
	let schema: Schema | undefined = contract.byId.get(operation.value)?.body;
	for (const name of path.split('/').slice(1)) schema = propertyOf(schema, name);
	return schema?.$ref ? { ...(contract.resolve(schema.$ref) as Schema), ...schema } : schema;
}

function propertyOf(schema: Schema | undefined, name: string): Schema | undefined {
	const referred = schema?.$ref
		? propertyOf(contract.resolve(schema.$ref) as Schema, name)
		: undefined;
	const parts = (schema?.allOf ?? []).map((part) => propertyOf(part, name));
	return Object.assign({}, referred, ...parts, schema?.properties?.[name]) as Schema;
}

const claimOf = (taken: Taken) =>
	typeof taken === 'object'
		? { value: taken.likely, isSure: false }
		: { value: taken, isSure: true };

it.each(CASES)(
	'$operation.value, $name: left as it is, it sends nothing',
	({ operation, name, field }) => {
		const sent = bodyWith(operation, field, name, field.property.default);
		const without = bodyWith(operation, field, name, undefined);
		expect([...sent]).toEqual([...without]);
	},
);

it.each(CASES.filter(({ field }) => field.taken !== undefined))(
	'$operation.value, $name: what it says of the platform is in the contract',
	({ operation, name, field }) => {
		const { value, isSure } = claimOf(field.taken ?? '');
		const before = bodyWith(operation, field, name, undefined);
		const after = bodyWith(operation, field, name, value);
		const [place, ...others] = [...after].filter(([path]) => !before.has(path));
		expect(others).toEqual([]);
		const schema = schemaAt(operation, place?.[0] ?? '');
		expect(place?.[1]).toBe(schema?.default);
		const confirmed = (schema?.['x-confirmed'] as unknown[] | undefined) ?? [];
		const isDerived =
			operation.evidence.body === 'D' ||
			(schema?.['x-evidence'] === 'D' && !confirmed.includes(schema.default));
		if (isDerived) expect(isSure).toBe(false);
	},
);
