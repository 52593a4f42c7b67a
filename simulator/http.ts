/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IncomingMessage } from 'node:http';

/** Small helpers around node's HTTP: answers as values, bodies as text. */

export interface Reply {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
	/** Ids of new tasks in the body. */
	ids?: string[];
}

export function json(status: number, value: unknown, ids?: string[]): Reply {
	return reply(status, 'application/json', JSON.stringify(value), ids);
}

export function html(status: number, title: string): Reply {
	const page = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
	return reply(status, 'text/html; charset=utf-8', page);
}

export function plain(status: number, text: string): Reply {
	return reply(status, 'text/plain; charset=utf-8', text);
}

export function redirect(location: string): Reply {
	return { status: 302, headers: { location }, body: Buffer.alloc(0) };
}

function reply(status: number, type: string, text: string, ids?: string[]): Reply {
	return { status, headers: { 'content-type': type }, body: Buffer.from(text), ids };
}

/** Path and query string of a request, cheaply. */
export function splitUrl(url: string): { path: string; query: string } {
	const at = url.indexOf('?');
	return at < 0 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

/** Largest accepted body, bytes. */
const BODY_LIMIT = 50 * 1024 * 1024;

/** The body as text. Undefined if it is too large or the client disconnected. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
	const pieces: Buffer[] = [];
	let size = 0;
	try {
		for await (const piece of request as AsyncIterable<Buffer>) {
			size += piece.length;
			if (size <= BODY_LIMIT) pieces.push(piece);
		}
	} catch {
		return undefined;
	}
	return size > BODY_LIMIT ? undefined : Buffer.concat(pieces).toString('utf8');
}

export function headerText(request: IncomingMessage, name: string): string | undefined {
	const value = request.headers[name];
	return Array.isArray(value) ? value[0] : value;
}

/** True if a key header is present, or the key itself is anywhere in the head of the request. */
export function carriesKey(request: IncomingMessage, key: string): boolean {
	if (request.headers['x-api-key'] !== undefined) return true;
	return request.rawHeaders.some((text) => text.includes(key)) || !!request.url?.includes(key);
}
