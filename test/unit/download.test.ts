/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IExecuteFunctions } from 'n8n-workflow';

import { downloadFiles, type DownloadSettings } from '../../nodes/shared/files/download';

/** Transfers that are too slow, with limits of parts of a second instead of half a minute. */

const SETTINGS: DownloadSettings = {
	maxBytes: 1024 * 1024,
	property: 'data',
	stallSeconds: 0.3,
	leastSpeed: { bytesPerSecond: 1000, seconds: 0.3 },
};
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(600)]);

/** As much of n8n's context as a download uses; the file comes in these pieces, with pauses between them. */
function contextOf(pieces: Buffer[], pauseMs: number, cancel = new AbortController()) {
	const listeners = { added: 0, removed: 0 };
	const { signal } = cancel;
	const add = signal.addEventListener.bind(signal);
	const remove = signal.removeEventListener.bind(signal);
	Object.assign(signal, {
		addEventListener: (...all: Parameters<typeof add>) => void (listeners.added++, add(...all)),
		removeEventListener: (...all: Parameters<typeof remove>) =>
			void (listeners.removed++, remove(...all)),
	});
	let requests = 0;
	const helpers = {
		httpRequest: async ({ abortSignal }: { abortSignal: AbortSignal }) => {
			requests += 1;
			const body = Readable.from(
				(async function* () {
					for (const piece of pieces) {
						yield piece;
						await sleep(pauseMs);
					}
				})(),
				{ objectMode: false },
			);
			abortSignal.addEventListener('abort', () => body.destroy(new Error('aborted')));
			return { statusCode: 200, headers: {}, body };
		},
		prepareBinaryData: async (source: Buffer | Readable) => {
			const pieces: Uint8Array[] = [];
			if (source instanceof Uint8Array) pieces.push(source);
			else for await (const piece of source) pieces.push(piece as Uint8Array);
			return { data: Buffer.concat(pieces).toString('base64'), mimeType: 'image/png' };
		},
	};
	const context = {
		getExecutionCancelSignal: () => signal,
		helpers,
	} as unknown as IExecuteFunctions;
	return { context, listeners, requests: () => requests };
}

const bytewise = (file: Buffer) => Array.from(file, (_, at) => file.subarray(at, at + 1));

/** Ends the execution after a second, as further tries would take their time. */
async function firstTry(pieces: Buffer[], pauseMs: number) {
	const cancel = new AbortController();
	const { context, requests } = contextOf(pieces, pauseMs, cancel);
	const started = performance.now();
	const downloading = downloadFiles(context, ['https://x.example/a.png'], SETTINGS);
	await sleep(1_000);
	cancel.abort();
	const { missing, binary } = await downloading;
	// Whoever stops the execution starts no further try.
	expect(requests()).toBe(1);
	return { missing, binary, ms: performance.now() - started };
}

describe('a transfer', () => {
	it('that drips is given up, from its first bytes on', async () => {
		const { missing } = await firstTry(bytewise(PNG), 50);
		expect(missing[0]?.failReason).toBe('less than 1000 bytes per second arrived for 0.3 seconds');
	});

	it('that drips after a good beginning is given up', async () => {
		const { missing } = await firstTry([PNG, ...bytewise(PNG)], 50);
		expect(missing[0]?.failReason).toBe('less than 1000 bytes per second arrived for 0.3 seconds');
	});

	it('that stalls is given up', async () => {
		const { missing } = await firstTry([PNG, PNG], 1_200);
		expect(missing[0]?.failReason).toBe('no data arrived for 0.3 seconds');
	});

	it('of a small file may be slow', async () => {
		const { binary, ms } = await firstTry(bytewise(PNG.subarray(0, 10)), 10);
		expect(binary.data?.data).toBe(PNG.subarray(0, 10).toString('base64'));
		expect(ms).toBeLessThan(1_100);
	});

	it('of a large file goes on while it is fast enough', async () => {
		const { binary } = await firstTry(new Array<Buffer>(8).fill(PNG), 100);
		expect(binary.data?.data).toHaveLength(Math.ceil((8 * PNG.length) / 3) * 4);
	});

	it('leaves no listener on the signal that ends the execution', async () => {
		const { context, listeners } = contextOf([PNG], 0);
		for (let count = 0; count < 50; count++)
			await downloadFiles(context, ['https://x.example/a.png'], SETTINGS);
		expect(listeners.added).toBeGreaterThanOrEqual(50);
		expect(listeners.removed).toBe(listeners.added);
	});
});
