import { milliseconds } from '../base/milliseconds';

/** What ends one request before its answer: its time limit, and Stop where the request heeds that. */
export interface RequestEnd {
	readonly signal: AbortSignal;
	readonly isTimeUp: boolean;
	/** To be called when the request is over, however it ended. */
	forget(): void;
}

/**
 * The time limit holds for the whole answer, while n8n's own ends with the first byte.
 *
 * A signal of its own for each request, with listeners that are taken back: `AbortSignal.any` leaves some bytes on the
 * execution's signal with every poll, and an execution may ask for days.
 * @param stopped the execution's; absent for a paid request, which is left to finish, so that its task id still
 * arrives and can be written to the log
 */
export function requestEnd(limitSeconds: number, stopped: AbortSignal | undefined): RequestEnd {
	const end = new AbortController();
	const timeout = AbortSignal.timeout(milliseconds(limitSeconds));
	const sources = stopped === undefined ? [timeout] : [timeout, stopped];
	const abort = () => end.abort();
	for (const source of sources) source.addEventListener('abort', abort);
	if (stopped?.aborted) abort();
	return {
		signal: end.signal,
		get isTimeUp() {
			return timeout.aborted;
		},
		forget: () => {
			for (const source of sources) source.removeEventListener('abort', abort);
		},
	};
}
