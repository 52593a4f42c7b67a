/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A hundred tasks that end well before the time limit: each is delivered.
import assert from 'node:assert/strict';
import type { Bench } from '../bench';
import { activate, errorOf, itemsOf, taskIds } from '../runs';
import { inARow, prompts, submit, wait, webhook } from '../workflows';

const TASKS = 100;
const TASK_SECONDS = 12;
const LIMIT_SECONDS = 30;

export async function limit(bench: Bench): Promise<void> {
	const title = `limit: ${TASKS} tasks of ${TASK_SECONDS} s, limit ${LIMIT_SECONDS} s`;
	await bench.prove(title, { taskSeconds: TASK_SECONDS }, async (simulator) => {
		const { api } = bench.site;
		const row = [
			webhook('limit'),
			prompts(),
			submit({ options: { submissionsAtOnce: 10 } }),
			wait({ options: { timeLimit: LIMIT_SECONDS / 60 } }),
		];
		const document = inARow('limit', await bench.credential(simulator), row);
		const { start } = await activate(api, document);
		const names = Array.from({ length: TASKS }, (_, index) => `boat ${index}`);
		const execution = await api.waitForExecution(await start(names), 120);
		assert.equal(execution.status, 'success', errorOf(execution));
		const ids = taskIds(itemsOf(execution, 'Wait').filter(({ json }) => json.state === 'success'));
		assert.equal(new Set(ids).size, TASKS, 'every task is delivered, once');
		return { kept: ids, note: `${ids.length} delivered` };
	});
}
