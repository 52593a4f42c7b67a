import { isObject, openedJson } from '../base/json';
import { GENERAL, type Acceptor } from './acceptors';
import { fold, Folded } from './folded';

/** The URLs of a task's results, each once, in the platform's order. */
export interface ResultFiles {
	urls: string[];
	imageUrls: string[];
	videoUrls: string[];
	audioUrls: string[];
}

type Kind = 'image' | 'video' | 'audio' | 'other';

/** Named result fields come first, so that they keep the front places (reference 1.4). */
const NAMED = 'imgurls imgurl videourl imageurl resultvideourl results array images'.split(' ');
// What a task was given, said or advertises is no result.
const NOT_RESULTS = new Set(
	'userinput input inputs request params parameters prompt failreason abouturl statusurl'.split(
		' ',
	),
);
// These say something as text; as objects they may hold a result (`message.content[].image`, reference 9.1).
const SAYINGS = new Set(['error', 'message']);
/** Where a result may be written as JSON text; elsewhere such a text may be what the task was given. */
const WRITTEN = new Set([...NAMED, 'data', 'output', 'result', 'resultjson', 'serviceoutput']);
/** A second address of the file that `videoUrl` names; a result only where nothing else is (reference 2.1). */
const SECOND_ADDRESS = 'downloadurl';
const MAX_DEPTH = 12;

const EXTENSIONS: Array<[Kind, RegExp]> = [
	['image', /\.(png|jpe?g|webp|gif|bmp|tiff?|avif|heic|svg)$/i],
	['video', /\.(mp4|mov|webm|mkv|avi|m4v|m3u8)$/i],
	['audio', /\.(mp3|wav|aac|m4a|flac|ogg|opus)$/i],
];
const KEY_WORDS: Array<[Kind, RegExp]> = [
	['video', /video/i],
	['audio', /audio|voice|music|sound/i],
	['image', /im(a)?ge?|pic|photo|frame|cover/i],
];

/**
 * Collects the result URLs that stand where a task source puts them; those of `inputs` are never among them. Pure.
 * @param root what the places of the acceptor are counted from
 */
export function resultFiles(
	root: unknown,
	{ results, beside }: Pick<Acceptor, 'results' | 'beside'> = GENERAL.answer,
	inputs: ReadonlySet<string> = inputTexts(root),
	look = new Folded(),
): ResultFiles {
	const found = new Map<string, Kind>();
	let second: string | undefined;
	const add = (url: string, name: string) => {
		if (inputs.has(plainUrl(url))) return;
		if (fold(name) === SECOND_ADDRESS) second ??= url;
		else if (!found.has(url)) found.set(url, kindOf(url, name));
	};
	for (const part of results) {
		for (const name of NAMED)
			for (const value of look.at(root, [`${part}.${name}`])) collect(value, name, add, 0);
		for (const value of look.at(root, [part])) collect(value, part, add, 0);
	}
	if (found.size === 0) {
		// Without an envelope around it, nobody knows whose address a `url` is.
		const names = look.has(root, 'code') ? beside : beside.filter((name) => name !== 'url');
		for (const name of names)
			for (const value of look.at(root, [name])) collect(value, name, add, 0);
	}
	if (found.size === 0 && second !== undefined) found.set(second, kindOf(second, SECOND_ADDRESS));
	const ofKind = (kind: Kind) => [...found].filter(([, k]) => k === kind).map(([url]) => url);
	return {
		urls: [...found.keys()],
		imageUrls: ofKind('image'),
		videoUrls: ofKind('video'),
		audioUrls: ofKind('audio'),
	};
}

/**
 * Every text that was handed in: what was sent, and what stands below a `user_input`, wherever that is and however
 * deep: without recursion. Lists written as one text count one by one.
 */
export function inputTexts(answer: unknown, sent?: unknown): Set<string> {
	const texts = new Set<string>();
	const open: Array<{ value: unknown; isInput: boolean }> = [
		{ value: answer, isInput: false },
		{ value: sent, isInput: true },
	];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { value, isInput } = next;
		if (typeof value === 'string' && isInput) {
			for (const one of [value, ...value.split(/[\s,;，；]+/)]) texts.add(plainUrl(one));
		}
		if (typeof value !== 'object' || value === null) continue;
		for (const [key, entry] of Object.entries(value))
			open.push({ value: entry, isInput: isInput || isUserInput(key) });
	}
	return texts;
}

/** Answers may have very many names, and most are longer. */
const isUserInput = (key: string) => key.length < 16 && fold(key) === 'userinput';

/** One spelling of the same address: it may come back percent-encoded, or decoded. */
export function plainUrl(url: string): string {
	try {
		return decodeURI(url.trim());
	} catch {
		return url.trim();
	}
}

/** Without blanks, quotes or a Markdown link around it, and with a scheme where only that is missing. */
function bareUrl(text: string): string {
	const inLink = /^!?\[[^\]]*\]\(\s*(\S+?)\s*\)$/.exec(text.trim())?.[1] ?? text;
	const url = inLink.replace(/^[\s"'`<]+|[\s"'`>]+$/g, '');
	return /^\/\/[\w.-]+\.\w+\//.test(url) ? `https:${url}` : url;
}

/** The addresses that a text is made of; none where it says anything else. */
function urlsOf(text: string): string[] {
	const pieces = text.trim().split(/[\s,;，；|](?=["'`<]?(?:https?:)?\/\/)/i);
	const last = pieces.length - 1;
	const urls = pieces
		.map((piece, place) => bareUrl(place < last ? piece.replace(/[,;，；|]\s{0,9}$/, '') : piece))
		.filter((url) => url !== '');
	return urls.every((url) => /^https?:\/\/[^\s/]\S*$/i.test(url)) ? urls : [];
}

function collect(
	value: unknown,
	key: string,
	add: (url: string, key: string) => void,
	depth: number,
): void {
	if (depth > MAX_DEPTH) return;
	if (typeof value === 'string') {
		const name = key.slice(key.lastIndexOf('.') + 1);
		const written = WRITTEN.has(fold(name)) ? openedJson(value) : value;
		if (typeof written !== 'string') collect(written, key, add, depth + 1);
		else for (const url of urlsOf(value)) add(url, name);
	} else if (Array.isArray(value)) {
		for (const entry of value) collect(entry, key, add, depth + 1);
	} else if (isObject(value)) {
		for (const [name, entry] of Object.entries(value)) {
			const word = fold(name);
			if (NOT_RESULTS.has(word) || (SAYINGS.has(word) && !isObject(entry))) continue;
			// In `results: [{url}]` the list's name says more than `url`.
			collect(entry, word === 'url' ? key : name, add, depth + 1);
		}
	}
}

/** Told by the file's extension, else by the name of the field that holds it. */
function kindOf(url: string, key: string): Kind {
	const path = url.split(/[?#]/, 1)[0] ?? url;
	return (
		EXTENSIONS.find(([, pattern]) => pattern.test(path))?.[0] ??
		KEY_WORDS.find(([, pattern]) => pattern.test(key))?.[0] ??
		'other'
	);
}
