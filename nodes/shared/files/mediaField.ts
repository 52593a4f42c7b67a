/**
 * The one parser of what a field for media may hold: addresses, names of binary fields of the item, and what
 * newcomers put there. Pure: nothing is fetched, stored or shared.
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
	/** A file; a page that the service reads for itself; or a reviewed asset of the platform, `asset://...`. */
	{ kind: 'url' | 'page' | 'asset'; url: string } | FileEntry;

/** A file of n8n's binary data, which has to be shared; `property` where it is a field of the item. */
interface FileEntry {
	kind: 'file';
	binary: IBinaryData;
	property?: string;
}

export interface MediaField {
	label: string;
	rules: Pick<MediaRules, 'assets' | 'pages'>;
	/** What the item has of files; absent where links stand in their place already. */
	item?: ItemFiles;
}

/** Deeper than this, lists in lists are no way to write files. */
const MAX_DEPTH = 5;

/**
 * The entries of a media field, in their order, of whatever a form or an expression gives: a list of texts or objects,
 * JSON, or a text with one entry per line, or separated by commas, semicolons or blanks, also by those of a Chinese
 * keyboard; in quotes, in brackets, or as Markdown links. Of an object counts its `url`, or that it is a binary object
 * such as `$binary.data`, or `$binary` itself. A binary field is named as it is, or with * for any letters.
 * @throws ParameterProblem that says what the field holds and what it takes
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
	// A name may hold any sign.
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
	// What an app's Share button copies: words for people, with a link among them.
	const isShared = link !== undefined && !entries.every((entry) => isKnown(entry, field));
	return (isShared ? [link] : entries).flatMap((entry) => entriesIn(entry, field));
}

/** Blanks may separate, too, where each part is known. */
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

/** All that is seen of an address without asking for it is checked here. */
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

/** @throws ParameterProblem where n8n has one file in place of several */
function fileOf(property: string, item: ItemFiles, label: string): FileEntry[] {
	const binary = item.binary?.[property];
	if (binary === undefined) return [];
	const labels = labelsOfForm(property, item);
	if (labels.length > 1) throw new ParameterProblem(label, words.isOneOfForm(property, labels));
	return [{ kind: 'file', binary, property }];
}

/**
 * The files that an object means: a binary object such as `$binary.data`, `$binary` itself, or what a form says of a
 * file. Undefined where it means none.
 * @throws ParameterProblem for a file of elsewhere, or one that cannot be told from others
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

/** What n8n keeps under `binary`, which an expression sees without its content. */
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
 * The file that a binary object means. One with an id lies in n8n's storage, where the files of everybody lie: it is
 * taken if the item has it or it is of this execution, as whoever sends data to a webhook can write any id. One that
 * n8n keeps in memory has none, and is known by all that is said of it.
 * @param called the name under which the object stands, where it does under one
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

function isSameFile(told: IBinaryData, own: IBinaryData | undefined): boolean {
	if (own === undefined || told.id !== own.id) return false;
	if (told.id !== undefined) return true;
	const known = new Map(Object.entries(own));
	const { data = '', ...more } = told;
	return data === ''
		? Object.entries(more).every(([name, value]) => known.get(name) === value)
		: data === own.data;
}

/**
 * A form puts beside its files what they are called, `{ filename, mimetype, size }` in its data, which looks like
 * the file itself.
 */
function fileDescribed(fileName: string, item: ItemFiles, label: string): FileEntry[] {
	const { binary: fields = {} } = item;
	const [name, ...others] = Object.keys(fields).filter((one) => fields[one]?.fileName === fileName);
	if (name !== undefined && others.length === 0) return filesNamed(name, item, label);
	throw new ParameterProblem(label, words.holdsFileName(fileName, item));
}

/** What comes out where one asks for the content of a file in n8n's storage. */
const STORAGES = /^(filesystem(-v2)?|database|s3)$/;

/** How to name a file of the item, for whoever wrote something else. */
function namingAdvice(entry: string, item: ItemFiles): string {
	const { binary: fields = {} } = item;
	const names = Object.keys(fields);
	const byFileName = names.find((name) => fields[name]?.fileName === entry);
	if (byFileName !== undefined) return words.enterFieldOfFile(byFileName);
	if (STORAGES.test(entry)) return words.leaveDataOut(item);
	const byLabel = namesByForm(entry, names);
	return byLabel.length > 0 ? words.enterFormNames(byLabel, item) : words.binaryFields(item);
}
