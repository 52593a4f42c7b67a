import { pause } from './pause';

/** Time within one process, so that whatever waits can be run on a clock of its own in a test. */
export interface Clock {
	/** Milliseconds since some fixed moment; never goes back, whatever becomes of the system's clock. */
	now(): number;
	/** Resolves after so many milliseconds, or as soon as the signal aborts. Never rejects. */
	pause(ms: number, signal?: AbortSignal): Promise<void>;
}

export const MONOTONIC: Clock = { now: () => performance.now(), pause };
