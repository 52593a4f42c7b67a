/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
/*
 * How much memory a large result takes: the built node in n8n's engine, with n8n's binary data on disk,
 * against the simulator in a process of its own.
 * Run: npm run build && npx tsx test/bench/download.ts [megabytes, default 500]
 */
import { rmSync, statSync } from 'node:fs';
import type { Platform } from '../../simulator/credential';
import { startSimulator } from '../../simulator/server';
import { storeOnDisk } from '../support/binaryData';
import { run, wait } from './engine';
import { print, tell } from './figures';
import { growthMb, inProcess } from './processes';

const MB = 2 ** 20;
const [, , role = '500', bytes = ''] = process.argv;

const kling = {
	type: 'kexiangKling',
	name: 'Submit',
	parameters: { operation: 'klingV3Submit', prompt: 'a boat' },
};

async function serve(): Promise<void> {
	const { platformUrl, toolsUrl, key } = await startSimulator({
		taskSeconds: 0.1,
		faults: [{ on: 'result', kind: 'resultHuge', bytes: Number(bytes) }],
	});
	process.send?.({ platformUrl, toolsUrl, key } satisfies Platform);
	process.on('disconnect', () => process.exit());
}

async function main(): Promise<void> {
	const size = Number(role) * MB;
	const store = await storeOnDisk();
	const download = async (length: number) => {
		const other = inProcess(__filename, ['serve', String(length)]);
		const options = { schedule: 'fixed', interval: 0.2 };
		const chain = [kling, wait({ downloadFiles: true, options })];
		const { items } = await run(await other.told<Platform>(), { chain });
		other.stop();
		const stored = store.getPath(items('Wait')[0]?.binary?.data?.id ?? '');
		const { size: onDisk } = statSync(stored);
		if (onDisk !== length) throw new Error(`${onDisk} bytes of ${length} are on disk`);
		rmSync(stored);
	};
	// What is loaded and compiled by the first download is not of this one.
	await download(5 * MB);
	const ours = await growthMb(async () => await download(size));
	print('MB downloaded | memory above that before, MB', [role, ours]);
	const other = { name: 'the file', value: size / MB };
	await tell({ figure: `download: memory for ${role} MB, MB`, ours, other });
	process.exit();
}

void (role === 'serve' ? serve() : main());
