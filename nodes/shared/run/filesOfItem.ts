import { createHash } from 'crypto';
import type { IBinaryKeyData } from 'n8n-workflow';

import type { Wanted } from '../files/localFile';
import { mediaEntries, noFileFound, type MediaEntry } from '../files/mediaField';
import { type Field, isUnset, type FieldMap, type ReadRaw } from '../operation/field';
import { isObject } from '../util/json';
import type { UsedFile } from '../files/shareFiles';

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
