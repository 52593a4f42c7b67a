// Reads the names of fields, which of them are required and which values they take, out of JSON schemas and
// examples of either document. Pure.
import { isTree, trees, type FieldFact, type Place, type Tree } from './facts';

export type Resolve = (reference: string) => Tree | undefined;

/** Schemas may refer to themselves. */
const DEEPEST = 12;
/** Headers that every call carries. */
const USUAL_HEADERS = /^(x-api-key|authorization|content-type|accept)$/i;

/** A schema with everything that it refers to or is composed of, as one. */
function flatten(schema: unknown, resolve: Resolve, depth = 0): Tree {
	if (!isTree(schema) || depth > DEEPEST) return {};
	const { $ref, allOf, anyOf, oneOf, ...own } = schema;
	const base = typeof $ref === 'string' ? flatten(resolve($ref), resolve, depth + 1) : {};
	const parts = [base, ...trees(allOf).map((part) => flatten(part, resolve, depth + 1)), own];
	// Of alternatives, all fields may appear and none is certain.
	const choices = [...trees(anyOf), ...trees(oneOf)].map((part) => ({
		...flatten(part, resolve, depth + 1),
		required: [],
	}));
	return [...choices, ...parts].reduce<Tree>(merge, {});
}

function merge(left: Tree, right: Tree): Tree {
	const properties: Tree = { ...(isTree(left.properties) ? left.properties : {}) };
	for (const [name, field] of Object.entries(isTree(right.properties) ? right.properties : {})) {
		const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
		properties[name] = isTree(known) && isTree(field) ? { allOf: [known, field] } : field;
	}
	const required = [left.required, right.required].flatMap((names) =>
		Array.isArray(names) ? names.map(String) : [],
	);
	return { ...left, ...right, properties, required };
}

function valuesOf(schema: Tree): string[] | undefined {
	const listed = trees(schema['x-apifox-enum']).map(({ value }) => value);
	const found =
		'const' in schema
			? [schema.const]
			: Array.isArray(schema.enum)
				? schema.enum
				: listed.length > 0
					? listed
					: undefined;
	return found?.map(String);
}

/** Fields of a body; those of `user_input` stand beside it under their own place. */
export function bodyFields(schema: unknown, examples: unknown[], resolve: Resolve): FieldFact[] {
	const fields = objectFields('body', schema, examples, resolve);
	const { properties } = flatten(schema, resolve);
	const input = isTree(properties) ? properties.user_input : undefined;
	const inputs = examples.filter(isTree).map(({ user_input }) => user_input);
	return [...fields, ...objectFields('user_input', input, inputs, resolve)];
}

function objectFields(
	place: Place,
	schema: unknown,
	examples: unknown[],
	resolve: Resolve,
): FieldFact[] {
	const { properties, required } = flatten(schema, resolve);
	const needed = new Set(Array.isArray(required) ? required : []);
	const fields = new Map<string, FieldFact>();
	for (const [name, field] of Object.entries(isTree(properties) ? properties : {})) {
		fields.set(name, {
			place,
			name,
			required: needed.has(name),
			...listed(valuesOf(flatten(field, resolve))),
		});
	}
	for (const name of examples.filter(isTree).flatMap(Object.keys)) {
		if (!fields.has(name)) fields.set(name, { place, name });
	}
	return [...fields.values()];
}

const listed = (values: string[] | undefined) => (values === undefined ? {} : { values });

/** Fields in the query and in headers; those in the path are part of the path. */
export function parameterFields(parameters: unknown, resolve: Resolve): FieldFact[] {
	return trees(parameters)
		.map((one) => (typeof one.$ref === 'string' ? (resolve(one.$ref) ?? {}) : one))
		.flatMap((one): FieldFact[] => {
			const { name, in: place, required } = one;
			if (typeof name !== 'string' || (place !== 'query' && place !== 'header')) return [];
			if (place === 'header' && USUAL_HEADERS.test(name)) return [];
			const values = listed(valuesOf(flatten(one.schema, resolve)));
			return [{ place, name, required: required === true, ...values }];
		});
}
