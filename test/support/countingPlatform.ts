/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A platform that writes down when each request came, and answers as a test tells it to.
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { localServer } from './localServer';

export interface Counted {
	/** From 1. */
	number: number;
	/** When it came, ms of the process's own clock. */
	at: number;
	method: string;
	/** Without the query. */
	path: string;
	/** The last part of the path: of a question, the task. */
	id: string;
	query: URLSearchParams;
	key: string;
	body: string;
	/** Requests of this method under way when it came, itself included. */
	underWay: number;
	/** When it was answered. */
	answeredAt: number;
}

export interface Reply {
	status?: number;
	headers?: Record<string, string>;
	/** A text is sent as it is. */
	body: Record<string, unknown> | Uint8Array | string;
	/** The answer takes so long. */
	afterMs?: number;
	/** The socket is closed in place of an answer, or in the middle of it. */
	breaks?: 'before' | 'within';
	/** Called when all of it has left. */
	sent?: () => void;
}

export interface CountingPlatform {
	platformUrl: string;
	toolsUrl: string;
	key: string;
	requests: Counted[];
	/** Ms since the first request that is kept. */
	elapsed(): number;
	/** Or answers by itself, and returns nothing. */
	reply: (request: Counted, response: ServerResponse) => Reply | void;
	stop(): Promise<void>;
}

/** The answer about a task that goes on, or has ended with such a result. */
export const running = ({ id }: Counted) => ({
	body: { id: Number(id), task_status: 'running' },
});
export const success = ({ id }: Counted, imgUrl = 'https://files.example/result.png') => ({
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
			number: platform.requests.length + 1,
			at: performance.now(),
			method,
			path: pathname,
			id: pathname.split('/').at(-1) ?? '',
			query: searchParams,
			key: String(request.headers['x-api-key'] ?? ''),
			body: '',
			underWay: now,
			answeredAt: Number.NaN,
		};
		platform.requests.push(counted);
		response.on('close', () => underWay.set(method, (underWay.get(method) ?? 1) - 1));
		request.setEncoding('utf8').on('data', (part: string) => (counted.body += part));
		request.on('end', async () => {
			const reply = platform.reply(counted, response);
			if (!reply) return;
			if (reply.afterMs) await sleep(reply.afterMs);
			counted.answeredAt = performance.now();
			answer(response, reply);
		});
	});
	platform.platformUrl = platform.toolsUrl = server.url;
	return platform;
}

function answer(response: ServerResponse, { status = 200, headers, body, ...reply }: Reply): void {
	if (reply.breaks === 'before') return void response.socket?.resetAndDestroy();
	const isFile = body instanceof Uint8Array;
	const type = isFile ? 'image/png' : 'application/json';
	const bytes = isFile ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
	response.writeHead(status, { 'content-type': type, ...headers });
	if (reply.breaks === 'within')
		return void response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
	if (reply.sent) response.once('finish', reply.sent);
	response.end(bytes);
}

let keys = 0;
/** Another one for each test of a file or a part of it, and so another gate. */
export function usePlatform(): CountingPlatform {
	let current: CountingPlatform;
	const platform = {} as CountingPlatform;
	beforeEach(async () => {
		current = await countingPlatform(`kx-test-not-real-${++keys}`);
		Object.assign(platform, current);
		current.reply = (...given) => platform.reply(...given);
	});
	afterEach(async () => await current.stop());
	return platform;
}
