/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// n8n's distributed engine: a Chinese main process and two English workers, one of which dies while tasks wait; binary
// data in PostgreSQL, whose links a worker signs and the main process answers.
import assert from 'node:assert/strict';
import { freePort, type N8nServer } from '../../../scripts/n8n/server';
import type { Bench, Proof } from '../bench';
import { PUBLIC_NAME, startFrontDoor } from '../files/frontDoor';
import { proveValidity, proveWays } from '../files/sentFiles';
import { jobsOf, startQueueMode } from '../queueMode';
import { itemsOf, taskIds, until } from '../runs';
import type { Scene } from '../scene';
import { elsewhere } from '../standIns/elsewhere';
import {
	ASK_AGAIN,
	durableWait,
	EVERY_SECOND,
	inARow,
	prompts,
	submit,
	wait,
	webhook,
} from '../workflows';
import { CHINESE } from './chinese';
import { DAY_AND_HOUR_MS } from './files';

const EXECUTIONS = 20;
const ITEMS = 10;
/** Long enough that n8n has to resume the executions. */
const TASK_SECONDS = 100;
/** n8n looks for executions to resume once a minute. */
const LIMIT_SECONDS = 480;
const PLACE = 'binary data in PostgreSQL';

export async function queue(bench: Bench): Promise<void> {
	const port = await freePort();
	const door = await startFrontDoor(bench, port);
	const names = [PUBLIC_NAME];
	const mode = await startQueueMode(bench, {
		WEBHOOK_URL: door.url,
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
		// n8n 1.x keeps no files in a database unless it is told that it may.
		N8N_AVAILABLE_BINARY_DATA_MODES: 'filesystem,database',
		...elsewhere({ names }),
	});
	const startMain = async (more = {}) =>
		await bench.startSite('main', { port, env: { ...mode.env, ...CHINESE, ...more } });
	const site = await startMain();
	const first = await mode.startWorker('worker-1');
	const logs = [site.server.logFile, first.logFile];
	const sent = await proveWays(bench, `queue mode, ${PLACE}`, site, logs);
	assert.ok(jobsOf(first) >= sent.length, 'a worker did it all');
	await bench.prove(
		'queue: main is Chinese, its worker English',
		{ site, taskSeconds: 1 },
		inEnglish,
	);
	const second = await mode.startWorker('worker-2');
	const title = `queue: ${EXECUTIONS * ITEMS} tasks, one of two workers killed`;
	await bench.prove(title, { site, taskSeconds: TASK_SECONDS }, async (scene) => {
		return await killWorker(scene, [first, second]);
	});
	await site.server.stop();
	await startMain(elsewhere({ names, aheadMs: DAY_AND_HOUR_MS }));
	await proveValidity(bench, `queue mode, ${PLACE}`, sent);
}

/** The form is that of the main process; what runs speaks the worker's language. */
async function inEnglish(scene: Scene): Promise<Proof> {
	const [form] = await scene.bench.nodeDescriptions(scene.site);
	assert.match(JSON.stringify(form?.properties), /"displayName":"操作"/);
	const options = { ...EVERY_SECOND, onFailedTask: 'error' };
	const row = [submit(), wait({ downloadFiles: true, options })];
	const { start } = await scene.activate(inARow([webhook(), prompts(), ...row]));
	const done = await scene.succeeded(await start(['a boat']));
	const id = await start(['a boat [fail]']);
	const note = await scene.failed(id, /^Task \S+ /);
	const failed = await scene.api.execution(id);
	return { kept: [done, failed].flatMap((one) => taskIds(itemsOf(one, 'Submit'))), note };
}

async function killWorker(scene: Scene, workers: [N8nServer, N8nServer]): Promise<Proof> {
	const before = workers.map(jobsOf);
	const row = [webhook(), prompts(), submit(), durableWait({ downloadFiles: true })];
	const { workflow, call } = await scene.activate(inARow(row, ASK_AGAIN));
	for (let number = 0; number < EXECUTIONS; number++)
		await call(Array.from({ length: ITEMS }, (_, item) => `boat ${number}-${item}`));
	const executions = await until('all executions wait', 180, async () => {
		const all = await scene.api.executionsOf(workflow.id);
		return all.length === EXECUTIONS && all.every(({ status }) => status === 'waiting') && all;
	});
	const jobs = workers.map((worker, place) => jobsOf(worker) - (before[place] ?? 0));
	assert.ok(Math.min(...jobs) > 0, `both workers worked: ${jobs.join(' and ')}`);
	await workers[0].kill();

	const kept: string[] = [];
	for (const { id } of executions) {
		const done = itemsOf(await scene.succeeded(id, LIMIT_SECONDS), 'Done');
		assert.equal(done.length, ITEMS);
		for (const { json, binary } of done) {
			assert.equal(json.state, 'success');
			assert.ok(typeof json.url === 'string' && binary?.data, 'it has its picture');
		}
		const [first] = done;
		const bytes = first && (await scene.fileOf(first));
		assert.equal(bytes?.subarray(1, 4).toString('latin1'), 'PNG');
		kept.push(...taskIds(done));
	}
	assert.equal(scene.tasks.length, EXECUTIONS * ITEMS, 'each item is submitted once');
	assert.equal(new Set(kept).size, EXECUTIONS * ITEMS, 'each item has a task of its own');
	return { kept, note: `jobs before the kill: ${jobs.join(' + ')}` };
}
