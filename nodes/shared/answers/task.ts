import { isObject, textOf } from '../util/json';
import { saysNothingWrong, type Acceptor } from './acceptors';
import { locate, type Located } from './located';
import { inputTexts, resultFiles, type ResultFiles } from './results';
import type { TaskSourceName } from './sources';
import { idOf, isIdAlone } from './taskIds';
import { hasToolData } from './toolData';

export type TaskState = 'pending' | 'success' | 'failed';

/** What any answer of the platform says about one task. */
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
}

/** What is known beside an answer. */
export interface Known {
	/** Where the task is asked for; without it, the answer's shape decides how it is read. */
	source?: TaskSourceName | undefined;
	/** The body of the request that made the task: nothing of it is a result. */
	sent?: unknown;
}

/** Characters that are kept of a word or a sentence of the platform. */
const LONGEST_WORDS = 4_096;

/**
 * Reads an answer of either API family, wrapped or bare, by the row of its task source (`acceptors`).
 * Pure; never throws: an answer without a state and without a result reads as pending.
 */
export function readTask(answer: unknown, known: Known = {}): Task {
	const located = locate(answer, known.source);
	const { acceptor, root, look } = located;
	const inputs = inputTexts(answer, known.sent);
	const files = resultFiles(root, acceptor, inputs, look);
	const found = readText(located, inputs);
	const sentence = stateIn(found, acceptor);
	const text = sentence === undefined ? found : undefined;
	const id = idOf(located);
	const assetId = readAssetId(located);
	const hasResult = files.urls.length > 0 || text !== undefined;
	const told = readStatus(located, { hasResult, isNamed: id !== undefined });
	const status = /^\d*$/.test(told) ? (sentence?.word ?? told) : told;
	const progress = look
		.at(root, ['data.progress', 'progress'])
		.map(numberOf)
		.find((number) => number !== undefined);
	const { state, isKnown } = readState(status, acceptor, {
		hasResult,
		hasAsset: assetId !== undefined,
		isExcused: hasReason(located, ['serviceoutput.failreason']),
		isRefuted:
			hasReason(located, acceptor.failureReason) &&
			// A record's result is all in its output; a tool's may be any data.
			!(acceptor.from === 'answer' && hasToolData(answer, known.sent)),
		isUnderWay: progress !== undefined && progress < 100,
	});
	const optional = {
		id,
		text,
		failReason:
			state === 'failed'
				? (sentence?.said ??
					readReason(located) ??
					`the platform gave no reason (state "${status}")`)
				: undefined,
		cost: first(look.at(root, ['cost', 'data.cost'])),
		assetId,
		createdAt: first(look.at(root, ['createdat', 'data.createdat'])),
		updatedAt: first(look.at(root, ['updatedat', 'data.updatedat'])),
		model: first(look.at(root, ['userinput.modelname', 'data.userinput.modelname'])),
		progress,
	};
	return {
		...files,
		state,
		status,
		unknownStatus: status !== '' && !isKnown,
		...withoutUndefined(optional),
	};
}

/** Characters of a sentence that says nothing but how a task stands; a longer text is a result. */
const LONGEST_SENTENCE = 60;
/** Said in place of a result, these tell of a failure without a word for the state. */
const NO_SUCCESS =
	/^(任务)?(不存在|未找到)|^(您的|账户)?(余额|积分|额度)不足|^参数(错误|有误|无效)|失败$|^(task )?not found/i;

/** A text in place of a result that only says how the task stands: 处理中, 任务失败：内容违规. */
function stateIn(
	text: string | undefined,
	acceptor: Acceptor,
): { word: string; said: string } | undefined {
	if (text === undefined || text.length > LONGEST_SENTENCE || text.includes('\n')) return undefined;
	const [clause = ''] = text.split(/[：:，,。；;！!]/, 1);
	const word = wordOf(clause.trim());
	if (acceptor.failure.has(word) || acceptor.pending.has(word) || /^.{1,4}中$/u.test(word))
		return { word, said: text };
	return NO_SUCCESS.test(clause.trim()) ? { word: 'failed', said: text } : undefined;
}

/** The platform's word for the state; a number is an HTTP status, which is worth less than a word. */
function readStatus(
	{ answer, acceptor, root, look }: Located,
	signs: { hasResult: boolean; isNamed: boolean },
): string {
	const wordAt = (paths: readonly string[]) => {
		const found = look.at(root, paths).flatMap((value) => textOf(value) ?? []);
		return found.find((word) => !/^\d*$/.test(word)) ?? found[0];
	};
	const own = wordAt(acceptor.state);
	if (own !== undefined) return own.slice(0, LONGEST_WORDS);
	const word = wordAt(acceptor.envelope)?.slice(0, LONGEST_WORDS) ?? '';
	// An envelope that names a task and no result speaks of the request that made it.
	const isOfRequest = signs.isNamed && !signs.hasResult && look.at(answer, ['data']).some(isObject);
	return isOfRequest && acceptor.success.has(wordOf(word)) ? '' : word;
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
	acceptor: Acceptor,
	signs: {
		hasResult: boolean;
		hasAsset: boolean;
		/** A record's output gives a reason of failure. */
		isExcused: boolean;
		/** Something says why the task failed, and nothing in its answer is data. */
		isRefuted: boolean;
		/** The platform says how far it is, and that is not the end. */
		isUnderWay: boolean;
	},
): { state: TaskState; isKnown: boolean } {
	const word = wordOf(status);
	const known = (state: TaskState) => ({ state, isKnown: true });
	// With a reason of failure and nothing else, it failed.
	if (acceptor.success.has(word))
		return known(signs.isRefuted && !signs.hasResult && !signs.hasAsset ? 'failed' : 'success');
	if (signs.hasAsset && acceptor.passed?.has(word)) return known('success');
	if (acceptor.failure.has(word)) return known('failed');
	// 处理中, 排队中, 审核中: what ends so is going on.
	if (acceptor.pending.has(word) || word.endsWith('中')) return known('pending');
	// Reference 15, point 6: a reason beside a state that nobody knows is a failure.
	if (signs.isExcused) return { state: 'failed', isKnown: false };
	// Of a record's own state a small number says something, and nobody knows what; others are an HTTP status.
	if (acceptor.from === 'record' && /^\d{1,2}$/.test(word))
		return { state: 'pending', isKnown: false };
	// Reference 1.4: no state, but a result, counts as success.
	if (/^\d*$/.test(word))
		return {
			state: signs.hasResult && !signs.isUnderWay ? 'success' : 'pending',
			isKnown: word === '',
		};
	return { state: 'pending', isKnown: false };
}

function readText(
	{ acceptor, root, look }: Located,
	inputs: ReadonlySet<string>,
): string | undefined {
	const found = look
		.at(root, acceptor.text)
		.find(
			(value) =>
				typeof value === 'string' &&
				value.trim() !== '' &&
				!/^(https?:\/\/\S+\s*)+$/i.test(value.trim()) &&
				!inputs.has(value.trim()) &&
				!isIdAlone(value, acceptor.from),
		);
	return textOf(found);
}

/** The name of a reviewed asset, also from its address. */
function readAssetId({ root, look }: Located): string | undefined {
	const named = first(look.at(root, ['assetid', 'data.assetid']));
	if (named !== undefined || !look.has(root, 'assetid')) return named;
	const [url] = look.at(root, ['url']);
	return typeof url === 'string' ? /^asset:\/\/([\w.-]{1,200})$/.exec(url)?.[1] : undefined;
}

/** The envelope around a failed task may well say "success" of itself. */
function readReason({ answer, acceptor, root, look }: Located): string | undefined {
	const ofEnvelope = root === answer ? [] : look.at(answer, ['errormessage', 'message', 'msg']);
	return [...look.at(root, acceptor.reason), ...ofEnvelope]
		.flatMap((value) => textOf(value) ?? [])
		.find((text) => isReason(text, acceptor))
		?.slice(0, LONGEST_WORDS);
}

const isReason = (text: string, acceptor: Acceptor) =>
	!acceptor.success.has(wordOf(text)) && !saysNothingWrong(text);

const hasReason = ({ acceptor, root, look }: Located, places: readonly string[]) =>
	look
		.at(root, places)
		.some(
			(value) =>
				typeof value === 'string' && value.trim() !== '' && isReason(value.trim(), acceptor),
		);

function first(values: readonly unknown[]): string | undefined {
	return values.flatMap((value) => textOf(value) ?? [])[0]?.slice(0, LONGEST_WORDS);
}

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
