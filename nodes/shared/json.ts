import type { IDataObject } from 'n8n-workflow';

/** A value that JSON can hold; `undefined` members are left out when it is sent. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
	[key: string]: JsonValue | undefined;
}

/** True for a plain JSON object (not null, not an array). */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as trimmed text, or undefined when it is neither non-empty text nor a number. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Follows a dotted path (`data.output.task_id`) through plain objects. */
export function at(value: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((current, key) => (isObject(current) ? current[key] : undefined), value);
}

/** The parsed text, or undefined when it is no JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** The value as JSON text; empty when it cannot be written, as when it is nested too deeply. */
export function jsonText(value: unknown): string {
	try {
		return JSON.stringify(value) ?? '';
	} catch {
		return '';
	}
}

/** A copy of an answer as plain JSON data, which is all that n8n stores. */
export const toData = (value: Record<string, unknown>): IDataObject =>
	JSON.parse(JSON.stringify(value)) as IDataObject;
