/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
// What the operations put out, as the editor shows it before any run: JSON schemas beside the nodes, written from
// real outputs and held against them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { isObject } from '../../nodes/shared/util/json';
import { PROVIDERS } from '../../scripts/providers';
import { ROOT } from './imports';

export interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
	version?: number;
}

/** Where n8n looks. */
export function schemaFile(folder: string, operation: string): string {
	const known = PROVIDERS.flatMap(({ operations }) => operations).find(
		({ value }) => value === operation,
	);
	const parts = known?.resource === undefined ? [operation] : [known.resource, operation];
	return path.join(ROOT, 'nodes', folder, '__schema__', 'v1.0.0', `${parts.join('/')}.json`);
}

export const readSchema = (file: string): Schema =>
	JSON.parse(readFileSync(file, 'utf8')) as Schema;

/** The tool's own data is nested deeply now and then; two levels show what there is. */
const LEVELS = 3;

function schemaOf(value: unknown, levels = LEVELS): Schema {
	if (Array.isArray(value)) {
		const [first] = value as unknown[];
		return {
			type: 'array',
			...(levels > 0 && value.length > 0 && { items: schemaOf(first, levels - 1) }),
		};
	}
	if (!isObject(value)) return { type: value === null ? 'null' : typeof value };
	const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
	return {
		type: 'object',
		...(levels > 0 && {
			properties: Object.fromEntries(
				entries.map(([key, inner]) => [key, schemaOf(inner, levels - 1)]),
			),
		}),
	};
}

function merged(a: Schema | undefined, b: Schema): Schema {
	if (a === undefined || a.type !== b.type) return a ?? b;
	const keys = { ...a.properties, ...b.properties };
	const items = a.items && b.items ? merged(a.items, b.items) : (a.items ?? b.items);
	return {
		type: a.type,
		...((a.properties ?? b.properties) && {
			properties: Object.fromEntries(
				Object.entries(keys).map(([key, schema]) => [
					key,
					merged(a.properties?.[key], b.properties?.[key] ?? schema),
				]),
			),
		}),
		...(items && { items }),
	};
}

/** What an output holds that its schema does not know, as paths. */
function unknownStates(
	schema: Schema | undefined,
	value: unknown,
	at: string,
	levels = LEVELS,
): string[] {
	const real = schemaOf(value, 0).type;
	if (schema === undefined || schema.type !== real) return [`${at}: ${real}`];
	if (levels === 0) return [];
	if (Array.isArray(value))
		return value
			.slice(0, 1)
			.flatMap((one) => unknownStates(schema.items, one, `${at}[]`, levels - 1));
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		inner === undefined
			? []
			: unknownStates(schema.properties?.[key], inner, `${at}.${key}`, levels - 1),
	);
}

/** Holds real outputs against the schema of their operation, or writes it from them where that is asked for. */
export function holdAgainstSchema(
	type: string,
	operation: string,
	given: readonly unknown[],
): void {
	// The whole answer comes where Simplify is off, and is as the platform likes.
	const outputs = given.map((one) => (isObject(one) ? { ...one, raw: undefined } : one));
	const folder = `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
	const file = schemaFile(folder, operation);
	if (process.env.KEXIANG_WRITE_SCHEMAS === 'true') {
		const before = existsSync(file) ? readSchema(file) : undefined;
		const schema = outputs.map((one) => schemaOf(one)).reduce(merged, before as Schema);
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, `${JSON.stringify({ ...schema, version: 1 })}\n`);
	}
	const unknown = existsSync(file)
		? outputs.flatMap((one) => unknownStates(readSchema(file), one, operation))
		: ['there is no such file'];
	if (unknown.length > 0) {
		throw new Error(
			`${path.relative(ROOT, file)} does not know the output of ${operation}: ${unknown.join(', ')}. ` +
				`If the output is as it should be, write the file anew: node scripts/run.mjs scripts/outputSchemas.ts ${folder}`,
		);
	}
}
