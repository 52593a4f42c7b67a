import { startSimulator, type Simulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

inQuickTime();

/** As a person leaves it who chose an operation and nothing else. */
const UNTOUCHED = {
	type: 'kexiangGoogle',
	parameters: { operation: 'kbanana2OfficialSubmit', waitOptions: { interval: 0.2 } },
};

describe.each(AGENT_KINDS)('the untouched tool of %s', (kind) => {
	let simulator: Simulator;
	beforeEach(async () => {
		simulator = await startSimulator({ taskSeconds: 0.3, quiet: true });
	});
	afterEach(async () => await simulator.stop());

	it('makes what the model asks for, and gives its URL', async () => {
		const call = { Prompt: 'a paper boat', Ratio: '16:9' };
		const { said, errors } = await runAsTool(simulator, kind, UNTOUCHED, [call]);
		expect(errors).toEqual([]);
		expect(said[0]).toMatch(/"state":"success".*"url":"http/);
		const [task] = simulator.ledger.tasks;
		expect(task?.body).toMatchObject({
			user_input: { prompt: 'a paper boat', modelType: 'text2img', size: '16:9' },
		});
	});

	it('takes the other mode from the model', async () => {
		const call = {
			Mode: 'img2img',
			Prompt: 'make it blue',
			Image_URLs: 'https://example.com/a.png',
		};
		const { errors } = await runAsTool(simulator, kind, UNTOUCHED, [call]);
		expect(errors).toEqual([]);
		expect(simulator.ledger.tasks[0]?.body).toMatchObject({
			user_input: { modelType: 'img2img' },
		});
	});

	it.each([
		[{ Prompt: 'a boat', Ratio: '16x9' }, /Ratio is "16x9", but must be one of 1:1, .*9:16/],
		[
			{ Prompt: 'make it blue', Image_URLs: 'https://example.com/a.png' },
			/Image URLs is only used with Mode img2img, but Mode is text2img/,
		],
		[{ Prompt: 'a boat', Mode: 'video' }, /Mode is "video", but must be one of text2img, img2img/],
	])('refuses %j in words that help, before payment', async (call, message) => {
		const { said, errors } = await runAsTool(simulator, kind, UNTOUCHED, [call]);
		expect([...said, ...errors].join()).toMatch(message);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

it.each(AGENT_KINDS)('of %s tells how to go on where the time limit comes first', async (kind) => {
	const simulator = await startSimulator({ taskSeconds: 60, quiet: true });
	try {
		const tool = {
			...UNTOUCHED,
			parameters: { ...UNTOUCHED.parameters, waitOptions: { timeLimit: 0.01 } },
		};
		const { said, errors } = await runAsTool(simulator, kind, tool, [{ Prompt: 'a boat' }]);
		expect(errors).toEqual([]);
		expect(said[0]).toContain(`"taskId":"${simulator.ledger.tasks[0]?.id}"`);
		expect(said[0]).toMatch(
			/"state":"pending".*still running.*using a Kexiang Wait for Task tool.*Do not submit it again/,
		);
	} finally {
		await simulator.stop();
	}
});
