import { at, isObject, jsonText, parseExactly, textOf, toData } from '../util/json';
import { secondsOf } from '../util/time';
import { withBeginnings } from '../util/writtenFile';
import { webPage } from '../words/platform';
import { isAbout, locate, type Located } from './lookup';
import { taskSource, type AnswerRow, type TaskSourceName } from './sources';
import { readTask, type Task, taskIn } from './task';

/** A raw HTTP response. */
export interface PlatformResponse {
	status: number;
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
	text: string;
	/** True if only the beginning of the response was read. */
	isCut?: boolean;
}

/** The parts of a request that decide how its answer is read. */
export interface Asked {
	/** `task`: to create a task. `result`: for the result itself. `state`: for a task's state. */
	for: 'task' | 'result' | 'state';
	source: TaskSourceName;
	/** The body of the request that creates or created the task. Nothing in it is a result. */
	sent?: unknown;
	taskId?: string;
	/** Base URL of the platform, for relative result addresses. */
	baseUrl?: string;
	/** Removes what must not be kept from the parsed answer, such as links to files. */
	hide?(body: object): void;
}

/** An answer as one value. Later code does not look into the body; `body` is for users who want it unchanged. */
export type Answer =
	| { kind: 'task' | 'result'; task: Task; body: Record<string, unknown> }
	| { kind: 'refused' | 'unclear'; refusal: Refusal };

/** Why an answer is neither a task nor a result. */
export type RefusalKind =
	| 'key' // 401, 403
	| 'balance' // 402
	| 'notFound' // 404, 405
	| 'input' // 400, 406, 411, 413, 414, 415, 422, 431
	| 'proxy' // 407
	| 'slowDown' // 429
	| 'unavailable' // 503
	| 'server' // other 5xx
	| 'redirect' // 3xx
	| 'notJson' // 2xx without a JSON object
	| 'tooLarge' // 2xx that was not read to its end
	| 'code' // 2xx with a code that is not a success
	| 'otherTask' // about another task
	| 'empty' // 2xx without a task and without a result
	| 'other';

export interface Refusal {
	kind: RefusalKind;
	/** The HTTP status. If a code in a 2xx answer has the meaning of a status, that status. */
	status: number;
	/** The code in a 2xx answer, as given. */
	code?: string;
	/** The platform's own words, shortened. Empty if there were none. */
	said: string;
	/** Seconds to wait, as the platform asked. */
	retryAfterSeconds?: number;
	/** A task that the answer names despite the refusal. */
	taskId?: string;
	/** The beginning of the answer, if its meaning is unknown. */
	beginning?: string;
}

/**
 * Reads one response (reference 1.3, 1.5). Pure.
 * @param nowMs the current time, for a Retry-After given as a date
 */
export function read(response: PlatformResponse, asked: Asked, nowMs: number): Answer {
	const parsed = parseExactly(response.text);
	if (typeof parsed === 'object' && parsed !== null) asked.hide?.(parsed);
	const located = locate(parsed, taskSource(asked.source).reads, asked.for === 'task');
	const found = answerIn(response, located, asked);
	return 'task' in found ? found : refusalOf(found, located, response, nowMs);
}

/** The task or result in an answer, or why there is none. */
function answerIn(
	{ status, isCut }: PlatformResponse,
	located: Located,
	asked: Asked,
): Extract<Answer, { task: Task }> | Reason {
	const { answer: body } = located;
	if (status < 200 || status >= 300) return { kind: kindOf(status), status };
	if (!isObject(body)) return { kind: isCut === true ? 'tooLarge' : 'notJson', status };
	const refused = refusedByCode(status, body, located.row);
	if (refused) return failedTask(body, located, asked) ?? refused;
	if (asked.taskId !== undefined && !isAbout(located, asked.taskId))
		return { kind: 'otherTask', status };
	const { sent, baseUrl } = asked;
	const isDirect = asked.for === 'result';
	const task = taskIn(located, { sent, isDirect, ...(baseUrl !== undefined && { baseUrl }) });
	const shown = task.written ? toData(body, withBeginnings(task.written)) : body;
	if (asked.for === 'state' || task.id !== undefined) return { kind: 'task', task, body: shown };
	// Data beside `success: false` may mean anything. Only a file is clearly a result.
	const isResult = task.urls.length > 0 || (task.hasResult && body.success !== false);
	return isResult ? { kind: 'result', task, body: shown } : { kind: 'empty', status };
}

/** The outcome of a paid request: the rows of the table in docs/reliability.md. */
export type Outcome =
	/** It may be sent again at once. */
	| 'notTaken'
	/** The same request would be refused again. */
	| 'refused'
	/** Unknown. It is never sent again. */
	| 'unclear';

/** Statuses that refuse a request before any work is done. */
const REFUSED = new Set([400, 401, 402, 403, 404, 405, 406, 407, 411, 413, 414, 415, 422, 431]);

/**
 * The only place that decides whether an answer means that money was spent: by status, code and known fields. Pure.
 */
export function outcomeOf({ kind, status, taskId }: Refusal): Outcome {
	if (taskId !== undefined) return 'unclear';
	if (kind === 'slowDown') return 'notTaken';
	return REFUSED.has(status) ? 'refused' : 'unclear';
}

type Reason = Pick<Refusal, 'kind' | 'status' | 'code'>;

function refusalOf(
	reason: Reason,
	{ answer, ids: [taskId] }: Located,
	response: PlatformResponse,
	nowMs: number,
): Answer {
	const retryAfterSeconds = readRetryAfter(response.headers['retry-after'], nowMs);
	const refusal: Refusal = {
		...reason,
		said: saidIn(answer, response),
		...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
		...(taskId !== undefined && { taskId }),
	};
	if (outcomeOf(refusal) !== 'unclear') return { kind: 'refused', refusal };
	const beginning = response.text.trim().slice(0, 500);
	return { kind: 'unclear', refusal: { ...refusal, beginning } };
}

/** A tool may report a failed task by its code, beside that task's own state. */
function failedTask(
	body: Record<string, unknown>,
	located: Located,
	{ taskId, source, sent }: Asked,
): Extract<Answer, { task: Task }> | undefined {
	if (taskId === undefined || !isAbout(located, taskId)) return undefined;
	// The envelope's `status` describes the poll, unless the envelope names the task.
	const isNamed = located.ids[0] === taskId;
	const own = isNamed ? body : { ...body, status: undefined, state: undefined };
	const task = readTask(own, { source, sent });
	return task.state === 'failed' ? { kind: 'task', task, body } : undefined;
}

/** Undefined for a success. */
function refusedByCode(
	status: number,
	body: Record<string, unknown>,
	{ from }: AnswerRow,
): Reason | undefined {
	const code = textOf(body.code);
	// A V1 task record has no code of its own (reference 1.3).
	const isRecord = from === 'record' && 'task_status' in body;
	if (code === undefined || isRecord || isSuccess(code, body.message)) return undefined;
	const equivalent = STATUS_OF_CODE.get(code.toUpperCase());
	return equivalent === undefined
		? { kind: 'code', status, code }
		: { kind: kindOf(equivalent), status: equivalent, code };
}

function kindOf(status: number): RefusalKind {
	if (status >= 300 && status < 400) return 'redirect';
	if (status === 401 || status === 403) return 'key';
	if (status === 402) return 'balance';
	if (status === 404 || status === 405) return 'notFound';
	if (status === 407) return 'proxy';
	if (status === 429) return 'slowDown';
	if (status === 503) return 'unavailable';
	if (REFUSED.has(status)) return 'input';
	return status >= 500 ? 'server' : 'other';
}

/**
 * Tools return 0 (reference 1.3, B). V1 envelopes also return 200. Jimeng returns 10000 with a word (reference 7.1,
 * D).
 */
const isSuccess = (code: string, message: unknown) =>
	/^(0+|200|success|ok)$/i.test(code) || (code === '10000' && /^success$/i.test(String(message)));

/** Codes with the meaning of an HTTP status, by number and by name (reference 16, and HTTP). */
const STATUS_OF_CODE: ReadonlyMap<string, number> = new Map([
	...[...REFUSED, 503].map((status) => [String(status), status] as const),
	['PARAM_ERROR', 400],
	['BAD_REQUEST', 400],
	['REQUEST_UNAUTH', 401],
	['UNAUTHORIZED', 401],
	['PAYMENT_REQUIRED', 402],
	['NO_OPERATION_PERMISSION', 403],
	['FORBIDDEN', 403],
	['NOT_FOUND', 404],
	['METHOD_NOT_ALLOWED', 405],
	['UNPROCESSABLE_ENTITY', 422],
	['RESUBMIT_ERROR', 503],
	['SERVICE_UNAVAILABLE', 503],
]);

const SAID_LENGTH = 300;
/** Where the platform puts its messages (reference 1.5), fields of failures first. */
const SAID =
	'errorMessage message msg error error.message error.msg detail error_msg errMsg data.message data.msg data.error data.errorMessage data.error_msg'.split(
		' ',
	);

function saidIn(body: unknown, response: PlatformResponse): string {
	const detail = at(body, 'detail');
	if (Array.isArray(detail)) return shorten(detail.map(readDetail).join('; '));
	for (const path of SAID) {
		const text = textOf(at(body, path));
		if (text !== undefined) return shorten(text);
	}
	if (isObject(body)) return '';
	return shorten(isHtml(response) ? webPage(titleOf(response.text)) : response.text.trim());
}

/** One entry of a FastAPI validation answer: `{loc: ["body", "prompt"], msg}` (reference 1.5, C and D). */
function readDetail(entry: unknown): string {
	if (!isObject(entry)) return String(entry);
	const where = Array.isArray(entry.loc)
		? entry.loc.filter((part) => part !== 'body').join('.')
		: '';
	return [where, textOf(entry.msg) ?? jsonText(entry)].filter((part) => part !== '').join(': ');
}

const isHtml = ({ text, headers }: PlatformResponse) =>
	/^\s*<(!doctype|html|head|body)/i.test(text) ||
	((headers['content-type'] ?? '').includes('text/html') && text.trimStart().startsWith('<'));

const titleOf = (html: string) => /<title>\s*([^<]{1,80})/i.exec(html)?.[1]?.trimEnd();

const shorten = (text: string) =>
	text.length > SAID_LENGTH ? `${text.slice(0, SAID_LENGTH)} ...` : text;

/** Retry-After in seconds, given as seconds or as an HTTP date. Undefined if absent or unreadable. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
	if (header === undefined || header.trim() === '') return undefined;
	const seconds = Number(header);
	if (Number.isFinite(seconds)) return Math.max(0, seconds);
	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : Math.max(0, secondsOf(date - nowMs));
}
