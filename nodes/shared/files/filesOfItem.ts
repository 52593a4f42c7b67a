import { createHash } from 'crypto';
import type { IBinaryData, IBinaryKeyData } from 'n8n-workflow';

import { isObject, type JsonObject, type JsonValue } from '../base/json';
import type { Field } from '../parameters/field';
import { isUnset } from '../parameters/readText';
import type { FieldMap, ReadRaw } from '../parameters/readFields';
import { describeFile } from './describeFile';
import type { Wanted } from './localFile';
import { mediaEntries, noFileFound, type MediaEntry } from './mediaField';

/** A file that a field for media holds, and what stands in its place until it is shared. */
export interface UsedFile {
	binary: IBinaryData;
	wanted: Wanted;
	/**
	 * An address that nothing answers at, one for each file: a request is read, checked and recognized
	 * again by it, as the link itself is another at each execution.
	 */
	standIn: string;
	/** Binary field of the item, where the file is one. */
	property?: string;
}

/** RFC 2606: nobody owns it, so that a stand-in that were ever sent would lead nowhere. */
const NOWHERE = 'https://n8n-file.example/';

/** The item whose parameters are read, and the execution that it is part of. */
export interface ItemOfFiles {
	binary: IBinaryKeyData | undefined;
	/** As a message begins: "The item". */
	owner?: string;
	nothing?: string;
	/** Whether a file that the item does not have is of this execution all the same. */
	isOfExecution?: (id: string) => boolean;
	/** What the user wrote into a field, an expression as it is. */
	written?: ReadRaw;
}

/**
 * Reads parameters with stand-ins in place of files, which are collected in `used`. A field that holds
 * addresses alone is read as it is.
 */
export function withStandIns(
	raw: ReadRaw,
	fields: FieldMap,
	item: ItemOfFiles,
	used: Map<string, UsedFile>,
): ReadRaw {
	return (name, place) => {
		const given = raw(name, place);
		const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
		if (field?.media === undefined) return given;
		const value = isUnset(given) ? nameWritten(item.written?.(name, place), field, item) : given;
		if (isUnset(value)) return value;
		const label = field.property.displayName;
		const entries = attemptNow(() => mediaEntries(value, { label, assets: true, ...item }));
		if (entries.ok) {
			const wanted = { label, ...field.media };
			return entries.value.some(({ kind }) => kind === 'file')
				? entries.value.map((entry) => addressOf(entry, wanted, used))
				: value;
		}
		// A mistake in an address is told by the field itself, which knows more ways to write them.
		if (reads(field, value) || looksLikeAddress(value)) return value;
		throw entries.cause;
	};
}

/** `={{ $binary.data.data }}` */
const CONTENT =
	/^=\s*\{\{\s*\$binary(?:\??\.([^\s.?[\](){}]+)|\[(["'])([^"']+)\2\])\??\.data\s*\}\}\s*$/;

/**
 * n8n gives an expression all of a file but its content, so that the first one that a newcomer tries comes to nothing.
 * @throws ParameterProblem for another expression that finds no file, in a field that must hold one
 */
function nameWritten(
	written: unknown,
	{ property, required, emptyIn }: Field<unknown>,
	item: ItemOfFiles,
): string | undefined {
	if (typeof written !== 'string' || !/^=.*\bbinary\b/s.test(written)) return undefined;
	const [, plain, , quoted] = CONTENT.exec(written) ?? [];
	const name = plain ?? quoted ?? '';
	if (Object.hasOwn(item.binary ?? {}, name)) return name;
	if (!required || emptyIn !== undefined) return undefined;
	throw noFileFound({ label: property.displayName, ...item });
}

function addressOf(entry: MediaEntry, wanted: Wanted, used: Map<string, UsedFile>): string {
	if (entry.kind !== 'file') return entry.url;
	const { binary, property } = entry;
	const standIn = `${NOWHERE}${createHash('sha256')
		.update(JSON.stringify([binary.id ?? binary.data, binary.fileName, wanted]))
		.digest('hex')
		.slice(0, 32)}`;
	used.set(standIn, { binary, wanted, standIn, ...(property !== undefined && { property }) });
	return standIn;
}

/** A body with something else in place of each stand-in, also within a longer text. Pure. */
export function replaceStandIns(body: JsonObject, by: ReadonlyMap<string, string>): JsonObject {
	return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, replaced(value, by)]));
}

function replaced(
	value: JsonValue | undefined,
	by: ReadonlyMap<string, string>,
): JsonValue | undefined {
	if (typeof value === 'string') {
		let text = value;
		for (const [standIn, instead] of by) text = text.split(standIn).join(instead);
		return text;
	}
	if (Array.isArray(value)) return value.map((entry) => replaced(entry, by) ?? null);
	return typeof value === 'object' && value !== null ? replaceStandIns(value, by) : value;
}

/** A file in words that stand where a link would: in a preview, which makes none, and in messages. Pure. */
export const shownFile = ({ binary, property }: UsedFile): string =>
	`<link to the file ${property === undefined ? '' : `${property}: `}${describeFile(binary)}>`;

const reads = (field: Field<unknown>, value: unknown) => attemptNow(() => field.parse(value)).ok;

const looksLikeAddress = (value: unknown): boolean =>
	typeof value === 'string'
		? /:\/\/|^\s*[[{]/.test(value)
		: Array.isArray(value)
			? value.some(looksLikeAddress)
			: !isObject(value);

function attemptNow<Value>(
	read: () => Value,
): { ok: true; value: Value } | { ok: false; cause: unknown } {
	try {
		return { ok: true, value: read() };
	} catch (cause) {
		return { ok: false, cause };
	}
}
