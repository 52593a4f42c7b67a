import { startSimulator, type Simulator, type SimulatorOptions } from '../../../simulator/server';

/**
 * Does all jobs, so many at once, each lane with a simulator of its own: starting one for each job would
 * take longer than the job. It comes to each job without faults and with an empty ledger.
 */
export async function inLanes<Job>(
	lanes: number,
	jobs: readonly Job[],
	options: SimulatorOptions,
	work: (simulator: Simulator, job: Job) => Promise<void>,
): Promise<void> {
	const open = [...jobs];
	const lane = async () => {
		const simulator = await startSimulator(options);
		try {
			for (let next = open.shift(); next !== undefined; next = open.shift()) {
				simulator.ledger.clear();
				simulator.clearFaults();
				await work(simulator, next);
			}
		} finally {
			await simulator.stop();
		}
	};
	await Promise.all(Array.from({ length: Math.min(lanes, jobs.length) }, lane));
}
