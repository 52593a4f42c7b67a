/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { ServerResponse } from 'node:http';
import { sleep } from './clock';
import type { FaultRule } from './faults';
import { hostile, spelledOut } from './hostile';
import { html, json, plain, redirect, type Reply } from './http';

/** How a fault changes an answer, and how an answer is sent under a fault. */

const SLOW_SECONDS = 2;
const SLOW_PIECES = 10;
const ERROR_TITLES: Record<string, string> = {
	'500': '500 Internal Server Error',
	'502': '502 Bad Gateway',
};

export interface Circumstances {
	/** Target of a redirect. */
	elsewhere?: string;
	taskId?: string | undefined;
}

/**
 * The fault's answer in place of the true one, or the true one.
 * @param truth absent if the request was not carried out
 */
export function distort(
	rule: FaultRule,
	truth: Reply | undefined,
	{ elsewhere = '', taskId }: Circumstances = {},
): Reply {
	switch (rule.kind) {
		case '401':
		case '403':
			return json(Number(rule.kind), {
				detail: rule.message ?? (rule.kind === '401' ? 'Invalid API key' : 'Forbidden'),
			});
		case '404':
		case 'result404':
			return json(404, { detail: rule.message ?? 'Not Found' });
		case '422': {
			const msg = rule.message ?? 'Value error, refused by the simulator';
			return json(422, { detail: [{ loc: ['body', 'user_input'], msg, type: 'value_error' }] });
		}
		case '429':
			return tooMany(rule);
		case '500':
		case '502':
			return html(Number(rule.kind), rule.message ?? ERROR_TITLES[rule.kind] ?? '');
		case '500text':
			return plain(500, rule.message ?? 'Internal Server Error');
		case '503':
			return json(503, { message: rule.message ?? 'Service Unavailable' });
		case 'html200':
		case 'resultHtml':
			return html(200, rule.message ?? 'Welcome');
		case 'code': {
			const errorMessage = rule.message ?? 'The supplier is busy (simulated)';
			const { code = '50000' } = rule;
			return json(200, {
				code: /^-?\d+$/.test(code) ? Number(code) : code,
				errorMessage,
				data: null,
			});
		}
		case 'denied':
			return json(200, { success: false, msg: rule.message ?? 'Generation failed (simulated)' });
		case 'spelled':
			return spelledOut(rule.message ?? 'refused');
		case 'emptyBody':
			return {
				status: 200,
				headers: { 'content-type': 'application/json' },
				body: Buffer.alloc(0),
			};
		case 'emptyObject':
			return json(200, {});
		case 'redirectApi':
		case 'redirectResult':
			return redirect(elsewhere);
		case 'wrongContentType':
			return { ...base(truth), headers: { 'content-type': 'text/html; charset=utf-8' } };
		default:
			return truth ? hostile(rule, truth, taskId) : base(truth);
	}
}

function base(truth: Reply | undefined): Reply {
	return truth ?? plain(500, 'The simulator has no answer for this fault');
}

function tooMany(rule: FaultRule): Reply {
	const reply = json(429, { detail: rule.message ?? 'Too Many Requests' });
	if (rule.retryAfter !== undefined) reply.headers['retry-after'] = String(rule.retryAfter);
	if (rule.retryAfterDate !== undefined) {
		const date = new Date(Date.now() + rule.retryAfterDate * 1000);
		reply.headers['retry-after'] = date.toUTCString();
	}
	return reply;
}

/** Faults without an answer: the socket is closed at once, or stays open without data. */
export function silence(response: ServerResponse, rule: FaultRule): boolean {
	switch (rule.kind) {
		case 'resetBeforeRead':
		case 'resetAfterAccept':
			response.socket?.resetAndDestroy();
			return true;
		case 'hang':
		case 'hangAfterAccept':
			return true;
		default:
			return false;
	}
}

/**
 * Sends an answer, slowly or broken if a rule says so.
 * @returns true if it was sent completely
 */
export async function send(
	response: ServerResponse,
	answer: Reply,
	rule: FaultRule | undefined,
	signal: AbortSignal,
): Promise<boolean> {
	const seconds = rule?.seconds ?? SLOW_SECONDS;
	if (rule?.kind === 'slowHeaders') await sleep(seconds * 1000, signal);
	if (response.destroyed) return false;
	response.writeHead(answer.status, {
		...answer.headers,
		'content-length': String(answer.body.length),
	});
	if (rule?.kind === 'truncatedJson') {
		const half = answer.body.subarray(0, Math.floor(answer.body.length / 2));
		response.write(half, () => response.destroy());
		return false;
	}
	if (rule?.kind === 'slowBody') await trickle(response, answer.body, seconds, signal);
	response.end(rule?.kind === 'slowBody' ? undefined : answer.body);
	return true;
}

async function trickle(
	response: ServerResponse,
	body: Buffer,
	seconds: number,
	signal: AbortSignal,
): Promise<void> {
	const step = Math.max(1, Math.ceil(body.length / SLOW_PIECES));
	for (let at = 0; at < body.length && !response.destroyed; at += step) {
		response.write(body.subarray(at, at + step));
		await sleep((seconds * 1000) / SLOW_PIECES, signal);
	}
}
