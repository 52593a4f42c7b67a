import { startSimulator, type Simulator } from '../../simulator/server';
import { leapingTime, type LeapingTime } from './leapingTime';

/**
 * A simulator for all tests of a file, in time that leaps over what nobody waits for; between two tests it forgets.
 * @param speed as that of `leapingTime`
 * @param take hears of it before the first test
 */
export function simulatorInLeaps(
	options: Parameters<typeof startSimulator>[0],
	take: (simulator: Simulator, time: LeapingTime) => void,
	speed?: Parameters<typeof leapingTime>[0],
): void {
	let simulator: Simulator;
	let time: LeapingTime;
	beforeAll(async () => {
		time = leapingTime(speed);
		simulator = await startSimulator({ quiet: true, now: time.now, ...options });
		take(simulator, time);
	});
	afterAll(async () => {
		await simulator.stop();
		time.restore();
	});
	beforeEach(() => {
		simulator.ledger.clear();
		simulator.clearFaults();
	});
}
