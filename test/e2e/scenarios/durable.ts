/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A wait in n8n's database: n8n is killed while it lasts, and started again.
import assert from 'node:assert/strict';
import type { Bench } from '../bench';
import { activate, errorOf, itemsOf, taskIds, untilStatus } from '../runs';
import { durableWait, end, inARow, prompts, submit, webhook } from '../workflows';

/** So long that n8n has to resume the execution at least once. */
const TASK_SECONDS = 100;
/** n8n looks for executions to resume once a minute. */
const LIMIT_SECONDS = 420;

export async function durable(bench: Bench): Promise<void> {
	await bench.prove(
		'durable: killed while waiting',
		{ taskSeconds: TASK_SECONDS },
		async (simulator) => {
			const before = await bench.startSite('durable');
			const credential = await bench.credential(simulator, { api: before.api });
			const document = inARow(
				'Durable',
				credential,
				[webhook('durable'), prompts(), submit(), durableWait()],
				{
					nodes: [end('Done')],
					wires: [
						['Wait', 0, 'Wait'],
						['Wait', 1, 'Done'],
					],
				},
			);
			const { start } = await activate(before.api, document);
			const id = await start(['a paper boat', 'a lantern', 'a lake at dawn']);
			await untilStatus(before.api, id, 'waiting', 60);
			await before.server.kill();
			const asked = simulator.ledger.requests.length;

			const { server, api } = await bench.startSite('durable');
			const execution = await api.waitForExecution(id, LIMIT_SECONDS);
			assert.equal(execution.status, 'success', errorOf(execution));
			const done = itemsOf(execution, 'Done');
			assert.deepEqual(
				done.map(({ json }) => json.state),
				['success', 'success', 'success'],
			);
			assert.ok(
				done.every(({ json }) => typeof json.url === 'string'),
				'every item has its result',
			);
			const { tasks, requests } = simulator.ledger;
			assert.deepEqual(
				taskIds(done),
				taskIds(itemsOf(execution, 'Submit')),
				'in the order of input',
			);
			assert.deepEqual(new Set(taskIds(done)), new Set(tasks.map((task) => task.id)));
			assert.equal(tasks.length, 3, 'each item is submitted once');
			const later = requests.slice(asked);
			assert.ok(later.length > 0 && later.every(({ method }) => method === 'GET'));
			await server.stop();
			const rounds = execution.data.resultData.runData.Wait?.length ?? 0;
			const polls = tasks.reduce((sum, { queries }) => sum + queries, 0);
			return { kept: taskIds(done), note: `${rounds} rounds, ${polls} questions` };
		},
	);

	await bench.prove('durable: Ask Again not connected', { taskSeconds: 2 }, async (simulator) => {
		const { api } = bench.site;
		const credential = await bench.credential(simulator);
		const document = inARow(
			'Durable, wired wrongly',
			credential,
			[webhook('wired-wrongly'), prompts(), submit(), durableWait()],
			{ nodes: [end('Done')], wires: [['Wait', 1, 'Done']] },
		);
		const { start } = await activate(api, document);
		const execution = await api.waitForExecution(await start(['a paper boat']), 60);
		assert.equal(execution.status, 'error');
		assert.match(errorOf(execution), /Connect the output "Ask Again" to the input of this node/);
		return { kept: taskIds(itemsOf(execution, 'Submit')) };
	});
}
