import type { INodeType } from 'n8n-workflow';

import { loadContract } from '../../simulator/contract';
import { startSimulator, type Simulator } from '../../simulator/server';
import { restartable } from '../support/freshProcess';
import { askAgain, durable, run } from '../support/kexiang';
import { leapingTime, type LeapingTime } from '../support/leapingTime';

const SUCCESS = 1;
const STILL_RUNNING = 3;
const QUERY = 'kbananaChannelQuery';
const known = loadContract().byId.get(QUERY);
const OWN = known?.path ?? '';
const [FIRST = '', SECOND = ''] = (known?.alternatives ?? [])
	.filter(({ safe }) => safe)
	.map(({ path }) => path);

let time: LeapingTime;
let simulator: Simulator;
beforeAll(() => {
	time = leapingTime();
});
afterAll(() => time.restore());
afterEach(async () => await simulator.stop());

interface Durable {
	KexiangWaitForTaskDurable: new () => INodeType;
}
interface Execute {
	executeDurable: NonNullable<INodeType['execute']>;
}
const FOLDER = '../../nodes/KexiangWaitForTaskDurable';
const load = () => {
	const { KexiangWaitForTaskDurable } = jest.requireActual<Durable>(
		`${FOLDER}/KexiangWaitForTaskDurable.node`,
	);
	// The node itself loads it when it first runs, which would be past the load that stands for a new process.
	const { executeDurable } = jest.requireActual<Execute>(`${FOLDER}/execute`);
	return Object.assign(new KexiangWaitForTaskDurable(), { execute: executeDurable });
};

/** Waits in rounds of a minute, in one process or in another one for each round. */
async function waitInRounds(
	real: string,
	restarts: boolean,
	parameters: Parameters<typeof durable>[0] = {},
) {
	const [paths, now] = [{ [QUERY]: real }, time.now];
	simulator = await startSimulator({ taskSeconds: 200, quiet: true, now, paths });
	const node = restartable(load);
	const done = await run(
		simulator,
		[
			{
				type: 'kexiangGoogle',
				name: 'Submit',
				parameters: { operation: 'kbananaProChannelSubmit', prompt: 'a boat' },
			},
			durable({ options: { schedule: 'fixed', interval: 60 }, ...parameters }),
		],
		{
			connections: askAgain(['Submit']),
			moreTypes: [node.type],
			onSleep: (till) => {
				time.leapTo(till);
				if (restarts) node.restart();
			},
		},
	);
	const polls = simulator.ledger.requests.filter(({ path }) => [OWN, FIRST, SECOND].includes(path));
	return { ...done, polls, empty: polls.filter(({ status }) => status === 404) };
}

describe.each([
	['in one process', false],
	['in another process each round', true],
])('a durable wait whose query path is derived, %s', (_where, restarts) => {
	it.each([
		['its own path', OWN, []],
		['the first alternative', FIRST, [OWN]],
		['the second alternative', SECOND, [OWN, FIRST]],
	])('%s is right: what had no service is asked once', async (_name, real, before) => {
		const { items, error, sleeps, polls, empty } = await waitInRounds(real, restarts);
		expect(error).toBeUndefined();
		expect(sleeps.length).toBeGreaterThan(1);
		expect(empty.map(({ path }) => path)).toEqual(before);
		expect(polls).toHaveLength(before.length + sleeps.length + 1);
		expect(items('Wait', SUCCESS)[0]?.json).toMatchObject({
			state: 'success',
			...(real !== OWN && { queryPath: real }),
		});
	});

	it('none is right: each alternative is asked once, and the task is named', async () => {
		const { items, error, polls } = await waitInRounds('/elsewhere/{taskId}', restarts);
		expect(error?.message).toContain(String(items('Submit')[0]?.json.taskId));
		const times = (path: string) => polls.filter((one) => one.path === path).length;
		expect([times(FIRST), times(SECOND)]).toEqual([1, 1]);
		expect(times(OWN)).toBe(5);
	});

	it('what is still running at the end carries the path that was found', async () => {
		const { items } = await waitInRounds(SECOND, restarts, {
			onTimeout: 'output',
			options: { schedule: 'fixed', interval: 60, timeLimit: 65.4 / 60 },
		});
		expect(items('Wait', STILL_RUNNING)[0]?.json).toMatchObject({
			state: 'pending',
			queryPath: SECOND,
		});
	});
});
