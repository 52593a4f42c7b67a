import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { nodeTypes, quick, submitImage, wait } from '../support/kexiang';
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
});
