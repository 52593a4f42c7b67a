/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Under what name the internet reaches an n8n of this machine, and what stands before it there.
import { Agent, request as httpRequest } from 'node:http';
import type { Bench } from '../bench';
import { localServer } from '../../support/localServer';

/** Leads to this machine in n8n and in the simulator, and nowhere else. */
export const PUBLIC_NAME = 'n8n.example.org';

/** For the simulator: where the name leads. */
export const PUBLIC_HOSTS = { [PUBLIC_NAME]: '127.0.0.1' };

/** What is before n8n where the internet sees it: hands everything on, or asks for a password. */
export interface FrontDoor {
	/** What n8n's WEBHOOK_URL is set to. */
	url: string;
	asksForPassword: boolean;
}

/** @param port of n8n on this machine, which need not be there yet */
export async function startFrontDoor(bench: Bench, port: number): Promise<FrontDoor> {
	// n8n leaves a file open where a connection closes before it has seen the file's end, though all bytes have come:
	// here none closes, whatever those do who ask.
	const agent = new Agent({ keepAlive: true });
	const server = await localServer((request, response) => {
		if (door.asksForPassword) {
			response.writeHead(401, { 'www-authenticate': 'Basic realm="n8n"' }).end();
			return;
		}
		const { method, url } = request;
		const headers = { ...request.headers, connection: 'keep-alive' };
		const to = { host: '127.0.0.1', port, method, path: url, headers, agent };
		const onward = httpRequest(to, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
			response.on('close', () => {
				if (!answer.complete) onward.destroy();
			});
		});
		onward.on('error', () => response.destroy());
		request.pipe(onward);
	});
	bench.later(async () => {
		agent.destroy();
		await server.stop();
	});
	const door = { url: `http://${PUBLIC_NAME}:${server.port}/`, asksForPassword: false };
	return door;
}

/** An address of the front door as this machine opens it. */
export const fromHere = (url: string): string => url.replace(PUBLIC_NAME, '127.0.0.1');
