import { sleep } from 'n8n-workflow';

/** Longest stretch that an n8n without the abortable sleep (before 2.34) can leave a timer behind. */
const SLICE_MS = 500;

/** Resolves after so many milliseconds, or as soon as the signal aborts. Never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	const end = Date.now() + ms;
	for (let left = ms; left > 0 && !signal?.aborted; left = end - Date.now()) {
		try {
			await sleep(Math.min(left, SLICE_MS), signal);
		} catch {
			// n8n's sleep rejects on abort; the caller looks at the signal.
			return;
		}
	}
}
