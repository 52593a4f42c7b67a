/**
 * Seconds and milliseconds. The form, the platform and the schedule speak of seconds, clocks and timers of
 * milliseconds; here is the only place where one becomes the other.
 */

/** Longest time that a timer of Node can hold, about 24.8 days; anything longer would fire at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Seconds as what timers take: whole milliseconds, rounded up, at least 1 and at most 2^31-1.
 * `AbortSignal.timeout` throws at any other number, and products such as `16.1 * 1000` are no whole one.
 */
export const milliseconds = (seconds: number): number => wholeMs(msOf(seconds));

/** The same for what is in milliseconds already, as a span between two moments may be any number. */
export const wholeMs = (ms: number): number =>
	Number.isNaN(ms) ? 1 : Math.min(Math.max(Math.ceil(ms), 1), LONGEST);

/** Seconds as a distance between moments of a clock: any number, and nothing for a timer. */
export const msOf = (seconds: number): number => seconds * 1000;

/** A distance between moments of a clock in seconds. */
export const secondsOf = (ms: number): number => ms / 1000;
