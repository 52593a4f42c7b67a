/* eslint-disable @n8n/community-nodes/no-restricted-globals */

/**
 * The platform's time. It starts at the real time and runs `timeScale` times as fast, so a task of four minutes can
 * end in four seconds.
 */
export interface Clock {
	/** Platform time, milliseconds since 1970. */
	now(): number;
	/** Real milliseconds for a number of platform milliseconds. */
	realMs(platformMs: number): number;
}

/** Real time with fractions of a millisecond, as in the platform's records. */
const preciseNow = () => performance.timeOrigin + performance.now();

export function scaledClock(timeScale: number, realNow: () => number = preciseNow): Clock {
	const start = realNow();
	return {
		now: () => start + (realNow() - start) * timeScale,
		realMs: (platformMs) => platformMs / timeScale,
	};
}

const CHINA_OFFSET_MS = 8 * 3600 * 1000;

/** Formats a time as the platform does: `2026-06-13T23:14:07.689977+08:00`. */
export function platformTime(ms: number): string {
	const whole = Math.floor(ms);
	const micros = Math.floor((ms - whole) * 1000);
	const text = new Date(whole + CHINA_OFFSET_MS).toISOString().slice(0, -1);
	return `${text}${String(micros).padStart(3, '0')}+08:00`;
}

/** Resolves after this many real milliseconds, or at once when `signal` is aborted. Never throws. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
	if (ms <= 0 || signal?.aborted) return;
	await new Promise<void>((resolve) => {
		const end = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1));
		signal?.addEventListener('abort', end);
	});
}
