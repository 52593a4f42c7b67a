/** Which binary fields of an item a text means. Pure. */
import type { IBinaryData, IBinaryKeyData } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { isObject } from '../util/json';
import type { Refusal } from '../words/fields';
import * as words from '../words/media';
import { isPathOfDisk } from './mediaText';

/** The binary fields that a field for media may name, and whose they are. */
export interface ItemFiles {
	binary?: IBinaryKeyData | undefined;
	/** What the item says besides, as a form does of its files. */
	json?: Readonly<Record<string, unknown>>;
	/** They are those of the agent's item, whose tool the node is. */
	isOfAgent?: boolean;
	/** Whether a file, by its id, is of this execution: then it is taken from other items too. */
	isOfExecution?: (id: string) => boolean;
}

/** What n8n says of a file beside its content and its place. */
export const TOLD_OF_FILE = /^(mimeType|fileType|fileName|fileExtension|fileSize|bytes|directory)$/;

/** The binary fields that a text means: by their name, by a pattern, by a file's id, or by the label of a form. */
export function namesMeant(text: string, item: ItemFiles): string[] {
	const { binary: fields = {} } = item;
	if (Object.hasOwn(fields, text)) return [text];
	const names = Object.keys(fields);
	if (text.includes('*')) return namesLike(text, names);
	// One file may stand under several names.
	const byId = names.find((name) => fields[name]?.id === text);
	if (byId !== undefined) return [byId];
	return isPlain(text) || isSureLabel(text, item) ? namesByForm(text, names) : [];
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
export function namesByForm(label: string, names: readonly string[]): string[] {
	const name = nameInForm(label);
	return names.includes(name) ? [name] : numberedNames(name, names);
}

const nameInForm = (label: string) => label.replace(/\W/g, '_');

function numberedNames(name: string, names: readonly string[]): string[] {
	const isOneOf = (one: string) => one.startsWith(name) && /^_\d+$/.test(one.slice(name.length));
	return name === '' ? [] : inOrder(names.filter(isOneOf));
}

/** Whether enough of a label is left in the name; two labels of other letters may have the same one. */
const isPlain = (label: string): boolean => /^[\x20-\x7e]*$/.test(label) && /[a-z0-9]/i.test(label);

/**
 * Whether a label of other letters can mean one field alone: it may not be the name of one and the beginning of others,
 * and not stand for the file of another label of so many letters.
 */
function isSureLabel(label: string, item: ItemFiles): boolean {
	const name = nameInForm(label);
	const names = Object.keys(item.binary ?? {});
	const labels = labelsOfForm(name, item);
	return (
		/[\p{L}\p{N}]/u.test(label) &&
		!(names.includes(name) && numberedNames(name, names).length > 0) &&
		// Of several, one file is left, which is told.
		(labels.length > 1 || labels.every((one) => one === label))
	);
}

/** The labels of n8n's form whose files have one name; n8n keeps that of the last one alone. */
export const labelsOfForm = (name: string, { json = {} }: ItemFiles): string[] =>
	Object.keys(json).filter((label) => namesOfLabel(label, json[label]).includes(name));

/** The binary fields to which a form gives the files of one label, by what it says of them. */
function namesOfLabel(label: string, told: unknown): string[] {
	const files = (Array.isArray(told) ? told : [told]).filter(isToldOfFile);
	const name = nameInForm(label);
	return files.map((_, index) => (files.length === 1 ? name : `${name}_${index}`));
}

const isToldOfFile = (value: unknown): boolean => isObject(value) && Boolean(value.filename);

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

// Files of n8n in JSON that is sent as it is written: nobody puts a link in their place there.

/** Keys that hold addresses. */
const OF_ADDRESS = /urls?$/i;

/** A place in n8n's storage. */
const STORAGE_ID =
	/^((filesystem(-v2)?|s3):(workflows|executions)\/\S+|(filesystem(-v2)?|database):[\da-f-]{36})$/;

/**
 * Refuses what the platform would be paid for and could not open: what n8n says of a file, its place in n8n's storage,
 * and, where an address belongs, the name of a binary field or a path of one's own disk.
 * @throws ParameterProblem
 */
export function refuseFilesIn(json: unknown, label: string, item: ItemFiles): void {
	// Without recursion, as JSON may be nested deeply.
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

/** As n8n gives a file to expressions, without its content; one in memory has no id. */
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
