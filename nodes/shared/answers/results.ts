import { isObject, parseExactly, toJson, type JsonValue } from '../util/json';
import { addressesIn, type Kind } from './addresses';
import { fold, readIdAlone, type Located } from './lookup';
import { NAMED_RESULTS } from './sources';

/** The URLs of a task's results, each once: videos, then sounds, then the rest, else in the platform's order. */
export interface ResultFiles {
	urls: string[];
	imageUrls: string[];
	videoUrls: string[];
	audioUrls: string[];
	/** Files that the answer holds itself, as `data:` or base64. */
	written?: string[];
	/** What is neither a file nor an address of the web, as it is. */
	otherResults?: JsonValue[];
}

const NAMED = new Set(NAMED_RESULTS);
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

/** The result URLs that stand where a task source puts them; those of `inputs` are never among them. Pure. */
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
		// Without an envelope around it, nobody knows whose address a `url` is.
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

/** Or an address by which one is had. */
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
 * What stands where results do and is none of them, as it is; for those that hold nothing else. It may be anything
 * that the platform knows of a task before its file is there.
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
	/** They count where there is no other. */
	readonly second = new Map<string, Kind>();
	/** They count where there is none of these. */
	readonly given = new Map<string, Kind>();

	constructor(
		private readonly inputs: InputTexts,
		private readonly baseUrl: string | undefined,
	) {}

	/** @param depth 0 for a part of the answer, whose named fields are collected by themselves */
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
			// In `results: [{url}]` the list's name says more than `url`.
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

/** One spelling of the same address: it may come back percent-encoded, or decoded. */
function plainUrl(url: string): string {
	try {
		return decodeURI(url.trim());
	} catch {
		return url.trim();
	}
}

/** Spelled without case and underscores: what an answer says of itself, of its task, and of what it was given. */
const NO_RESULT = new Set(
	(
		'code success ok status state statuscode statusmsg taskstatus msg message error errors errormessage errormsg errmsg errorcode failreason failurereason failmsg failcode detail details ' +
		'id traceid taskid jobid reqid requestid logid uuid statusurl abouturl timestamp time cost progress version path ' +
		'estimatedseconds estimatedtime eta queue queueposition queuelength waittime waitseconds uid userid ' +
		'userinput input inputs request params parameters prompt createdat updatedat'
	).split(' '),
);

/** What a tool says beside its envelope. */
export interface ToolData {
	/** Without the platform's advertising. */
	data: unknown;
	/**
	 * Whether a user would call it a result: a number, a text or a list under a name that is neither a word of the
	 * envelope nor an id, and that was not sent.
	 */
	hasData: boolean;
}

/** The `data` of a tool's answer; where that says nothing, the fields beside it (reference 16). Pure. */
export function toolData(answer: unknown, inputs: InputTexts): ToolData {
	if (!isObject(answer)) return { data: answer, hasData: false };
	const { data, ...beside } = withoutAdvertising(answer);
	const isId = readIdAlone({ from: 'answer' })(data) !== undefined;
	const isInData = !isId && holdsData(data, inputs);
	const isBeside = !isInData && !saysError(beside) && holdsData(beside, inputs);
	if (data === undefined || isBeside) return { data: beside, hasData: isBeside };
	return { data: isObject(data) ? withoutAdvertising(data) : data, hasData: isInData };
}

function withoutAdvertising(value: Record<string, unknown>): Record<string, unknown> {
	const copy = { ...value };
	delete copy.aboutUrl;
	return copy;
}

/** What stands beside an error, such as the name of a machine, is no result. */
const saysError = ({ error }: Record<string, unknown>): boolean =>
	typeof error === 'string' ? error.trim() !== '' : isObject(error);

function holdsData(value: unknown, inputs: InputTexts, depth = 0): boolean {
	if (depth > MAX_DEPTH) return true;
	if (typeof value === 'string') return value.trim() !== '' && !inputs.has(value);
	if (typeof value === 'number') return true;
	if (Array.isArray(value)) return value.some((entry) => holdsData(entry, inputs, depth + 1));
	return isObject(value) && Object.keys(telling(value, inputs, depth)).length > 0;
}

/** The members of an object that hold data. */
const telling = (
	value: Record<string, unknown>,
	inputs: InputTexts,
	depth = 0,
): Record<string, unknown> =>
	Object.fromEntries(
		Object.entries(value).filter(
			([key, entry]) => !NO_RESULT.has(fold(key)) && holdsData(entry, inputs, depth + 1),
		),
	);

/** Whether data hold a list of objects. */
export function holdsList(data: unknown): boolean {
	const values = Array.isArray(data) ? [data] : isObject(data) ? Object.values(data) : [];
	return values.some((value) => Array.isArray(value) && value.some(isObject));
}
