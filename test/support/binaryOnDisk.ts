/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { BinaryDataService } from 'n8n-core';
import { pipeline } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

import { storeOnDisk } from './binaryData';
import { localServer } from './localServer';

/** n8n's binary data as files, and what n8n answers under a link to one, in this process. */

export interface BinaryOnDisk {
	service: BinaryDataService;
	/** Base of n8n's REST API, with the host name given. */
	restApiUrl: string;
	/** Methods and paths that were asked for. */
	polled: string[];
	/** Answers that n8n had not read to the end of their file when the connection closed: each stays open there. */
	cutOff: number;
	/** Answers in place of n8n, while it is there: status and body. */
	instead?: [status: number, body: string] | undefined;
	/** Status in answer to HEAD, of something before n8n that does not know it. */
	toHead?: number | undefined;
	stop(): Promise<void>;
}

/** @param host a name that leads to this machine */
export async function binaryOnDisk(host = '127.0.0.1'): Promise<BinaryOnDisk> {
	const service = await storeOnDisk();
	const server = await localServer((request, response) => {
		self.polled.push(`${request.method} ${request.url}`);
		if (self.instead) {
			const [status, page] = self.instead;
			response.writeHead(status, { 'content-type': 'text/html' }).end(page);
			return;
		}
		if (self.toHead !== undefined && request.method === 'HEAD') {
			response.writeHead(self.toHead).end();
			return;
		}
		void serve(service, request.url ?? '').then(
			({ stream, type, size }) => {
				response.writeHead(200, { 'content-type': type, 'content-length': size });
				// Also where whoever asked has read enough: nothing stays open.
				pipeline(stream, lateEnd, response, (error) => void (self.cutOff += error ? 1 : 0));
			},
			(error: Error) => response.writeHead(/token|jwt/i.test(error.name) ? 400 : 404).end(),
		);
	});
	const self: BinaryOnDisk = {
		service,
		restApiUrl: `http://${host}:${server.port}/rest`,
		polled: [],
		cutOff: 0,
		stop: server.stop,
	};
	return self;
}

/** A disk says a moment after the last bytes of a file that they were the last. */
async function* lateEnd(pieces: AsyncIterable<Buffer>) {
	yield* pieces;
	await pause(20);
}

async function serve(service: BinaryDataService, url: string) {
	const { pathname, searchParams } = new URL(url, 'http://x');
	if (pathname !== '/rest/binary-data/signed') throw new Error('Not found');
	const id = service.validateSignedToken(searchParams.get('token') ?? '');
	const { mimeType = '', fileSize } = await service.getMetadata(id);
	return { stream: await service.getAsStream(id), type: mimeType, size: fileSize };
}
