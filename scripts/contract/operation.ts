// What can be compared of one endpoint, read from OpenAPI: that of the contract or of the live documentation. Pure.
import { isObject, parseJson, textOf } from '../../nodes/shared/util/json';

export type Tree = Record<string, unknown>;

export interface FieldFact {
	/** Where the value is sent. `user_input` is the object inside the body of the task API. */
	place: 'query' | 'header' | 'body' | 'user_input';
	name: string;
	/** Undefined where only an example shows the field. */
	required?: boolean;
	/** The values that it may have, as text, where they are listed. */
	values?: string[];
}

export interface EndpointFacts {
	title: string;
	method: string;
	/** From the root of the host, for example `/minimalist/api/video/cut`. */
	path: string;
	/** Empty where the documentation names none. */
	hosts: string[];
	/** Undefined where nothing is sent as a body. */
	mediaType?: string;
	fields: FieldFact[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** Headers that every call carries. */
const USUAL_HEADERS = /^(x-api-key|authorization|content-type|accept)$/i;

const treeOf = (value: unknown): Tree => (isObject(value) ? value : {});
const trees = (value: unknown): Tree[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Every operation of a document, as it stands there and as what can be compared. */
export const operationsIn = (document: Tree) =>
	Object.entries(treeOf(document.paths)).flatMap(([key, item]) =>
		METHODS.map((method) => ({ method, operation: treeOf(item)[method] })).flatMap(
			({ method, operation }) =>
				isObject(operation)
					? [{ operation, facts: factsOf(document, treeOf(item), key, method) }]
					: [],
		),
	);

function factsOf(document: Tree, item: Tree, key: string, method: string): EndpointFacts {
	const { summary, servers: ownServers, ...rest } = treeOf(item[method]);
	const read = { parameters: rest.parameters, requestBody: rest.requestBody };
	const { parameters: listed, requestBody } = treeOf(plain(read, document));
	const servers = [ownServers, item.servers, document.servers].map(trees);
	const own = addressOf(key);
	const bases = (servers.find(({ length }) => length > 0) ?? [])
		.map(({ url }) => addressOf(textOf(url) ?? ''))
		.filter(({ host }) => host !== undefined);
	const prefix = bases.find(({ path }) => path !== '' && !path.includes('{'))?.path ?? '';
	const isWhole = own.host !== undefined || own.path.startsWith(prefix);
	const [[mediaType, media] = []] = Object.entries(treeOf(treeOf(requestBody).content));
	const parameters = parameterFields(listed);
	const inPath = [...new URLSearchParams(own.query).keys()].filter(
		(name) => !parameters.some((parameter) => parameter.name === name),
	);
	return {
		title: textOf(summary) ?? '',
		method: method.toUpperCase(),
		path: `/${isWhole ? '' : prefix}/${own.path}`.replace(/\/{2,}/g, '/'),
		hosts: [...new Set([...bases, own].flatMap(({ host }) => host ?? []))],
		...(mediaType !== undefined && { mediaType }),
		fields: [
			...parameters,
			...inPath.map((name) => ({ place: 'query' as const, name, required: true })),
			...bodyFields(treeOf(media)),
		],
	};
}

/** Host, path and query of a server or a path; no host in one that is relative or a variable. */
function addressOf(text: string): { host?: string; path: string; query: string } {
	const [address = '', query = ''] = text.replace(/#.*/, '').split('?');
	const [start = '', named, bare] =
		/^(?:(?:https?:)?\/\/([^/{}]+)|((?:[\w-]+\.)+[a-z]{2,}(?::\d+)?)(?=\/|$))/i.exec(address) ?? [];
	const host = (named ?? bare)?.toLowerCase();
	const path = address.slice(start.length).replace(/\/+$/, '');
	return { ...(host !== undefined && { host }), path, query };
}

/**
 * A copy in which each reference is followed, and each schema that is composed is a single one. What refers to itself
 * ends there.
 */
function plain(value: unknown, document: Tree, above: readonly string[] = []): unknown {
	if (Array.isArray(value)) return value.map((one) => plain(one, document, above));
	if (!isObject(value)) return value;
	const { $ref, allOf, anyOf, oneOf, ...rest } = value;
	const own = Object.entries(rest).map(([name, one]) => [name, plain(one, document, above)]);
	const reference = textOf($ref) ?? '';
	const followed = above.includes(reference) ? {} : follow(document, reference);
	const whole = [
		plain(followed, document, [...above, reference]),
		...trees(plain(allOf, document, above)),
		Object.fromEntries(own) as Tree,
	];
	// Of alternatives, all fields may appear and none is certain.
	const choices = [anyOf, oneOf].flatMap((list) => trees(plain(list, document, above)));
	return [...choices.map((one) => ({ ...one, required: [] })), ...whole].map(treeOf).reduce(merged);
}

const follow = (document: Tree, reference: string): unknown =>
	reference
		.split('/')
		.slice(1)
		.map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
		.reduce<unknown>(
			(place, name) => (isObject(place) && Object.hasOwn(place, name) ? place[name] : undefined),
			reference === '' ? undefined : document,
		);

function merged(left: Tree, right: Tree): Tree {
	const both = { ...left, ...right };
	if (isObject(left.properties) && isObject(right.properties)) {
		const { properties } = left;
		const common = Object.entries(right.properties).map(([name, field]) => [
			name,
			Object.hasOwn(properties, name) ? merged(treeOf(properties[name]), treeOf(field)) : field,
		]);
		both.properties = { ...properties, ...Object.fromEntries(common) };
	}
	if (Array.isArray(left.required) && Array.isArray(right.required))
		both.required = [...left.required, ...right.required];
	return both;
}

/** Fields in the query and in headers; those in the path are part of the path. */
const parameterFields = (parameters: unknown): FieldFact[] =>
	trees(parameters).flatMap(({ name, in: place, required, schema }): FieldFact[] =>
		typeof name !== 'string' ||
		(place !== 'query' && place !== 'header') ||
		(place === 'header' && USUAL_HEADERS.test(name))
			? []
			: [{ place, name, required: required === true, ...valuesOf(treeOf(schema)) }],
	);

/** Fields of a body; those of `user_input` stand beside it under their own place. */
function bodyFields({ schema, example, examples }: Tree): FieldFact[] {
	const named = Object.values(treeOf(examples)).map((one) => treeOf(one).value);
	// Some examples are JSON in a text.
	const shown = [example, ...named]
		.map((one) => (typeof one === 'string' ? parseJson(one) : one))
		.filter(isObject);
	const input = treeOf(treeOf(schema).properties).user_input;
	const inputs = shown.map(({ user_input }) => user_input).filter(isObject);
	return [
		...objectFields('body', treeOf(schema), shown),
		...objectFields('user_input', treeOf(input), inputs),
	];
}

function objectFields(place: FieldFact['place'], schema: Tree, examples: Tree[]): FieldFact[] {
	const properties = treeOf(schema.properties);
	const needed = Array.isArray(schema.required) ? schema.required : [];
	const isShownAlone = (name: string) => !Object.hasOwn(properties, name);
	const shown = new Set(examples.flatMap(Object.keys).filter(isShownAlone));
	return [
		...Object.entries(properties).map(([name, field]) => ({
			place,
			name,
			required: needed.includes(name),
			...valuesOf(treeOf(field)),
		})),
		...[...shown].map((name) => ({ place, name })),
	];
}

function valuesOf(schema: Tree): { values?: string[] } {
	const named = trees(schema['x-apifox-enum']).map(({ value }) => value);
	const listed = Array.isArray(schema.enum) ? schema.enum : named;
	const values = 'const' in schema ? [schema.const] : listed;
	return values.length === 0 ? {} : { values: values.map(String) };
}
