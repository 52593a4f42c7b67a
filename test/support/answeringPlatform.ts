/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A platform that answers, byte for byte, what a test tells it to; the same server for all tests of a file. */
export function useAnsweringPlatform() {
	const platform = {
		platformUrl: '',
		toolsUrl: '',
		key: 'kx-test-not-real',
		/** What this test asked, by method and path. */
		polled: [] as string[],
		answer: (() => {}) as RequestListener,
		answers: (body: string | Buffer, headers: Record<string, string> = {}, status = 200) => {
			const all = { 'content-type': 'application/json', ...headers };
			platform.answer = (_, response) => void response.writeHead(status, all).end(body);
		},
		/** By the number of the request; the last one again and again. */
		says: (...all: unknown[]) => {
			platform.answer = (_, response) => {
				const said = all[Math.min(platform.polled.length, all.length) - 1];
				response.setHeader('content-type', 'application/json');
				response.end(typeof said === 'string' ? said : JSON.stringify(said));
			};
		},
	};
	let server: Server;
	beforeAll(async () => {
		server = createServer((request, response) => {
			platform.polled.push(`${request.method} ${request.url}`);
			request.resume().on('end', () => platform.answer(request, response));
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		platform.platformUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		platform.toolsUrl = platform.platformUrl;
	});
	beforeEach(() => void (platform.polled.length = 0));
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});
	return platform;
}
