import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { hostIn } from '../../nodes/shared/client/connection';
import { expectedOf } from '../../nodes/shared/waiting/durations';
import { countingPlatform, running, success } from '../support/countingPlatform';
import { itemsOf, nodeTypes, quick, run, submitImage, wait } from '../support/kexiang';
import { runWorkflow } from '../support/runWorkflow';
import { KexiangApi } from '../../credentials/KexiangApi.credentials';

/** What a polling trigger does in the same workflow: it moves its cursor while the wait goes on. */
const pollsBesides: INodeType = {
	description: {
		displayName: 'Polls Besides',
		name: 'test.pollsBesides',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Polls Besides' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		this.getWorkflowStaticData('node').cursor = 7;
		return [this.getInputData()];
	},
};

describe('what is learned', () => {
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ taskSeconds: 0.3, quiet: true });
	});
	afterAll(async () => await simulator.stop());

	it('does not go into static data, where other nodes keep theirs', async () => {
		const { staticData, items, error } = await runWorkflow({
			nodeTypes: [...nodeTypes(), pollsBesides],
			credentialTypes: [new KexiangApi()],
			credentials: {
				kexiangApi: {
					apiKey: simulator.key,
					taskApiUrl: simulator.platformUrl,
					toolApiUrl: simulator.toolsUrl,
				},
			},
			chain: [
				{ type: 'test.pollsBesides', name: 'Poll' },
				submitImage(),
				wait({ options: quick }),
				submitImage({ name: 'Again', parameters: { waitForCompletion: true } }),
			],
			staticData: { 'node:Poll': { cursor: 1, rows: [1, 2, 3] } },
		});
		expect(error).toBeUndefined();
		expect(items('Again')[0]?.json.state).toBe('success');
		expect(staticData).toEqual({ 'node:Poll': { cursor: 7, rows: [1, 2, 3] } });
	});

	it('is bounded by what was seen: a record that is hours wrong makes no later task wait', async () => {
		const platform = await countingPlatform('kx-test-poisoned');
		platform.reply = (request) => ({
			body: {
				...(platform.elapsed() > 400 ? success(request) : running(request)).body,
				created_at: '2026-01-01T00:00:00+08:00',
				updated_at: '2026-01-01T08:00:00+08:00',
			},
		});
		const task = { taskId: '4711', taskSource: 'userTask' as const };
		const input = itemsOf({ ...task, submittedAt: new Date().toISOString() });
		const { items, error } = await run(platform, [wait({ options: quick })], { input });
		await platform.stop();
		expect(error).toBeUndefined();
		expect(items('Wait')[0]?.json.state).toBe('success');
		const median = Math.exp(expectedOf(hostIn(platform.platformUrl), task)?.meanLog ?? NaN);
		expect(median).toBeGreaterThan(0.1);
		expect(median).toBeLessThan(5);
	});
});
