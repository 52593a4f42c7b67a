/** A value that JSON can contain. `undefined` members are left out when it is sent. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
	[key: string]: JsonValue | undefined;
}

/** True for a plain JSON object (not null, not an array). */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as trimmed text. Undefined unless it is non-empty text or a number. */
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

/** The parsed text. Undefined if it is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/**
 * As `parseJson`, but an integer beyond 2^53, which a JavaScript number cannot hold exactly, becomes text with its
 * own digits, because it may be an id.
 */
export function parseExactly(text: string): unknown {
	const parsed = parseJson(text);
	if (parsed === undefined || !/\d{16}/.test(text)) return parsed;
	const exact = quoteLongIntegers(text);
	return exact === text ? parsed : parseJson(exact);
}

/** Puts quotes around such integers, outside of strings. The text must be valid JSON. */
function quoteLongIntegers(text: string): string {
	let isInString = false;
	// Escapes, quotes, and integers that may be too long.
	return text.replace(/(?:\\.){1,999}|"|(?<![\w.+-])-?\d{16,}(?![\d.e])/gi, (token) => {
		if (token === '"') isInString = !isInString;
		const isLong = !isInString && /\d/.test(token) && !Number.isSafeInteger(Number(token));
		return isLong ? `"${token}"` : token;
	});
}

/** Deeper than any meaningful answer, and far below the depth where writing JSON would overflow the stack. */
const MAX_DEPTH = 100;

/**
 * A copy as plain JSON, cut off where it is nested too deeply, because n8n writes what it stores as JSON.
 * @param textAs what to put in place of a text
 */
export function toJson(value: unknown, textAs = asItIs, depth = 0): JsonValue {
	if (typeof value === 'string') return textAs(value);
	if (typeof value === 'boolean') return value;
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	if (typeof value !== 'object' || value === null) return null;
	if (depth >= MAX_DEPTH) return '...';
	if (Array.isArray(value)) return value.map((entry) => toJson(entry, textAs, depth + 1));
	return toData(value, textAs, depth);
}

const asItIs = (text: string): string => text;

/** A copy of an answer as plain JSON data, which is all that n8n stores. */
export function toData(value: object, textAs = asItIs, depth = 0): Record<string, JsonValue> {
	const entries: Array<[string, JsonValue]> = [];
	for (const [key, entry] of Object.entries(value)) {
		if (entry !== undefined && typeof entry !== 'function')
			entries.push([key, toJson(entry, textAs, depth + 1)]);
	}
	return Object.fromEntries(entries);
}

/** The value as JSON text. Cut off where it is nested too deeply to be written. Empty if there is no value. */
export function jsonText(value: unknown): string {
	if (value === undefined) return '';
	try {
		return JSON.stringify(value);
	} catch {
		return JSON.stringify(toJson(value));
	}
}

/** Whether the data contain a list of objects. */
export function holdsList(data: unknown): boolean {
	const values = Array.isArray(data) ? [data] : isObject(data) ? Object.values(data) : [];
	return values.some((value) => Array.isArray(value) && value.some(isObject));
}
