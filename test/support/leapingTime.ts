/** Time that a test can let leap ahead, for what sleeps for minutes. */
export interface LeapingTime {
	/** For a simulator that shall live in the same time. */
	now: () => number;
	/** Nothing happens when the moment has passed. */
	leapTo(moment: Date): void;
	/** Ends the leaps. */
	restore(): void;
}

/** From now on `Date.now` is the real time and all leaps. */
export function leapingTime(): LeapingTime {
	const real = Date.now;
	let ahead = 0;
	const now = () => real() + ahead;
	const spy = jest.spyOn(Date, 'now').mockImplementation(now);
	return {
		now,
		leapTo: (moment) => {
			ahead += Math.max(0, moment.getTime() - now());
		},
		restore: () => spy.mockRestore(),
	};
}
