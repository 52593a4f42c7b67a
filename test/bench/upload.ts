/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, no-console */
/*
 * How much memory a large file takes on its way into a bucket: the built node in n8n's engine, with n8n's binary
 * data on disk, against a store in a process of its own that counts what comes and keeps its beginning.
 * Run: npm run build && npx tsx test/bench/upload.ts [megabytes, default 500]
 */
import '../support/environment';

import { fork, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

import { storeOnDisk } from '../support/binaryData';
import { builtPackage } from '../support/built';
import { runWorkflow } from '../support/runWorkflow';
import { tell } from './figures';

const MB = 1024 * 1024;
const [, , role = '500'] = process.argv;

/** Takes objects without a look at signatures, tells how long each was, and gives their first bytes. */
async function serve(): Promise<void> {
	let start = Buffer.alloc(0);
	const server = createServer((request, response) => {
		if (request.method !== 'PUT') return void response.writeHead(206).end(start);
		let length = 0;
		start = Buffer.alloc(0);
		request.on('data', (piece: Buffer) => {
			length += piece.length;
			if (start.length < 512) start = Buffer.concat([start, piece]).subarray(0, 512);
		});
		request.on('end', () => {
			process.send?.({ length });
			response.end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	process.send?.({ port: (server.address() as AddressInfo).port });
	process.on('disconnect', () => process.exit());
}

async function messageOf(child: ChildProcess): Promise<{ port: number; length: number }> {
	return await new Promise((resolve, reject) => {
		child.once('message', (message) => resolve(message as { port: number; length: number }));
		child.once('exit', (code) => reject(new Error(`The store ended with ${code}`)));
	});
}

function* bytesOf(size: number) {
	const piece = Buffer.alloc(MB, 'a large file ');
	for (let left = size; left > 0; left -= MB) yield piece.subarray(0, Math.min(MB, left));
}

async function main(): Promise<void> {
	const size = Number(role) * MB;
	const store = await storeOnDisk();
	const child = fork(__filename, ['serve'], { execArgv: ['--import', require.resolve('tsx')] });
	const { port } = await messageOf(child);
	const upload = async (bytes: number) => {
		const place = { type: 'execution', workflowId: 'w', executionId: '1' } as const;
		const data = await store.store(place, Readable.from(bytesOf(bytes)), {
			data: '',
			mimeType: 'video/mp4',
			fileName: 'large.mp4',
		});
		const arrived = messageOf(child);
		const memory = growth();
		const { nodeTypes, credentialTypes } = builtPackage();
		const { items, error } = await runWorkflow({
			nodeTypes,
			credentialTypes,
			credentials: {
				kexiangApi: { apiKey: 'kx-test-not-real', taskApiUrl: `http://127.0.0.1:${port}` },
				kexiangFileStorageApi: {
					endpoint: `http://127.0.0.1:${port}`,
					bucket: 'my-bucket',
					accessKeyId: 'KXTESTNOTREAL',
					secretAccessKey: 'kx-test-secret-not-real',
					addressStyle: 'path',
				},
			},
			chain: [
				{
					type: 'kexiangVideoTools',
					name: 'Link',
					parameters: {
						resource: 'file',
						operation: 'filePublicUrl',
						files: 'data',
						options: { shareFilesBy: 'bucket' },
					},
				},
			],
			input: [{ json: {}, binary: { data } }],
			executionId: String(bytes),
		});
		const grown = memory();
		if (error || items('Link').length !== 1) throw new Error(error?.message ?? 'No link');
		return { grown, length: (await arrived).length };
	};
	// What is loaded and compiled by the first upload is not of this one.
	await upload(5 * MB);
	const started = Date.now();
	const { grown, length } = await upload(size);
	console.log(`${role} MB uploaded by the built node in ${(Date.now() - started) / 1000} s`);
	console.log('Highest memory above that before, MB:', grown, `; ${length} bytes arrived`);
	await tell({
		figure: `upload: memory for ${role} MB, MB`,
		ours: Number(grown.rss),
		other: { name: 'the file', value: size / MB },
	});
	process.exit(length === size ? 0 : 1);
}

/** Watches memory; called again, says the highest above that at its start, MB. */
function growth() {
	const kinds = ['rss', 'heapUsed', 'external', 'arrayBuffers'] as const;
	global.gc?.();
	const before = process.memoryUsage();
	const peak = { ...before };
	const timer = setInterval(() => {
		const now = process.memoryUsage();
		for (const kind of kinds) peak[kind] = Math.max(peak[kind], now[kind]);
	}, 10);
	return () => {
		clearInterval(timer);
		return Object.fromEntries(
			kinds.map((kind) => [kind, ((peak[kind] - before[kind]) / MB).toFixed(1)]),
		);
	};
}

void (role === 'serve' ? serve() : main());
