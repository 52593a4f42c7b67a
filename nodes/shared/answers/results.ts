import { isObject, parseExactly, toJson, type JsonValue } from '../util/json';
import { writtenFile } from '../util/writtenFile';
import { fold, type Located } from './lookup';
import { NAMED_RESULTS } from './sources';
import { holdsData, telling } from './toolData';

/**
 * The URLs of a task's results, each once: videos first, then sounds, then all others. Otherwise in the platform's
 * order.
 */
export interface ResultFiles {
	urls: string[];
	imageUrls: string[];
	videoUrls: string[];
	audioUrls: string[];
	/** Files that the answer contains, as `data:` or base64. */
	written?: string[];
	/** Results that are neither a file nor a web address, unchanged. */
	otherResults?: JsonValue[];
}

const NAMED = new Set(NAMED_RESULTS);
// What a task received, its messages and the platform's advertising are not results.
const NOT_RESULTS = new Set(
	'userinput input inputs request params parameters prompt failreason abouturl statusurl'.split(
		' ',
	),
);
// As text these are messages. As objects they may contain a result (`message.content[].image`, reference 9.1).
const SAYINGS = new Set(['error', 'message']);
/** Fields that may contain a result as JSON text. Elsewhere such a text may be the task's input. */
const WRITTEN = new Set([...NAMED, 'data', 'output', 'result', 'resultjson', 'serviceoutput']);
/** A second address of the file that `videoUrl` names. A result only if there is no other (reference 2.1). */
const SECOND_ADDRESS = 'downloadurl';
/** A tool's names for its input. A result only if there is no other. An original picture may be the large version. */
const GIVEN =
	/^((input|source)(video|audio|ima?ge?|pic(ture)?|photo|file|media)|orig(in(al)?)?(video|audio)|input)s?(urls?|list|uri)?$/;
const MAX_DEPTH = 12;

/** The result URLs at the places that a task source uses, without those in `inputs`. Pure. */
export function resultFiles(
	{ row, fields }: Located,
	inputs: InputTexts,
	baseUrl?: string,
): ResultFiles {
	const found = new Addresses(inputs, baseUrl);
	for (const path of row.results) {
		const name = path.slice(path.lastIndexOf('.') + 1);
		for (const value of fields.values.get(path) ?? [])
			found.collect(value, name, name === path ? 0 : 1);
	}
	const { results, second, given } = found;
	if (!holdsFile(results)) {
		// Without an envelope, the owner of a `url` is unknown.
		const isEnvelope = fields.values.has('code');
		for (const name of row.resultsBeside) {
			for (const value of fields.values.get(name) ?? [])
				if (isEnvelope || name !== 'url') found.collect(value, name, 1);
		}
	}
	if (holdsFile(results)) return filesOf(results);
	const others = [second, given];
	const best = others.find(holdsFile) ?? [results, ...others].find(({ size }) => size > 0);
	return filesOf(new Map([...results, ...(best ?? [])]));
}

/** Also true for an address that gives a file. */
const holdsFile = (found: ReadonlyMap<string, Kind>): boolean =>
	[...found.values()].some((kind) => kind !== 'elsewhere');

function filesOf(found: ReadonlyMap<string, Kind>): ResultFiles {
	const kinds: Record<Kind, string[]> = {
		image: [],
		video: [],
		audio: [],
		other: [],
		written: [],
		elsewhere: [],
	};
	const rest: string[] = [];
	for (const [url, kind] of found) {
		kinds[kind].push(url);
		// Beside a video or a sound, a picture is its cover.
		if (kind === 'image' || kind === 'other') rest.push(url);
	}
	const { image, video, audio, written, elsewhere } = kinds;
	return {
		urls: [...video, ...audio, ...rest],
		imageUrls: image,
		videoUrls: video,
		audioUrls: audio,
		...(written.length > 0 && { written }),
		...(elsewhere.length > 0 && { otherResults: elsewhere }),
	};
}

/**
 * Values at the places of results that are not results, unchanged, for answers that contain nothing else. They may
 * be anything that the platform knows about a task before its file exists.
 */
export function leftovers({ row, fields }: Located, inputs: InputTexts): JsonValue[] {
	const parts = [...row.results.filter((path) => !path.includes('.')), ...row.resultsBeside];
	return fields.at(parts).flatMap((value) => {
		const own = isObject(value) ? telling(value, inputs) : value;
		return holdsData(own, inputs) ? [toJson(own)] : [];
	});
}

/** The addresses of an answer, each once, in the platform's order. */
class Addresses {
	readonly results = new Map<string, Kind>();
	/** Used only if there are no others. */
	readonly second = new Map<string, Kind>();
	/** Used only if there are none of the above. */
	readonly given = new Map<string, Kind>();

	constructor(
		private readonly inputs: InputTexts,
		private readonly baseUrl: string | undefined,
	) {}

	/** @param depth 0 for a part of the answer whose named fields are collected separately */
	collect(value: unknown, name: string, depth: number): void {
		if (typeof value === 'string') this.read(value, name, depth);
		if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return;
		if (Array.isArray(value)) {
			for (const entry of value) this.collect(entry, name, depth + 1);
			return;
		}
		for (const [key, entry] of Object.entries(value)) {
			const word = fold(key);
			if (NOT_RESULTS.has(word) || (SAYINGS.has(word) && !isObject(entry))) continue;
			if (depth === 0 && NAMED.has(word)) continue;
			// In `results: [{url}]` the list's name tells more than `url`.
			this.collect(entry, word === 'url' ? name : key, depth + 1);
		}
	}

	private read(text: string, name: string, depth: number): void {
		const word = fold(name);
		const parsed = WRITTEN.has(word) && /^\s*[[{]/.test(text) ? parseExactly(text) : undefined;
		if (parsed !== undefined) return this.collect(parsed, name, depth + 1);
		const into =
			word === SECOND_ADDRESS ? this.second : GIVEN.test(word) ? this.given : this.results;
		for (const [address, kind] of addressesIn(text, name, this.baseUrl))
			if (![address, text].some((one) => into.has(one) || this.inputs.has(one)))
				into.set(address, kind);
	}
}

/** Tells the task's input from its output. */
export interface InputTexts {
	has(text: string): boolean;
}

/**
 * Every text of the input: what was sent, and everything below a `user_input` at any depth. The entries of a list
 * written as one text count separately. Collected on first use, because most answers contain no result.
 */
export function inputTexts(answer: unknown, sent?: unknown): InputTexts {
	let texts: Set<string> | undefined;
	return { has: (text) => (texts ??= textsHandedIn(answer, sent)).has(plainUrl(text)) };
}

/** Without recursion, because answers may be deeply nested. */
function textsHandedIn(answer: unknown, sent: unknown): Set<string> {
	const texts = new Set<string>();
	const open = [
		{ value: answer, isInput: false },
		{ value: sent, isInput: true },
	];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { value, isInput } = next;
		if (typeof value === 'string' && isInput) {
			for (const text of [value, ...value.split(/[\s,;，；]+/)])
				texts.add(text.includes('%') ? plainUrl(text) : text.trim());
		}
		if (typeof value !== 'object' || value === null) continue;
		for (const [key, entry] of Object.entries(value))
			open.push({ value: entry as unknown, isInput: isInput || /^user[_-]?input$/i.test(key) });
	}
	return texts;
}

/** One spelling for the same address, which may come back percent-encoded or decoded. */
function plainUrl(url: string): string {
	try {
		return decodeURI(url.trim());
	} catch {
		return url.trim();
	}
}

// Addresses in a text.

type MediaKind = 'image' | 'video' | 'audio';

type Kind =
	| MediaKind
	| 'other'
	/** A file that the text contains, as `data:` or base64. */
	| 'written'
	/** An address outside the web, such as `oss:`. */
	| 'elsewhere';

/** Each kind with the extensions of its files and the names of fields that contain it. */
const KINDS: ReadonlyArray<readonly [MediaKind, RegExp, RegExp]> = [
	['video', /\.(mp4|mov|webm|mkv|avi|m4v|m3u8)$/i, /video/i],
	['audio', /\.(mp3|wav|aac|m4a|flac|ogg|opus)$/i, /audio|voice|music|sound/i],
	['image', /\.(png|jpe?g|webp|gif|bmp|tiff?|avif|heic|svg)$/i, /im(a)?ge?|pic|photo|frame|cover/i],
];

/** Names of fields that contain base64, for any kind of file. */
const OF_BASE64 = /b64|base64/;
/** Names of fields that contain the address of a result. A path in such a field is an address too. */
const OF_ADDRESS =
	/^(result|output|final|download)?(im(a)?ge?|pic(ture)?|photo|video|audio|file)?s?(url|uri|link)?s?(list)?$/;
/** Names of fields that contain a path on the platform's own disk or storage. */
const OF_PATH = /(path|file|name|key|dir|folder)s?$/;
const FROM_ROOT = /^\.{0,2}\/(?!\/)[^\s:]+$/;
/** The first segment has no dot, so it is not a host. */
const IN_FOLDER = /^[\w%-]+\/[^\s:]+$/;
const OTHER_SCHEME = /^(?!https?:)[a-z][a-z\d+.-]+:\S+$/i;

/**
 * The files and addresses that make up a text. Empty if the text contains anything else.
 * @param name the field that contains the text
 * @param baseUrl of the platform, for relative addresses
 */
export function addressesIn(
	text: string,
	name: string,
	baseUrl?: string,
): Array<readonly [string, Kind]> {
	const urls = urlsOf(text);
	if (urls.length > 0) return urls.map((url) => [url, kindOf(url, name)]);
	const word = fold(name);
	const alone = bareUrl(text);
	if (writtenFile(alone, OF_BASE64.test(word))) return [[alone, 'written']];
	const isOfAddress = NAMED.has(word) || OF_ADDRESS.test(word);
	if (OTHER_SCHEME.test(alone) && (isOfAddress || alone.includes('://')))
		return [[alone, 'elsewhere']];
	const isPath = isOfAddress
		? FROM_ROOT.test(alone) || isPathOfFile(alone)
		: isPathOfFile(alone) && !OF_PATH.test(word);
	if (!isPath) return [];
	const url = absolute(alone, baseUrl);
	return url === undefined ? [] : [[url, kindOf(url, name)]];
}

const isPathOfFile = (text: string): boolean =>
	(FROM_ROOT.test(text) || IN_FOLDER.test(text)) && kindOfFile(text) !== undefined;

/** The leading `./` keeps the path from leading to another host. */
function absolute(path: string, baseUrl: string | undefined): string | undefined {
	const relative = `./${path.replace(/^\/+/, '')}`;
	const base = `${baseUrl ?? ''}/`;
	return URL.canParse(relative, base) ? new URL(relative, base).href : undefined;
}

/** The addresses that make up a text. Empty if the text contains anything else. */
function urlsOf(text: string): string[] {
	const urls: string[] = [];
	for (const piece of text.trim().split(/[\s,;，；|](?=["'`<]?(?:https?:)?\/\/)/i)) {
		const url = bareUrl(piece.replace(/[,;，；|]\s{0,9}$/, ''));
		if (url === '') continue;
		if (!/^https?:\/\/[^\s/]\S*$/i.test(url)) return [];
		urls.push(url);
	}
	return urls;
}

/** Removes blanks, quotes or a Markdown link around the address, and adds a scheme if only that is missing. */
function bareUrl(text: string): string {
	const inLink = /^!?\[[^\]]*\]\(\s*(\S+?)\s*\)$/.exec(text.trim())?.[1] ?? text;
	const url = inLink.replace(/^[\s"'`<]+|[\s"'`>]+$/g, '');
	if (!/^(https?:)?\/\/\S/i.test(url)) return url;
	// A file name may contain blanks, which an address never does. A sentence does not end like a file name.
	const isFile = /[^\S\r\n]/.test(url) && kindOfFile(url) !== undefined;
	const whole = isFile ? url.replace(/[^\S\r\n]/g, encodeURIComponent) : url;
	return /^\/\/[\w.-]+\.\w+\//.test(whole) ? `https:${whole}` : whole;
}

/** Decided by the file's extension, otherwise by the field's name. */
const kindOf = (url: string, name: string): Kind =>
	kindOfFile(url) ?? KINDS.find(([, , named]) => named.test(name))?.[0] ?? 'other';

function kindOfFile(url: string): Kind | undefined {
	const [path = url] = url.split(/[?#]/, 1);
	return KINDS.find(([, extension]) => extension.test(path))?.[0];
}
