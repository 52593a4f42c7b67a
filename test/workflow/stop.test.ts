import axios from 'axios';
import { sleep } from 'n8n-workflow';
import { startSimulator } from '../../simulator/server';
import { itemsOf, run, submitImage, wait } from '../support/kexiang';

it('Stop ends a wait for 100 tasks within a second, and nothing is asked after it', async () => {
	const simulator = await startSimulator({ taskSeconds: 3600, quiet: true });
	const create = async () => {
		const { data } = await axios.post<{ id: number }>(
			`${simulator.platformUrl}/api/v1/user_task/asyncCreateWithCost`,
			{
				user_input: {
					modelName: 'gemini-3.1-flash-image',
					modelType: 'text2img',
					prompt: 'a boat',
					size: '1:1',
				},
			},
			{ headers: { 'x-api-key': simulator.key } },
		);
		return { taskId: String(data.id), taskSource: 'userTask' };
	};
	try {
		const handles = await Promise.all(Array.from({ length: 100 }, create));
		const options = { schedule: 'fixed', interval: 0.5 };
		const advanced = { requestsPerSecond: 100 };
		const cancelAfterMs = 2000;
		const started = Date.now();
		const { run: finished } = await run(simulator, [wait({ options, advanced })], {
			input: itemsOf(...handles),
			cancelAfterMs,
		});
		const settled = Date.now();
		expect(finished.status).toBe('canceled');
		expect(settled - started - cancelAfterMs).toBeLessThan(1000);
		// The wait was under way; how far it came in this time is the machine's matter.
		const polled = simulator.ledger.requests.filter(({ method }) => method === 'GET');
		expect(polled.length).toBeGreaterThan(20);
		// What was under way when Stop came may still arrive, on a busy machine for a while; nothing is begun.
		await sleep(700);
		const arrived = Date.now();
		await sleep(1000);
		const late = simulator.ledger.requests.filter(({ at }) => at > arrived);
		expect(late).toEqual([]);
	} finally {
		await simulator.stop();
	}
});

describe('Stop under Retry On Fail, which runs a node again that ends with an error', () => {
	const retrying = { retryOnFail: true, maxTries: 5, waitBetweenTries: 4000 };
	it.each([
		['Kexiang Wait for Task', [submitImage(), { ...wait(), ...retrying }]],
		[
			'a node that submits and waits',
			[submitImage({ ...retrying, parameters: { waitForCompletion: true } })],
		],
	])('ends %s at once', async (_name, nodes) => {
		const simulator = await startSimulator({ taskSeconds: 3600, quiet: true });
		try {
			const started = Date.now();
			const cancelAfterMs = 1000;
			const { run: finished } = await run(simulator, nodes, { cancelAfterMs });
			expect(finished.status).toBe('canceled');
			expect(Date.now() - started - cancelAfterMs).toBeLessThan(1000);
			expect(simulator.ledger.tasks).toHaveLength(1);
		} finally {
			await simulator.stop();
		}
	});
});
