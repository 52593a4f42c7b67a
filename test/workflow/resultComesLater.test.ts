import type { Simulator } from '../../simulator/server';
import { askAgain, durable, itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import type { LeapingTime } from '../support/leapingTime';
import { simulatorInLeaps } from '../support/simulatorInLeaps';
import { QUICK } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** A success whose result, or whose file, comes a little later. */

let simulator: Simulator;
let time: LeapingTime;
simulatorInLeaps(
	{ taskSeconds: 0.1 },
	(own, leaping) => {
		simulator = own;
		time = leaping;
	},
	QUICK,
);

const input = itemsOf({ prompt: 'a boat' });
const waited = { downloadFiles: true, options: quick };
const roads = {
	'Wait for Task': async () => await run(simulator, [submitImage(), wait(waited)], { input }),
	'the node that submits': async () =>
		await run(
			simulator,
			[
				submitImage({
					name: 'Wait',
					parameters: { waitForCompletion: true, downloadFiles: true, waitOptions: quick },
				}),
			],
			{ input },
		),
	'a durable wait': async () =>
		await run(simulator, [submitImage(), durable({ downloadFiles: true })], {
			input,
			connections: askAgain(['Submit']),
			onSleep: time.leapTo,
		}),
};
const outputOf = (road: string) => (road === 'a durable wait' ? 1 : 0);

describe.each(Object.entries(roads))('in %s', (road, go) => {
	it('a URL that comes with a later answer is delivered', async () => {
		simulator.addFault({ on: 'query', kind: 'successWithoutUrl', times: 1 });
		const { items, error } = await go();
		expect(error).toBeUndefined();
		const [item] = items('Wait', outputOf(road));
		expect(item?.json).toMatchObject({ state: 'success', url: expect.stringMatching(/^http/) });
		expect(item?.json).not.toHaveProperty('note');
		expect(item?.binary?.data?.mimeType).toBe('image/png');
	});

	it('one that never comes is a success without a result, after a minute', async () => {
		simulator.addFault({ on: 'query', kind: 'successWithoutUrl' });
		const begun = performance.now();
		const { items, error } = await go();
		expect(performance.now() - begun).toBeGreaterThan(58_000);
		expect(error).toBeUndefined();
		const [item] = items('Wait', outputOf(road));
		expect(item?.json).toMatchObject({
			state: 'success',
			note: expect.stringMatching(/contains no result/),
		});
		expect(simulator.ledger.requests.length).toBeLessThan(12);
	});

	it('a file that is not there at first is fetched again', async () => {
		simulator.addFault({ on: 'result', kind: 'result404', times: 2 });
		const { items, error } = await go();
		expect(error).toBeUndefined();
		const [item] = items('Wait', outputOf(road));
		expect(item?.binary?.data?.mimeType).toBe('image/png');
		expect(item?.json).not.toHaveProperty('filesNotDownloaded');
	});
});

it('at the time limit, such a task is delivered as a success, and not called running', async () => {
	simulator.addFault({ on: 'query', kind: 'successWithoutUrl' });
	const { items, error } = await run(
		simulator,
		[submitImage(), wait({ onTimeout: 'error', options: { ...quick, timeLimit: 10 / 60 } })],
		{ input },
	);
	expect(error).toBeUndefined();
	expect(items('Wait')[0]?.json).toMatchObject({ state: 'success', note: expect.anything() });
});

it('Get Status asks once, and says where the result may be had', async () => {
	simulator.addFault({ on: 'query', kind: 'successWithoutUrl' });
	const { items } = await run(simulator, [submitImage(), wait({ operation: 'getStatus' })], {
		input,
	});
	const [json] = items('Wait').map((item) => item.json);
	expect(['success', 'pending']).toContain(json?.state);
	expect(simulator.ledger.requests).toHaveLength(2);
});
