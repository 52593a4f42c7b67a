/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Under what name the internet reaches an n8n of this machine, and what stands before it there.
import { Agent, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** Leads to this machine in n8n and in the simulator, and nowhere else. */
const PUBLIC_NAME = 'n8n.example.org';

/** For the simulator: where the name leads. */
export const PUBLIC_HOSTS = { [PUBLIC_NAME]: '127.0.0.1' };

/** For n8n: the name leads to this machine there too, and its clock is ahead. */
export const namesAndClock = (aheadMs = 0): Record<string, string> => ({
	NODE_OPTIONS: `--require ${JSON.stringify(path.join(__dirname, 'namesAndClock.cjs'))}`,
	E2E_NAMES_AND_CLOCK: JSON.stringify({ names: [PUBLIC_NAME], aheadMs }),
});

/** What is before n8n where the internet sees it: hands everything on, or asks for a password. */
export interface FrontDoor {
	/** What n8n's WEBHOOK_URL is set to. */
	url: string;
	asksForPassword: boolean;
	stop(): Promise<void>;
}

/** @param port of n8n on this machine, which need not be there yet */
export async function startFrontDoor(port: number): Promise<FrontDoor> {
	// n8n leaves a file open where a connection closes before it has seen the file's end, though all bytes have come:
	// here none closes, whatever those do who ask.
	const agent = new Agent({ keepAlive: true });
	const server = createServer((request, response) => {
		if (door.asksForPassword) {
			response.writeHead(401, { 'www-authenticate': 'Basic realm="n8n"' }).end();
			return;
		}
		const { method, url } = request;
		const headers = { ...request.headers, connection: 'keep-alive' };
		const onward = httpRequest(
			{ host: '127.0.0.1', port, method, path: url, headers, agent },
			(answer) => {
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(response);
				response.on('close', () => {
					if (!answer.complete) onward.destroy();
				});
			},
		);
		onward.on('error', () => response.destroy());
		request.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const door: FrontDoor = {
		url: `http://${PUBLIC_NAME}:${(server.address() as AddressInfo).port}/`,
		asksForPassword: false,
		stop: async () => {
			agent.destroy();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return door;
}

/** An address of the front door as this machine opens it. */
export const fromHere = (url: string): string => url.replace(PUBLIC_NAME, '127.0.0.1');
