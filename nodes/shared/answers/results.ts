import { isObject, parseExactly, toJson, type JsonValue } from '../util/json';
import { addressesIn, type Kind } from './addresses';
import { fold, readIdAlone, type Located } from './lookup';
import { NAMED_RESULTS } from './sources';

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

/** Spelled without case and underscores: what an answer says about itself, its task and the task's input. */
const NO_RESULT = new Set(
	(
		'code success ok status state statuscode statusmsg taskstatus msg message error errors errormessage errormsg errmsg errorcode failreason failurereason failmsg failcode detail details ' +
		'id traceid taskid jobid reqid requestid logid uuid statusurl abouturl timestamp time cost progress version path ' +
		'estimatedseconds estimatedtime eta queue queueposition queuelength waittime waitseconds uid userid ' +
		'userinput input inputs request params parameters prompt createdat updatedat'
	).split(' '),
);

/** A tool's data outside its envelope. */
export interface ToolData {
	/** Without the platform's advertising. */
	data: unknown;
	/**
	 * Whether a user would call it a result: a number, a text or a list that was not sent, under a name that is
	 * neither an id nor part of the envelope.
	 */
	hasData: boolean;
}

/** The `data` of a tool's answer. If that is empty, the fields beside it (reference 16). Pure. */
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

/** Values beside an error, such as a machine name, are not a result. */
const saysError = ({ error }: Record<string, unknown>): boolean =>
	typeof error === 'string' ? error.trim() !== '' : isObject(error);

function holdsData(value: unknown, inputs: InputTexts, depth = 0): boolean {
	if (depth > MAX_DEPTH) return true;
	if (typeof value === 'string') return value.trim() !== '' && !inputs.has(value);
	if (typeof value === 'number') return true;
	if (Array.isArray(value)) return value.some((entry) => holdsData(entry, inputs, depth + 1));
	return isObject(value) && Object.keys(telling(value, inputs, depth)).length > 0;
}

/** The members of an object that contain data. */
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

/** Whether the data contain a list of objects. */
export function holdsList(data: unknown): boolean {
	const values = Array.isArray(data) ? [data] : isObject(data) ? Object.values(data) : [];
	return values.some((value) => Array.isArray(value) && value.some(isObject));
}
