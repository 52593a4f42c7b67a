/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, no-console */
/*
 * How much memory a large result takes: the built node in n8n's engine, with n8n's binary data on disk,
 * against the simulator in a process of its own.
 * Run: npm run build && npx tsx test/bench/download.ts [megabytes, default 500]
 */
import '../support/environment';

import { fork, type ChildProcess } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import type { BinaryDataService } from 'n8n-core';

import { startSimulator, type Simulator } from '../../simulator/server';
import { storeOnDisk } from '../support/binaryData';
import { builtPackage } from '../support/built';
import { runWorkflow } from '../support/runWorkflow';
import { tell } from './figures';

type Addresses = Pick<Simulator, 'platformUrl' | 'toolsUrl' | 'key'>;

const MB = 1024 * 1024;
const [, , role = '500', bytes = ''] = process.argv;

async function serve(): Promise<void> {
	const { platformUrl, toolsUrl, key } = await startSimulator({
		taskSeconds: 0.1,
		faults: [{ on: 'result', kind: 'resultHuge', bytes: Number(bytes) }],
	});
	process.send?.({ platformUrl, toolsUrl, key } satisfies Addresses);
	process.on('disconnect', () => process.exit());
}

/** A simulator whose results are files of this size. */
async function simulatorOf(size: number): Promise<{ child: ChildProcess; addresses: Addresses }> {
	const child = fork(__filename, ['serve', String(size)], {
		execArgv: ['--import', require.resolve('tsx')],
	});
	const addresses = await new Promise<Addresses>((resolve, reject) => {
		child.once('message', (message) => resolve(message as Addresses));
		child.once('exit', (code) => reject(new Error(`The simulator ended with ${code}`)));
	});
	return { child, addresses };
}

async function download(size: number, store: BinaryDataService): Promise<number> {
	const { child, addresses } = await simulatorOf(size);
	try {
		const { nodeTypes, credentialTypes } = builtPackage();
		const { items, error } = await runWorkflow({
			nodeTypes,
			credentialTypes,
			credentials: {
				kexiangApi: {
					apiKey: addresses.key,
					taskApiUrl: addresses.platformUrl,
					toolApiUrl: addresses.toolsUrl,
				},
			},
			chain: [
				{
					type: 'kexiangKling',
					name: 'Submit',
					parameters: { operation: 'klingV3Submit', prompt: 'a boat' },
				},
				{
					type: 'kexiangWaitForTask',
					name: 'Wait',
					parameters: { downloadFiles: true, options: { schedule: 'fixed', interval: 0.2 } },
				},
			],
		});
		const file = items('Wait')[0]?.binary?.data;
		if (error || file?.id === undefined)
			throw new Error(`No file: ${error?.message ?? JSON.stringify(items('Wait'))}`);
		const stored = store.getPath(file.id);
		const { size: onDisk } = statSync(stored);
		rmSync(stored);
		return onDisk;
	} finally {
		child.disconnect();
	}
}

/** The highest memory while the work runs, above that at its start; MB. */
async function growth<T>(work: () => Promise<T>) {
	const kinds = ['rss', 'heapUsed', 'external', 'arrayBuffers'] as const;
	global.gc?.();
	const before = process.memoryUsage();
	const peak = { ...before };
	const look = () => {
		const now = process.memoryUsage();
		for (const kind of kinds) peak[kind] = Math.max(peak[kind], now[kind]);
	};
	const timer = setInterval(look, 10);
	const result = await work();
	clearInterval(timer);
	look();
	const grown = kinds.map((kind) => [kind, ((peak[kind] - before[kind]) / MB).toFixed(1)] as const);
	return { result, grown: Object.fromEntries(grown) };
}

async function main(): Promise<void> {
	const size = Number(role) * MB;
	const store = await storeOnDisk();
	// What is loaded and compiled by the first download is not of this one.
	await download(5 * MB, store);
	const started = Date.now();
	const { result, grown } = await growth(async () => await download(size, store));
	const seconds = (Date.now() - started) / 1000;
	console.log(
		`${role} MB downloaded by the built node in ${seconds.toFixed(1)} s, ${result} bytes on disk`,
	);
	console.log('Highest memory above that before, MB:', grown);
	await tell({
		figure: `download: memory for ${role} MB, MB`,
		ours: Number(grown.rss),
		other: { name: 'the file', value: size / MB },
	});
	process.exit(result === size ? 0 : 1);
}

void (role === 'serve' ? serve() : main());
