/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { AsyncLocalStorage } from 'node:async_hooks';

/** How many times as fast the nodes' own time passes. */
export const QUICK = 10;

interface Leaps {
	ahead: number;
}
const leaps = new AsyncLocalStorage<Leaps>();

/** In place of `nodes/shared/base/pause`, for `jest.mock`: what the nodes wait takes a tenth of the time. */
export async function quickPause(ms: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted || !(ms > 0)) return;
	await new Promise<void>((resolve) => {
		const done = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', done);
			resolve();
		};
		const timer = setTimeout(done, ms / QUICK);
		signal?.addEventListener('abort', done);
	});
}

/**
 * Lets the nodes' monotonic clock run faster, and gives each journey a date of its own that can leap ahead, so
 * that many executions can sleep for minutes side by side. Requests and their limits take real time.
 */
export function quickTime(): { restore(): void } {
	const [date, monotonic] = [Date.now, performance.now.bind(performance)];
	const spies = [
		jest.spyOn(Date, 'now').mockImplementation(() => date() + (leaps.getStore()?.ahead ?? 0)),
		jest.spyOn(performance, 'now').mockImplementation(() => monotonic() * QUICK),
	];
	return {
		restore: () => {
			for (const spy of spies) spy.mockRestore();
		},
	};
}

/** Within this work, and for it alone, `leapTo` moves the date. */
export const withOwnDate = async <Result>(work: () => Promise<Result>): Promise<Result> =>
	await leaps.run({ ahead: 0 }, work);

/** Nothing happens when the moment has passed. */
export function leapTo(moment: Date): void {
	const own = leaps.getStore();
	if (own) own.ahead += Math.max(0, moment.getTime() - Date.now());
}
