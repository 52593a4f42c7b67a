import type { INode, INodeParameters } from 'n8n-workflow';

import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server';
import { itemsOf, quick, submitImage, type ChainNode } from './kexiang';
import type { LeapingTime } from './leapingTime';
import { loop } from './loop';
import type { WorkflowRun } from './runWorkflow';
import { simulatorInLeaps } from './simulatorInLeaps';

/** What tests of paid requests begin with: items that ask for a boat each, nodes that draw them, and a platform. */

export const boats = (count: number) =>
	itemsOf(...Array.from({ length: count }, (_, index) => ({ prompt: `boat ${index}` })));

/** How a node takes errors. */
export const AGAIN = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } as const;
export const GOES_ON = { onError: 'continueRegularOutput' } as const;

/** A node that draws, with these entries of Options. */
export const drawing = (options: INodeParameters, more: Partial<INode> = {}): ChainNode =>
	submitImage({ ...more, parameters: { ...more.parameters, options } });

/** A node that draws and waits for it, with these entries of Wait Options. */
export const drawingAndWaiting = (
	options: INodeParameters = {},
	more: Partial<INode> = {},
): ChainNode => {
	const waiting = { waitForCompletion: true, waitOptions: { ...quick, ...options } };
	return submitImage({ ...more, parameters: { ...waiting, ...more.parameters } });
};

const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];

/** The node in a loop that hands it one item at a time. */
export const inLoop = (node: ChainNode) => ({
	chain: [{ type: 'test.loop', name: 'Loop' }, node],
	wires: {
		connections: {
			Start: { main: [to('Loop')] },
			Loop: { main: [[], to('Submit')] },
			Submit: { main: [to('Loop')] },
		},
		moreTypes: [loop],
	},
});

/** The prompts of requests, or of tasks. */
export const promptsOf = (sent: ReadonlyArray<{ body?: unknown }>): string[] =>
	sent.map(({ body }) => (body as { user_input: { prompt: string } }).user_input.prompt);

export const hintsOf = ({ taskData }: WorkflowRun, node = 'Submit'): string[] =>
	(taskData(node)?.hints ?? []).map(({ message }) => message);

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
