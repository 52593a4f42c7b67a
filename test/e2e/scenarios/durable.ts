/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A wait in n8n's database: n8n is killed while it lasts, and started again.
import assert from 'node:assert/strict';
import type { Execution } from '../../../scripts/n8n/model';
import type { Bench } from '../bench';
import { itemsOf, pause, statesOf, taskIds, until } from '../runs';
import type { Scene } from '../scene';
import { ASK_AGAIN, durableWait, inARow, prompts, submit, webhook } from '../workflows';

/** Spread so that some tasks end before the first waking, and some after it. */
const TASKS = { taskSeconds: 75, taskSpread: 0.4 };
/** As n8n 2.x does by itself; in the items, where n8n 1.x has them, files would be fetched at the end. */
const ON_DISK = { env: { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' } };
/**
 * When n8n starts it takes a sleeping execution for crashed, as its book of events has no end of it, and writes
 * "waiting" over that a moment later. A longer one is a crash.
 */
const MOMENT_MS = 15_000;
/** n8n looks for executions to resume once a minute. */
const LIMIT_SECONDS = 420;
const PROMPTS = ['a paper boat', 'a lantern', 'a lake at dawn', 'a kite', 'a lighthouse', 'an owl'];

export async function durable(bench: Bench): Promise<void> {
	let site = await bench.startSite('durable', ON_DISK);
	/** @param work brings n8n to where it is killed, and answers how the execution is found when n8n is back */
	const prove = async (title: string, work: (scene: Scene) => Promise<Find>) =>
		await bench.prove(`durable: killed ${title}`, { ...TASKS, site }, async (scene) => {
			const find = await work(scene);
			await site.server.kill();
			scene.simulator.clearFaults();
			const asked = scene.ledger.requests.length;
			for (const taskId of filesOf(scene))
				scene.simulator.addFault({ on: 'result', kind: 'result404', taskId });
			site = await bench.startSite('durable', ON_DISK);
			const after = scene.at(site);
			const execution = await endOfSleeper(after, await find(after));
			const done = requireAll(after, execution);
			const later = scene.ledger.requests.slice(asked);
			assert.ok(later.length > 0 && later.every(({ method }) => method === 'GET'));
			return { kept: taskIds(done), note: noteOn(after, execution) };
		});

	await prove('while asleep', async (scene) => {
		const row = [submit(), durableWait({ downloadFiles: true })];
		const id = await scene.start(row, PROMPTS, ASK_AGAIN);
		await scene.untilStatus(id, 'waiting', 60);
		// The second sleep: by then the files of the first tasks are in n8n.
		await until('the first files', 150, () => filesOf(scene).length > 0);
		await scene.untilStatus(id, 'waiting', 60);
		assert.ok(filesOf(scene).length < PROMPTS.length, 'some tasks go on');
		return async (after) => {
			const execution = await endOfSleeper(after, id);
			for (const item of itemsOf(execution, 'Done')) {
				const bytes = await after.fileOf(item);
				assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
			}
			assert.equal(new Set(filesOf(scene)).size, filesOf(scene).length, 'each file once');
			return id;
		};
	});

	await prove('while it asks, then Retry', async (scene) => {
		const row = [webhook(), prompts(), submit(), durableWait()];
		const { start, workflow } = await scene.activate(inARow(row, ASK_AGAIN));
		const id = await start(PROMPTS);
		await scene.untilStatus(id, 'waiting', 60);
		scene.simulator.addFault({ on: 'query', kind: 'hang' });
		const asked = scene.ledger.requests.length;
		await until('n8n wakes it', 150, () => scene.ledger.requests.length > asked);
		return async (after) => {
			const dead = await until('n8n finds it dead', 60, async () => {
				const { status } = await after.api.execution(id);
				return status !== 'running' && status;
			});
			if (dead !== 'crashed') return id;
			return await after.newExecution(workflow.id, async () => await after.api.retryExecution(id));
		};
	});
}

type Find = (after: Scene) => Promise<string>;

function noteOn({ ledger }: Scene, { data }: Execution): string {
	const polls = ledger.tasks.reduce((sum, { queries }) => sum + queries, 0);
	return `${data.resultData.runData.Wait?.length} runs of the node, ${polls} questions`;
}

async function endOfSleeper(scene: Scene, id: string): Promise<Execution> {
	for (;;) {
		const execution = await scene.ended(id, LIMIT_SECONDS);
		if (execution.status !== 'crashed') return execution;
		await pause(MOMENT_MS);
		const later = await scene.api.execution(id);
		if (later.status === 'crashed') return later;
	}
}

/** The tasks whose files were fetched whole, in that order. */
const filesOf = ({ ledger }: Scene): string[] =>
	ledger.requests.flatMap(({ listener, status, taskId = '' }) =>
		listener === 'files' && status === 200 ? [taskId] : [],
	);

/** What came out at the end: every task, once, in the order of input. */
function requireAll({ tasks }: Scene, execution: Execution) {
	assert.equal(execution.status, 'success', execution.status);
	const done = itemsOf(execution, 'Done');
	assert.deepEqual(
		statesOf(done),
		PROMPTS.map(() => 'success'),
	);
	assert.ok(done.every(({ json }) => typeof json.url === 'string'));
	assert.deepEqual(taskIds(done), taskIds(itemsOf(execution, 'Submit')), 'in the order of input');
	assert.deepEqual(new Set(taskIds(done)), new Set(tasks));
	assert.equal(tasks.length, PROMPTS.length, 'each item is submitted once');
	return done;
}
