import { pacedNow, setPace } from './quickTime';

/** Time that a test can let leap ahead, for what sleeps for minutes. */
export interface LeapingTime {
	/** For a simulator that shall live in the same time. */
	now: () => number;
	/** Nothing happens when the moment has passed. */
	leapTo(moment: Date): void;
	/** Ends the leaps. */
	restore(): void;
}

/**
 * From now on `Date.now` and `performance.now` are the real time and all leaps.
 * @param pace how many times as fast `performance.now` goes; other than 1 only with the pauses of `quickTime`
 */
export function leapingTime(pace = 1): LeapingTime {
	const date = Date.now;
	let ahead = 0;
	const now = () => date() + ahead;
	setPace(pace);
	const spies = [
		jest.spyOn(Date, 'now').mockImplementation(now),
		jest.spyOn(performance, 'now').mockImplementation(() => pacedNow() + ahead),
	];
	return {
		now,
		leapTo: (moment) => {
			ahead += Math.max(0, moment.getTime() - now());
		},
		restore: () => {
			for (const spy of spies) spy.mockRestore();
			setPace(1);
		},
	};
}
