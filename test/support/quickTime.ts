/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../../nodes/shared/util/time';

/** How many times as fast the nodes' own time passes in quick time. */
export const QUICK = 10;

const monotonic = performance.now.bind(performance);
/** Goes on where it is whenever the pace changes, as such a clock never goes back. */
let clock = { pace: 1, real: 0, shown: 0 };

/** In place of `performance.now`. */
const pacedNow = (): number => clock.shown + (monotonic() - clock.real) * clock.pace;

function setPace(pace: number): void {
	clock = { pace, real: monotonic(), shown: pacedNow() };
}

/** In place of the one of `nodes/shared/util/time`: in quick time, what the nodes wait takes a tenth of the time. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted || !(ms > 0)) return;
	await new Promise<void>((resolve) => {
		const done = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', done);
			resolve();
		};
		const timer = setTimeout(done, ms / clock.pace);
		signal?.addEventListener('abort', done);
	});
}

/** The rest of the same file. */
export const { milliseconds, wholeMs, msOf, secondsOf } = jest.requireActual<
	typeof import('../../nodes/shared/util/time')
>('../../nodes/shared/util/time');

/** In place of the one of the same file. */
export const MONOTONIC: Clock = {
	now: () => performance.now(),
	async pause(ms, call) {
		if (ms === Infinity) return await call;
		const called = new AbortController();
		void call.then(() => called.abort());
		await pause(ms, called.signal);
	},
};

interface Leaps {
	ahead: number;
}
const own = new AsyncLocalStorage<Leaps>();
const shared: Leaps = { ahead: 0 };
const leaps = () => own.getStore() ?? shared;

/**
 * Lets the nodes' monotonic clock run faster, and lets the date leap ahead, so that executions can sleep for minutes.
 * Requests and their limits take real time. The monotonic clock stays ahead, as it never goes back.
 */
export function quickTime(): { restore(): void } {
	const date = Date.now;
	const dates = jest.spyOn(Date, 'now').mockImplementation(() => date() + leaps().ahead);
	jest.spyOn(performance, 'now').mockImplementation(() => pacedNow() + shared.ahead);
	setPace(QUICK);
	return {
		restore: () => {
			dates.mockRestore();
			setPace(1);
		},
	};
}

/** For all tests of a file, or of a part of it. */
export function inQuickTime(): void {
	let time: ReturnType<typeof quickTime>;
	beforeAll(() => void (time = quickTime()));
	afterAll(() => time.restore());
}

/** Within this work, and for it alone, `leapTo` moves the date, so that many can sleep side by side. */
export const withOwnDate = async <Result>(work: () => Promise<Result>): Promise<Result> =>
	await own.run({ ahead: 0 }, work);

/** Nothing happens when the moment has passed. */
export function leapTo(moment: Date): void {
	leaps().ahead += Math.max(0, moment.getTime() - Date.now());
}

/** So many seconds go by at once. */
export const leap = (seconds: number): void => leapTo(new Date(Date.now() + seconds * 1000));
