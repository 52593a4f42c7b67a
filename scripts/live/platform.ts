/* eslint-disable @n8n/community-nodes/no-restricted-globals */
// How `live:check` and `contract:probe` speak with the platform: one service after the other, one request at a time, each
// outcome told as it comes, and no key let out.
import axios from 'axios';

import type { Api, PlatformRequest } from '../../nodes/shared/answers/endpoints';
import { type Answer, type Asked, read, type Refusal } from '../../nodes/shared/answers/read';

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

/** @throws Error without a key. A shorter text is none, and blotting it out would spoil every answer. */
export function keyFromEnvironment(): string {
	const key = process.env.KEXIANG_API_KEY?.trim() ?? '';
	if (key.length >= 8) return key;
	throw new Error('Put your KexiangAI key into the environment: KEXIANG_API_KEY');
}

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
			const headers = response.headers as Record<string, string>;
			return { answer: read({ status, headers, text }, asked, Date.now()), text, status };
		} catch (error) {
			const { code, message } = error as { code?: string; message?: string };
			return { silence: withoutKey(code ?? message ?? 'unknown') };
		}
	};
}

export interface Outcome {
	verdict: string;
	/** What was answered, or why it was not tried, for people. */
	detail: string;
}

/** A service as it is named to people. */
export interface Service {
	name: string;
	/** Method and path. */
	place: string;
}

/**
 * Asks service after service.
 * @param visit asks one of them, or says why it is not tried, by what was found before
 */
export async function walk<One extends Service, Found extends Outcome>(
	services: readonly One[],
	visit: (service: One, before: ReadonlyArray<One & Found>) => Promise<Found>,
	tell: (line: string) => void = () => {},
): Promise<Array<One & Found>> {
	const walked: Array<One & Found> = [];
	for (const service of services) {
		const one = { ...service, ...(await visit(service, walked)) };
		const { name, place, verdict, detail } = one;
		walked.push(one);
		tell([`${verdict.padEnd(13)}  ${name.padEnd(26)} ${place}`, detail].filter(Boolean).join(': '));
	}
	return walked;
}

export const notTried = (detail: string) => ({ verdict: 'not tried', detail }) as const;

/** A refusal in words. */
export const said = (httpStatus: number, { kind, code, said: words }: Refusal): string => {
	const parts = [`HTTP ${httpStatus}`, code !== undefined && `code ${code}`, kind];
	return [parts.filter(Boolean).join(', '), words].filter(Boolean).join(': ');
};
