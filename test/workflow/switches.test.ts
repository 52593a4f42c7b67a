import { startSimulator, type Simulator } from '../../simulator/server';
import { itemsOf, quick, run, submitImage, wait } from '../support/kexiang';

/** Switches that a workflow was saved with before they were on when added. */

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ taskSeconds: 0.2, quiet: true });
});
afterAll(async () => await simulator.stop());
beforeEach(() => simulator.ledger.clear());

const OFF = { previewRequest: false, skipItemsWithTask: false, includeInputFields: false };

it.each([
	['added and left off', OFF, { ...quick, includeInputFields: false, itemPerFile: false }],
	['never added', {}, quick],
])('stay off: %s', async (_, options, waitOptions) => {
	const chain = [
		submitImage({ parameters: { prompt: 'two boats', options } }),
		wait({ downloadFiles: true, options: waitOptions }),
	];
	const input = itemsOf({ taskId: '4711', taskSource: 'userTask', row: 7 });
	const { items, error } = await run(simulator, chain, { input });
	expect(error).toBeUndefined();
	const [submitted] = items('Submit');
	expect(submitted?.json).not.toHaveProperty('row');
	expect(submitted?.json).not.toHaveProperty('preview');
	expect(submitted?.json.taskId).not.toBe('4711');
	const [done] = items('Wait');
	expect(done?.json).toMatchObject({ state: 'success' });
	expect(done?.json).not.toHaveProperty('row');
	expect(simulator.ledger.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
});
