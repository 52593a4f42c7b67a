import { isObject, textOf, toJson, type JsonValue } from '../util/json';
import { noReasonGiven } from '../words/platform';
import { hasData, inputTexts, resultFiles, toolData, type ResultFiles, holdsList } from './results';
import { idsIn, locate, readIdAlone, type Located } from './lookup';
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
	/** True where something was too large to be kept. */
	cut?: boolean;
}

/** What is known beside an answer. */
export interface Known {
	/** Where the task is asked for: by its row, the answer is read. */
	source: TaskSourceName;
	/** The body of the request that made the task: nothing of it is a result. */
	sent?: unknown;
	/** Whether the item shows all that the tool answered, as of a service without tasks. */
	isDirect?: boolean;
}

/** Characters that are kept of a word or a sentence of the platform. */
const LONGEST_WORDS = 4_096;

/**
 * Reads what an answer says of a task, by the row of its source. Pure; never throws: an answer without a state and
 * without a result reads as pending.
 */
export const readTask = (answer: unknown, known: Known): Task =>
	taskIn(locate(answer, taskSource(known.source).reads), known);

/** The same of an answer in which the task was found. */
export function taskIn(located: Located, { sent, isDirect = false }: Omit<Known, 'source'>): Task {
	const { answer, row, root, look } = located;
	const inputs = inputTexts(answer, sent);
	const files = resultFiles(root, row, inputs, look);
	const found = readText(located, inputs);
	const sentence = stateIn(found, row);
	const text = sentence === undefined ? found : undefined;
	const [id] = idsIn(located);
	const assetId = readAssetId(located);
	const isFound = files.urls.length > 0 || text !== undefined;
	const told = readStatus(located, { hasResult: isFound, isNamed: id !== undefined });
	const status = /^\d*$/.test(told) ? (sentence?.word ?? told) : told;
	const progress = look
		.at(root, PROGRESS)
		.map(numberOf)
		.find((number) => number !== undefined);
	const { state, isKnown } = readState(status, row, {
		hasResult: isFound,
		hasAsset: assetId !== undefined,
		isExcused: hasReason(located, FAIL_REASON),
		isRefuted: () =>
			hasReason(located, row.failureReasons) &&
			// A record's result is all in its output; a tool's may be any data.
			!(row.from === 'answer' && hasData(answer, inputs)),
		isUnderWay: progress !== undefined && progress < 100,
	});
	const data = isDirect || state !== 'failed' ? toolData(answer, inputs) : undefined;
	// Of a task, lists alone are shown, such as subtitles with times.
	const isShown = data !== undefined && data !== null && (isDirect || holdsList(data));
	return {
		...files,
		state,
		status,
		unknownStatus: status !== '' && !isKnown,
		hasResult:
			isFound ||
			assetId !== undefined ||
			(isDirect && sentence === undefined && hasData(answer, inputs)),
		...withoutUndefined({
			id,
			text,
			failReason:
				state === 'failed'
					? (sentence?.said ?? readReason(located) ?? noReasonGiven(status))
					: undefined,
			cost: first(look.at(root, COST)),
			assetId,
			createdAt: first(look.at(root, CREATED)),
			updatedAt: first(look.at(root, UPDATED)),
			model: first(look.at(root, MODEL)),
			progress,
			result: isShown ? toJson(data) : undefined,
		}),
	};
}

const PROGRESS = ['data.progress', 'progress'];
const FAIL_REASON = ['serviceoutput.failreason'];
const COST = ['cost', 'data.cost'];
const CREATED = ['createdat', 'data.createdat'];
const UPDATED = ['updatedat', 'data.updatedat'];
const MODEL = ['userinput.modelname', 'data.userinput.modelname'];

/** Characters of a text that says nothing but how a task stands; a longer one is a result. */
const LONGEST_SENTENCE = 60;

/** A text in place of a result that begins with a word of the row: 处理中, 任务失败：内容违规. */
function stateIn(
	text: string | undefined,
	row: AnswerRow,
): { word: string; said: string } | undefined {
	if (text === undefined || text.length > LONGEST_SENTENCE || text.includes('\n')) return undefined;
	const [clause = ''] = text.split(/[：:，,。；;！!]/, 1);
	const word = wordOf(clause.trim());
	const isState = row.failure.has(word) || row.pending.has(word) || /^.{1,4}中$/u.test(word);
	return isState ? { word, said: text } : undefined;
}

/** The platform's word for the state. A number is an HTTP status, and worth less than a word. */
function readStatus(
	{ answer, row, root, look }: Located,
	signs: { hasResult: boolean; isNamed: boolean },
): string {
	const wordAt = (paths: readonly string[]) => {
		const found = look.at(root, paths).flatMap((value) => textOf(value) ?? []);
		return found.find((word) => !/^\d*$/.test(word)) ?? found[0];
	};
	const own = wordAt(row.state);
	if (own !== undefined) return own.slice(0, LONGEST_WORDS);
	const word = wordAt(row.envelopeState)?.slice(0, LONGEST_WORDS) ?? '';
	// An envelope that names a task and no result speaks of the request that made it.
	const isOfRequest = signs.isNamed && !signs.hasResult && look.at(answer, ['data']).some(isObject);
	return isOfRequest && row.success.has(wordOf(word)) ? '' : word;
}

/** In Chinese without the noun before the state and the sign of the past: 任务已完成 is 完成. */
const wordOf = (status: string) =>
	status
		.toLowerCase()
		.replace(/^(任务|视频|图片|图像|音频|素材)/, '')
		.replace(/^已/, '')
		.replace(/[。.!！]+$/, '');

function readState(
	status: string,
	row: AnswerRow,
	signs: {
		hasResult: boolean;
		hasAsset: boolean;
		/** A record's output gives a reason of failure. */
		isExcused: boolean;
		/** Something says why the task failed, and nothing in its answer is data. */
		isRefuted(): boolean;
		/** The platform says how far it is, and that is not the end. */
		isUnderWay: boolean;
	},
): { state: TaskState; isKnown: boolean } {
	const word = wordOf(status);
	const known = (state: TaskState) => ({ state, isKnown: true });
	// With a reason of failure and nothing else, it failed.
	if (row.success.has(word))
		return known(!signs.hasResult && !signs.hasAsset && signs.isRefuted() ? 'failed' : 'success');
	if (signs.hasAsset && row.passed?.has(word)) return known('success');
	if (row.failure.has(word)) return known('failed');
	// 处理中, 排队中, 审核中: what ends so is going on.
	if (row.pending.has(word) || word.endsWith('中')) return known('pending');
	// Reference 15, point 6: a reason beside a state that nobody knows is a failure.
	if (signs.isExcused) return { state: 'failed', isKnown: false };
	// Of a record's own state a small number says something, and nobody knows what; others are an HTTP status.
	if (row.from === 'record' && /^\d{1,2}$/.test(word)) return { state: 'pending', isKnown: false };
	// Reference 1.4: no state, but a result, counts as success.
	if (/^\d*$/.test(word))
		return {
			state: signs.hasResult && !signs.isUnderWay ? 'success' : 'pending',
			isKnown: word === '',
		};
	return { state: 'pending', isKnown: false };
}

function readText({ row, root, look }: Located, inputs: InputTexts): string | undefined {
	const found = look
		.at(root, row.texts)
		.find(
			(value) =>
				typeof value === 'string' &&
				value.trim() !== '' &&
				!isAddresses(value) &&
				readIdAlone(value, row) === undefined &&
				!inputs.has(value.trim()),
		);
	return textOf(found);
}

const isAddresses = (text: string) =>
	text
		.trim()
		.split(/\s+/)
		.every((word) => /^https?:\/\/\S/i.test(word));

type InputTexts = ReturnType<typeof inputTexts>;

/** The name of a reviewed asset, also from its address. */
function readAssetId({ root, look }: Located): string | undefined {
	const named = first(look.at(root, ['assetid', 'data.assetid']));
	if (named !== undefined || !look.has(root, 'assetid')) return named;
	const [url] = look.at(root, ['url']);
	return typeof url === 'string' ? /^asset:\/\/([\w.-]{1,200})$/.exec(url)?.[1] : undefined;
}

/** The envelope around a failed task may well say "success" of itself. */
function readReason({ answer, row, root, look }: Located): string | undefined {
	const ofEnvelope = root === answer ? [] : look.at(answer, ['errormessage', 'message', 'msg']);
	return [...look.at(root, row.reasons), ...ofEnvelope]
		.flatMap((value) => textOf(value) ?? [])
		.find((text) => isReason(text, row))
		?.slice(0, LONGEST_WORDS);
}

/** Written in place of a reason where nothing went wrong. */
const NO_REASON = new Set(
	'success ok 成功 操作成功 无 没有 null none nil undefined n/a 0 -'.split(' '),
);

const isReason = (text: string, row: AnswerRow) =>
	!row.success.has(wordOf(text)) && !NO_REASON.has(text.trim().toLowerCase());

const hasReason = ({ row, root, look }: Located, paths: readonly string[]) =>
	look
		.at(root, paths)
		.some(
			(value) => typeof value === 'string' && value.trim() !== '' && isReason(value.trim(), row),
		);

const first = (values: readonly unknown[]): string | undefined =>
	values.flatMap((value) => textOf(value) ?? [])[0]?.slice(0, LONGEST_WORDS);

function numberOf(value: unknown): number | undefined {
	const number = typeof value === 'string' ? Number.parseFloat(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function withoutUndefined<T extends object>(
	value: T,
): { [K in keyof T]?: Exclude<T[K], undefined> };
function withoutUndefined(value: object): object {
	return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}
