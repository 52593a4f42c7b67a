/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
/*
 * How much memory a large file takes on its way into a bucket: the built node in n8n's engine, with n8n's binary
 * data on disk, against a store in a process of its own that counts what comes and keeps its beginning.
 * Run: npm run build && npx tsx test/bench/upload.ts [megabytes, default 500]
 */
import { Readable } from 'node:stream';
import { storeOnDisk } from '../support/binaryData';
import { platformAt, run } from './engine';
import { print, tell } from './figures';
import { growthMb, inProcess, serve } from './processes';

const MB = 2 ** 20;
const [, , role = '500'] = process.argv;

/** Takes objects without a look at signatures, tells how long each was, and gives their first bytes. */
function keepBeginnings(): void {
	let start = Buffer.alloc(0);
	serve((request, response) => {
		if (request.method !== 'PUT') return void response.writeHead(206).end(start);
		let length = 0;
		start = Buffer.alloc(0);
		request.on('data', (piece: Buffer) => {
			length += piece.length;
			if (start.length < 512) start = Buffer.concat([start, piece]).subarray(0, 512);
		});
		request.on('end', () => {
			process.send?.(length);
			response.end();
		});
	});
}

function* bytesOf(size: number) {
	const piece = Buffer.alloc(MB, 'a large file ');
	for (let left = size; left > 0; left -= MB) yield piece.subarray(0, Math.min(MB, left));
}

async function main(): Promise<void> {
	const size = Number(role) * MB;
	const store = await storeOnDisk();
	const other = inProcess(__filename, ['serve']);
	const endpoint = await other.told<string>();
	const bucket = {
		endpoint,
		bucket: 'my-bucket',
		addressStyle: 'path',
		accessKeyId: 'KXTESTNOTREAL',
		secretAccessKey: 'kx-test-secret-not-real',
	};
	const link = {
		resource: 'file',
		operation: 'filePublicUrl',
		files: 'data',
		options: { shareFilesBy: 'bucket' },
	};
	const upload = async (length: number): Promise<number> => {
		const place = { type: 'execution', workflowId: 'w', executionId: '1' } as const;
		const data = await store.store(place, Readable.from(bytesOf(length)), {
			data: '',
			mimeType: 'video/mp4',
			fileName: 'large.mp4',
		});
		const arrived = other.told<number>();
		const grown = await growthMb(async () => {
			const { items } = await run(platformAt(endpoint, 'kx-test-not-real'), {
				credentials: { kexiangFileStorageApi: bucket },
				chain: [{ type: 'kexiangVideoTools', name: 'Link', parameters: link }],
				input: [{ json: {}, binary: { data } }],
				executionId: String(length),
			});
			if (items('Link').length !== 1) throw new Error('No link');
		});
		if ((await arrived) !== length) throw new Error(`${await arrived} bytes of ${length} arrived`);
		return grown;
	};
	// What is loaded and compiled by the first upload is not of this one.
	await upload(5 * MB);
	const ours = await upload(size);
	print('MB uploaded | memory above that before, MB', [role, ours]);
	await tell({
		figure: `upload: memory for ${role} MB, MB`,
		ours,
		other: { name: 'the file', value: size / MB },
	});
	process.exit();
}

void (role === 'serve' ? keepBeginnings() : main());
