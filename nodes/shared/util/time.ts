/**
 * Converts between seconds and milliseconds, and waits. The form, the platform and the schedule use seconds, clocks
 * and timers use milliseconds. Only this file converts between the two.
 */
import { sleep } from 'n8n-workflow';

/** Longest time for a timer in Node, about 24.8 days. With anything longer it would fire at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Seconds as timers need them: whole milliseconds, rounded up, at least 1 and at most 2^31-1. `AbortSignal.timeout`
 * throws for any other number, and products such as `16.1 * 1000` are not whole.
 */
export const milliseconds = (seconds: number): number => wholeMs(seconds * 1000);

/** The same for milliseconds, because a difference between two times may be any number. */
export const wholeMs = (ms: number): number =>
	Number.isNaN(ms) ? 1 : Math.min(Math.max(Math.ceil(ms), 1), LONGEST);

/** Seconds as a difference between clock times, without limits. Not for timers. */
export const msOf = (seconds: number): number => seconds * 1000;

/** A difference between clock times in seconds. */
export const secondsOf = (ms: number): number => ms / 1000;

/** Time within one process. A test can replace it with a clock of its own. */
export interface Clock {
	/** Milliseconds since some fixed moment. Never goes back, even if the system's clock is changed. */
	now(): number;
	/**
	 * Resolves after this many milliseconds, or as soon as `call` resolves. With Infinity, only when `call` resolves.
	 */
	pause(ms: number, call: Promise<void>): Promise<void>;
}

/**
 * Longest time that a timer is left running. Cancelling n8n's timer creates an error each time, and older versions
 * cannot cancel it.
 */
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
			await Promise.race([left > SLICE_MS ? nextSlice() : sleep(wholeMs(left)), called]);
	},
};

/** One timer for all long pauses, because most of them are called before it rings. */
let slice: Promise<void> | undefined;

function nextSlice(): Promise<void> {
	slice ??= sleep(SLICE_MS).then(() => void (slice = undefined));
	return slice;
}

/** Resolves after this many milliseconds, or as soon as the signal aborts. Never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted) return;
	let stop = () => {};
	const stopped = new Promise<void>((resolve) => (stop = resolve));
	signal?.addEventListener('abort', stop);
	await MONOTONIC.pause(ms, stopped);
	signal?.removeEventListener('abort', stop);
}
