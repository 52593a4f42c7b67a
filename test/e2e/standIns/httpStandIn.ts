/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What every stand-in for an outside service rests on: a server on this machine that keeps the calls.
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type RequestListener,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
	/** Without a slash at the end. */
	url: string;
	port: number;
	stop(): Promise<void>;
}

export async function listen(listener: RequestListener): Promise<Listening> {
	const server = createServer(listener);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		port,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

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
	/** JSON unless it is bytes or text. */
	body?: unknown;
}

export interface HttpStandIn extends Listening {
	calls: Call[];
}

/** A call without an answer gets a 404 that names it. */
export async function startStandIn(
	answer: (call: Call) => Answer | undefined,
): Promise<HttpStandIn> {
	const calls: Call[] = [];
	const server = await listen((request, response) => {
		void readCall(request).then((call) => {
			calls.push(call);
			const error = `no stand-in for ${call.method} ${call.path}`;
			const {
				status = 200,
				headers = {},
				body = {},
			} = answer(call) ?? {
				status: 404,
				body: { error },
			};
			const isRaw = Buffer.isBuffer(body) || typeof body === 'string';
			const type = isRaw ? 'application/octet-stream' : 'application/json';
			response.writeHead(status, { 'content-type': type, ...headers });
			response.end(isRaw ? body : JSON.stringify(body));
		});
	});
	return { ...server, calls };
}

async function readCall(request: IncomingMessage): Promise<Call> {
	const pieces: Buffer[] = [];
	for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
	const { method = '', headers } = request;
	const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://stand-in');
	const path = decodeURIComponent(pathname);
	return { method, host: headers.host ?? '', path, query, headers, body: Buffer.concat(pieces) };
}
