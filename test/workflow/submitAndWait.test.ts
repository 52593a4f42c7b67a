import { startSimulator, type Simulator } from '../../simulator/server';
import { itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

describe('submit, wait, download', () => {
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ taskSeconds: 2.5, quiet: true });
	});
	afterAll(async () => await simulator.stop());
	beforeEach(() => simulator.ledger.clear());

	describe('in quick time', () => {
		inQuickTime();

		it('brings the picture of a task into n8n', async () => {
			const { items, error } = await run(simulator, [
				submitImage(),
				wait({ downloadFiles: true, options: quick }),
			]);
			expect(error).toBeUndefined();
			const [handle] = items('Submit');
			expect(handle?.json).toMatchObject({
				taskId: expect.stringMatching(/^\d+$/),
				taskSource: 'userTask',
				provider: 'Kexiang Google',
				operation: 'kbananaProOfficialSubmit',
				model: 'gemini-3-pro-image-preview',
				status: 'pending',
				state: 'pending',
				submittedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			});
			const [item] = items('Wait');
			expect(item?.json).toMatchObject({
				taskId: handle?.json.taskId,
				state: 'success',
				cost: expect.any(Number),
				imageUrls: [expect.stringContaining(simulator.filesUrl)],
				polls: expect.any(Number),
				secondsWaited: expect.any(Number),
			});
			expect(item?.json).not.toHaveProperty('filesNotDownloaded');
			const file = item?.binary?.data;
			expect(file).toMatchObject({
				mimeType: 'image/png',
				fileName: expect.stringMatching(/\.png$/),
			});
			expect(
				Buffer.from(file?.data ?? '', 'base64')
					.subarray(1, 4)
					.toString(),
			).toBe('PNG');
			expect(item?.pairedItem).toEqual({ item: 0 });
			expect(simulator.ledger.summary()).toMatchObject({ keysSentToResultHosts: 0 });
		});
	});

	it('waits for ten tasks of 2.5 seconds together, with its default settings', async () => {
		const started = Date.now();
		const prompts = Array.from({ length: 10 }, (_, index) => ({ prompt: `boat ${index}` }));
		const { items, error } = await run(simulator, [submitImage(), wait()], {
			input: itemsOf(...prompts),
		});
		const seconds = (Date.now() - started) / 1000;
		expect(error).toBeUndefined();
		expect(items('Wait').map((item) => item.json.state)).toEqual(Array(10).fill('success'));
		expect(items('Wait').map((item) => item.json.taskId)).toEqual(
			items('Submit').map((item) => item.json.taskId),
		);
		expect(seconds).toBeLessThan(5.5);
	});
});
