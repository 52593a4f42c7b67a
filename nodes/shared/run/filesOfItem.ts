import { createHash } from 'crypto';

import type { Wanted } from '../files/localFile';
import { type ItemFiles, mediaEntries, type MediaEntry } from '../files/mediaField';
import type { UsedFile } from '../files/shareFiles';
import { type Field, isUnset, type FieldMap, type ReadRaw } from '../operation/field';
import { ParameterProblem } from '../answers/parameterProblem';
import * as words from '../words/media';

/** RFC 2606: nobody owns it, so that a stand-in that were ever sent would lead nowhere. */
const NOWHERE = 'https://n8n-file.example/';

/** The item whose parameters are read. */
interface ItemOfFiles extends ItemFiles {
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
	return (name, group) => {
		const given = raw(name, group);
		const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
		if (field?.media === undefined) return given;
		const value = isUnset(given) ? nameWritten(item.written?.(name, group), field, item) : given;
		if (isUnset(value)) return value;
		const label = field.property.displayName;
		const entries = mediaEntries(value, { label, rules: field.media, item });
		if (entries.every(({ kind }) => kind !== 'file')) return value;
		const wanted = { label, ...field.media };
		return entries.map((entry) => addressOf(entry, wanted, used));
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
	throw new ParameterProblem(property.displayName, words.isEmptyByExpression(item));
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
