// Speaks with the platform for the check, one request at a time, and lets no key out.
import axios from 'axios';

import type { Api, PlatformRequest } from '../../nodes/shared/answers/endpoints';
import { type Answer, type Asked, read } from '../../nodes/shared/answers/read';

export interface Reply {
	answer: Answer;
	/** Without the key. */
	text: string;
	status: number;
	seconds: number;
}

/** A request that brought no answer, so that nobody knows what became of it. */
export interface Silence {
	silence: string;
}

export type Send = (request: PlatformRequest, asked: Asked) => Promise<Reply | Silence>;

const LARGEST_ANSWER = 20_000_000;

export function platform(hosts: Record<Api, string>, key: string): Send {
	const withoutKey = (text: string) => text.replaceAll(key, '***');
	return async ({ api, method, path, query, body, timeoutSeconds }, asked) => {
		const started = Date.now();
		try {
			const { status, data, headers } = await axios.request<string>({
				method,
				url: `${hosts[api]}${path}`,
				...(query && { params: query }),
				...(body && { data: JSON.stringify(body) }),
				headers: { 'x-api-key': key, 'Content-Type': 'application/json' },
				timeout: timeoutSeconds * 1000,
				maxRedirects: 0,
				maxContentLength: LARGEST_ANSWER,
				responseType: 'text',
				transformResponse: (text: string) => text,
				validateStatus: () => true,
			});
			const answer = {
				status,
				headers: Object.fromEntries(
					Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
				),
				text: withoutKey(String(data ?? '')),
			};
			return {
				answer: read(answer, asked, Date.now()),
				text: answer.text,
				status,
				seconds: (Date.now() - started) / 1000,
			};
		} catch (error) {
			const { code, message } = error as { code?: string; message?: string };
			return { silence: withoutKey(code ?? message ?? 'unknown') };
		}
	};
}
