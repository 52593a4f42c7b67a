import { sleep } from 'n8n-workflow';

import { wholeMs } from './time';

/** Longest stretch that an n8n without the abortable sleep (before 2.34) can leave a timer behind. */
const SLICE_MS = 500;

/** Resolves after so many milliseconds, or as soon as the signal aborts. Never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	const end = performance.now() + ms;
	for (let left = ms; left > 0 && !signal?.aborted; left = end - performance.now()) {
		await slice(wholeMs(Math.min(left, SLICE_MS)), signal);
	}
}

/** Listens by itself, as an older n8n's sleep knows no signal; nothing stays on the signal afterwards. */
async function slice(ms: number, signal: AbortSignal | undefined): Promise<void> {
	await new Promise<void>((resolve) => {
		const done = () => {
			signal?.removeEventListener('abort', done);
			resolve();
		};
		signal?.addEventListener('abort', done);
		sleep(ms, signal).then(done, done);
	});
}

/** Time within one process, so that whatever waits can be run on a clock of its own in a test. */
export interface Clock {
	/** Milliseconds since some fixed moment; never goes back, whatever becomes of the system's clock. */
	now(): number;
	/** Resolves after so many milliseconds, or as soon as the signal aborts. Never rejects. */
	pause(ms: number, signal?: AbortSignal): Promise<void>;
}

export const MONOTONIC: Clock = { now: () => performance.now(), pause };

/** Resolves after so many milliseconds, or as soon as the call comes; for Infinity with the call alone. */
export async function pauseOrCall(
	clock: Pick<Clock, 'pause'>,
	ms: number,
	call: Promise<void>,
): Promise<void> {
	if (ms === Infinity) return await call;
	const alarm = new AbortController();
	let isOver = false;
	const pause = clock.pause(ms, alarm.signal).then(() => {
		isOver = true;
	});
	await Promise.race([pause, call]);
	// Aborting what is over costs an error each time. With a reason, as n8n makes one of none.
	if (!isOver) alarm.abort('awake');
}
