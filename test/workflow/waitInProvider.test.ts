import { startSimulator, type Simulator } from '../../simulator/server';
import { itemsOf, quick, run, submitImage } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import { startScripted, type Reply } from '../support/scriptedPlatform';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

inQuickTime();

const waiting = (more = {}) =>
	submitImage({
		parameters: {
			waitForCompletion: true,
			waitOptions: { schedule: 'fixed', interval: 0.2 },
			advanced: { requestsPerSecond: 200 },
			...more,
		},
	});

describe('submit and wait in one node', () => {
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ taskSeconds: 0.3, quiet: true });
	});
	afterAll(async () => await simulator.stop());
	beforeEach(() => simulator.ledger.clear());

	it('gives finished pictures, downloaded, in input order', async () => {
		const input = itemsOf({ prompt: 'one' }, { prompt: 'two' }, { prompt: 'three' });
		const { items, error } = await run(simulator, [waiting({ downloadFiles: true })], { input });
		expect(error).toBeUndefined();
		expect(items('Submit').map(({ json, pairedItem }) => [json.state, pairedItem])).toEqual([
			['success', { item: 0 }],
			['success', { item: 1 }],
			['success', { item: 2 }],
		]);
		expect(items('Submit').map(({ binary }) => binary?.data?.mimeType)).toEqual(
			Array(3).fill('image/png'),
		);
		expect(simulator.ledger.tasks).toHaveLength(3);
	});

	it('takes nothing that it sent for a result', async () => {
		const given = 'https://m.example/in.mp4';
		const made = 'https://m.example/out.mp4';
		const answer = (data: object, isTaken = false): Reply => ({
			isTaken,
			status: 200,
			body: JSON.stringify({ code: 0, data }),
		});
		const platform = await startScripted(
			new Map([[given, [answer({ traceId: 't-88' }, true)]]]),
			() => answer({}),
			[answer({ status: 'RUNNING', videoUrl: given })],
			() => answer({ status: 'SUCCESS', videoUrl: given, outputUrl: made }),
		);
		const node = {
			type: 'kexiangVideoTools',
			name: 'Submit',
			parameters: {
				resource: 'subtitle',
				operation: 'videoAddSubtitle',
				videoUrl: given,
				waitForCompletion: true,
				waitOptions: quick,
			},
		};
		const at = { platformUrl: platform.url, toolsUrl: platform.url, key: 'kx-test-not-real' };
		const { items, error } = await run(at, [node]);
		await platform.stop();
		expect(error).toBeUndefined();
		expect(items('Submit')[0]?.json).toMatchObject({ url: made, videoUrls: [made] });
	});

	it('keeps the task when the time limit comes first', async () => {
		const slow = await startSimulator({ taskSeconds: 3600, quiet: true });
		try {
			const parameters = { waitOptions: { timeLimit: 0.01, onTimeout: 'pass' } };
			const passed = await run(slow, [waiting(parameters)]);
			expect(passed.items('Submit')[0]?.json).toMatchObject({
				taskId: expect.any(String),
				state: 'pending',
			});
			const { error } = await run(slow, [waiting({ waitOptions: { timeLimit: 0.01 } })]);
			expect(error?.message).toMatch(/Task \d+ is still running after/);
		} finally {
			await slow.stop();
		}
	});
});
