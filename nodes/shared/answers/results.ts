import { isObject, openedJson } from '../util/json';
import { fold, type Lookup, readIdAlone } from './lookup';
import type { AnswerRow } from './sources';

/** The URLs of a task's results, each once: videos, then sounds, then the rest, else in the platform's order. */
export interface ResultFiles {
	urls: string[];
	imageUrls: string[];
	videoUrls: string[];
	audioUrls: string[];
}

type Kind = 'image' | 'video' | 'audio' | 'other';

/** Named result fields come first, so that they keep the front places (reference 1.4). */
const NAMED = 'imgurls imgurl videourl imageurl resultvideourl results array images'.split(' ');
const pathsOfNamed = new Map<string, ReadonlyArray<{ path: string; name: string }>>();

/** The named fields of a part of an answer; the rows have few parts. */
function namedIn(part: string): ReadonlyArray<{ path: string; name: string }> {
	const known = pathsOfNamed.get(part);
	if (known) return known;
	const made = NAMED.map((name) => ({ path: `${part}.${name}`, name }));
	pathsOfNamed.set(part, made);
	return made;
}

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
/** What a tool calls that which it was given; a result only where nothing else is. An original picture may be the large one. */
const GIVEN =
	/^((input|source)(video|audio|ima?ge?|pic(ture)?|photo|file|media)|orig(in(al)?)?(video|audio)|input)s?(urls?|list|uri)?$/;
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
 * @param root what the paths of the row start from
 */
export function resultFiles(
	root: unknown,
	{ results, resultsBeside }: Pick<AnswerRow, 'results' | 'resultsBeside'>,
	inputs: InputTexts,
	look: Lookup,
): ResultFiles {
	const found = new Map<string, Kind>();
	const given = new Map<string, Kind>();
	let second: string | undefined;
	const add = (url: string, name: string) => {
		if (inputs.has(url)) return;
		const word = fold(name);
		const into = GIVEN.test(word) ? given : found;
		if (word === SECOND_ADDRESS) second ??= url;
		else if (!into.has(url)) into.set(url, kindOf(url, name));
	};
	for (const part of results) {
		for (const { path, name } of namedIn(part))
			for (const value of look.at(root, [path])) collect(value, name, add, 0);
		for (const value of look.at(root, [part])) collect(value, part, add, 0);
	}
	if (found.size === 0) {
		// Without an envelope around it, nobody knows whose address a `url` is.
		const names = look.has(root, 'code')
			? resultsBeside
			: resultsBeside.filter((name) => name !== 'url');
		for (const name of names)
			for (const value of look.at(root, [name])) collect(value, name, add, 0);
	}
	if (found.size === 0 && second !== undefined) found.set(second, kindOf(second, SECOND_ADDRESS));
	const all = [...(found.size > 0 ? found : given)];
	const ofKind = (kind: Kind) => all.filter(([, own]) => own === kind).map(([url]) => url);
	// Beside a video or a sound, a picture is its cover.
	const rank = (kind: Kind) => (kind === 'video' ? 0 : kind === 'audio' ? 1 : 2);
	return {
		urls: all.sort(([, one], [, other]) => rank(one) - rank(other)).map(([url]) => url),
		imageUrls: ofKind('image'),
		videoUrls: ofKind('video'),
		audioUrls: ofKind('audio'),
	};
}

/** Tells what was handed in from what came out. */
export interface InputTexts {
	has(text: string): boolean;
}

/**
 * Every text that was handed in: what was sent, and what stands below a `user_input`, however deep. Lists written as
 * one text count one by one. Collected when first asked for, as most answers hold no result.
 */
export function inputTexts(answer: unknown, sent?: unknown): InputTexts {
	let texts: Set<string> | undefined;
	return { has: (text) => (texts ??= textsHandedIn(answer, sent)).has(plainUrl(text)) };
}

/** Without recursion, as answers may be nested deeply. */
function textsHandedIn(answer: unknown, sent: unknown): Set<string> {
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
function plainUrl(url: string): string {
	try {
		return decodeURI(url.trim());
	} catch {
		return url.trim();
	}
}

/** Without blanks, quotes or a Markdown link around it, and with a scheme where only that is missing. */
function bareUrl(text: string): string {
	const inLink = /^!?\[[^\]]*\]\(\s*(\S+?)\s*\)$/.exec(text.trim())?.[1] ?? text;
	const url = withoutBlanks(inLink.replace(/^[\s"'`<]+|[\s"'`>]+$/g, ''));
	return /^\/\/[\w.-]+\.\w+\//.test(url) ? `https:${url}` : url;
}

/** A file's name may hold blanks, which no address does; a sentence does not end like a file. */
const withoutBlanks = (text: string): string =>
	/^(https?:)?\/\/\S/i.test(text) && EXTENSIONS.some(([, pattern]) => pattern.test(pathOf(text)))
		? text.replace(/[^\S\r\n]/g, encodeURIComponent)
		: text;

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
	const path = pathOf(url);
	return (
		EXTENSIONS.find(([, pattern]) => pattern.test(path))?.[0] ??
		KEY_WORDS.find(([, pattern]) => pattern.test(key))?.[0] ??
		'other'
	);
}

const pathOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? url;

/**
 * What a tool's answer holds besides its envelope, without the platform's advertising: its `data`; where that says
 * nothing, the fields beside it (reference 16). Pure.
 */
export function toolData(body: unknown, inputs: InputTexts): unknown {
	if (!isObject(body)) return body;
	const { data } = body;
	if (data === undefined || (!hasData({ data }, inputs) && hasData(body, inputs)))
		return without(body, BESIDE);
	return without(data, ABOUT);
}

const ABOUT = ['aboutUrl'];
const BESIDE = ['aboutUrl', 'data'];

const without = (value: unknown, names: readonly string[]): unknown =>
	isObject(value)
		? Object.fromEntries(Object.entries(value).filter(([key]) => !names.includes(key)))
		: value;

/** Spelled without case and underscores: what an answer says of itself, of its task, and of what it was given. */
const NO_RESULT = new Set(
	(
		'code success ok status state statuscode statusmsg taskstatus msg message error errors errormessage errormsg errmsg errorcode failreason failurereason failmsg failcode detail details ' +
		'id traceid taskid jobid reqid requestid logid uuid statusurl abouturl timestamp time cost progress version path ' +
		'estimatedseconds estimatedtime eta queue queueposition queuelength waittime waitseconds uid userid ' +
		'userinput input inputs request params parameters prompt createdat updatedat'
	).split(' '),
);

/**
 * Whether an answer holds data that a user would call a result: a number, a text or a list under a name that
 * is neither a word of the envelope nor an id, and that was not sent. The fields of a tool stand in `data` or beside
 * it (reference 16). Pure.
 */
export function hasData(body: unknown, inputs: InputTexts): boolean {
	if (!isObject(body)) return false;
	const { data } = body;
	if (readIdAlone(data, TOOL) === undefined && holdsData(data, inputs)) return true;
	return !saysError(body) && holdsData({ ...body, data: undefined }, inputs);
}

/** What stands beside an error, such as the name of a machine, is no result. */
const saysError = ({ error }: Record<string, unknown>): boolean =>
	typeof error === 'string' ? error.trim() !== '' : isObject(error);

const TOOL = { from: 'answer' } as const;

function holdsData(value: unknown, inputs: InputTexts, depth = 0): boolean {
	if (depth > MAX_DEPTH) return true;
	if (typeof value === 'string') return value.trim() !== '' && !inputs.has(value);
	if (typeof value === 'number') return true;
	if (Array.isArray(value)) return value.some((entry) => holdsData(entry, inputs, depth + 1));
	return (
		isObject(value) &&
		Object.entries(value).some(
			([key, entry]) => !NO_RESULT.has(fold(key)) && holdsData(entry, inputs, depth + 1),
		)
	);
}

/** Whether data hold a list of objects. */
export function holdsList(data: unknown): boolean {
	const values = Array.isArray(data) ? [data] : isObject(data) ? Object.values(data) : [];
	return values.some((value) => Array.isArray(value) && value.some(isObject));
}
