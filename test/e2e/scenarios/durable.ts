/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A wait in n8n's database: n8n is killed while it lasts, and started again.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { N8nApi } from '../../../scripts/n8n/api';
import type {
	Credential,
	Execution,
	WorkflowDocument,
	WorkflowNode,
} from '../../../scripts/n8n/model';
import type { Simulator } from '../../../simulator/server';
import type { Bench, Site } from '../bench';
import { activate, errorOf, itemsOf, taskIds, until, untilStatus } from '../runs';
import { durableWait, end, inARow, prompts, submit, wait, webhook, type Wire } from '../workflows';

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
	const site = await bench.startSite('durable', ON_DISK);
	const restarted = await killedAsleep(bench, site);
	const last = await killedWhileAsking(bench, restarted);
	await wires(bench, last);
	await last.server.stop();
}

const asleepAndAwake = (
	name: string,
	credential: Credential,
	path: string,
	parameters: Record<string, unknown>,
): WorkflowDocument =>
	inARow(name, credential, [webhook(path), prompts(), submit(), durableWait(parameters)], {
		nodes: [end('Done')],
		wires: [
			['Wait', 0, 'Wait'],
			['Wait', 1, 'Done'],
		],
	});

async function killedAsleep(bench: Bench, before: Site): Promise<Site> {
	let after = before;
	await bench.prove('durable: killed while asleep', TASKS, async (simulator) => {
		const credential = await bench.credential(simulator, { api: before.api });
		const document = asleepAndAwake('Asleep', credential, 'asleep', { downloadFiles: true });
		const { start } = await activate(before.api, document);
		const id = await start(PROMPTS);
		await untilStatus(before.api, id, 'waiting', 60);
		// The second sleep: by then the files of the first tasks are in n8n.
		await until('the first files', 150, () => filesOf(simulator).length > 0 || undefined);
		await untilStatus(before.api, id, 'waiting', 60);
		await before.server.kill();
		const early = filesOf(simulator);
		assert.ok(early.length < PROMPTS.length, 'some tasks go on');
		const asked = simulator.ledger.requests.length;
		for (const taskId of early) simulator.addFault({ on: 'result', kind: 'result404', taskId });

		after = await bench.startSite('durable', ON_DISK);
		const execution = await endOfSleeper(after.api, id);
		const done = requireAll(execution, simulator);
		for (const item of done) {
			const file = item.binary?.data;
			assert.ok(file, 'every item has its file');
			const bytes = await after.api.downloadBinary(file);
			assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
		}
		const later = simulator.ledger.requests.slice(asked);
		assert.ok(later.length > 0 && later.every(({ method }) => method === 'GET'));
		assert.equal(new Set(filesOf(simulator)).size, filesOf(simulator).length, 'each file once');
		return {
			kept: taskIds(done),
			note: `${early.length} files before; ${noteOn(execution, simulator)}`,
		};
	});
	return after;
}

async function endOfSleeper(api: N8nApi, id: string): Promise<Execution> {
	for (;;) {
		const execution = await api.waitForExecution(id, LIMIT_SECONDS);
		if (execution.status !== 'crashed') return execution;
		await delay(MOMENT_MS);
		const later = await api.execution(id);
		if (later.status === 'crashed') return later;
	}
}

async function killedWhileAsking(bench: Bench, before: Site): Promise<Site> {
	let after = before;
	await bench.prove('durable: killed while it asks, then Retry', TASKS, async (simulator) => {
		const credential = await bench.credential(simulator, { api: before.api });
		const document = asleepAndAwake('Asking', credential, 'asking', {});
		const { start, id: workflowId } = await activate(before.api, document);
		const id = await start(PROMPTS);
		await untilStatus(before.api, id, 'waiting', 60);
		simulator.addFault({ on: 'query', kind: 'hang' });
		const asked = simulator.ledger.requests.length;
		await until('n8n wakes it', 150, () => simulator.ledger.requests.length > asked || undefined);
		await before.server.kill();
		simulator.clearFaults();

		after = await bench.startSite('durable', ON_DISK);
		const { api } = after;
		const dead = await until('n8n finds it dead', 60, async () => {
			const { status } = await api.execution(id);
			return status === 'running' ? undefined : status;
		});
		if (dead === 'crashed') await api.retryExecution(id);
		const retried = dead === 'crashed' ? await newest(api, workflowId) : id;
		const execution = await api.waitForExecution(retried, LIMIT_SECONDS);
		const done = requireAll(execution, simulator);
		return { kept: taskIds(done), note: `${dead}; ${noteOn(execution, simulator)}` };
	});
	return after;
}

/** A drawing that would pay in vain, or run without an end: refused before anything is paid. */
async function wires(bench: Bench, { api }: Site): Promise<void> {
	const drawings: Array<[name: string, node: WorkflowNode, outputs: Wire[], message: RegExp]> = [
		[
			'Ask Again not connected',
			durableWait(),
			[['Wait', 1, 'Done']],
			/"Ask Again" to the input of/,
		],
		[
			'Ask Again leads elsewhere',
			durableWait(),
			[['Wait', 0, 'Done']],
			/"Ask Again" only to the input of .*; it leads to "Done"/,
		],
		[
			'Success of the durable node leads back',
			durableWait(),
			[
				['Wait', 0, 'Wait'],
				['Wait', 1, 'Wait'],
			],
			/"Success" leads directly back into/,
		],
		[
			'Success of the other node leads back',
			wait(),
			[['Wait', 0, 'Wait']],
			/"Success" leads directly back into/,
		],
	];
	for (const [place, [name, node, outputs, message]] of drawings.entries()) {
		await bench.prove(`wires: ${name}`, { taskSeconds: 2 }, async (simulator) => {
			const credential = await bench.credential(simulator, { api });
			const path = `wires-${place}`;
			const nodes = { nodes: [end('Done')], wires: outputs };
			const ahead = inARow(name, credential, [webhook(path), prompts(), submit(), node], nodes);
			const { start } = await activate(api, ahead);
			const execution = await api.waitForExecution(await start(['a paper boat']), 60);
			assert.equal(execution.status, 'error');
			assert.match(errorOf(execution), message);
			assert.match(errorOf(execution), /Nothing was sent\./);

			// Without a node of ours before it, the waiting node says it itself.
			const row = [webhook(`${path}-alone`), prompts(), node];
			const alone = await activate(api, inARow(`${name}, alone`, credential, row, nodes));
			const second = await api.waitForExecution(await alone.start(['33202']), 60);
			assert.equal(second.status, 'error');
			assert.match(errorOf(second), message);
			assert.equal(simulator.ledger.requests.length, 0, 'the platform is not asked for anything');
			return {};
		});
	}
}

const newest = async (api: N8nApi, workflowId: string): Promise<string> =>
	(await api.executionsOf(workflowId))[0]?.id ?? '';

/** The tasks whose files were fetched whole, in that order. */
const filesOf = ({ ledger }: Simulator): string[] =>
	ledger.requests.flatMap(({ listener, status, taskId = '' }) =>
		listener === 'files' && status === 200 ? [taskId] : [],
	);

/** What came out at the end: every task, once, in the order of input. */
function requireAll(execution: Execution, { ledger: { tasks } }: Simulator) {
	assert.equal(execution.status, 'success', `${execution.status} ${errorOf(execution)}`);
	const done = itemsOf(execution, 'Done');
	assert.deepEqual(
		done.map(({ json }) => json.state),
		PROMPTS.map(() => 'success'),
	);
	assert.ok(done.every(({ json }) => typeof json.url === 'string'));
	assert.deepEqual(taskIds(done), taskIds(itemsOf(execution, 'Submit')), 'in the order of input');
	assert.deepEqual(new Set(taskIds(done)), new Set(tasks.map((task) => task.id)));
	assert.equal(tasks.length, PROMPTS.length, 'each item is submitted once');
	return done;
}

function noteOn(execution: Execution, { ledger: { tasks } }: Simulator): string {
	const rounds = execution.data.resultData.runData.Wait?.length ?? 0;
	const polls = tasks.reduce((sum, { queries }) => sum + queries, 0);
	return `${rounds} runs of the node, ${polls} questions`;
}
