/**
 * The one parser of what a field for media may hold: addresses, names of binary fields of the item, and what
 * newcomers put there. Pure: nothing is fetched, stored or shared.
 */
import { ParameterProblem } from '../answers/parameterProblem';
import { isObject, parseJson } from '../util/json';
import type { MediaRules } from '../util/mediaRules';
import {
	filesNamed,
	filesOfObject,
	namingAdvice,
	type FileEntry,
	type ItemFiles,
} from './binaryFields';
import {
	decodeContent,
	insideOfList,
	isContent,
	linkIn,
	oddSignIn,
	splitEntries,
	bare,
	unwrappedText,
	refuseExpression,
	pageOfNetDisk,
} from './mediaText';
import * as words from '../words/media';

/** One thing that a field for media holds. */
export type MediaEntry =
	/** A public http(s) URL of a file. */
	| { kind: 'url'; url: string }
	/** One of a file, or of a page that the service reads for itself. */
	| { kind: 'page'; url: string }
	/** A reviewed asset of the platform, `asset://...`. */
	| { kind: 'asset'; url: string }
	| FileEntry;

/** The field, and the item for which it is read. */
export interface MediaField {
	/** As the form shows it. */
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
		throw new ParameterProblem(label, words.holdsOtherObject(!!item));
	}
	if (typeof raw !== 'string') throw new ParameterProblem(label, words.holdsValue(!!item, raw));
	refuseExpression(raw, label);
	// A name may hold any sign.
	if (item?.binary && Object.hasOwn(item.binary, raw.trim())) return filesNamed(raw.trim(), item);
	const text = unwrappedText(raw);
	const json = /^[[{]/.test(text) ? parseJson(text) : undefined;
	return json === undefined ? textEntries(text, field) : deeper(json);
}

function textEntries(given: string, field: MediaField): MediaEntry[] {
	const { label, rules } = field;
	const text = insideOfList(given) ?? given;
	const link = rules.pages === true ? linkIn(text) : undefined;
	if (/^[[{]/.test(text) && link === undefined) throw new ParameterProblem(label, words.isNoJson());
	const entries = splitEntries(text, (entry) => namedIn(entry, field).length > 0);
	// What an app's Share button copies: words for people, with a link among them.
	const isShared = link !== undefined && !entries.every((entry) => isKnown(entry, field));
	return (isShared ? [link] : entries).flatMap((entry) => entriesIn(entry, field));
}

/** Mostly one; several where blanks stand between what is known. */
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

function namedIn(text: string, { item }: MediaField): FileEntry[] {
	if (item === undefined) return [];
	const files = filesNamed(text.trim(), item);
	return files.length > 0 ? files : filesNamed(bare(text), item);
}

const PUBLIC_URL = /^https?:\/\/[^\s/?#]\S*$/i;
const ASSET_URL = /^asset:\/\/\S+$/i;

function isKnown(text: string, field: MediaField): boolean {
	const entry = bare(text);
	const isAddress =
		PUBLIC_URL.test(entry) || (field.rules.assets === true && ASSET_URL.test(entry));
	return (isAddress && oddSignIn(entry) === undefined) || namedIn(text, field).length > 0;
}

function contentEntry(entry: string, field: MediaField): FileEntry {
	const { label, item } = field;
	if (item === undefined)
		throw new ParameterProblem(label, words.holdsContent(), words.uploadFirst());
	const binary = decodeContent(entry);
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
		throw new ParameterProblem(label, words.holdsOddSign(oddSign, url), words.oneUrlPerLine());
	if (ASSET_URL.test(url)) {
		if (rules.assets === true) return { kind: 'asset', url };
		throw new ParameterProblem(label, words.takesNoAssets(url), words.enterTaken(!!item));
	}
	if (!PUBLIC_URL.test(url) || !URL.canParse(url)) throw unknownEntry(url, field);
	if (rules.pages === true) return { kind: 'page', url };
	const disk = pageOfNetDisk(url);
	if (disk === undefined) return { kind: 'url', url };
	throw new ParameterProblem(
		label,
		words.isPageOfDisk(disk.name, url),
		words.passFileOfDisk(disk.advice),
	);
}

const unknownEntry = (entry: string, { label, rules, item }: MediaField): ParameterProblem =>
	new ParameterProblem(
		label,
		words.isUnknownEntry(entry, !!item, rules.assets),
		item && namingAdvice(entry, item),
	);
