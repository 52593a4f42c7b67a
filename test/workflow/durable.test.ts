import { startSimulator, type Simulator } from '../../simulator/server';
import { askAgain, durable, itemsOf, run, submitImage } from '../support/kexiang';
import { leapingTime, type LeapingTime } from '../support/leapingTime';
import type { RunOptions } from '../support/runWorkflow';

const ASK_AGAIN = 0;
const SUCCESS = 1;
const FAILED = 2;
const TASK_SECONDS = 100;

let time: LeapingTime;
let simulator: Simulator;
beforeAll(async () => {
	time = leapingTime();
	simulator = await startSimulator({ taskSeconds: TASK_SECONDS, quiet: true, now: time.now });
});
afterAll(async () => {
	await simulator.stop();
	time.restore();
});
beforeEach(() => {
	simulator.ledger.clear();
	simulator.clearFaults();
});

const prompts = (...texts: string[]) => itemsOf(...texts.map((prompt) => ({ prompt })));

/** Submits and waits; a sleep takes no time here, but the clock and the platform move on by it. */
const submitAndWait = async (
	parameters: Parameters<typeof durable>[0] = {},
	options: Partial<RunOptions> = {},
) =>
	await run(simulator, [submitImage(), durable(parameters)], {
		input: prompts('a paper boat'),
		connections: askAgain(['Submit']),
		onSleep: time.leapTo,
		...options,
	});

describe('waiting in the database', () => {
	it('sleeps between its questions and gives the finished task out by Success', async () => {
		const { items, error, sleeps } = await submitAndWait();
		expect(error).toBeUndefined();
		expect(sleeps).toHaveLength(2);
		expect(items('Wait', ASK_AGAIN)).toEqual([]);
		expect(items('Wait', SUCCESS).map(({ json, pairedItem }) => [json, pairedItem])).toEqual([
			[expect.objectContaining({ state: 'success', polls: 3 }), { item: 0 }],
		]);
		expect(simulator.ledger.tasks.map(({ queries }) => queries)).toEqual([3]);
	});

	it('gives failed tasks out by Failed, in input order, and asks for each finished one once', async () => {
		const { items, error } = await submitAndWait(
			{},
			{ input: prompts('one [fail]', 'two', 'three [fail]', 'four') },
		);
		expect(error).toBeUndefined();
		const [one, two, three, four] = items('Submit').map(({ json }) => json.taskId);
		expect(items('Wait', SUCCESS).map(({ json }) => json.taskId)).toEqual([two, four]);
		expect(items('Wait', FAILED).map(({ json }) => json.taskId)).toEqual([one, three]);
	});
});
