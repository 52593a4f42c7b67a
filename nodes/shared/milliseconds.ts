/** Longest time that a timer of Node can hold, about 24.8 days; anything longer would fire at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Seconds as what timers take: whole milliseconds, rounded up, at least 1 and at most 2^31-1.
 * `AbortSignal.timeout` throws at any other number, and products such as `16.1 * 1000` are no whole one.
 */
export const milliseconds = (seconds: number): number =>
	Number.isNaN(seconds) ? 1 : Math.min(Math.max(Math.ceil(seconds * 1000), 1), LONGEST);
