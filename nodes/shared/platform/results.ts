import { at, isObject } from '../json';

/** The URLs of a task's results, each once, in the platform's order. */
export interface ResultFiles {
	urls: string[];
	imageUrls: string[];
	videoUrls: string[];
	audioUrls: string[];
}

type Kind = 'image' | 'video' | 'audio' | 'other';

// Named result fields first, so that they keep the front places (reference 1.4).
const NAMED_PATHS = [
	'service_output.imgUrls',
	'service_output.imgUrl',
	'service_output.videoUrl',
	'data.videoUrl',
	'data.image_url',
	'data.video_url',
	'data.ResultVideoUrl',
	'data.results',
	'data.array',
	'data.images',
];
const SEARCHED_PATHS = ['service_output', 'data', 'result', 'output'];
// What a task was given, said or advertises is no result.
const NOT_RESULTS = new Set(
	'user_input input inputs request params parameters prompt failreason abouturl statusurl'.split(
		' ',
	),
);
// These say something as text; as objects they may hold a result (`message.content[].image`, reference 9.1).
const SAYINGS = new Set(['error', 'message']);
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
 * Collects result URLs from a task record or a tool's envelope; input URLs are never among them. Pure.
 * @param answer the whole answer that held the record
 */
export function resultFiles(record: unknown, answer: unknown = record): ResultFiles {
	const inputs = inputTexts(answer);
	const found = new Map<string, Kind>();
	let second: string | undefined;
	const add = (url: string, key: string) => {
		if (inputs.has(url)) return;
		if (key.toLowerCase() === SECOND_ADDRESS) second ??= url;
		else if (!found.has(url)) found.set(url, kindOf(url, key));
	};
	for (const path of NAMED_PATHS) collect(at(record, path), path, add, 0);
	for (const path of SEARCHED_PATHS) collect(at(record, path), path, add, 0);
	if (isObject(record) && typeof record.downloadUrl === 'string')
		collect(record.downloadUrl, 'downloadUrl', add, 0);
	if (found.size === 0 && second !== undefined) found.set(second, kindOf(second, SECOND_ADDRESS));
	const ofKind = (kind: Kind) => [...found].filter(([, k]) => k === kind).map(([url]) => url);
	return {
		urls: [...found.keys()],
		imageUrls: ofKind('image'),
		videoUrls: ofKind('video'),
		audioUrls: ofKind('audio'),
	};
}

/** Every text below a `user_input`, wherever it stands and however deep: without recursion. */
function inputTexts(answer: unknown): Set<string> {
	const texts = new Set<string>();
	const open: Array<{ value: unknown; isInput: boolean }> = [{ value: answer, isInput: false }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { value, isInput } = next;
		if (typeof value === 'string' && isInput) texts.add(value);
		if (typeof value !== 'object' || value === null) continue;
		for (const [key, entry] of Object.entries(value))
			open.push({ value: entry, isInput: isInput || key === 'user_input' });
	}
	return texts;
}

function collect(
	value: unknown,
	key: string,
	add: (url: string, key: string) => void,
	depth: number,
): void {
	if (depth > MAX_DEPTH) return;
	if (typeof value === 'string') {
		if (/^https?:\/\/[^\s/]\S*$/i.test(value)) add(value, key.slice(key.lastIndexOf('.') + 1));
	} else if (Array.isArray(value)) {
		for (const entry of value) collect(entry, key, add, depth + 1);
	} else if (isObject(value)) {
		for (const [name, entry] of Object.entries(value)) {
			const word = name.toLowerCase();
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
