/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// n8n's distributed engine: a main process and two workers, one of which dies while tasks wait.
import assert from 'node:assert/strict';
import type { Execution } from '../../../scripts/n8n/model';
import type { Simulator } from '../../../simulator/server';
import type { Bench, Proof } from '../bench';
import { jobsOf, withQueueMode, type QueueMode } from '../queueMode';
import { activate, errorOf, itemsOf, taskIds, until } from '../runs';
import { durableWait, end, inARow, prompts, submit, webhook } from '../workflows';

const EXECUTIONS = 20;
const ITEMS = 10;
/** Long enough that n8n has to resume the executions. */
const TASK_SECONDS = 100;
/** n8n looks for executions to resume once a minute. */
const LIMIT_SECONDS = 480;

export async function queue(bench: Bench): Promise<void> {
	const title = `queue: ${EXECUTIONS * ITEMS} tasks, one of two workers killed`;
	await bench.prove(
		title,
		{ taskSeconds: TASK_SECONDS },
		async (simulator) =>
			await withQueueMode(
				bench,
				{},
				async (mode, stops) => await withWorkers(bench, simulator, mode, stops),
			),
	);
}

async function withWorkers(
	bench: Bench,
	simulator: Simulator,
	{ env, startWorker }: QueueMode,
	stops: Array<() => Promise<void>>,
): Promise<Proof> {
	const { server, api } = await bench.startSite('main', { env });
	stops.push(async () => await server.stop());
	const [doomed, survivor] = await Promise.all([startWorker('worker-1'), startWorker('worker-2')]);

	const document = inARow(
		'Queue',
		await bench.credential(simulator, { api }),
		[webhook('queue'), prompts(), submit(), durableWait({ downloadFiles: true })],
		{
			nodes: [end('Done')],
			wires: [
				['Wait', 0, 'Wait'],
				['Wait', 1, 'Done'],
			],
		},
	);
	const { id, call } = await activate(api, document);
	for (let number = 0; number < EXECUTIONS; number++) {
		await call(Array.from({ length: ITEMS }, (_, item) => `boat ${number}-${item}`));
	}
	const executions = await until('all executions wait', 180, async () => {
		const all = await api.executionsOf(id);
		return all.length === EXECUTIONS && all.every(({ status }) => status === 'waiting')
			? all
			: undefined;
	});
	const jobs = [jobsOf(doomed), jobsOf(survivor)];
	assert.ok(
		jobs.every((count) => count > 0),
		`both workers worked: ${jobs.join(' and ')}`,
	);
	await doomed.kill();

	const kept: string[] = [];
	let files = 0;
	for (const { id: executionId } of executions) {
		const execution = await api.waitForExecution(executionId, LIMIT_SECONDS);
		kept.push(...requireAll(execution));
		const [first] = itemsOf(execution, 'Done');
		const [file] = Object.values(first?.binary ?? {});
		assert.ok(file, 'the picture is in n8n');
		const bytes = await api.downloadBinary(file);
		assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
		files += itemsOf(execution, 'Done').filter(({ binary }) => binary !== undefined).length;
	}
	const { tasks } = simulator.ledger;
	assert.equal(tasks.length, EXECUTIONS * ITEMS, 'each item is submitted once');
	assert.equal(new Set(kept).size, EXECUTIONS * ITEMS, 'each item has a task of its own');
	return { kept, note: `jobs before the kill: ${jobs.join(' + ')}; ${files} pictures` };
}

/** The ids of the tasks of an execution, all of which must have succeeded. */
function requireAll(execution: Execution): string[] {
	assert.equal(execution.status, 'success', errorOf(execution));
	const done = itemsOf(execution, 'Done');
	assert.equal(done.length, ITEMS);
	assert.ok(done.every(({ json }) => json.state === 'success' && typeof json.url === 'string'));
	return taskIds(done);
}
