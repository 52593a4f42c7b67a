/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What every stand-in for an outside service rests on: a server on this machine that keeps the calls.
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
	method: string;
	host: string;
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

export interface Answer {
	status?: number;
	headers?: Record<string, string>;
	/** JSON unless it is bytes. */
	body?: unknown;
}

export interface HttpStandIn {
	/** Without a slash at the end. */
	url: string;
	calls: Call[];
	stop(): Promise<void>;
}

/** A call without an answer gets a 404 that names it. */
export async function startStandIn(
	answer: (call: Call) => Answer | undefined,
): Promise<HttpStandIn> {
	const calls: Call[] = [];
	const server = createServer((request, response) => {
		void (async () => {
			const call = await readCall(request);
			calls.push(call);
			const unknown: Answer = {
				status: 404,
				body: { error: `no stand-in for ${call.method} ${call.path}` },
			};
			const { status = 200, headers = {}, body } = answer(call) ?? unknown;
			const isBytes = Buffer.isBuffer(body);
			const type = isBytes ? 'application/octet-stream' : 'application/json';
			response.writeHead(status, { 'content-type': type, ...headers });
			response.end(isBytes ? body : JSON.stringify(body ?? {}));
		})();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		calls,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function readCall(request: IncomingMessage): Promise<Call> {
	const pieces: Buffer[] = [];
	for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
	const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
	return {
		method: request.method ?? '',
		host: request.headers.host ?? '',
		path: decodeURIComponent(pathname),
		query: searchParams,
		headers: request.headers,
		body: Buffer.concat(pieces),
	};
}
