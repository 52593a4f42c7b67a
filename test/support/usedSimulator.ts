/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';

import {
	startSimulator,
	type LedgerRequest,
	type Simulator,
	type SimulatorOptions,
} from '../../simulator/server';
import { run } from './kexiang';

interface UsedSimulator extends Simulator {
	/** Requests of this method; all of them have cost something if it is POST. */
	requests(method: 'GET' | 'POST'): LedgerRequest[];
	/** The ids of all tasks that were made, oldest first. */
	ids(): string[];
	/** Resolves when this many requests have come. */
	asked(times: number): Promise<void>;
}

/** A simulator for all tests of a file or a part of it, which forgets between two tests; or for each test a new one. */
export function useSimulator(
	options: SimulatorOptions = {},
	how: 'shared' | 'new for each test' = 'shared',
): UsedSimulator {
	const simulator = {
		requests: (method) => simulator.ledger.requests.filter((one) => one.method === method),
		ids: () => simulator.ledger.tasks.map(({ id }) => String(id)),
		async asked(times) {
			while (simulator.ledger.requests.length < times) await sleep(10);
		},
	} as UsedSimulator;
	const at = { taskSeconds: 0.1, quiet: true, ...options };
	const begin = async () => void Object.assign(simulator, await startSimulator(at));
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

/** Runs nodes that must not end with an error. */
export const runWell = async (...given: Parameters<typeof run>) => {
	const done = await run(...given);
	expect(done.error).toBeUndefined();
	return done;
};
