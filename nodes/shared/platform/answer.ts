import { at, isObject, jsonText, parseJson, textOf } from '../json';
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
	| 'code' // 2xx with a code that is not 0
	| 'other';

export interface Refusal {
	kind: RefusalKind;
	status: number;
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
	const body = parseJson(answer.text);
	const kind = kindOf(answer.status, body, api);
	if (kind === undefined && isObject(body)) return { ok: true, body };
	const retryAfterSeconds = readRetryAfter(answer.headers['retry-after'], nowMs);
	return {
		ok: false,
		refusal: {
			kind: kind ?? 'notJson',
			status: answer.status,
			said: said(body, answer),
			...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
			...(body !== undefined && { body }),
		},
	};
}

function kindOf(status: number, body: unknown, api: Api): RefusalKind | undefined {
	if (status >= 200 && status < 300) {
		if (!isObject(body)) return 'notJson';
		return isRefusedByCode(body, api) ? 'code' : undefined;
	}
	if (status >= 300 && status < 400) return 'redirect';
	if (status === 401 || status === 403) return 'key';
	if (status === 404 || status === 405) return 'notFound';
	if (status === 400 || status === 422) return 'input';
	if (status === 429) return 'slowDown';
	if (status === 503) return 'unavailable';
	return status >= 500 ? 'server' : 'other';
}

/** Tools answer 200 with a code that is not 0 (reference 1.3, B); a V1 task record has no code of its own. */
function isRefusedByCode(body: Record<string, unknown>, api: Api): boolean {
	const code = textOf(body.code);
	if (code === undefined || code === '0') return false;
	return !(api === 'task' && (code === '200' || 'task_status' in body));
}

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
export function readWords(body: unknown): { said: string; ofFailure: boolean } | undefined {
	const denied = ['success', 'ok', 'data.success'].some((path) => at(body, path) === false);
	for (const path of [...FAILURE_PATHS, ...SPOKEN_PATHS]) {
		const text = textOf(at(body, path));
		if (text === undefined || /^(success|ok|成功|操作成功|null|none|0)$/i.test(text)) continue;
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
	return Number.isNaN(date) ? undefined : Math.max(0, (date - nowMs) / 1000);
}
