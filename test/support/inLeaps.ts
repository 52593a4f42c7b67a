import type { Simulator } from '../../simulator/server';
import type { LeapingTime } from './leapingTime';
import { QUICK } from './quickTime';
import { simulatorInLeaps } from './simulatorInLeaps';

export let simulator: Simulator;
export let time: LeapingTime;

/** One simulator for all tests of a file, or of a part of it, in quick time that can leap. */
export function inLeaps(options: Parameters<typeof simulatorInLeaps>[0] = {}): void {
	const take = (...given: [Simulator, LeapingTime]) => void ([simulator, time] = given);
	simulatorInLeaps({ taskSeconds: 0.3, ...options }, take, QUICK);
}

/** So many seconds go by at once. */
export const leap = (seconds: number): void => time.leapTo(new Date(time.now() + seconds * 1000));

/** Requests of this method; all of them have cost something if it is POST. */
export const requests = (method: 'GET' | 'POST') =>
	simulator.ledger.requests.filter((one) => one.method === method);

/** The ids of all tasks that were made, oldest first. */
export const ids = (): string[] => simulator.ledger.tasks.map(({ id }) => String(id));
