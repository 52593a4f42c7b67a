/** Finds the binary fields of an item that a text names. Pure. */
import type { IBinaryData, IBinaryKeyData } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { isObject } from '../util/json';
import type { Refusal } from '../words/fields';
import * as words from '../words/media';
import { isPathOfDisk } from './mediaText';

/** The binary fields that a media field may name, and their owner. */
export interface ItemFiles {
	binary?: IBinaryKeyData | undefined;
	/** The item's JSON. A form puts the descriptions of its files there. */
	json?: Readonly<Record<string, unknown>>;
	/** True if the node is an agent's tool and the files belong to the agent's item. */
	isOfAgent?: boolean;
	/** Whether a file id belongs to this execution. Then files of other items are accepted too. */
	isOfExecution?: (id: string) => boolean;
}

/** What n8n says about a file besides its content and its location. */
export const TOLD_OF_FILE = /^(mimeType|fileType|fileName|fileExtension|fileSize|bytes|directory)$/;

/** The binary fields that a text names: by field name, pattern, file id or form label. */
export function namesMeant(text: string, item: ItemFiles): string[] {
	const { binary: fields = {} } = item;
	if (Object.hasOwn(fields, text)) return [text];
	const names = Object.keys(fields);
	if (text.includes('*')) return namesLike(text, names);
	// One file may be under several names.
	const byId = names.find((name) => fields[name]?.id === text);
	if (byId !== undefined) return [byId];
	return isPlain(text) || isSureLabel(text, item) ? namesByForm(text, names) : [];
}

/** By a pattern with * for any letters, such as `photo_*`. `photo_2` comes before `photo_10`. */
function namesLike(pattern: string, names: readonly string[]): string[] {
	const parts = pattern.split('*');
	return inOrder(names.filter((name) => matches(name, parts)));
}

/**
 * By the label of a field in n8n's form. n8n replaces everything except English letters and digits with _: `Your
 * photo` becomes `Your_photo`, or `Your_photo_0`, `Your_photo_1` for several files.
 */
export function namesByForm(label: string, names: readonly string[]): string[] {
	const name = nameInForm(label);
	return names.includes(name) ? [name] : numberedNames(name, names);
}

const nameInForm = (label: string) => label.replace(/\W/g, '_');

function numberedNames(name: string, names: readonly string[]): string[] {
	const isOneOf = (one: string) => one.startsWith(name) && /^_\d+$/.test(one.slice(name.length));
	return name === '' ? [] : inOrder(names.filter(isOneOf));
}

/** Whether enough of a label is left in the name. Two labels in other scripts may become the same name. */
const isPlain = (label: string): boolean => /^[\x20-\x7e]*$/.test(label) && /[a-z0-9]/i.test(label);

/**
 * Whether a label in another script can mean only one field. It must not be both a whole name and the beginning of
 * other names, and must not match the file of another label with the same number of letters.
 */
function isSureLabel(label: string, item: ItemFiles): boolean {
	const name = nameInForm(label);
	const names = Object.keys(item.binary ?? {});
	const labels = labelsOfForm(name, item);
	return (
		/[\p{L}\p{N}]/u.test(label) &&
		!(names.includes(name) && numberedNames(name, names).length > 0) &&
		// If several labels share a name, n8n keeps one file, and the user is told.
		(labels.length > 1 || labels.every((one) => one === label))
	);
}

/** The labels of n8n's form whose files share one name. n8n keeps only the last one's file. */
export const labelsOfForm = (name: string, { json = {} }: ItemFiles): string[] =>
	Object.keys(json).filter((label) => namesOfLabel(label, json[label]).includes(name));

/** The binary fields for the files of one form label, from the form's description of them. */
function namesOfLabel(label: string, description: unknown): string[] {
	const files = (Array.isArray(description) ? description : [description]).filter(isToldOfFile);
	const name = nameInForm(label);
	return files.map((_, index) => (files.length === 1 ? name : `${name}_${index}`));
}

const isToldOfFile = (value: unknown): boolean => isObject(value) && Boolean(value.filename);

const inOrder = (names: string[]) =>
	names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

/** Whether the name consists of the parts in order, beginning with the first and ending with the last. */
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

// Files of n8n in JSON that is sent unchanged. They are not replaced with links there.

/** Keys that contain addresses. */
const OF_ADDRESS = /urls?$/i;

/** A location in n8n's storage. */
const STORAGE_ID =
	/^((filesystem(-v2)?|s3):(workflows|executions)\/\S+|(filesystem(-v2)?|database):[\da-f-]{36})$/;

/**
 * Refuses values that would cost money although the platform cannot open them: n8n's description of a file, its
 * location in n8n's storage and, in place of an address, the name of a binary field or a path on the user's own
 * disk.
 * @throws ParameterProblem
 */
export function refuseFilesIn(json: unknown, label: string, item: ItemFiles): void {
	// Without recursion, because JSON may be deeply nested.
	const seen: Array<[key: string, value: unknown]> = [['', json]];
	for (const [key, value] of seen) {
		const refusal = refusalOf(key, value, item);
		if (refusal !== undefined) throw new ParameterProblem(label, refusal);
		if (Array.isArray(value)) for (const one of value) seen.push([key, one]);
		else if (isObject(value)) for (const entry of Object.entries(value)) seen.push(entry);
	}
}

function refusalOf(key: string, value: unknown, item: ItemFiles): Refusal | undefined {
	if (isFileOfN8n(value, item)) return words.jsonHoldsFile(key);
	if (typeof value !== 'string') return undefined;
	if (STORAGE_ID.test(value)) return words.jsonHoldsFile(key);
	if (!OF_ADDRESS.test(key)) return undefined;
	if (Object.hasOwn(item.binary ?? {}, value)) return words.jsonHoldsName(key, value);
	return isPathOfDisk(value) ? words.isPathOfDisk(value, item) : undefined;
}

/** A file as n8n gives it to expressions, without its content. A file in memory has no id. */
function isFileOfN8n(value: unknown, { binary = {} }: ItemFiles): boolean {
	if (!isObject(value) || typeof value.mimeType !== 'string') return false;
	if (typeof value.id === 'string' && STORAGE_ID.test(value.id)) return true;
	const { fileName, fileExtension } = value;
	const isOwn = (own: IBinaryData) => fileName !== undefined && own.fileName === fileName;
	return (
		Object.keys(value).every((key) => TOLD_OF_FILE.test(key)) &&
		(fileExtension !== undefined || Object.values(binary).some(isOwn))
	);
}
