/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A Spending Limit in real servers: over the items of a run, its tries, and all calls of an agent.
import assert from 'node:assert/strict';
import { withCredential } from '../../../scripts/n8n/workflows';
import type { Simulator } from '../../../simulator/server';
import type { Bench, Proof } from '../bench';
import { startLanguageModel } from '../languageModel';
import { activate, errorOf } from '../runs';
import {
	agent,
	chatModel,
	inARow,
	PACKAGE,
	prompts,
	submit,
	tool,
	webhook,
	workflow,
} from '../workflows';

const CALLS = 20;
const ITEMS = 10;
const PROMPT = '=a paper boat {{ Math.random() }}';
const RETRY = { retryOnFail: true, maxTries: 4, waitBetweenTries: 100 };

export async function spending(bench: Bench): Promise<void> {
	for (const atOnce of [1, 2, 5]) {
		const title = `spending: ${ITEMS} items at 1.2, limit 5, ${atOnce} at once`;
		await bench.prove(title, { taskSeconds: 600 }, async (simulator) =>
			ofItems(bench, simulator, atOnce),
		);
	}
	for (const version of [1.7, 2.2, 3]) {
		const title = `spending: agent ${version} calls ${CALLS} times, limit 3`;
		await bench.prove(title, { taskSeconds: 600 }, async (simulator) =>
			ofAgent(bench, simulator, version),
		);
	}
}

async function ofItems(bench: Bench, simulator: Simulator, atOnce: number): Promise<Proof> {
	const { api } = bench.site;
	const options = { spendingLimit: 5, submissionsAtOnce: atOnce };
	const path = `spending-${atOnce}`;
	const row = [webhook(path), prompts(), submit({ options }, RETRY)];
	const { start } = await activate(api, inARow(path, await bench.credential(simulator), row));
	const names = Array.from({ length: ITEMS }, (_, index) => `boat ${index}`);
	const execution = await api.waitForExecution(await start(names), 60);
	assert.equal(execution.status, 'error');
	const said = errorOf(execution);
	assert.match(said, /Spending Limit of 5 credits/);
	assert.equal(simulator.ledger.tasks.length, 4, 'four are paid, over all tries');
	const kept = simulator.ledger.tasks.map(({ id }) => id).filter((id) => named(execution, id));
	assert.equal(kept.length, 4, 'each is named');
	return { kept, note: said.slice(0, 100) };
}

const named = (execution: unknown, id: string) => JSON.stringify(execution).includes(id);

async function ofAgent(bench: Bench, simulator: Simulator, version: number): Promise<Proof> {
	const { api } = bench.site;
	const model = await startLanguageModel('Make_Picture', {});
	model.calls = CALLS;
	try {
		const credential = await api.saveCredential({
			name: `Stand-in ${model.url}`,
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url },
		});
		const path = `spending-agent-${version}`;
		const told = agent(version);
		const patient = {
			...told,
			parameters: { ...told.parameters, options: { maxIterations: CALLS + 5 } },
		};
		const nodes = [
			webhook(path),
			patient,
			chatModel(credential),
			tool({ prompt: PROMPT, options: { spendingLimit: 3 } }, RETRY),
		];
		const document = workflow(path, nodes, [
			['Webhook', 0, 'Agent'],
			['Model', 0, 'Agent', 'ai_languageModel'],
			['Make Picture', 0, 'Agent', 'ai_tool'],
		]);
		const { start } = await activate(
			api,
			withCredential(document, PACKAGE, await bench.credential(simulator)),
		);
		const execution = await api.waitForExecution(await start(['Twenty boats']), 120);
		assert.equal(execution.status, 'success', errorOf(execution));
		assert.equal(model.toolAnswers.length, CALLS, 'each call is answered');
		assert.match(model.toolAnswers.at(-1) ?? '', /does not allow further spending/);
		assert.equal(simulator.ledger.tasks.length, 2, 'two pictures are paid');
		const answers = model.toolAnswers.join('\n');
		const kept = simulator.ledger.tasks.map(({ id }) => id).filter((id) => answers.includes(id));
		return { kept, note: `${CALLS} calls, ${simulator.ledger.tasks.length} paid` };
	} finally {
		await model.stop();
	}
}
