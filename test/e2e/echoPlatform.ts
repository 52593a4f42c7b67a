/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A platform that repeats the headers it was sent: in answers, refusals, pages, headers and records.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface EchoPlatform {
	url: string;
	stop(): Promise<void>;
}

/** One word as it is, and as it stands in a URL. */
export const spellingsOf = (word: string): string[] => [word, encodeURIComponent(word)];

const ID = '71001';

/** What the prompt says decides how a submission ends; questions are answered with success. */
export async function startEchoPlatform(more: readonly string[] = []): Promise<EchoPlatform> {
	const server = createServer((request, response) => {
		void answer(request, response, more);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		stop: async () =>
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	more: readonly string[],
): Promise<void> {
	let body = '';
	for await (const chunk of request) body += String(chunk);
	const key = String(request.headers['x-api-key'] ?? '');
	const said = [key, ...more].flatMap(spellingsOf).join(' | ');
	const end = (status: number, type: string, text: string) => {
		response.writeHead(status, { 'content-type': type, 'x-echo': key, 'set-cookie': `k=${key}` });
		response.end(text);
	};
	const json = (status: number, value: unknown) => {
		end(status, 'application/json', JSON.stringify(value));
	};
	if (request.method === 'GET') {
		json(200, {
			code: 200,
			data: {
				id: Number(ID),
				status: 'failed',
				error_message: `refused: ${said}`,
				user_input: { [key]: said },
			},
		});
	} else if (body.includes('refuse')) json(422, { detail: `no such input: ${said}` });
	else if (body.includes('unauthorized')) json(401, { message: `bad key ${said}` });
	else if (body.includes('code')) json(200, { code: 50000, msg: said });
	else if (body.includes('page')) end(502, 'text/html', `<html><body>${said}</body></html>`);
	else if (body.includes('odd')) end(200, 'text/plain', `{"broken": "${said}`);
	else if (body.includes('redirect')) {
		response.writeHead(302, { location: `/elsewhere?key=${encodeURIComponent(key)}` });
		response.end(said);
	} else json(200, { code: 200, data: { id: Number(ID), note: said, [key]: key } });
}
