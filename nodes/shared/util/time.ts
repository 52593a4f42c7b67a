/**
 * Seconds and milliseconds, and waiting. The form, the platform and the schedule speak of seconds, clocks and timers of
 * milliseconds; here is the only place where one becomes the other.
 */
import { sleep } from 'n8n-workflow';

/** Longest time that a timer of Node can hold, about 24.8 days; anything longer would fire at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Seconds as what timers take: whole milliseconds, rounded up, at least 1 and at most 2^31-1.
 * `AbortSignal.timeout` throws at any other number, and products such as `16.1 * 1000` are no whole one.
 */
export const milliseconds = (seconds: number): number => wholeMs(seconds * 1000);

/** The same for what is in milliseconds already, as a span between two moments may be any number. */
export const wholeMs = (ms: number): number =>
	Number.isNaN(ms) ? 1 : Math.min(Math.max(Math.ceil(ms), 1), LONGEST);

/** Seconds as a distance between moments of a clock, whatever their number; nothing for a timer. */
export const msOf = (seconds: number): number => seconds * 1000;

/** A distance between moments of a clock in seconds. */
export const secondsOf = (ms: number): number => ms / 1000;

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
