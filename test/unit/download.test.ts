/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import { downloadFiles } from '../../nodes/shared/files/download';
import { TransferMeter } from '../../nodes/shared/files/transfer';

describe('a transfer, with limits of parts of a second instead of half a minute', () => {
	const SETTINGS = {
		maxBytes: 1024 * 1024,
		property: 'data',
		stallSeconds: 0.3,
		leastSpeed: { bytesPerSecond: 1000, seconds: 0.3 },
	};
	const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(600)]);
	const START = PNG.subarray(0, 10);
	const bytewise = (file: Buffer) => Array.from(file, (_, at) => file.subarray(at, at + 1));

	/** As much of n8n's context as a download uses; the file comes in these pieces, with pauses between them. */
	function downloadOf(pieces: Buffer[], pauseMs: number, signal: AbortSignal) {
		const tell = jest.fn();
		async function* slowly() {
			for (const piece of pieces) {
				yield piece;
				await sleep(pauseMs);
			}
		}
		const helpers = {
			httpRequest: async ({ abortSignal }: { abortSignal: AbortSignal }) => {
				tell();
				const body = Readable.from(slowly(), { objectMode: false });
				abortSignal.addEventListener('abort', () => body.destroy(new Error('aborted')));
				return await Promise.resolve({ statusCode: 200, headers: {}, body });
			},
			prepareBinaryData: async (source: Buffer | Readable) => {
				const all = source instanceof Uint8Array ? source : Buffer.concat(await source.toArray());
				return { data: all.toString('base64'), mimeType: 'image/png' };
			},
		};
		const context = { getExecutionCancelSignal: () => signal, helpers } as unknown;
		const start = async () =>
			await downloadFiles(context as IExecuteFunctions, ['https://x.example/a.png'], SETTINGS);
		return { start, requests: tell };
	}

	/** Ends the execution after a second, as further tries would take their time. */
	async function firstTry(pieces: Buffer[], pauseMs: number) {
		const cancel = new AbortController();
		const { start, requests } = downloadOf(pieces, pauseMs, cancel.signal);
		const downloading = start();
		await sleep(1_000);
		cancel.abort();
		const { missing, binary } = await downloading;
		// Whoever stops the execution starts no further try.
		expect(requests).toHaveBeenCalledTimes(1);
		return { failReason: missing[0]?.failReason, data: binary.data?.data };
	}

	const DRIPS = 'less than 1000 bytes per second arrived for 0.3 seconds';
	it.each([
		['drips from its first bytes on', DRIPS, bytewise(PNG), 50],
		['drips after a good beginning', DRIPS, [PNG, ...bytewise(PNG)], 50],
		['stalls', 'no data arrived for 0.3 seconds', [PNG, PNG], 1_200],
	])('that %s is given up: %s', async (_, failReason, pieces, pauseMs) =>
		expect(await firstTry(pieces, pauseMs)).toEqual({ failReason }),
	);

	it.each([
		['of a small file may be slow', bytewise(START), 10],
		['of a large file goes on while it is fast enough', new Array<Buffer>(5).fill(PNG), 100],
	])('%s', async (_, pieces, pauseMs) => {
		const data = Buffer.concat(pieces).toString('base64');
		expect(await firstTry(pieces, pauseMs)).toEqual({ data });
	});

	it('leaves no listener on the signal that ends the execution', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const { start } = downloadOf([PNG], 0, signal);
		for (let count = 0; count < 50; count++) await start();
		expect(added.mock.calls.length).toBeGreaterThanOrEqual(50);
		expect(getEventListeners(signal, 'abort')).toEqual([]);
	});
});

describe('what is too slow', () => {
	const LIMITS = { stallMs: 30_000, windowMs: 30_000, bytesPerSecond: 1024 };
	interface Arrival {
		at: number;
		bytes: number;
	}

	/** Lets bytes come at these times, looks when the meter wants to, and tells when it gave up. */
	function follow(arrivals: Arrival[], untilMs: number, start = 0, stallMs = LIMITS.stallMs) {
		const meter = new TransferMeter({ ...LIMITS, stallMs }, start);
		const open = [...arrivals].sort((a, b) => a.at - b.at);
		for (let now = start; now < start + untilMs; ) {
			const wait = meter.untilNextLook(now);
			expect(Number.isInteger(wait)).toBe(true);
			now += wait;
			while (open[0] && start + open[0].at <= now) {
				meter.add(open[0].bytes, start + open[0].at);
				open.shift();
			}
			const trouble = meter.look(now);
			if (trouble) return { at: now - start, trouble };
		}
		return undefined;
	}
	const everySecond = (bytes: number, seconds: number, from = 0): Arrival[] =>
		Array.from({ length: seconds }, (_, n) => ({ at: 1000 * (from + n + 1), bytes }));

	it('is a little less than the least speed, for half a minute, also after a good beginning', () => {
		expect(follow(everySecond(1, 100), 100_000)).toEqual({ at: 30_000, trouble: 'slow' });
		expect(follow(everySecond(1, 29), 29_000)).toBeUndefined();
		expect(follow(everySecond(1060, 600), 600_000)).toBeUndefined();
		expect(follow(everySecond(990, 600), 600_000)?.trouble).toBe('slow');
		const later = follow([...everySecond(100_000, 60), ...everySecond(1, 100, 60)], 200_000);
		expect(later?.trouble).toBe('slow');
		expect(later?.at).toBeGreaterThan(89_000);
		expect(later?.at).toBeLessThanOrEqual(92_000);
	});

	it('is nothing at all, at the very time, also with a clock of fractions', () => {
		const at = expect.closeTo(1_300, -1) as number;
		const end = follow([{ at: 300, bytes: 9 }], 10_000, 0.123, 1_000);
		expect(end).toEqual({ at, trouble: 'stalled' });
	});

	it('is given up just when its speed says so, whatever arrives', () => {
		const arrival = fc.record({
			at: fc.integer({ min: 0, max: 90_000 }),
			bytes: fc.integer({ min: 1, max: 60_000 }),
		});
		const starts = fc.double({ min: 0, max: 1e9, noNaN: true });
		fc.assert(
			fc.property(fc.array(arrival, { maxLength: 60 }), starts, (arrivals, start) => {
				const end = follow(arrivals, 90_000, start);
				const cameIn = (from: number, to: number) =>
					arrivals
						.filter(({ at }) => at > from && at <= to)
						.reduce((sum, { bytes }) => sum + bytes, 0);
				// Given up: some window of a second more at most was too slow, or nothing came for its length.
				if (end) return expect(cameIn(end.at - 29_999, end.at)).toBeLessThan(1024 * 32);
				// Let go on: no window that ends on a look, two seconds wider, was below the least speed.
				for (let at = 34_000; at <= 90_000; at += 1_000)
					expect(cameIn(at - 34_000, at)).toBeGreaterThanOrEqual(1024 * 30);
			}),
		);
	});
});
