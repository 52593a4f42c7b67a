// Speaks with the platform for the checks, one request at a time, and lets no key out.
import axios from 'axios';

import type { Api, PlatformRequest } from '../../nodes/shared/answers/endpoints';
import { type Answer, type Asked, read } from '../../nodes/shared/answers/read';

export interface Reply {
	answer: Answer;
	/** Without the key. */
	text: string;
	status: number;
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
		try {
			const response = await axios.request<string>({
				method,
				url: `${hosts[api]}${path}`,
				params: query,
				data: body && JSON.stringify(body),
				headers: { 'x-api-key': key, 'Content-Type': 'application/json' },
				timeout: timeoutSeconds * 1000,
				maxRedirects: 0,
				maxContentLength: LARGEST_ANSWER,
				responseType: 'text',
				validateStatus: () => true,
			});
			const { status } = response;
			const text = withoutKey(response.data);
			const headers = Object.entries(response.headers).map(([name, value]) => [
				name,
				String(value),
			]);
			const answer = {
				status,
				headers: Object.fromEntries(headers) as Record<string, string>,
				text,
			};
			return { answer: read(answer, asked, Date.now()), text, status };
		} catch (error) {
			const { code, message } = error as { code?: string; message?: string };
			return { silence: withoutKey(code ?? message ?? 'unknown') };
		}
	};
}
