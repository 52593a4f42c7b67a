/** Which files of an item a media field means, by what a person or an expression writes for one. Pure. */
import type { IBinaryData, IBinaryKeyData } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { isObject } from '../util/json';
import * as words from '../words/media';

/** The binary fields that a field for media may name, and whose they are. */
export interface ItemFiles {
	binary?: IBinaryKeyData | undefined;
	/** They are those of the agent's item, whose tool the node is. */
	isOfAgent?: boolean;
	/** Whether a file, by its id, is of this execution: then it is taken from other items too. */
	isOfExecution?: (id: string) => boolean;
}

/** A file of n8n's binary data, which has to be shared; `property` where it is a field of the item. */
export interface FileEntry {
	kind: 'file';
	binary: IBinaryData;
	property?: string;
}

/**
 * The files that a text means: by the name of their binary field, by a pattern, or by what a newcomer
 * finds in a binary object, its id and its data.
 */
export function filesNamed(text: string, { binary: fields = {} }: ItemFiles): FileEntry[] {
	const file = (property: string): FileEntry[] => {
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
	// All files of one n8n may have the same `data`, the name of the storage where they lie.
	if (same.length === 1) return same.flatMap(file);
	return isPlain(text) ? namesByForm(text, names).flatMap(file) : [];
}

/**
 * The files that an object means: a binary object such as `$binary.data`, `$binary` itself, or what a form says of a
 * file. Undefined where it means none.
 * @throws ParameterProblem for a file of elsewhere, or one that cannot be told from others
 */
export function filesOfObject(
	raw: Record<string, unknown>,
	item: ItemFiles,
	label: string,
): FileEntry[] | undefined {
	if (isBinary(raw)) return [fileMeant(raw, item, label)];
	const { filename, mimetype } = raw;
	if (typeof filename === 'string' && typeof mimetype === 'string')
		return fileDescribed(filename, item, label);
	// $binary itself, or $('Node').item.binary
	const files = Object.values(raw);
	return files.length > 0 && files.every(isBinary)
		? files.map((file) => fileMeant(file, item, label))
		: undefined;
}

/** What n8n keeps under `binary`, which an expression may see without its `data`. */
function isBinary(value: unknown): value is IBinaryData {
	if (!isObject(value)) return false;
	const { mimeType, data = '', id } = value;
	const hasContent = typeof id === 'string' || data !== '';
	return typeof mimeType === 'string' && typeof data === 'string' && hasContent;
}

/**
 * The file that a binary object means. One with an id lies in n8n's storage, where the files of everybody lie: it is
 * taken if the item has it or it is of this execution, as whoever sends data to a webhook can write any id.
 */
function fileMeant(raw: IBinaryData, item: ItemFiles, label: string): FileEntry {
	const { id, mimeType, data = '', fileName } = raw;
	const { binary: fields = {}, isOfExecution } = item;
	if (typeof id === 'string') {
		const [own] = filesNamed(id, item);
		if (own !== undefined) return own;
		if (isOfExecution?.(id) !== true)
			throw new ParameterProblem(label, words.holdsForeignFile(), words.passItOn(item));
	}
	const binary: IBinaryData = {
		data,
		mimeType,
		...(typeof id === 'string' && { id }),
		...(typeof fileName === 'string' && { fileName }),
	};
	const property = Object.keys(fields).find(
		(name) => fields[name]?.id === binary.id && fields[name]?.data === binary.data,
	);
	return { kind: 'file', binary, ...(property !== undefined && { property }) };
}

/**
 * A form puts beside its files what they are called, `{ filename, mimetype, size }` in its data, which looks like
 * the file itself.
 */
function fileDescribed(fileName: string, item: ItemFiles, label: string): FileEntry[] {
	const { binary: fields = {} } = item;
	const [name, ...others] = Object.keys(fields).filter((one) => fields[one]?.fileName === fileName);
	if (name !== undefined && others.length === 0) return filesNamed(name, item);
	throw new ParameterProblem(label, words.holdsFileName(fileName), words.enterFieldName(item));
}

/** What comes out where one asks for the content of a file in n8n's storage. */
const STORAGES = /^(filesystem(-v2)?|database|s3)$/;

/** How to name a file of the item, for whoever wrote something else. */
export function namingAdvice(entry: string, item: ItemFiles): string {
	const { binary: fields = {} } = item;
	const names = Object.keys(fields);
	const byFileName = names.find((name) => fields[name]?.fileName === entry);
	if (byFileName !== undefined) return words.enterFieldOfFile(byFileName);
	if (STORAGES.test(entry)) return words.leaveDataOut(item);
	const byLabel = namesByForm(entry, names);
	return byLabel.length > 0 ? words.enterFormNames(byLabel, item) : words.binaryFields(item);
}

/** By a pattern with * for any letters, as `photo_*`; `photo_2` comes before `photo_10`. */
function namesLike(pattern: string, names: readonly string[]): string[] {
	const parts = pattern.split('*');
	return inOrder(names.filter((name) => matches(name, parts)));
}

/**
 * By the label of a field of n8n's form, which names it with _ for all but letters of English and digits: `Your photo`
 * is `Your_photo`, and `Your_photo_0`, `Your_photo_1` where several files were chosen.
 */
function namesByForm(label: string, names: readonly string[]): string[] {
	const name = label.replace(/\W/g, '_');
	if (names.includes(name)) return [name];
	const isOneOf = (one: string) => one.startsWith(name) && /^_\d+$/.test(one.slice(name.length));
	return name === '' ? [] : inOrder(names.filter(isOneOf));
}

/** Whether enough of a label is left in the name; two labels of other letters may have the same one. */
const isPlain = (label: string): boolean => /^[\x20-\x7e]*$/.test(label) && /[a-z0-9]/i.test(label);

const inOrder = (names: string[]) =>
	names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

/** Whether the parts stand in the name one after another, the first at its start and the last at its end. */
function matches(name: string, [first = '', ...more]: string[]): boolean {
	const last = more.pop() ?? '';
	if (!name.startsWith(first)) return false;
	let at = first.length;
	for (const part of more) {
		const found = name.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return name.length - last.length >= at && name.endsWith(last);
}
