/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../simulator/server';
import { quickTime } from '../../support/quickTime';
import type { Cell } from './design';
import { judge, KEY, type Verdict } from './judge';
import { ANSWERS } from './kinds';

/** Runs cells of the matrix, many at once, and judges what came of each. */

export const say = (...lines: string[]) => void process.stdout.write(`\n${lines.join('\n')}\n`);

/**
 * Does all jobs, so many at once, each lane with a simulator of its own: starting one for each job would
 * take longer than the job. It comes to each job without faults and with an empty ledger.
 */
async function inLanes<Job>(
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

export async function verdictsOn(cells: readonly Cell[]): Promise<Verdict[]> {
	const verdicts: Verdict[] = [];
	const simulator = { key: KEY, taskSeconds: 0.05, quiet: true, kinds: ANSWERS };
	const time = quickTime();
	try {
		await inLanes(64, cells, simulator, async (own, cell) => {
			verdicts.push(await judge(own, cell));
		});
	} finally {
		time.restore();
	}
	return verdicts;
}
