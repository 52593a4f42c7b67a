/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A platform that writes down when each request came, and answers as a test tells it to.
import { setTimeout as sleep } from 'node:timers/promises';

import { localServer } from './localServer';

export interface Counted {
	/** When it came, ms of the process's own clock. */
	at: number;
	method: string;
	/** Without the query. */
	path: string;
	/** The last part of the path: of a question, the task. */
	id: string;
	query: URLSearchParams;
	key: string;
	/** Requests of this method under way when it came, itself included. */
	underWay: number;
	/** When it was answered. */
	answeredAt: number;
}

export interface Reply {
	status?: number;
	headers?: Record<string, string>;
	body: Record<string, unknown> | Uint8Array;
	/** The answer takes so long. */
	afterMs?: number;
}

export interface CountingPlatform {
	platformUrl: string;
	toolsUrl: string;
	key: string;
	requests: Counted[];
	/** Ms since the first request that is kept. */
	elapsed(): number;
	reply: (request: Counted) => Reply;
	stop(): Promise<void>;
}

/** The answer about a task that goes on, or has ended with such a result. */
export const running = ({ id }: Counted): Reply => ({
	body: { id: Number(id), task_status: 'running' },
});
export const success = ({ id }: Counted, imgUrl = 'https://files.example/result.png'): Reply => ({
	body: { id: Number(id), task_status: 'success', service_output: { imgUrl } },
});

/** @param key whose gate nobody else uses */
export async function countingPlatform(key: string): Promise<CountingPlatform> {
	const underWay = new Map<string, number>();
	const platform: CountingPlatform = {
		platformUrl: '',
		toolsUrl: '',
		key,
		requests: [],
		elapsed: () => performance.now() - (platform.requests[0]?.at ?? performance.now()),
		reply: running,
		stop: async () => await server.stop(),
	};
	const server = await localServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
		const method = request.method ?? '';
		const now = (underWay.get(method) ?? 0) + 1;
		underWay.set(method, now);
		const counted: Counted = {
			at: performance.now(),
			method,
			path: pathname,
			id: pathname.split('/').at(-1) ?? '',
			query: searchParams,
			key: String(request.headers['x-api-key'] ?? ''),
			underWay: now,
			answeredAt: Number.NaN,
		};
		platform.requests.push(counted);
		const { status = 200, headers, body, afterMs = 0 } = platform.reply(counted);
		const answer = () => {
			counted.answeredAt = performance.now();
			const type = body instanceof Uint8Array ? 'image/png' : 'application/json';
			response.writeHead(status, { 'content-type': type, ...headers });
			response.end(body instanceof Uint8Array ? body : JSON.stringify(body));
		};
		response.on('close', () => underWay.set(method, (underWay.get(method) ?? 1) - 1));
		request.resume();
		if (afterMs > 0) void sleep(afterMs).then(answer);
		else answer();
	});
	platform.platformUrl = platform.toolsUrl = server.url;
	return platform;
}
