/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
// Where the pages of the documentation come from: a saved folder, or the site, asked politely.
import axios from 'axios';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { UnreadablePage } from './page';

/** Gives a page's text by its URL in llms.txt. @throws UnreadablePage */
export type Source = (url: string) => Promise<string>;

export const LIST = 'llms.txt';

export interface SiteOptions {
	site: string;
	timeoutMs?: number;
	/** Between two requests. */
	pauseMs?: number;
	/** Before the first repetition; doubled for each further one. */
	backoffMs?: number;
}

const REPETITIONS = 2;
const LONGEST_PAUSE_MS = 60_000;
const LARGEST_PAGE = 10_000_000;

/** A page's file name in a saved folder: the last part of its address. */
function fileName(url: string): string {
	const last =
		url
			.replace(/[?#].*$/, '')
			.split('/')
			.pop() ?? '';
	return last.replace(/[^\w.-]/g, '_').replace(/^\.+/, '_');
}

export function folderSource(folder: string): Source {
	return async (url) => {
		const name = fileName(url);
		try {
			return readFileSync(path.join(folder, name), 'utf8');
		} catch {
			throw new UnreadablePage(`${name} is not in the folder`);
		}
	};
}

export function siteSource(options: SiteOptions): Source {
	const { site, pauseMs = 300 } = options;
	const origin = new URL(site).origin;
	let last = 0;
	return async (url) => {
		await sleep(Math.max(0, last + pauseMs - Date.now()));
		try {
			// Links name the site by its own address; what is asked is the site that the user named.
			const { pathname, search } = new URL(url);
			return await fetchText(`${origin}${pathname}${search}`, options);
		} finally {
			last = Date.now();
		}
	};
}

async function fetchText(url: string, options: SiteOptions): Promise<string> {
	const { timeoutMs = 20_000, backoffMs = 1000 } = options;
	for (let repetition = 0; ; repetition += 1) {
		const { text, problem, again, retryAfterMs } = await fetchOnce(url, timeoutMs);
		if (text !== undefined) return text;
		if (!again || repetition >= REPETITIONS) throw new UnreadablePage(problem);
		await sleep(Math.min(LONGEST_PAUSE_MS, retryAfterMs ?? backoffMs * 2 ** repetition));
	}
}

interface Attempt {
	text?: string;
	problem: string;
	again: boolean;
	retryAfterMs?: number;
}

async function fetchOnce(url: string, timeoutMs: number): Promise<Attempt> {
	try {
		const { status, data, headers } = await axios.get<string>(url, {
			responseType: 'text',
			transformResponse: (body: string) => body,
			headers: {
				Accept: 'text/markdown, text/plain',
				'User-Agent': 'n8n-nodes-kexiang contract:check',
			},
			maxRedirects: 0,
			maxContentLength: LARGEST_PAGE,
			timeout: timeoutMs,
			// The limit above does not end an answer that trickles.
			signal: AbortSignal.timeout(timeoutMs + 1000),
			validateStatus: () => true,
		});
		if (status === 200) return { text: String(data ?? ''), problem: '', again: false };
		if (status >= 300 && status < 400) {
			const goal = String(headers.location ?? 'nowhere').replace(/[?#].*$/, '');
			return { problem: `the site redirects to ${goal} (${status})`, again: false };
		}
		const seconds = Number(headers['retry-after']);
		return {
			problem: status === 404 ? 'the page is missing (404)' : `the site answered ${status}`,
			again: status === 429 || status >= 500,
			...(seconds >= 0 && headers['retry-after'] !== undefined && { retryAfterMs: seconds * 1000 }),
		};
	} catch (error) {
		const code = String((error as { code?: string }).code ?? 'unknown');
		const late = /ECONNABORTED|ETIMEDOUT|ERR_CANCELED/.test(code);
		const problem = late
			? `no answer within ${timeoutMs / 1000} s`
			: `the connection failed (${code})`;
		return { problem, again: true };
	}
}
