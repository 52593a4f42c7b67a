/**
 * The one parser for media fields: addresses, names of the item's binary fields, and what new users enter. Pure:
 * nothing is downloaded, stored or shared.
 */
import type { IBinaryData } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { isObject, parseJson } from '../util/json';
import type { MediaRules } from '../util/mediaRules';
import {
	decodeContent,
	insideOfList,
	linkIn,
	oddSignIn,
	splitEntries,
	bare,
	unwrappedText,
	refuseExpression,
	isPathOfDisk,
	withScheme,
} from './mediaText';
import { labelsOfForm, namesByForm, namesMeant, TOLD_OF_FILE, type ItemFiles } from './namedFiles';
import { lockIn, pageIn } from './pages';
import { hostOf, visible } from '../util/addresses';
import { isContent } from '../util/writtenFile';
import { holdsObjectAsText } from '../words/fields';
import * as words from '../words/media';
import { isPageOf, needsLogin } from '../words/pages';

export type MediaEntry =
	/** A file, a page that the service reads itself, or a reviewed asset of the platform, `asset://...`. */
	{ kind: 'url' | 'page' | 'asset'; url: string } | FileEntry;

/** A file in n8n's binary data that must be shared. `property` is set if it is a field of the item. */
interface FileEntry {
	kind: 'file';
	binary: IBinaryData;
	property?: string;
}

export interface MediaField {
	label: string;
	rules: Pick<MediaRules, 'assets' | 'pages'>;
	/** The item's files. Absent if links already replace them. */
	item?: ItemFiles;
}

/** Files are never written as more deeply nested lists. */
const MAX_DEPTH = 5;

/**
 * The entries of a media field, in order, from any value of a form or an expression: a list of texts or objects,
 * JSON, or a text. A text has one entry per line, or entries separated by commas, semicolons or blanks, including
 * those of a Chinese keyboard; in quotes, in brackets, or as Markdown links. An object counts by its `url`, as a
 * binary object such as `$binary.data`, or as `$binary` itself. A binary field is given by its name, or with * for
 * any letters.
 * @throws ParameterProblem that says what the field contains and what it accepts
 */
export function mediaEntries(raw: unknown, field: MediaField, depth = 0): MediaEntry[] {
	const { label, item } = field;
	const deeper = (inner: unknown) => mediaEntries(inner, field, depth + 1);
	if (raw === undefined || raw === null) return [];
	if (depth > MAX_DEPTH) throw new ParameterProblem(label, words.holdsListsOfLists(!!item));
	if (Array.isArray(raw)) return raw.flatMap(deeper);
	if (isObject(raw)) {
		const found = raw.url ?? raw.image_url ?? raw.video_url ?? raw.audio_url;
		if (found !== undefined) return deeper(found);
		const files = item && filesOfObject(raw, item, label);
		if (files !== undefined) return files;
		throw new ParameterProblem(label, words.holdsOtherObject(!!item, Object.keys(raw)));
	}
	if (typeof raw !== 'string') throw new ParameterProblem(label, words.holdsValue(!!item, raw));
	refuseExpression(raw, label);
	// A name may contain any character.
	if (item?.binary && Object.hasOwn(item.binary, raw.trim()))
		return filesNamed(raw.trim(), item, label);
	const text = unwrappedText(visible(raw));
	const json = /^[[{]/.test(text) ? parseJson(text) : undefined;
	return json === undefined ? textEntries(text, field) : deeper(json);
}

function textEntries(given: string, field: MediaField): MediaEntry[] {
	const { label, rules } = field;
	if (/\[object [A-Z]\w*\]/.test(given))
		throw new ParameterProblem(label, holdsObjectAsText(), words.takeAddressOfObject());
	const text = insideOfList(given) ?? given;
	const inWords = linkIn(text);
	const isPage = rules.pages === true || (inWords !== undefined && pageIn(inWords) !== undefined);
	const link = isPage ? inWords : undefined;
	if (/^[[{]/.test(text) && link === undefined) throw new ParameterProblem(label, words.isNoJson());
	const entries = splitEntries(text, (entry) => namedIn(entry, field).length > 0);
	// Text from an app's Share button: a sentence that contains a link.
	const isShared = link !== undefined && !entries.every((entry) => isKnown(entry, field));
	return (isShared ? [link] : entries).flatMap((entry) => entriesIn(entry, field));
}

/** Blanks may separate too, if each part is a known entry. */
function entriesIn(given: string, field: MediaField): MediaEntry[] {
	const files = namedIn(given, field);
	if (files.length > 0) return files;
	const entry = bare(given);
	if (entry === '') return [];
	const parts = entry.split(/\s+/);
	if (parts.length > 1 && parts.every((part) => isKnown(part, field)))
		return parts.flatMap((part) => entriesIn(part, field));
	return [isContent(entry) ? contentEntry(entry, field) : addressEntry(entry, field)];
}

function namedIn(text: string, { item, label }: MediaField): FileEntry[] {
	if (item === undefined) return [];
	const files = filesNamed(text.trim(), item, label);
	return files.length > 0 ? files : filesNamed(bare(text), item, label);
}

const PUBLIC_URL = /^https?:\/\/[^\s/?#]\S*$/i;

const isAddress = (text: string): boolean =>
	PUBLIC_URL.test(text) && hostOf(text) !== undefined && !/^https?:\/\/https?:/i.test(text);
const ASSET_URL = /^asset:\/\/\S+$/i;

function isKnown(text: string, field: MediaField): boolean {
	const entry = bare(text);
	const isTaken = isAddress(entry) || (field.rules.assets === true && ASSET_URL.test(entry));
	return (isTaken && oddSignIn(entry) === undefined) || namedIn(text, field).length > 0;
}

function contentEntry(entry: string, field: MediaField): FileEntry {
	const { label, item } = field;
	if (item === undefined) throw new ParameterProblem(label, words.holdsContent());
	const binary = decodeContent(entry);
	if (binary === 'encodedAgain')
		throw new ParameterProblem(label, words.holdsEncodedTwice(words.shown(entry)));
	if (binary !== undefined) return { kind: 'file', binary };
	throw /^data:/i.test(entry)
		? new ParameterProblem(label, words.holdsBrokenDataUri())
		: unknownEntry(entry, field);
}

/** Checks everything that an address shows without requesting it. */
function addressEntry(url: string, field: MediaField): MediaEntry {
	const { label, rules, item } = field;
	const oddSign = oddSignIn(url);
	if (oddSign !== undefined && /^(https?|asset):\/\//i.test(url))
		throw new ParameterProblem(label, words.holdsOddSign(oddSign, url));
	if (ASSET_URL.test(url)) {
		if (rules.assets === true) return { kind: 'asset', url };
		throw new ParameterProblem(label, words.takesNoAssets(url, !!item));
	}
	if (!isAddress(url)) throw unknownEntry(url, field);
	const lock = lockIn(url);
	if (lock !== undefined) throw new ParameterProblem(label, needsLogin(lock, url));
	const page = pageIn(url);
	if (rules.pages === true && page?.hasNoFilm !== true) return { kind: 'page', url };
	if (page === undefined) return { kind: 'url', url };
	throw new ParameterProblem(label, isPageOf(page.name, url, page.wayOut));
}

function unknownEntry(entry: string, { label, rules, item }: MediaField): ParameterProblem {
	const address = withScheme(entry);
	if (address !== undefined) return new ParameterProblem(label, words.isMiswritten(entry, address));
	if (isPathOfDisk(entry)) return new ParameterProblem(label, words.isPathOfDisk(entry, item));
	return new ParameterProblem(
		label,
		words.isUnknownEntry(entry, !!item, rules.assets),
		item ? namingAdvice(entry, item) : words.copyAddress(),
	);
}

// Files of the item.

const filesNamed = (text: string, item: ItemFiles, label: string): FileEntry[] =>
	namesMeant(text, item).flatMap((name) => fileOf(name, item, label));

/** @throws ParameterProblem if n8n kept only one of several files */
function fileOf(property: string, item: ItemFiles, label: string): FileEntry[] {
	const binary = item.binary?.[property];
	if (binary === undefined) return [];
	const labels = labelsOfForm(property, item);
	if (labels.length > 1) throw new ParameterProblem(label, words.isOneOfForm(property, labels));
	return [{ kind: 'file', binary, property }];
}

/**
 * The files that an object stands for: a binary object such as `$binary.data`, `$binary` itself, or a form's
 * description of a file. Undefined if it stands for none.
 * @throws ParameterProblem for a file from elsewhere, or an ambiguous one
 */
function filesOfObject(
	raw: Record<string, unknown>,
	item: ItemFiles,
	label: string,
): FileEntry[] | undefined {
	if (isBinary(raw)) return [fileMeant(raw, item, label)];
	const { filename, mimetype } = raw;
	if (typeof filename === 'string' && typeof mimetype === 'string')
		return fileDescribed(filename, item, label);
	// $binary itself, or $('Node').item.binary
	const files = Object.entries(raw).flatMap(([name, file]) =>
		isBinary(file) ? [fileMeant(file, item, label, name)] : [],
	);
	return files.length > 0 && files.length === Object.keys(raw).length ? files : undefined;
}

/** What n8n keeps under `binary`. Expressions see it without its content. */
function isBinary(value: unknown): value is IBinaryData {
	if (!isObject(value)) return false;
	const { mimeType, data = '', id } = value;
	const isFile =
		typeof id === 'string' ||
		data !== '' ||
		Object.keys(value).every((key) => TOLD_OF_FILE.test(key));
	return typeof mimeType === 'string' && typeof data === 'string' && isFile;
}

/**
 * The file that a binary object stands for. An id points into n8n's storage, which contains everybody's files, and
 * whoever sends data to a webhook can write any id. So the file is accepted only if the item has it or it belongs to
 * this execution. A file that n8n keeps in memory has no id and is matched by all of its metadata.
 * @param called the key of the object, if it has one
 */
function fileMeant(raw: IBinaryData, item: ItemFiles, label: string, called = ''): FileEntry {
	const { id, mimeType, data = '', fileName } = raw;
	const { binary: fields = {}, isOfExecution } = item;
	const names = Object.keys(fields).filter((name) => isSameFile(raw, fields[name]));
	const contents = new Set(names.map((name) => fields[name]?.data));
	const isSure = id !== undefined || contents.size < 2 || names.includes(called);
	if (!isSure) throw new ParameterProblem(label, words.isOneOfAlike(names));
	const [own] = fileOf(names.includes(called) ? called : (names[0] ?? ''), item, label);
	if (own !== undefined) return own;
	if (typeof id === 'string' ? isOfExecution?.(id) !== true : data === '')
		throw new ParameterProblem(label, words.holdsForeignFile(item));
	const binary: IBinaryData = {
		data,
		mimeType,
		...(typeof id === 'string' && { id }),
		...(typeof fileName === 'string' && { fileName }),
	};
	return { kind: 'file', binary };
}

function isSameFile(described: IBinaryData, own: IBinaryData | undefined): boolean {
	if (own === undefined || described.id !== own.id) return false;
	if (described.id !== undefined) return true;
	const known = new Map(Object.entries(own));
	const { data = '', ...more } = described;
	return data === ''
		? Object.entries(more).every(([name, value]) => known.get(name) === value)
		: data === own.data;
}

/**
 * A form adds a description of its files to its data, `{ filename, mimetype, size }`, which looks like the file
 * itself.
 */
function fileDescribed(fileName: string, item: ItemFiles, label: string): FileEntry[] {
	const { binary: fields = {} } = item;
	const [name, ...others] = Object.keys(fields).filter((one) => fields[one]?.fileName === fileName);
	if (name !== undefined && others.length === 0) return filesNamed(name, item, label);
	throw new ParameterProblem(label, words.holdsFileName(fileName, item));
}

/** What an expression returns for the content of a file in n8n's storage. */
const STORAGES = /^(filesystem(-v2)?|database|s3)$/;

/** How to name the item's file, for a user who wrote something else. */
function namingAdvice(entry: string, item: ItemFiles): string {
	const { binary: fields = {} } = item;
	const names = Object.keys(fields);
	const byFileName = names.find((name) => fields[name]?.fileName === entry);
	if (byFileName !== undefined) return words.enterFieldOfFile(byFileName);
	if (STORAGES.test(entry)) return words.leaveDataOut(item);
	const byLabel = namesByForm(entry, names);
	return byLabel.length > 0 ? words.enterFormNames(byLabel, item) : words.binaryFields(item);
}
