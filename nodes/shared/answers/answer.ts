import { at, isObject, jsonText, parseExactly, textOf } from '../util/json';
import { secondsOf } from '../util/time';
import { saysNothingWrong } from './acceptors';
import type { Api } from './endpoints';

/** What came back over HTTP, before it is understood. */
export interface Answer {
	status: number;
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
	text: string;
}

/** Why an answer is no success. */
export type RefusalKind =
	| 'key' // 401, 403
	| 'notFound' // 404, 405
	| 'input' // 400, 422
	| 'slowDown' // 429
	| 'unavailable' // 503
	| 'server' // other 5xx
	| 'redirect' // 3xx
	| 'notJson' // 2xx that is no JSON object
	| 'code' // 2xx with a code that is no success and no plain refusal
	| 'otherTask' // an answer to a poll, about a task that was not asked for
	| 'other';

export interface Refusal {
	kind: RefusalKind;
	/** The HTTP status; where a code in a 200 answer says the same as one, that. */
	status: number;
	/** The code in a 200 answer, as given. */
	code?: string;
	/** The platform's own words, shortened; empty when it gave none. */
	said: string;
	/** Seconds that the platform asks to wait. */
	retryAfterSeconds?: number;
	/** The parsed body where it was JSON: it may name a task all the same. */
	body?: unknown;
}

/** Why a request brought no answer at all. */
export interface NetworkFault {
	/** Node's code, such as ECONNREFUSED; empty when unknown. */
	code: string;
	/** True when the request provably never reached the platform. */
	neverSent: boolean;
	said: string;
}

/** Either the parsed body of a success, or why there is none. */
export type Reading = { ok: true; body: Record<string, unknown> } | { ok: false; refusal: Refusal };

const SAID_LENGTH = 300;

/**
 * Understands one answer (reference 1.3, 1.5). Pure.
 * @param nowMs the present, for a Retry-After given as a date
 */
export function readAnswer(answer: Answer, api: Api, nowMs: number): Reading {
	const body = parseExactly(answer.text);
	const refused = refusedBy(answer.status, body, api);
	if (refused === undefined && isObject(body)) return { ok: true, body };
	const retryAfterSeconds = readRetryAfter(answer.headers['retry-after'], nowMs);
	return {
		ok: false,
		refusal: {
			kind: 'notJson',
			status: answer.status,
			...refused,
			said: said(body, answer),
			...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
			...(body !== undefined && { body }),
		},
	};
}

/** Undefined for a success. */
function refusedBy(
	status: number,
	body: unknown,
	api: Api,
): Pick<Refusal, 'kind' | 'status' | 'code'> | undefined {
	if (status < 200 || status >= 300) return { kind: kindOf(status), status };
	if (!isObject(body)) return { kind: 'notJson', status };
	const code = textOf(body.code);
	// A V1 task record has no code of its own (reference 1.3).
	if (
		code === undefined ||
		isSuccess(code, body.message) ||
		(api === 'task' && 'task_status' in body)
	)
		return undefined;
	const meant = STATUS_OF_CODE.get(code.toUpperCase());
	return meant === undefined
		? { kind: 'code', status, code }
		: { kind: kindOf(meant), status: meant, code };
}

function kindOf(status: number): RefusalKind {
	if (status >= 300 && status < 400) return 'redirect';
	if (status === 401 || status === 403) return 'key';
	if (status === 404 || status === 405) return 'notFound';
	if (status === 400 || status === 422) return 'input';
	if (status === 429) return 'slowDown';
	if (status === 503) return 'unavailable';
	return status >= 500 ? 'server' : 'other';
}

/** Tools say 0 (reference 1.3, B), envelopes of V1 also 200, Jimeng's own 10000 with a word (reference 7.1, D). */
const isSuccess = (code: string, message: unknown) =>
	/^(0+|200|success|ok)$/i.test(code) || (code === '10000' && /^success$/i.test(String(message)));

/**
 * The codes that say as much as the HTTP status of the same number, by number and by name (reference 16, and the
 * names of HTTP itself). Any other code tells of a failure, but not of when it came.
 */
const STATUS_OF_CODE: ReadonlyMap<string, number> = new Map(
	Object.entries({
		400: ['PARAM_ERROR', 'BAD_REQUEST'],
		401: ['REQUEST_UNAUTH', 'UNAUTHORIZED'],
		403: ['NO_OPERATION_PERMISSION', 'FORBIDDEN'],
		404: ['NOT_FOUND'],
		405: ['METHOD_NOT_ALLOWED'],
		422: ['UNPROCESSABLE_ENTITY'],
		503: ['RESUBMIT_ERROR', 'SERVICE_UNAVAILABLE'],
	}).flatMap(([status, names]) =>
		[status, ...names].map((name) => [name, Number(status)] as const),
	),
);

function said(body: unknown, answer: Answer): string {
	const detail = at(body, 'detail');
	if (Array.isArray(detail)) return shorten(detail.map(readDetail).join('; '));
	for (const path of [
		'errorMessage',
		'message',
		'msg',
		'error',
		'error.message',
		'detail',
		'error_msg',
		'data.message',
	]) {
		const text = textOf(at(body, path));
		if (text !== undefined) return shorten(text);
	}
	return shorten(isHtml(answer) ? titleOf(answer.text) : answer.text.trim());
}

/** Fields that speak of nothing but failures. */
const FAILURE_PATHS = [
	'errorMessage',
	'error',
	'error.message',
	'error.msg',
	'error_msg',
	'errMsg',
	'detail',
	'data.errorMessage',
	'data.error',
	'data.error.message',
	'data.error_msg',
];
/** Fields that speak of anything. */
const SPOKEN_PATHS = ['message', 'msg', 'data.message', 'data.msg'];

/**
 * What an answer with status 200 says in words, and whether it says so of a failure: in a field that is only for
 * that, or beside `success: false`. Undefined where it says nothing but "success". Pure.
 */
export function readMessage(body: unknown): { said: string; ofFailure: boolean } | undefined {
	const denied = ['success', 'ok', 'data.success'].some((path) => at(body, path) === false);
	for (const path of [...FAILURE_PATHS, ...SPOKEN_PATHS]) {
		const text = textOf(at(body, path));
		if (text === undefined || saysNothingWrong(text)) continue;
		return { said: shorten(text), ofFailure: denied || FAILURE_PATHS.includes(path) };
	}
	return undefined;
}

/** One entry of a FastAPI validation answer: `{loc: ["body", "prompt"], msg}` (reference 1.5, C and D). */
function readDetail(entry: unknown): string {
	if (!isObject(entry)) return String(entry);
	const where = Array.isArray(entry.loc)
		? entry.loc.filter((part) => part !== 'body').join('.')
		: '';
	return [where, textOf(entry.msg) ?? jsonText(entry)].filter((part) => part !== '').join(': ');
}

export const isHtml = (answer: Answer) =>
	/^\s*<(!doctype|html|head|body)/i.test(answer.text) ||
	((answer.headers['content-type'] ?? '').includes('text/html') &&
		answer.text.trimStart().startsWith('<'));

const titleOf = (html: string) =>
	`a web page${/<title>\s*([^<]{1,80})/i.exec(html)?.[1]?.replace(/^/, ' titled "').trimEnd().concat('"') ?? ''}`;

const shorten = (text: string) =>
	text.length > SAID_LENGTH ? `${text.slice(0, SAID_LENGTH)} ...` : text;

/** Retry-After in seconds, given as seconds or as an HTTP date; undefined when absent or unreadable. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
	if (header === undefined || header.trim() === '') return undefined;
	const seconds = Number(header);
	if (Number.isFinite(seconds)) return Math.max(0, seconds);
	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : Math.max(0, secondsOf(date - nowMs));
}
