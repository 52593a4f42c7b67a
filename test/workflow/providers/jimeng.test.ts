import { jimeng } from '../../../nodes/KexiangJimeng/provider';
import { startSimulator } from '../../../simulator/server';
import { quick, run, wait } from '../../support/kexiang';
import { freshSimulator, testCoverage, testRefusals } from '../../support/operationCases';
import { holdAgainstSchema } from '../../support/outputSchemas';
import { inQuickTime } from '../../support/quickTime';

jest.mock('../../../nodes/shared/util/time', () => jest.requireActual('../../support/quickTime'));

inQuickTime();

const submit = {
	type: 'kexiangVolcengine',
	name: 'Submit',
	parameters: {
		operation: 'seedance1FirstLastFrame',
		prompt: 'a boat',
		firstFrameUrl: 'https://example.com/1.png',
		lastFrameUrl: 'https://example.com/2.png',
	},
};
const poll = (parameters = {}) => ({
	type: 'kexiangJimeng',
	name: 'Ask',
	parameters: { operation: 'jimengVideoQuery', ...parameters },
});

describe('Kexiang Jimeng', () => {
	const simulator = freshSimulator();

	it.each([
		['minimal', {}],
		['full', { options: { simplify: false }, advanced: { path: '/minimalist/api/task/{id}' } }],
	])('jimengVideoQuery: %s: asks for a finished task', async (_name, parameters) => {
		const { items, error } = await run(simulator(), [
			submit,
			wait({ options: quick }),
			poll(parameters),
		]);
		expect(error).toBeUndefined();
		expect(simulator().ledger.violations).toEqual([]);
		expect(items('Ask')[0]?.json).toMatchObject({
			taskId: items('Submit')[0]?.json.taskId,
			taskSource: 'jimengVideo',
			state: 'success',
			videoUrls: [expect.stringContaining(simulator().filesUrl)],
		});
		holdAgainstSchema('kexiangJimeng', 'jimengVideoQuery', [items('Ask')[0]?.json]);
	});

	it('jimengVideoQuery: tells of a task that is not finished yet', async () => {
		// Long enough to be asked for in time, however busy the machine is.
		const slow = await startSimulator({ taskSeconds: 600, quiet: true });
		try {
			const { items, error } = await run(slow, [submit, poll()]);
			expect(error).toBeUndefined();
			expect(items('Ask')[0]?.json).toMatchObject({ state: 'pending', status: 'in_queue' });
		} finally {
			await slow.stop();
		}
	});

	testRefusals(simulator, 'kexiangJimeng', [
		{
			operation: 'jimengVideoQuery',
			parameters: { taskId: '../user' },
			message: 'Task ID is "../user", which does not look like an ID of Jimeng Video Task',
		},
	]);

	testCoverage(jimeng.operations, ['jimengVideoQuery']);
});
