import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server';
import { run } from './kexiang';
import type { LeapingTime } from './leapingTime';
import { simulatorInLeaps } from './simulatorInLeaps';

/** A simulator for all tests of a file or a part of it, which forgets between two tests; or for each test a new one. */
export function useSimulator(
	options: SimulatorOptions = {},
	how: 'shared' | 'new for each test' = 'shared',
): Simulator {
	const simulator = {} as Simulator;
	const begin = async () =>
		void Object.assign(simulator, await startSimulator({ quiet: true, ...options }));
	const end = async () => await simulator.stop();
	if (how === 'shared') {
		beforeAll(begin);
		afterAll(end);
		beforeEach(() => {
			simulator.ledger.clear();
			simulator.clearFaults();
		});
	} else {
		beforeEach(begin);
		afterEach(end);
	}
	return simulator;
}

/** The same in time that leaps over what nobody waits for. */
export function useSimulatorInLeaps(options: SimulatorOptions, speed?: number) {
	const used = { simulator: {} as Simulator, time: {} as LeapingTime };
	const take = (simulator: Simulator, time: LeapingTime) => {
		Object.assign(used.simulator, simulator);
		Object.assign(used.time, time);
	};
	simulatorInLeaps(options, take, speed);
	return used;
}

/** Runs nodes that must not end with an error. */
export const runWell = async (...given: Parameters<typeof run>) => {
	const done = await run(...given);
	expect(done.error).toBeUndefined();
	return done;
};
