/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The pages of the documentation, from the site, asked politely.
import axios from 'axios';
import { setTimeout as sleep } from 'node:timers/promises';

import { UnreadablePage } from './page';

/** Gives a page's text by its URL in llms.txt. @throws UnreadablePage */
export type Source = (url: string) => Promise<string>;

const LARGEST_PAGE = 10_000_000;

/** @param pauseMs before each request; longer before one that is repeated */
export function siteSource(site: string, { timeoutMs = 20_000, pauseMs = 300 } = {}): Source {
	return async (url) => {
		// Links name the site by its own address; what is asked is the site that the user named.
		const { pathname, search } = new URL(url);
		const address = new URL(`${pathname}${search}`, site).href;
		let problem = '';
		for (const factor of [1, 5, 25]) {
			await sleep(pauseMs * factor);
			const answer = await fetchOnce(address, timeoutMs);
			if (answer.text !== undefined) return answer.text;
			problem = answer.problem;
			if (!answer.mayPass) break;
		}
		throw new UnreadablePage(problem);
	};
}

interface Answer {
	text?: string;
	problem: string;
	/** Whether it may be over at the next try. */
	mayPass: boolean;
}

async function fetchOnce(url: string, timeoutMs: number): Promise<Answer> {
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
		const mayPass = status === 429 || status >= 500;
		if (status === 200) return { text: data, problem: '', mayPass };
		const goal = String(headers.location ?? 'nowhere').replace(/[?#].*$/, '');
		if (status >= 300 && status < 400)
			return { problem: `the site redirects to ${goal} (${status})`, mayPass };
		const problem = status === 404 ? 'the page is missing (404)' : `the site answered ${status}`;
		return { problem, mayPass };
	} catch (error) {
		const { code = 'unknown' } = error as { code?: string };
		const isLate = code === 'ERR_CANCELED';
		const why = isLate
			? `no answer within ${timeoutMs / 1000} s`
			: `the connection failed (${code})`;
		return { problem: why, mayPass: true };
	}
}
