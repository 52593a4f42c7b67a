/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The example on n8n's own table: run again and again, stopped in the wait and in a payment, and twice at once.
import assert from 'node:assert/strict';
import { readExample } from '../../../scripts/demo/setUp';
import type { Execution, Workflow } from '../../../scripts/n8n/model';
import type { FaultRule } from '../../../simulator/server';
import type { Bench, Proof } from '../bench';
import { DataTable } from '../dataTable';
import { ready, requireFile } from '../exampleRuns/example';
import { itemsOf, pause, until } from '../runs';
import type { Scene } from '../scene';
import { base, changed, inARow, manualTrigger, recentTasks } from '../workflows';
import { exampleFile } from './examples';

const EXAMPLE = 'videos-from-data-table';
const titleOf = (what: string) => `example: ${EXAMPLE}, ${what}`;
/** As the example has it. */
const TABLE = 'Kexiang Videos';
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

export async function dataTable(bench: Bench): Promise<void> {
	const prove = async (
		what: string,
		work: (film: Film) => Promise<string>,
		{ taskSeconds = 1.5, site = bench.site } = {},
	) =>
		await bench.prove(titleOf(what), { taskSeconds, site }, async (scene): Promise<Proof> => {
			const note = await work(await Film.prepare(scene));
			return { kept: scene.tasks, note };
		});
	await prove('run again and again', runAgain);
	await prove('stopped in the wait', stopInWait, { taskSeconds: 6 });
	await prove('stopped in a payment', stopInPayment);
	await prove('an answer that is lost', loseAnswer);
	const site = await bench.startSite('dataTableKilled');
	await prove('n8n killed in a payment', killInPayment, { site });
	// There, n8n reads the rows that it marks before it begins the transaction in which it marks them.
	if (bench.isOld) bench.skip(titleOf('two runs at once'), 'n8n 1.x does not keep them apart');
	else await prove('two runs at once', runTwice);
}

/** The example in n8n, and its table. */
class Film {
	private constructor(
		readonly scene: Scene,
		private readonly workflow: Workflow,
	) {}

	/** With no table yet; where n8n cannot make one, it is made by hand, as docs/examples.md says. */
	static async prepare(scene: Scene): Promise<Film> {
		await (await DataTable.find(scene.api, TABLE))?.delete();
		const document = await ready(scene, readExample(exampleFile(EXAMPLE)));
		if (!scene.bench.isOld) return new Film(scene, await scene.create(document));
		// Edit Fields in place of the node that makes the table.
		const { id } = await DataTable.create(scene.api, TABLE, COLUMNS);
		const fields = { mode: 'raw', jsonOutput: JSON.stringify({ id }), options: {} };
		const byHand = changed(
			document,
			({ name }) => name === 'Videos Table',
			({ name }) => base(name, 'set', 3.4, fields),
		);
		return new Film(scene, await scene.create(byHand));
	}

	at(scene: Scene): Film {
		return new Film(scene, this.workflow);
	}

	async begin(): Promise<string> {
		return await this.scene.byHand(this.workflow);
	}

	async run(): Promise<Execution> {
		return await this.scene.succeeded(await this.begin());
	}

	async table(): Promise<DataTable> {
		const found = await DataTable.find(this.scene.api, TABLE);
		assert.ok(found, 'the table is there');
		return found;
	}

	/** What a column holds, without the emptiness of cells that nobody has written. */
	async column(name: string): Promise<string[]> {
		const rows = await (await this.table()).rows();
		return rows.map((row) => String(row[name] ?? ''));
	}

	/** That the rows are in these states, and that the platform took so many paid requests. */
	async require(states: string[], paid: number): Promise<void> {
		assert.deepEqual(await this.column('state'), states);
		assert.equal(this.scene.tasks.length, paid, 'paid');
	}
}

async function runAgain(film: Film): Promise<string> {
	const { scene } = film;
	const files = itemsOf(await film.run(), 'Video');
	await film.require(['success', 'success'], 2);
	assert.equal(files.length, 2);
	for (const item of files) await requireFile(scene, item);
	const videos = await film.table();
	for (const { url, taskId, note } of await videos.rows()) {
		assert.ok(files.some(({ json }) => json.url === url && json.taskId === taskId));
		assert.ok(!note, 'there is nothing to note');
	}
	const asked = scene.ledger.requests.length;
	await film.run();
	assert.equal(scene.ledger.requests.length, asked, 'the next run asks the platform nothing');

	const contains = 'a refused kite';
	scene.simulator.addFault({ on: 'submit', kind: '422', contains, times: 1 });
	await videos.add(
		{ prompt: 'a lantern' },
		{ prompt: '' },
		{ prompt: 'a boat that sinks [fail]' },
		{ prompt: contains },
		{ prompt: 'paid for elsewhere', taskId: scene.tasks[0] ?? '' },
	);
	await film.run();
	// A row with a task, without a prompt or refused is not paid.
	const ended = ['success', 'success', 'success', '', 'failed'];
	await film.require([...ended, '', 'success'], 4);
	const notes = await film.column('note');
	assert.match(notes[4] ?? '', /\S/, 'why it failed');
	assert.match(notes[5] ?? '', /422/, 'why it was refused');
	// What was refused is new, and so is what was emptied.
	await film.run();
	await film.require([...ended, 'success', 'success'], 5);
	await videos.write('state', 'failed', { prompt: 'a boat', state: null, taskId: null });
	await film.run();
	await film.require(['success', 'success', 'success', '', 'success', 'success', 'success'], 6);
	return '6 paid for 6 videos';
}

async function stopInWait(film: Film): Promise<string> {
	const { scene } = film;
	const stopped = await film.begin();
	await scene.untilAsked(2);
	await scene.api.stopExecution(stopped);
	assert.equal((await scene.ended(stopped)).status, 'canceled');
	await film.require(['pending', 'pending'], 2);
	assert.deepEqual(await film.column('taskId'), scene.tasks, 'each row has its task');
	await film.run();
	await film.require(['success', 'success'], 2);
	return '2 paid for 2 videos';
}

/** Until the answer to the second payment is under way. */
async function payTwo(film: Film): Promise<string> {
	const { scene } = film;
	scene.simulator.addFault(SLOW_SECOND);
	const id = await film.begin();
	await until('the second row is being paid', 60, () => scene.tasks.length === 2);
	return id;
}

/** What n8n drops is found as the example's note says. */
async function stopInPayment(film: Film): Promise<string> {
	const { scene } = film;
	const stopped = await payTwo(film);
	await scene.api.stopExecution(stopped);
	await scene.ended(stopped);
	await pause(SLOW * 1000);
	await film.require(['pending', 'unclear'], 2);
	await film.run();
	await film.require(['success', 'unclear'], 2);

	const list = await scene.create(inARow([manualTrigger(), recentTasks()]));
	const listed = await scene.succeeded(await scene.byHand(list));
	const [, note = ''] = await film.column('note');
	assert.match(note, new RegExp(`\\b${stopped}\\b`), 'the row names its run');
	const known = await film.column('taskId');
	const found = itemsOf(listed, 'Recent').map(({ json }) => json);
	const [lost, ...more] = found.filter(
		({ taskId, executionId }) => executionId === stopped && !known.includes(String(taskId)),
	);
	assert.deepEqual(more, [], 'one task of that run stands in no row');
	const taskId = String(lost?.taskId);
	await (await film.table()).write('state', 'unclear', { state: null, taskId });
	await film.run();
	await film.require(['success', 'success'], 2);
	return '2 paid for 2 videos, one found in Recent Tasks';
}

async function loseAnswer(film: Film): Promise<string> {
	film.scene.simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', times: 1 });
	for (const what of ['the other row goes on', 'nothing is paid again']) {
		await film.run();
		await film.require(['unclear', 'success'], 2);
		assert.match((await film.column('note'))[0] ?? '', /may have been created/, what);
	}
	return '2 paid, 1 unclear';
}

/** n8n never had the answer. */
async function killInPayment(film: Film): Promise<string> {
	const { bench, site } = film.scene;
	await payTwo(film);
	await site.server.kill();
	const after = film.at(film.scene.at(await bench.startSite('dataTableKilled')));
	await after.require(['pending', 'unclear'], 2);
	await after.run();
	await after.require(['success', 'unclear'], 2);
	return '2 paid, 1 unclear';
}

async function runTwice(film: Film): Promise<string> {
	const { scene } = film;
	const videos = await DataTable.create(scene.api, TABLE, COLUMNS);
	const rows = Array.from({ length: 10 }, (_, number) => ({ prompt: `boat ${number}` }));
	await videos.add(...rows);
	const runs = await Promise.all([film.begin(), film.begin()]);
	const ended = await Promise.all(runs.map(async (id) => await scene.succeeded(id)));
	await film.require(
		rows.map(() => 'success'),
		rows.length,
	);
	const each = ended.map(({ data }) => data.resultData.runData['Make Video']?.length ?? 0);
	return `10 paid for 10 rows, by run: ${each.join(', ')}`;
}
