import { isObject, parseJson, textOf, toJson, type JsonValue } from '../util/json';
import { filesWithin, withBeginnings } from '../util/writtenFile';
import { noReasonFound } from '../words/platform';
import { addressesIn } from './addresses';
import { isEndWord } from './endWords';
import { FACTS, LONGEST_WORDS, locate, readIdAlone, type Fields, type Located } from './lookup';
import {
	holdsList,
	inputTexts,
	leftovers,
	resultFiles,
	toolData,
	type InputTexts,
	type ResultFiles,
} from './results';
import { taskSource, type AnswerRow, type TaskSourceName } from './sources';

export type TaskState = 'pending' | 'success' | 'failed';

/** What any answer of the platform says about one task. Plain JSON. */
export interface Task extends ResultFiles {
	state: TaskState;
	/** The platform's own word for the state; empty when it gave none. */
	status: string;
	/** True when `status` is a word that the reference does not list. */
	unknownStatus: boolean;
	id?: string;
	/** Text result: a transcript, or what the model said beside its picture. */
	text?: string;
	failReason?: string;
	/** Price in the platform's units, as given, e.g. "1.2". */
	cost?: string;
	/** Percent, where the platform tells. */
	progress?: number;
	/** Name of a reviewed asset, usable as `asset://<assetId>`. */
	assetId?: string;
	/** ISO 8601, as given. */
	createdAt?: string;
	updatedAt?: string;
	model?: string;
	/** A tool's own data, such as a duration or subtitles with times, where an item shows it. */
	result?: JsonValue;
	/** Whether it holds what a user would call a result. */
	hasResult: boolean;
	/** True of a success that brings nothing at all: its result may come a little later. */
	isEmpty?: true;
	/** True where something was too large to be kept. */
	cut?: boolean;
}

/** A task of which its state is known, and at most one result. */
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

/** What is known beside an answer. */
interface Known {
	/** The body of the request that made the task: nothing of it is a result. */
	sent?: unknown;
	/** Whether the item shows all that the tool answered, as of a service without tasks. */
	isDirect?: boolean;
	/** Of the platform, to which the address of a result may be relative. */
	baseUrl?: string;
}

/**
 * Reads what an answer says of a task, by the row of its source. Pure; never throws: an answer without a state and
 * without a result reads as pending.
 */
export const readTask = (
	answer: unknown,
	{ source, ...known }: Known & { source: TaskSourceName },
): Task => taskIn(locate(answer, taskSource(source).reads), known);

/** Of a record, whose result is all in its output; a tool's may be any data. */
const NO_DATA = { data: undefined, hasData: false };

/** The same of an answer in which the task was found. */
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
	const told = readStatus(located, hasResult);
	const status = isNumber(told) ? (sentence?.word ?? told) : told;
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
	// Beside other results of a task, lists alone are shown, such as subtitles with times.
	const isAlone = state === 'success' && hasData && !task.hasResult;
	const isShown = isDirect || isAlone || (state !== 'failed' && holdsList(data));
	if (isShown && data !== undefined && data !== null)
		task.result = toJson(data, withBeginnings(written));
	const others = task.isEmpty && !isTool ? leftovers(located, inputs) : [];
	if (others.length > 0) task.otherResults = others;
	return task;
}

/** Characters of a text that says nothing but how a task stands; a longer one is a result. */
const LONGEST_SENTENCE = 60;

/** A text in place of a result that begins with a word of the row: 处理中, 任务失败：内容违规. */
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
	// An envelope that names a task and no result speaks of the request that made it.
	const speaksOfRequest = isSubmitted || around.at(['data']).some(isObject);
	const isOfRequest = ids.length > 0 && !hasResult && speaksOfRequest;
	return isOfRequest && row.success.has(wordOf(word)) ? '' : word;
}

/** A number is an HTTP status, and worth less than a word. */
function wordAt(fields: Fields, paths: readonly string[]): string | undefined {
	let number: string | undefined;
	for (const value of fields.at(paths)) {
		const text = textOf(value)?.slice(0, LONGEST_WORDS);
		if (text !== undefined && !isNumber(text)) return text;
		number ??= text;
	}
	return number;
}

/** Or nothing at all. */
const isNumber = (status: string) => /^\d*$/.test(status);

/** In Chinese without the noun before the state and the sign of the past: 任务已完成 is 完成. */
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
		/** It brings nothing at all. */
		isEmpty: boolean;
		/** The platform says how far it is, and that is not the end. */
		isUnderWay: boolean;
	},
): { state: TaskState; isKnown: boolean } {
	const word = wordOf(status);
	const isReason = (text: string) => !saysNothing(text, row);
	if (row.success.has(word)) {
		// With a reason of failure and nothing else, it failed.
		const isRefuted =
			signs.isEmpty && reasonIn(fields.at(row.failureReasons), isReason, true) !== undefined;
		return { state: isRefuted ? 'failed' : 'success', isKnown: true };
	}
	if (signs.hasAsset && row.passed?.has(word)) return { state: 'success', isKnown: true };
	if (row.failure.has(word)) return { state: 'failed', isKnown: true };
	// 处理中, 排队中, 审核中: what ends so is going on.
	if (row.pending.has(word) || word.endsWith('中')) return { state: 'pending', isKnown: true };
	if (isEndWord(status)) return { state: 'failed', isKnown: true };
	// Reference 15, point 6: a reason beside a state that nobody knows is a failure.
	if (reasonIn(fields.at(FACTS.failReason), isReason, true) !== undefined)
		return { state: 'failed', isKnown: false };
	// Of a record's own state a small number says something, and nobody knows what; others are an HTTP status.
	const isSmall = row.from === 'record' && /^\d{1,2}$/.test(word);
	// Reference 1.4: no state, but a result, counts as success.
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

/** The name of a reviewed asset, also from its address. */
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

/** Written in place of a reason where nothing went wrong. */
const NO_REASON = new Set(
	'success ok 成功 操作成功 无 没有 null none nil undefined n/a 0 -'.split(' '),
);

/** The envelope around a failed task may well say "success" of itself. */
const saysNothing = (text: string, row: AnswerRow): boolean =>
	NO_REASON.has(text.toLowerCase()) || row.success.has(wordOf(text));

/** Under such a name stands a reason, whatever the supplier calls it. */
const NAME_OF_REASON = /(message|msg|reason|error|detail|remark)$/i;
/** A reason may be an object with a code and a message, or a list of such. */
const DEEPEST_REASON = 5;

/**
 * The first text that says why a task failed; of an object, what stands under the name of a reason comes first.
 * @param isNamed whether all that is given stands under such a name
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
