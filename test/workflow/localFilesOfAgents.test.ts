import type { INodeExecutionData } from 'n8n-workflow';

import { drawPicture } from '../../simulator/picture';
import { startSimulator, type Simulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool, type AgentKind } from '../support/agent';
import { binaryOnDisk, type BinaryOnDisk } from '../support/binaryOnDisk';

/** n8n hands no binary data to a tool; its fields for media take the files of the agent's own input item. */

const pictures = ['a boat', 'a kite'].map((prompt) => drawPicture(prompt, 320, 320));
let n8n: BinaryOnDisk;
let simulator: Simulator;
let executions = 0;
beforeAll(async () => {
	n8n = await binaryOnDisk();
});
afterAll(async () => await n8n.stop());
beforeEach(async () => {
	simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
});
afterEach(async () => await simulator.stop());

const chatItem = async (chatInput: string, place = 0): Promise<INodeExecutionData> => ({
	json: { chatInput },
	binary: {
		data0: await n8n.service.store(
			{ type: 'execution', workflowId: 'w', executionId: 'temp' },
			pictures[place] ?? Buffer.alloc(0),
			{ data: '', mimeType: 'image/png', fileName: `${place}.png` },
		),
	},
});

async function poll(kind: AgentKind, imageUrls: string, input: INodeExecutionData[]) {
	executions += 1;
	const parameters = {
		operation: 'klingV3OmniImageToVideo',
		prompt: "={{ $fromAI('prompt') }}",
		imageUrls: imageUrls,
		waitForCompletion: false,
	};
	const tool = { type: 'kexiangKling', parameters };
	return await runAsTool(simulator, kind, tool, [{ prompt: 'it flies', files: 'data0' }], {
		executionId: `agent-${executions}`,
		restApiUrl: n8n.restApiUrl,
		input,
	});
}
const bytes = () => simulator.ledger.inputs.map((input) => input.bytes);

describe.each(AGENT_KINDS)('a tool of %s', (kind) => {
	it.each([
		['that the model names', "={{ $fromAI('files') }}"],
		['that the form names', 'data0'],
		['that a pattern names', 'data*'],
	])('takes a file of the chat %s', async (_, value) => {
		const { said, errors } = await poll(kind, value, [await chatItem('make it fly')]);
		expect(errors).toEqual([]);
		expect(said[0]).toContain('taskId');
		expect(bytes()).toEqual([pictures[0]?.length]);
	});

	it('says what there is where the model names nothing', async () => {
		const { errors, said } = await poll(kind, 'cat', [await chatItem('make it fly')]);
		expect([...errors, ...said].join()).toContain('but contains \\"cat\\"'.replaceAll('\\', ''));
		expect(bytes()).toEqual([]);
	});

	it('never takes a file of another item', async () => {
		const input = [await chatItem('make it fly'), await chatItem('make it swim', 1)];
		const { errors } = await poll(kind, 'data0', input);
		// Agents up to version 2 do not tell which item is meant.
		expect(bytes()).toEqual(kind === 'agent 3' ? [pictures[0]?.length] : []);
		expect(errors.join()).toContain(
			kind === 'agent 3' ? '' : "The agent's input item has no binary fields",
		);
		expect(simulator.ledger.requests).toHaveLength(kind === 'agent 3' ? 1 : 0);
	});
});
