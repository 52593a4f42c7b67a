/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The example with an agent that has our nodes as tools, and a stand-in for its language model.
import assert from 'node:assert/strict';
import { errorOf, itemsOf } from '../runs';
import {
	LIMIT_SECONDS,
	proveExample,
	ready,
	triggerOf,
	withLanguageModel,
	type Example,
} from './example';

export const CHAT_TRIGGER = '@n8n/n8n-nodes-langchain.chatTrigger';

export async function runAgent(example: Example): Promise<void> {
	await proveExample(example, async (simulator) => {
		const { api } = example.site;
		const document = await ready(example, simulator);
		const call = ['Make_Picture', { prompt: 'a paper boat' }] as const;
		return await withLanguageModel(api, document, [...call], async (chosen, model) => {
			const workflow = await api.createWorkflow(chosen);
			const message = { sessionId: 'e2e', action: 'sendMessage', chatInput: 'A paper boat' };
			const trigger = triggerOf(workflow, CHAT_TRIGGER);
			const executionId = await api.runWorkflow(workflow, trigger, [message]);
			const execution = await api.waitForExecution(executionId, LIMIT_SECONDS);
			assert.equal(execution.status, 'success', errorOf(execution));
			const agent = chosen.nodes.find(({ type }) => type.endsWith('.agent'))?.name ?? '';
			const [answer] = itemsOf(execution, agent);
			const { tasks } = simulator.ledger;
			assert.equal(tasks.length, 1, 'the tool is called once');
			const said = String(answer?.json.output);
			assert.match(said, /https?:/, 'the answer has the URL of the picture');
			const tools = model.tools.map((tool) => `${tool.name} (${tool.description ?? ''})`);
			return {
				kept: tasks.flatMap((task) => (said.includes(task.id) ? [task.id] : [])),
				note: `tools: ${tools.join(', ')}`,
			};
		});
	});
}
