/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What every stand-in for an outside service rests on: a server on this machine that keeps the calls.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { localServer, type LocalServer } from '../../support/localServer';

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

export interface HttpStandIn extends LocalServer {
	calls: Call[];
}

/** A call without an answer gets a 404 that names it. */
export async function startStandIn(
	answer: (call: Call) => Answer | undefined,
): Promise<HttpStandIn> {
	const calls: Call[] = [];
	const server = await localServer((request, response) => {
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
