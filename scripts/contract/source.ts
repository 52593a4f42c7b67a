/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Where the pages of the documentation come from: a saved folder, or the site, asked politely.
import axios from 'axios';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { UnreadablePage } from './page';

/** Gives a page's text by its URL in llms.txt. @throws UnreadablePage */
export type Source = (url: string) => Promise<string>;

export interface SiteOptions {
	timeoutMs?: number;
	/** Between two requests. */
	pauseMs?: number;
	/** Before the first repetition; doubled for each further one. */
	backoffMs?: number;
}

const REPETITIONS = 2;
const LONGEST_PAUSE_MS = 60_000;
const LARGEST_PAGE = 10_000_000;

/** The pages by their file names, which are the last part of their addresses. */
export const folderSource =
	(folder: string): Source =>
	async (url) => {
		const name = path.posix.basename(new URL(url).pathname);
		return await readFile(path.join(folder, name), 'utf8').catch(() => {
			throw new UnreadablePage(`${name} is not in the folder`);
		});
	};

export function siteSource(
	site: string,
	{ timeoutMs = 20_000, pauseMs = 300, backoffMs = 1000 }: SiteOptions = {},
): Source {
	return async (url) => {
		// Links name the site by its own address; what is asked is the site that the user named.
		const { pathname, search } = new URL(url);
		const address = new URL(`${pathname}${search}`, site).href;
		for (let repetition = 0; ; repetition += 1) {
			await sleep(pauseMs);
			const { text, problem, pauseMs: asked } = await fetchOnce(address, timeoutMs);
			if (text !== undefined) return text;
			if (asked === undefined || repetition >= REPETITIONS) throw new UnreadablePage(problem);
			await sleep(Math.min(LONGEST_PAUSE_MS, asked || backoffMs * 2 ** repetition));
		}
	};
}

interface Attempt {
	text?: string;
	problem: string;
	/** Before it is asked again, where that may help; 0 where the site does not say. */
	pauseMs?: number;
}

async function fetchOnce(url: string, timeoutMs: number): Promise<Attempt> {
	try {
		const { status, data, headers } = await axios.get<string>(url, {
			responseType: 'text',
			headers: {
				Accept: 'text/markdown, text/plain',
				'User-Agent': 'n8n-nodes-kexiang contract:check',
			},
			maxRedirects: 0,
			maxContentLength: LARGEST_PAGE,
			// Ends an answer that trickles, too.
			signal: AbortSignal.timeout(timeoutMs),
			validateStatus: () => true,
		});
		if (status === 200) return { text: data, problem: '' };
		if (status >= 300 && status < 400) {
			const goal = String(headers.location ?? 'nowhere').replace(/[?#].*$/, '');
			return { problem: `the site redirects to ${goal} (${status})` };
		}
		const problem = status === 404 ? 'the page is missing (404)' : `the site answered ${status}`;
		const mayHelp = status === 429 || status >= 500;
		return { problem, ...(mayHelp && { pauseMs: Number(headers['retry-after']) * 1000 || 0 }) };
	} catch (error) {
		const { code = 'unknown' } = error as { code?: string };
		const isLate = code === 'ERR_CANCELED';
		const why = isLate
			? `no answer within ${timeoutMs / 1000} s`
			: `the connection failed (${code})`;
		return { problem: why, pauseMs: 0 };
	}
}
