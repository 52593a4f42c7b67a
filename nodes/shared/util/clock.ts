import { sleep } from 'n8n-workflow';

import { wholeMs } from './time';

/** Time within one process, so that whatever waits can be run on a clock of its own in a test. */
export interface Clock {
	/** Milliseconds since some fixed moment; never goes back, whatever becomes of the system's clock. */
	now(): number;
	/** Resolves after so many milliseconds, or as soon as the call resolves; for Infinity with the call alone. */
	pause(ms: number, call: Promise<void>): Promise<void>;
}

/** A timer is left behind for at most so long: stopping n8n's makes an error each time, and older ones cannot. */
const SLICE_MS = 250;

export const MONOTONIC: Clock = {
	now: () => performance.now(),
	async pause(ms, call) {
		let isCalled = false;
		const called = call.then(() => {
			isCalled = true;
		});
		const end = performance.now() + ms;
		for (let left = ms; left > 0 && !isCalled; left = end - performance.now())
			await Promise.race([sleep(wholeMs(Math.min(left, SLICE_MS))), called]);
	},
};

/** Resolves after so many milliseconds, or as soon as the signal aborts. Never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted) return;
	let stop = () => {};
	const stopped = new Promise<void>((resolve) => (stop = resolve));
	signal?.addEventListener('abort', stop);
	await MONOTONIC.pause(ms, stopped);
	signal?.removeEventListener('abort', stop);
}
