import { holdsList, isObject, parseJson, textOf, toJson, type JsonValue } from '../util/json';
import { filesWithin, withBeginnings } from '../util/writtenFile';
import { noReasonFound } from '../words/platform';
import { isEndWord } from './endWords';
import { FACTS, LONGEST_WORDS, locate, readIdAlone, type Fields, type Located } from './lookup';
import {
	addressesIn,
	inputTexts,
	leftovers,
	resultFiles,
	type InputTexts,
	type ResultFiles,
} from './results';
import { taskSource, type AnswerRow, type TaskSourceName } from './sources';
import { toolData } from './toolData';

export type TaskState = 'pending' | 'success' | 'failed';

/** What any of the platform's answers says about one task. Plain JSON. */
export interface Task extends ResultFiles {
	state: TaskState;
	/** The platform's own word for the state. Empty if there was none. */
	status: string;
	/** True if the reference does not list `status`. */
	unknownStatus: boolean;
	id?: string;
	/** Text result: a transcript, or the model's text beside its picture. */
	text?: string;
	failReason?: string;
	/** Price in the platform's units, as given, e.g. "1.2". */
	cost?: string;
	/** Percent, if the platform reports it. */
	progress?: number;
	/** Name of a reviewed asset, usable as `asset://<assetId>`. */
	assetId?: string;
	/** ISO 8601, as given. */
	createdAt?: string;
	updatedAt?: string;
	model?: string;
	/** A tool's own data, such as a duration or subtitles with times, if an item shows it. */
	result?: JsonValue;
	/** Whether it contains what a user would call a result. */
	hasResult: boolean;
	/** True for a success without any result, which may follow a little later. */
	isEmpty?: true;
	/** True if something was too large to keep. */
	cut?: boolean;
}

/** A task of which only the state and at most one result are known. */
export const outlineOf = (
	{ state, status }: Pick<Task, 'state' | 'status'>,
	url: string | undefined,
): Task => ({
	state,
	status,
	unknownStatus: false,
	hasResult: url !== undefined,
	urls: url === undefined ? [] : [url],
	imageUrls: [],
	videoUrls: [],
	audioUrls: [],
});

/** What is known besides the answer. */
interface Known {
	/** The body of the request that created the task. Nothing in it is a result. */
	sent?: unknown;
	/** Whether the item shows the tool's whole answer, as for a service without tasks. */
	isDirect?: boolean;
	/** Base URL of the platform, for relative result addresses. */
	baseUrl?: string;
}

/**
 * Reads what an answer says about a task, by its source's row. Pure. Never throws: an answer without state and
 * result reads as pending.
 */
export const readTask = (
	answer: unknown,
	{ source, ...known }: Known & { source: TaskSourceName },
): Task => taskIn(locate(answer, taskSource(source).reads), known);

/** For a record, whose whole result is in its output. A tool's result may be any data. */
const NO_DATA = { data: undefined, hasData: false };

/** The same for an answer in which the task was already located. */
export function taskIn(located: Located, { sent, isDirect = false, baseUrl }: Known): Task {
	const { answer, row, fields, around } = located;
	const [id] = located.ids;
	const inputs = inputTexts(answer, sent);
	const files = resultFiles(located, inputs, baseUrl);
	const found = readText(located, inputs, baseUrl);
	const sentence = found === undefined ? undefined : stateIn(found, row);
	const text = sentence === undefined ? found : undefined;
	const assetId = readAssetId(located);
	const { urls, otherResults = [] } = files;
	const written = [...(files.written ?? []), ...(text === undefined ? [] : filesWithin(text))];
	const hasResult = text !== undefined || urls.length + written.length + otherResults.length > 0;
	const word = readStatus(located, hasResult);
	const status = isNumber(word) ? (sentence?.word ?? word) : word;
	const progress = readProgress(located);
	const isTool = row.from === 'answer';
	const { data, hasData } = isDirect || isTool ? toolData(answer, inputs) : NO_DATA;
	const isEmpty = !hasResult && assetId === undefined && !(isTool && hasData);
	const { state, isKnown } = readState(status, located, {
		hasResult,
		hasAsset: assetId !== undefined,
		isEmpty,
		isUnderWay: progress !== undefined && progress < 100,
	});
	const task: Task = {
		...files,
		state,
		status,
		unknownStatus: status !== '' && !isKnown,
		hasResult:
			hasResult || assetId !== undefined || (isDirect && sentence === undefined && hasData),
	};
	if (id !== undefined) task.id = id;
	if (written.length > 0) task.written = written;
	if (text !== undefined) task.text = withBeginnings(written)(text);
	if (assetId !== undefined) task.assetId = assetId;
	if (progress !== undefined) task.progress = progress;
	for (const name of ['cost', 'createdAt', 'updatedAt', 'model'] as const) {
		const fact = fields.text(FACTS[name]);
		if (fact !== undefined) task[name] = fact;
	}
	if (state === 'success' && isEmpty) task.isEmpty = true;
	if (state === 'failed') {
		const reasons = [...fields.at(row.reasons), ...around.at(row.reasons)];
		const isReason = (text: string) => !saysNothing(text, row) && !inputs.has(text);
		task.failReason =
			sentence?.said ??
			reasonIn(reasons, isReason, true) ??
			reasonIn(answer, isReason) ??
			noReasonFound(status);
	}
	// Beside other results of a task, only lists are shown, such as subtitles with times.
	const isAlone = state === 'success' && hasData && !task.hasResult;
	const isShown = isDirect || isAlone || (state !== 'failed' && holdsList(data));
	if (isShown && data !== undefined && data !== null)
		task.result = toJson(data, withBeginnings(written));
	const others = task.isEmpty && !isTool ? leftovers(located, inputs) : [];
	if (others.length > 0) task.otherResults = others;
	return task;
}

/** Longest text, in characters, that can describe only a task's state. A longer one is a result. */
const LONGEST_SENTENCE = 60;

/** Reads a text in place of a result that begins with a word of the row: 处理中, 任务失败：内容违规. */
function stateIn(text: string, row: AnswerRow): { word: string; said: string } | undefined {
	if (text.length > LONGEST_SENTENCE || text.includes('\n')) return undefined;
	const [clause = ''] = text.split(/[：:，,。；;！!]/, 1);
	const word = wordOf(clause.trim());
	const isState = row.failure.has(word) || row.pending.has(word) || /^.{1,4}中$/u.test(word);
	return isState ? { word, said: text } : undefined;
}

/** The platform's word for the state. */
function readStatus(
	{ row, fields, around, ids, isSubmitted }: Located,
	hasResult: boolean,
): string {
	const own = wordAt(fields, row.state);
	if (own !== undefined) return own;
	const word = wordAt(fields, row.envelopeState) ?? '';
	// An envelope that names a task but has no result describes the request that created it.
	const speaksOfRequest = isSubmitted || around.at(['data']).some(isObject);
	const isOfRequest = ids.length > 0 && !hasResult && speaksOfRequest;
	return isOfRequest && row.success.has(wordOf(word)) ? '' : word;
}

/** The first word at the paths. A number is an HTTP status and counts less than a word. */
function wordAt(fields: Fields, paths: readonly string[]): string | undefined {
	let number: string | undefined;
	for (const value of fields.at(paths)) {
		const text = textOf(value)?.slice(0, LONGEST_WORDS);
		if (text !== undefined && !isNumber(text)) return text;
		number ??= text;
	}
	return number;
}

/** Also true for an empty text. */
const isNumber = (status: string) => /^\d*$/.test(status);

/** For Chinese: removes the noun before the state and the past marker, so that 任务已完成 becomes 完成. */
const wordOf = (status: string) =>
	status
		.toLowerCase()
		.replace(/^(任务|视频|图片|图像|音频|素材)/, '')
		.replace(/^已/, '')
		.replace(/[。.!！]+$/, '');

function readState(
	status: string,
	{ row, fields }: Located,
	signs: {
		hasResult: boolean;
		hasAsset: boolean;
		/** There is no result of any kind. */
		isEmpty: boolean;
		/** The platform reports a progress below 100 percent. */
		isUnderWay: boolean;
	},
): { state: TaskState; isKnown: boolean } {
	const word = wordOf(status);
	const isReason = (text: string) => !saysNothing(text, row);
	if (row.success.has(word)) {
		// With a reason of failure and nothing else, the task failed.
		const isRefuted =
			signs.isEmpty && reasonIn(fields.at(row.failureReasons), isReason, true) !== undefined;
		return { state: isRefuted ? 'failed' : 'success', isKnown: true };
	}
	if (signs.hasAsset && row.passed?.has(word)) return { state: 'success', isKnown: true };
	if (row.failure.has(word)) return { state: 'failed', isKnown: true };
	// 处理中, 排队中, 审核中: words with this ending mean that the task is running.
	if (row.pending.has(word) || word.endsWith('中')) return { state: 'pending', isKnown: true };
	if (isEndWord(status)) return { state: 'failed', isKnown: true };
	// Reference 15, point 6: a reason beside an unknown state is a failure.
	if (reasonIn(fields.at(FACTS.failReason), isReason, true) !== undefined)
		return { state: 'failed', isKnown: false };
	// A small number as a record's own state has an unknown meaning. Other numbers are an HTTP status.
	const isSmall = row.from === 'record' && /^\d{1,2}$/.test(word);
	// Reference 1.4: a result without a state counts as success.
	const isDone = isNumber(word) && !isSmall && signs.hasResult && !signs.isUnderWay;
	return { state: isDone ? 'success' : 'pending', isKnown: word === '' };
}

function readText(
	{ row, fields, ids }: Located,
	inputs: InputTexts,
	baseUrl: string | undefined,
): string | undefined {
	for (const value of fields.at(row.texts)) {
		if (typeof value !== 'string') continue;
		const text = value.trim();
		if (text === '' || ids.includes(text)) continue;
		if (addressesIn(text, 'text', baseUrl).length > 0) continue;
		if (readIdAlone(row)(text) !== undefined) continue;
		if (!inputs.has(text)) return text;
	}
	return undefined;
}

/** The name of a reviewed asset, also read from its address. */
function readAssetId({ fields }: Located): string | undefined {
	const named = fields.text(FACTS.assetId);
	if (named !== undefined || !fields.values.has('assetid')) return named;
	const [url] = fields.values.get('url') ?? [];
	return typeof url === 'string' ? /^asset:\/\/([\w.-]{1,200})$/.exec(url)?.[1] : undefined;
}

/** Percent, as a number or as text such as "45%". */
function readProgress({ fields }: Located): number | undefined {
	for (const value of fields.at(FACTS.progress)) {
		const number = typeof value === 'string' ? Number.parseFloat(value) : value;
		if (typeof number === 'number' && Number.isFinite(number)) return number;
	}
	return undefined;
}

/** Words in place of a reason if nothing went wrong. */
const NO_REASON = new Set(
	'success ok 成功 操作成功 无 没有 null none nil undefined n/a 0 -'.split(' '),
);

/** The envelope around a failed task may say "success" about itself. */
const saysNothing = (text: string, row: AnswerRow): boolean =>
	NO_REASON.has(text.toLowerCase()) || row.success.has(wordOf(text));

/** Names of fields that contain a reason, for any supplier. */
const NAME_OF_REASON = /(message|msg|reason|error|detail|remark)$/i;
/** A reason may be an object with a code and a message, or a list of such objects. */
const DEEPEST_REASON = 5;

/**
 * The first text that explains why a task failed. In an object, fields named like a reason come first.
 * @param isNamed true if the value itself is in a field with such a name
 */
function reasonIn(
	value: unknown,
	isReason: (text: string) => boolean,
	isNamed = false,
	depth = 0,
): string | undefined {
	const text = textOf(value);
	if (text !== undefined) {
		const inside = /^[[{]/.test(text) ? parseJson(text) : undefined;
		if (inside !== undefined) return reasonIn(inside, isReason, isNamed, depth + 1);
		return isNamed && isReason(text) ? text.slice(0, LONGEST_WORDS) : undefined;
	}
	if (typeof value !== 'object' || value === null || depth > DEEPEST_REASON) return undefined;
	const entries = Object.entries(value).map(([name, entry]) => ({
		entry: entry as unknown,
		isNamed: NAME_OF_REASON.test(name),
	}));
	for (const one of entries.sort((a, b) => Number(b.isNamed) - Number(a.isNamed))) {
		const found = reasonIn(one.entry, isReason, isNamed || one.isNamed, depth + 1);
		if (found !== undefined) return found;
	}
	return undefined;
}
