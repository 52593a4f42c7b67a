import type { Gate } from '../waiting/gate';
import { PlatformProblem } from '../answers/problem';

/** The longest Retry-After of one request that holds back the others, too. */
const LONGEST_REST_FOR_ALL_SECONDS = 60;

/**
 * What the platform asks of one, all hear; but not a rest of many minutes, which is that of a quota or of one task,
 * and would let the time limits of all others pass.
 */
export function hearSlowDown(gate: Gate, cause: unknown): void {
	const refusal = cause instanceof PlatformProblem ? cause.cause.refusal : undefined;
	const isBusy = refusal?.kind === 'slowDown' || refusal?.kind === 'unavailable';
	const seconds = refusal?.retryAfterSeconds ?? Infinity;
	if (isBusy && seconds <= LONGEST_REST_FOR_ALL_SECONDS) gate.slowDown(seconds);
}
