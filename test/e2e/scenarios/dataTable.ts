/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// The example on n8n's own table: run again and again, stopped in the wait and in a payment, and twice at once.
import assert from 'node:assert/strict';
import path from 'node:path';
import { readExample } from '../../../scripts/demo/setUp';
import type { N8nApi } from '../../../scripts/n8n/api';
import type { Execution, Workflow, WorkflowDocument } from '../../../scripts/n8n/model';
import type { FaultRule, Simulator } from '../../../simulator/server';
import type { Bench, Proof, Site } from '../bench';
import { DataTable } from '../dataTable';
import { MANUAL_TRIGGER } from '../exampleRuns/byHand';
import { changed, LIMIT_SECONDS, ready, requireFile, triggerOf } from '../exampleRuns/example';
import { errorOf, itemsOf, pause, until } from '../runs';
import { inARow, manualTrigger, node, recentTasks } from '../workflows';
import { EXAMPLES_FOLDER } from './examples';

const EXAMPLE = 'videos-from-data-table';
/** As the example has it. */
const TABLE = { node: 'Videos Table', name: 'Kexiang Videos' };
const COLUMNS = ['prompt', 'state', 'taskId', 'url', 'note'];
/** Seconds of the answer to a payment, long enough to be stopped in. */
const SLOW = 5;
const SLOW_SECOND: FaultRule = {
	on: 'submit',
	kind: 'slowHeaders',
	seconds: SLOW,
	after: 1,
	times: 1,
};
const TASK_SECONDS = 1.5;
/** The server that is killed. */
const KILLED = 'dataTableKilled';

/** The workflow in n8n, its table, and what the platform was paid for. */
interface Scene {
	bench: Bench;
	simulator: Simulator;
	api: N8nApi;
	workflow: Workflow;
	begin(): Promise<string>;
	run(): Promise<Execution>;
	table(): Promise<DataTable>;
	states(): Promise<Array<string | null>>;
	/** Paid requests that the platform took. */
	paid(): number;
}

const titleOf = (what: string) => `example: ${EXAMPLE}, ${what}`;

export async function dataTable(bench: Bench): Promise<void> {
	const prove = async (
		what: string,
		work: (scene: Scene) => Promise<Proof>,
		taskSeconds = TASK_SECONDS,
	) =>
		await bench.prove(titleOf(what), { taskSeconds }, async (simulator) =>
			work(await prepare(bench, bench.site, simulator)),
		);
	await prove('run again and again', runAgain);
	await prove('stopped in the wait', stopInWait, 6);
	await prove('stopped in a payment', stopInPayment);
	await prove('an answer that is lost', loseAnswer);
	await bench.prove(
		titleOf('n8n killed in a payment'),
		{ taskSeconds: TASK_SECONDS },
		async (simulator) => await killInPayment(bench, simulator),
	);
	// There, n8n reads the rows that it marks before it begins the transaction in which it marks them.
	if (bench.installation.major === 1)
		bench.skip(titleOf('two runs at once'), 'n8n 1.x does not keep them apart');
	else await prove('two runs at once', runTwice);
}

/** With no table yet; where n8n cannot make one, it is made by hand, as docs/examples.md says. */
async function prepare(bench: Bench, site: Site, simulator: Simulator): Promise<Scene> {
	const { api } = site;
	await (await DataTable.find(api, TABLE.name))?.delete();
	const example = readExample(path.join(EXAMPLES_FOLDER, `${EXAMPLE}.json`));
	const document = await ready({ bench, site, name: EXAMPLE, document: example }, simulator);
	const byHand =
		bench.installation.major === 1 ? await DataTable.create(api, TABLE.name, COLUMNS) : undefined;
	const workflow = await api.createWorkflow(byHand ? withTable(document, byHand) : document);
	return sceneOf(bench, api, simulator, workflow);
}

function sceneOf(bench: Bench, api: N8nApi, simulator: Simulator, workflow: Workflow): Scene {
	const begin = async () => await api.runWorkflow(workflow, triggerOf(workflow, MANUAL_TRIGGER));
	const table = async () => {
		const found = await DataTable.find(api, TABLE.name);
		assert.ok(found, 'the table is there');
		return found;
	};
	return {
		bench,
		simulator,
		api,
		workflow,
		begin,
		run: async () => {
			const execution = await api.waitForExecution(await begin(), LIMIT_SECONDS);
			assert.equal(execution.status, 'success', errorOf(execution));
			return execution;
		},
		table,
		states: async () => (await (await table()).rows()).map(({ state }) => state as string | null),
		paid: () => simulator.ledger.tasks.length,
	};
}

/** Edit Fields in place of the node that makes the table. */
const withTable = (document: WorkflowDocument, { id }: DataTable): WorkflowDocument =>
	changed(
		document,
		({ name }) => name === TABLE.node,
		({ name }) =>
			node(name, 'n8n-nodes-base.set', 3.4, {
				parameters: { mode: 'raw', jsonOutput: JSON.stringify({ id }), options: {} },
			}),
	);

async function runAgain(scene: Scene): Promise<Proof> {
	const { run, table, states, paid, simulator, api } = scene;
	const first = await run();
	assert.deepEqual(await states(), ['success', 'success'], 'the samples are made');
	const files = itemsOf(first, 'Video');
	assert.equal(files.length, 2);
	for (const item of files) await requireFile(api, item);
	const videos = await table();
	for (const { url, taskId, note } of await videos.rows()) {
		assert.ok(files.some(({ json }) => json.url === url && json.taskId === taskId));
		assert.ok(!note, 'there is nothing to note');
	}
	const { ledger } = simulator;
	const asked = ledger.requests.length;
	await run();
	assert.equal(ledger.requests.length, asked, 'the next run asks the platform nothing');

	simulator.addFault({ on: 'submit', kind: '422', contains: 'a refused kite', times: 1 });
	const [{ id: taskId = '' } = {}] = ledger.tasks;
	await videos.add(
		{ prompt: 'a lantern' },
		{ prompt: '' },
		{ prompt: 'a boat that sinks [fail]' },
		{ prompt: 'a refused kite' },
		{ prompt: 'paid for elsewhere', taskId },
	);
	await run();
	const refused = async () => (await states()).map((state) => state ?? '');
	const ended = ['success', 'success', 'success', '', 'failed'];
	assert.deepEqual(await refused(), [...ended, '', 'success']);
	assert.equal(paid(), 4, 'a row with a task, without a prompt or refused is not paid');
	const notes = (await videos.rows()).map(({ note }) => String(note ?? ''));
	assert.match(notes[4] ?? '', /\S/, 'why it failed');
	assert.match(notes[5] ?? '', /422/, 'why it was refused');

	await run();
	assert.deepEqual(await refused(), [...ended, 'success', 'success'], 'what was refused is new');
	assert.equal(paid(), 5);
	await videos.write('state', 'failed', { prompt: 'a boat', state: '', taskId: '' });
	await run();
	assert.deepEqual((await refused())[4], 'success', 'what was emptied is made again');
	assert.equal(paid(), 6);
	return { kept: simulator.ledger.tasks.map(({ id }) => id), note: `6 paid for 6 videos` };
}

async function stopInWait({ begin, run, table, states, paid, simulator, api }: Scene) {
	const stopped = await begin();
	await until('both rows are asked for', 60, () =>
		simulator.ledger.tasks.filter(({ queries }) => queries > 0).length === 2 ? true : undefined,
	);
	await api.stopExecution(stopped);
	assert.equal((await api.waitForExecution(stopped, 30)).status, 'canceled');
	assert.deepEqual(await states(), ['pending', 'pending']);
	const ids = (await (await table()).rows()).map(({ taskId }) => String(taskId));
	assert.deepEqual(ids, taskIdsOf(simulator), 'each row has its task');
	await run();
	assert.deepEqual(await states(), ['success', 'success']);
	assert.equal(paid(), 2, 'nothing is paid again');
	return { kept: ids, note: '2 paid for 2 videos' };
}

/** What n8n drops is found as the example's note says. */
async function stopInPayment(scene: Scene): Promise<Proof> {
	const { begin, run, table, states, paid, simulator, bench, api } = scene;
	simulator.addFault(SLOW_SECOND);
	const stopped = await begin();
	await until('the second row is being paid', 60, () => (paid() === 2 ? true : undefined));
	await api.stopExecution(stopped);
	await api.waitForExecution(stopped, 30);
	await pause(SLOW * 1000);
	assert.deepEqual(await states(), ['pending', 'unclear']);
	await run();
	assert.deepEqual(await states(), ['success', 'unclear'], 'it is left alone');
	assert.equal(paid(), 2, 'and not paid again');

	const credential = await bench.credential(simulator);
	const list = inARow('Recent', credential, [manualTrigger(), recentTasks()]);
	const found = await listed(api, await api.createWorkflow(list));
	const videos = await table();
	const [, unclear] = await videos.rows();
	assert.match(String(unclear?.note), new RegExp(`\\b${stopped}\\b`), 'the row names its run');
	const known = (await videos.rows()).map(({ taskId }) => taskId);
	const [lost, ...more] = found.filter(
		({ taskId, executionId }) => executionId === stopped && !known.includes(String(taskId)),
	);
	assert.deepEqual(more, [], 'one task of that run stands in no row');
	await videos.write('state', 'unclear', { state: '', taskId: String(lost?.taskId) });
	await run();
	assert.deepEqual(await states(), ['success', 'success']);
	assert.equal(paid(), 2);
	return { kept: taskIdsOf(simulator), note: '2 paid for 2 videos, one found in Recent Tasks' };
}

async function listed(api: N8nApi, workflow: Workflow) {
	const id = await api.runWorkflow(workflow, triggerOf(workflow, MANUAL_TRIGGER));
	return itemsOf(await api.waitForExecution(id, 60), 'Recent').map(({ json }) => json);
}

async function loseAnswer({ run, table, states, paid, simulator }: Scene): Promise<Proof> {
	simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', times: 1 });
	await run();
	assert.deepEqual(await states(), ['unclear', 'success'], 'the other row goes on');
	const [unclear] = await (await table()).rows();
	assert.match(String(unclear?.note), /may have been created/);
	await run();
	assert.deepEqual(await states(), ['unclear', 'success']);
	assert.equal(paid(), 2, 'nothing is paid again');
	return { kept: taskIdsOf(simulator), note: '2 paid, 1 unclear' };
}

/** n8n never had the answer. */
async function killInPayment(bench: Bench, simulator: Simulator): Promise<Proof> {
	const before = await bench.startSite(KILLED);
	const { begin, workflow, paid } = await prepare(bench, before, simulator);
	simulator.addFault(SLOW_SECOND);
	await begin();
	await until('the second row is being paid', 60, () => (paid() === 2 ? true : undefined));
	await before.server.kill();
	const { server, api } = await bench.startSite(KILLED);
	try {
		const { run, states } = sceneOf(bench, api, simulator, workflow);
		assert.deepEqual(await states(), ['pending', 'unclear']);
		await run();
		assert.deepEqual(await states(), ['success', 'unclear'], 'it is left alone');
		assert.equal(paid(), 2, 'nothing is paid again');
	} finally {
		await server.stop();
	}
	return { kept: taskIdsOf(simulator), note: '2 paid, 1 unclear' };
}

async function runTwice({ begin, states, paid, simulator, api }: Scene): Promise<Proof> {
	const videos = await DataTable.create(api, TABLE.name, COLUMNS);
	const prompts = Array.from({ length: 10 }, (_, number) => ({ prompt: `boat ${number}` }));
	await videos.add(...prompts);
	const runs = await Promise.all([begin(), begin()]);
	const ended = await Promise.all(runs.map((id) => api.waitForExecution(id, LIMIT_SECONDS)));
	for (const execution of ended) assert.equal(execution.status, 'success', errorOf(execution));
	assert.equal(paid(), prompts.length, 'each row is paid once');
	const left = (await states()).filter((state) => state !== 'success');
	const each = ended.map(({ data }) => data.resultData.runData['Make Video']?.length ?? 0);
	assert.deepEqual(left, []);
	return {
		kept: taskIdsOf(simulator),
		note: `${paid()} paid for 10 rows, by run: ${each.join(', ')}`,
	};
}

const taskIdsOf = ({ ledger }: Simulator): string[] => ledger.tasks.map(({ id }) => id);
