/**
 * Reads what stands in a field for media: addresses, names of binary fields of the item, and what
 * newcomers put there. Pure: nothing is fetched, stored or shared.
 */
import type { IBinaryData, IBinaryKeyData } from 'n8n-workflow';

import { isObject, parseJson } from '../util/json';
import { ParameterProblem, refuseExpression } from '../util/failure';
import { describeFile } from './localFile';
import { isPlain, namesByForm, namesLike } from './fieldNames';
import { decodeContent, isContent, splitEntries } from './mediaText';

/** One thing that a field for media holds. */
export type MediaEntry =
	/** A public http(s) URL. */
	| { kind: 'url'; url: string }
	/** A reviewed asset of the platform, `asset://...`. */
	| { kind: 'asset'; url: string }
	/** A file of n8n's binary data, which has to be shared; `property` where it is a field of the item. */
	| { kind: 'file'; binary: IBinaryData; property?: string };

/** The field, and the item for which it is read. */
export interface MediaFieldOf {
	/** As the form shows it. */
	label: string;
	/** Whether the platform takes `asset://` here. */
	assets?: boolean;
	/** Binary fields of the item. */
	binary?: IBinaryKeyData | undefined;
	/** Whose binary fields they are, as a message begins. */
	owner?: string;
	/** What is said where there are none. */
	nothing?: string;
	/** Whether a file, by its id, is of this execution: then it is taken from other items too. */
	isOfExecution?: (id: string) => boolean;
}

const PUBLIC_URL = /^https?:\/\/[^\s/?#]\S*$/i;
const ASSET_URL = /^asset:\/\/\S+$/i;
/** Deeper than this, lists in lists are no way to write files. */
const MAX_DEPTH = 5;

/**
 * The entries of a media field, in their order: of a text (one per line, or separated by commas), a
 * JSON list, a list, an object with a `url`, a binary object such as `$binary.data`, or `$binary` itself.
 * A binary field is named as it is, or with * for any letters: `data`, `photo_*`.
 * @throws ParameterProblem that says what the field holds and which binary fields the item has
 */
export function mediaEntries(raw: unknown, field: MediaFieldOf, depth = 0): MediaEntry[] {
	if (raw === undefined || raw === null) return [];
	if (depth > MAX_DEPTH) throw problem(field, 'must hold URLs or files, but holds lists of lists');
	if (Array.isArray(raw)) return raw.flatMap((entry) => mediaEntries(entry, field, depth + 1));
	if (isObject(raw)) return objectEntries(raw, field, depth);
	if (typeof raw !== 'string')
		throw problem(field, `must hold URLs or files, but holds ${String(raw)}`);
	refuseExpression(raw, field.label);
	const text = raw.trim();
	if (/^[[{]/.test(text)) {
		const list = parseJson(text);
		if (list === undefined) throw problem(field, 'begins like JSON, but is not valid JSON');
		return mediaEntries(list, field, depth + 1);
	}
	return splitEntries(text, (name) => filesNamed(name, field).length > 0).flatMap((entry) =>
		textEntries(entry, field),
	);
}

function objectEntries(
	raw: Record<string, unknown>,
	field: MediaFieldOf,
	depth: number,
): MediaEntry[] {
	const found = raw.url ?? raw.image_url ?? raw.video_url ?? raw.audio_url;
	if (found !== undefined) return mediaEntries(found, field, depth + 1);
	const file = fileMeant(raw, field);
	if (file !== undefined) return [file];
	const described = fileDescribed(raw, field);
	if (described !== undefined) return described;
	// $binary itself, or $('Node').item.binary
	const files = Object.values(raw);
	if (files.length > 0 && files.every((one) => isObject(one) && isBinary(one)))
		return mediaEntries(files, field, depth + 1);
	throw problem(field, 'must hold URLs or files, but holds an object without a url');
}

/** What n8n keeps under `binary`, which an expression may see without its `data`. */
const isBinary = (value: Record<string, unknown>) =>
	typeof value.mimeType === 'string' &&
	(typeof value.data === 'string' || typeof value.id === 'string');

/**
 * The file that an object means. One with an id lies in n8n's storage, where the files of everybody lie: it is
 * taken if the item has it or it is of this execution, as whoever sends data to a webhook can write any id.
 * @throws ParameterProblem for a file of elsewhere
 */
function fileMeant(raw: Record<string, unknown>, field: MediaFieldOf): MediaEntry | undefined {
	const { id, mimeType, data = '', fileName } = raw;
	if (typeof mimeType !== 'string' || typeof data !== 'string') return undefined;
	if (typeof id === 'string') {
		const [own] = filesNamed(id, field);
		if (own !== undefined) return own;
		if (field.isOfExecution?.(id) !== true)
			throw problem(
				field,
				'holds a file that this item does not have',
				`Pass its binary data on to this node and enter the name of its field. ${fieldsText(field)}`,
			);
	} else if (data === '') return undefined;
	const binary: IBinaryData = {
		data,
		mimeType,
		...(typeof id === 'string' && { id }),
		...(typeof fileName === 'string' && { fileName }),
	};
	const { binary: fields = {} } = field;
	const property = Object.keys(fields).find(
		(name) => fields[name]?.id === binary.id && fields[name]?.data === binary.data,
	);
	return { kind: 'file', binary, ...(property !== undefined && { property }) };
}

/**
 * A form puts beside its files what they are called, `{ filename, mimetype, size }` in its data, which looks like
 * the file itself.
 * @throws ParameterProblem where not exactly one binary field has a file of that name
 */
function fileDescribed(
	raw: Record<string, unknown>,
	field: MediaFieldOf,
): MediaEntry[] | undefined {
	const { filename, mimetype } = raw;
	if (typeof filename !== 'string' || typeof mimetype !== 'string') return undefined;
	const { binary: fields = {} } = field;
	const names = Object.keys(fields).filter((name) => fields[name]?.fileName === filename);
	const [name = ''] = names;
	if (names.length === 1) return filesNamed(name, field);
	throw problem(
		field,
		`holds the name of the file "${filename.slice(0, 60)}", not the file`,
		`Enter the name of its binary field. ${fieldsText(field)}`,
	);
}

function textEntries(text: string, field: MediaFieldOf): MediaEntry[] {
	const { assets = false } = field;
	const entry =
		/^(["'`])(.*)\1$|^“(.*)”$/s
			.exec(text)
			?.slice(2)
			.find((part) => part) ?? text;
	if (PUBLIC_URL.test(entry)) return [{ kind: 'url', url: entry }];
	if (ASSET_URL.test(entry) && assets) return [{ kind: 'asset', url: entry }];
	const files = filesNamed(entry, field);
	if (files.length > 0) return files;
	if (isContent(entry)) {
		const binary = decodeContent(entry);
		if (binary !== undefined) return [{ kind: 'file', binary }];
		if (/^data:/i.test(entry))
			throw problem(field, 'holds a data: URI that says no type of a file, or cannot be read');
	}
	const parts = entry.split(/\s+/);
	if (parts.length > 1 && parts.every((word) => isKnown(word, field)))
		return parts.flatMap((word) => textEntries(word, field));
	throw unknownEntry(entry, field);
}

const isKnown = (word: string, field: MediaFieldOf) =>
	PUBLIC_URL.test(word) || ASSET_URL.test(word) || filesNamed(word, field).length > 0;

/**
 * The files that a text means: by the name of their binary field, by a pattern, or by what a newcomer
 * finds in a binary object, its id and its data.
 */
function filesNamed(text: string, { binary: fields = {} }: MediaFieldOf): MediaEntry[] {
	const file = (property: string): MediaEntry[] => {
		const binary = Object.hasOwn(fields, property) ? fields[property] : undefined;
		return binary === undefined ? [] : [{ kind: 'file', binary, property }];
	};
	const named = file(text);
	if (named.length > 0) return named;
	const names = Object.keys(fields);
	if (text.includes('*')) return namesLike(text, names).flatMap(file);
	// One file may stand under several names.
	const byId = names.find((name) => fields[name]?.id === text);
	if (byId !== undefined) return file(byId);
	const same = names.filter((name) => fields[name]?.data === text);
	// All files of one n8n may have the same `data`, the name of the place where they lie.
	if (same.length === 1) return same.flatMap(file);
	return isPlain(text) ? namesByForm(text, names).flatMap(file) : [];
}

const problem = ({ label }: MediaFieldOf, reason: string, advice?: string) =>
	new ParameterProblem(label, reason, advice);

/** For a field that must hold something, whose expression came to nothing. */
export const noFileFound = (field: MediaFieldOf): ParameterProblem =>
	problem(
		field,
		'is empty: its expression finds no file',
		`Enter a URL, or the name of a binary field. ${fieldsText(field)}`,
	);

function unknownEntry(entry: string, field: MediaFieldOf): ParameterProblem {
	const { assets = false, binary: fields = {} } = field;
	const shown = `"${entry.slice(0, 60)}${entry.length > 60 ? '...' : ''}"`;
	const takes = `a public http(s) URL${assets ? ', asset://...' : ''} or the name of a binary field of the item`;
	const names = Object.keys(fields);
	const byFileName = names.find((name) => fields[name]?.fileName === entry);
	if (ASSET_URL.test(entry))
		return problem(field, `takes no assets, but holds ${shown}`, `Enter ${takes}.`);
	return problem(
		field,
		`must be ${takes}, but holds ${shown}`,
		byFileName !== undefined
			? `That is the name of a file; enter the name of its binary field: ${byFileName}.`
			: `${hintTo(entry, names)}${fieldsText(field)}`,
	);
}

/** What comes out where one asks for the content of a file in n8n's storage. */
const PLACES = /^(filesystem(-v2)?|database|s3)$/;

function hintTo(entry: string, names: string[]): string {
	if (PLACES.test(entry))
		return 'That is where n8n keeps a file: leave .data out at the end of the expression. ';
	const byLabel = namesByForm(entry, names);
	return byLabel.length === 0
		? ''
		: `n8n's form writes _ for such letters: enter ${byLabel.join(', ')}. `;
}

const NOTHING =
	"The item has no binary fields. Put a node before this one that reads the file, or take it from a node further back: {{ $('Name of the node').item.binary.data }}.";

const fieldsText = ({
	binary: fields = {},
	owner = 'The item',
	nothing = NOTHING,
}: MediaFieldOf): string =>
	Object.keys(fields).length === 0
		? nothing
		: `${owner} has the binary fields ${listText(fields)}.`;

/** `data: cat.png (image/png)`, as far as a person reads. */
function listText(fields: IBinaryKeyData): string {
	const all = Object.entries(fields).map(([name, file]) => `${name}: ${describeFile(file)}`);
	return all.length > 8
		? `${all.slice(0, 8).join(', ')} and ${all.length - 8} more`
		: all.join(', ');
}
