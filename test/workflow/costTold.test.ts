import type { INode } from 'n8n-workflow';

import type { Simulator } from '../../simulator/server';
import { askAgain, durable, itemsOf, quick, run, wait, type ChainNode } from '../support/kexiang';
import type { LeapingTime } from '../support/leapingTime';
import { simulatorInLeaps } from '../support/simulatorInLeaps';
import { QUICK } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** The cost of a task whose results name none: what its submission said, or that nobody said one. */

let simulator: Simulator;
let time: LeapingTime;
simulatorInLeaps(
	{ taskSeconds: 0.3 },
	(own, leaping) => {
		simulator = own;
		time = leaping;
	},
	QUICK,
);

/** A tool, whose tasks name no cost. */
const tool = (parameters: INode['parameters'] = {}): ChainNode => ({
	type: 'kexiangVideoTools',
	name: 'Submit',
	parameters: {
		resource: 'subtitle',
		operation: 'videoAddSubtitle',
		videoUrl: 'https://example.com/1.mp4',
		...parameters,
	},
});

const NOT_TOLD = { costNote: 'price not reported' };
const TOLD = { cost: 1.5, costUnit: 'credits' };

async function submitted() {
	const { items, error } = await run(simulator, [tool()]);
	expect(error).toBeUndefined();
	return items('Submit')[0]?.json ?? {};
}

const WAITS: Array<[string, (output: number) => ChainNode[], number, object]> = [
	['Kexiang Wait for Task', () => [wait({ options: quick })], 0, {}],
	['Get Status', () => [wait({ operation: 'getStatus' })], 0, {}],
	[
		'the durable wait',
		() => [durable()],
		1,
		{ connections: askAgain(), onSleep: (till: Date) => time.leapTo(till) },
	],
];

describe.each(WAITS)('%s', (_name, chainOf, output, wires) => {
	const resultOf = async (more: object) => {
		const input = itemsOf({ ...(await submitted()), ...more });
		const { items, error } = await run(simulator, chainOf(output), { input, ...wires });
		expect(error).toBeUndefined();
		return items('Wait', output)[0]?.json ?? {};
	};

	it('says that no price was reported', async () => {
		const json = await resultOf({});
		expect(json).toMatchObject(NOT_TOLD);
		expect(json).not.toHaveProperty('cost');
	});

	it('hands on the price that the submission reported', async () => {
		const json = await resultOf(TOLD);
		expect(json).toMatchObject(TOLD);
		expect(json).not.toHaveProperty('costNote');
	});

	it('takes no column of a table for it', async () => {
		expect(await resultOf({ cost: 99 })).not.toHaveProperty('cost');
	});
});

it('says so in the node that submits and waits', async () => {
	const parameters = { waitForCompletion: true, waitOptions: quick };
	const { items, taskData } = await run(simulator, [tool(parameters)]);
	expect(items('Submit')[0]?.json).toMatchObject({ state: 'success', ...NOT_TOLD });
	expect(taskData('Submit')?.hints?.map(({ message }) => message)).toEqual([
		'1 task accepted, price not reported',
	]);
});

it('says so in the list of recent tasks', async () => {
	const { items: made } = await run(simulator, [tool()], { executionId: 'recent' });
	const taskId = made('Submit')[0]?.json.taskId;
	const { items } = await run(simulator, [wait({ operation: 'recentTasks' })]);
	const listed = items('Wait').find(({ json }) => json.taskId === taskId);
	expect(listed?.json).toMatchObject(NOT_TOLD);
});
