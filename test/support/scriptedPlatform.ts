/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { ServerResponse } from 'node:http';

import { localServer, type LocalServer } from './localServer';

/** A platform that says what a test tells it to, and counts what it was paid for. */

/** The answer to one request. */
export interface Reply {
	/** The server takes the money before it answers. */
	isTaken: boolean;
	/** The socket is closed in place of an answer, or in the middle of it. */
	breaks?: 'before' | 'within';
	status: number;
	headers?: Record<string, string>;
	body: string;
	/** Names the task plainly, so that it may not be lost. */
	id?: string;
}

export interface ScriptedPlatform extends LocalServer {
	/** Payments, by word. */
	paid: ReadonlyMap<string, number>;
	/** Ids that left in whole answers. */
	named: readonly string[];
}

/**
 * @param scripts answers to paid requests, by a word that their body holds, in order
 * @param then answers all further ones
 * @param questions answers to everything else, in order
 * @param end answers all further questions, by the path that is asked
 */
export async function startScripted(
	scripts: ReadonlyMap<string, readonly Reply[]>,
	then: () => Reply,
	polls: readonly Reply[],
	end: (path: string) => Reply,
): Promise<ScriptedPlatform> {
	const open = new Map([...scripts].map(([word, replies]) => [word, [...replies]]));
	const polled = [...polls];
	const paid = new Map<string, number>();
	const named: string[] = [];
	const server = await localServer((request, response) => {
		let text = '';
		request.setEncoding('utf8');
		request.on('data', (part: string) => (text += part));
		request.on('end', () => {
			const word = [...open.keys()].find((one) => text.includes(one));
			if (word === undefined) return answer(response, polled.shift() ?? end(request.url ?? ''));
			const reply = open.get(word)?.shift() ?? then();
			if (reply.isTaken) paid.set(word, (paid.get(word) ?? 0) + 1);
			const { id, breaks } = reply;
			if (id !== undefined && breaks === undefined) response.once('finish', () => named.push(id));
			answer(response, reply);
		});
	});
	return { ...server, paid, named };
}

function answer(response: ServerResponse, { breaks, status, headers, body }: Reply): void {
	if (breaks === 'before') return void response.socket?.resetAndDestroy();
	const bytes = Buffer.from(body);
	response.writeHead(status, {
		'content-type': 'application/json',
		...headers,
		'content-length': String(bytes.length),
	});
	if (breaks === undefined) return void response.end(bytes);
	response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
