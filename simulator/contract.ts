/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { CORE_SCHEMA, load } from 'js-yaml';
import { join } from 'node:path';

/** Loads contract/kexiang.openapi.yaml and provides its operations and their validators. */

export interface Schema {
	$ref?: string;
	type?: string | string[];
	properties?: Record<string, Schema>;
	required?: string[];
	enum?: unknown[];
	const?: unknown;
	examples?: unknown[];
	allOf?: Schema[];
	[key: string]: unknown;
}

export type Family = 'v1' | 'tool';
export type Kind = 'sync' | 'submit' | 'query';

export interface Parameter {
	name: string;
	in: 'path' | 'query';
	required?: boolean;
	schema: Schema;
	example?: unknown;
}

/** Another endpoint that may be the right one if a path is derived (`x-alternatives`). */
export interface Alternative {
	method: 'GET' | 'POST';
	path: string;
	/** Replaces the operation's own body. `{taskId}` stands for the task's id. */
	body?: Record<string, string>;
	evidence: string;
	safe: boolean;
	why: string;
}

export interface Operation {
	id: string;
	/** The platform's own title, in Chinese. */
	title: string;
	/** Position on the official list. Absent for the extras. */
	number?: number;
	family: Family;
	kind: Kind;
	/** The operation that reads this operation's task. */
	query?: string;
	method: 'GET' | 'POST';
	/** For example `/api/v1/user_task/get/passAuth/{id}`. */
	path: string;
	parameters: Parameter[];
	/** JSON pointer (a URI fragment) to the body's schema in the document. Absent without a body. */
	bodyPointer?: string;
	body?: Schema;
	examples: unknown[];
	/** Values of user_input.modelName and .modelType that select this operation (family v1). */
	models: string[];
	modes: string[];
	routeKeys: string[];
	/** Grade of the path. */
	pathEvidence: string;
	alternatives: Alternative[];
}

export interface Contract {
	document: Record<string, unknown>;
	operations: Operation[];
	byId: Map<string, Operation>;
	/** Compiled on first use. Undefined if the operation has no body. */
	bodyValidator(operation: Operation): ValidateFunction | undefined;
	/** The validator for any part of the document, for example `#/components/schemas/UserTaskRecord`. */
	validatorAt(pointer: string): ValidateFunction;
	/** The object at a reference such as `#/components/schemas/Prompt`. */
	resolve(reference: string): Record<string, unknown>;
}

type Node = Record<string, unknown>;
type Fields = Record<string, Schema>;
const DOCUMENT = join(__dirname, '..', 'contract', 'kexiang.openapi.yaml');
const METHODS = ['get', 'post'] as const;
let loaded: Contract | undefined;

/** Reads and checks the document once per process. */
export function loadContract(): Contract {
	loaded ??= buildContract(load(readFileSync(DOCUMENT, 'utf8'), { schema: CORE_SCHEMA }) as Node);
	return loaded;
}

function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function buildContract(document: Node): Contract {
	const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: false });
	addFormats(ajv);
	ajv.addSchema(document, 'contract', undefined, false);
	const validators = new Map<string, ValidateFunction>();
	const validatorAt = (pointer: string) => {
		const known = validators.get(pointer);
		if (known) return known;
		const validate = ajv.compile({ $ref: `contract${pointer}` });
		validators.set(pointer, validate);
		return validate;
	};
	const resolve = (reference: string) => follow(document, reference);
	const operations = Object.entries(document.paths as Record<string, Node>).flatMap(([key, item]) =>
		METHODS.filter((method) => isNode(item[method])).map((method) =>
			readOperation(key, method, item[method] as Node, resolve),
		),
	);
	return {
		document,
		operations,
		byId: new Map(operations.map((operation) => [operation.id, operation])),
		bodyValidator: ({ bodyPointer }) => (bodyPointer ? validatorAt(bodyPointer) : undefined),
		validatorAt,
		resolve,
	};
}

function follow(document: Node, reference: string): Node {
	let place: unknown = document;
	for (const part of reference.slice(2).split('/')) {
		const name = decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~');
		place = isNode(place) ? place[name] : undefined;
	}
	if (!isNode(place)) throw new Error(`The contract has nothing at ${reference}`);
	return place;
}

/** The properties of a schema. Properties beside a `$ref` are added to the referenced ones. */
function fieldsOf(schema: Schema | undefined, resolve: Contract['resolve']): Fields {
	if (!schema) return {};
	const fields: Fields = schema.$ref ? { ...fieldsOf(resolve(schema.$ref), resolve) } : {};
	for (const [name, field] of Object.entries(schema.properties ?? {})) {
		fields[name] = { ...fields[name], ...field };
	}
	return fields;
}

/** The texts that a field may contain, if the contract lists them. */
function namedValues(field: Schema | undefined, resolve: Contract['resolve']): string[] {
	if (!field) return [];
	const target: Schema = field.$ref ? { ...resolve(field.$ref), ...field } : field;
	const values = 'const' in target ? [target.const] : (target.enum ?? target.examples ?? []);
	return values.filter((value): value is string => typeof value === 'string');
}

function readOperation(
	key: string,
	method: (typeof METHODS)[number],
	node: Node,
	resolve: Contract['resolve'],
): Operation {
	const content = (node.requestBody as { content?: Record<string, Node> } | undefined)?.content;
	const media = content?.['application/json'];
	const body = media?.schema as Schema | undefined;
	const bodyFields = fieldsOf(body, resolve);
	const inputFields = fieldsOf(bodyFields.user_input, resolve);
	const pointerKey = encodeURIComponent(key.replace(/~/g, '~0').replace(/\//g, '~1'));
	const parameters = ((node.parameters ?? []) as Array<Parameter & { $ref?: string }>).map(
		(parameter) => (parameter.$ref ? (resolve(parameter.$ref) as unknown as Parameter) : parameter),
	);
	const named = Object.values((media?.examples ?? {}) as Record<string, { value: unknown }>);
	return {
		id: node.operationId as string,
		title: node.summary as string,
		number: node['x-number'] as number | undefined,
		family: node['x-family'] as Family,
		kind: node['x-kind'] as Kind,
		query: node['x-query'] as string | undefined,
		method: method === 'get' ? 'GET' : 'POST',
		path: key.split('#')[0] ?? key,
		parameters,
		bodyPointer: body
			? `#/paths/${pointerKey}/${method}/requestBody/content/application~1json/schema`
			: undefined,
		body,
		examples: [
			...(media && 'example' in media ? [media.example] : []),
			...named.map(({ value }) => value),
		],
		models: namedValues(inputFields.modelName, resolve),
		modes: namedValues(inputFields.modelType, resolve),
		routeKeys: namedValues(bodyFields.business_url, resolve),
		pathEvidence: (node['x-evidence'] as { path: string }).path,
		alternatives: (node['x-alternatives'] ?? []) as Alternative[],
	};
}
