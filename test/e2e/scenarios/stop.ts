/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Stop, pressed while tasks are waited for in the process, and the list in which they are found again.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Bench } from '../bench';
import { itemsOf, pause, taskIds } from '../runs';
import { EVERY_SECOND, inARow, recentTasks, submit, wait, webhook } from '../workflows';

const LIMIT_SECONDS = 2;
/** Long enough for several more questions, had the wait gone on. */
const LISTENING_MS = 4000;

export async function stop(bench: Bench): Promise<void> {
	await stopWhile(bench, 20, EVERY_SECOND, true);
	// So few are asked with requests that the platform holds open.
	await stopWhile(bench, 3, {}, false);
}

/** @param savesProgress n8n's setting: without it, n8n keeps nothing of a stopped production run */
async function stopWhile(
	bench: Bench,
	tasks: number,
	options: Record<string, unknown>,
	savesProgress: boolean,
): Promise<void> {
	const name = `stop: ${tasks} tasks, ${savesProgress ? 'progress' : 'nothing'} saved by n8n`;
	await bench.prove(name, { taskSeconds: 600 }, async (scene) => {
		const settings = { saveExecutionProgress: savesProgress };
		const boats = Array.from({ length: tasks }, (_, number) => `boat ${number}`);
		const row = [submit(), wait({ options })];
		const id = await scene.start(row, boats, { name, settings });
		await scene.untilAsked(tasks);

		const pressed = Date.now();
		await scene.api.stopExecution(id);
		const execution = await scene.untilStatus(id, 'canceled', 10);
		const seconds = (Date.now() - pressed) / 1000;
		assert.ok(seconds <= LIMIT_SECONDS, `canceled only after ${seconds} s`);
		const asked = scene.ledger.requests.length;
		await pause(LISTENING_MS);
		assert.equal(scene.ledger.requests.length, asked, 'nothing is asked after the stop');
		const log = readFileSync(scene.site.server.logFile, 'utf8');
		assert.equal(scene.idsIn(log).length, tasks, "n8n's log names every task");
		// n8n 1.x keeps it in either case.
		const kept = savesProgress || bench.isOld ? tasks : 0;
		assert.equal(itemsOf(execution, 'Submit').length, kept, 'what n8n keeps of it');

		const again = [
			webhook(),
			recentTasks({ taskState: 'pending' }),
			wait({ operation: 'getStatus' }),
		];
		const { start } = await scene.activate(inARow(again));
		const listed = await scene.succeeded(await start([]));
		const origins = itemsOf(listed, 'Recent').map(
			({ json }) => `${String(json.executionId)} ${String(json.workflow)}`,
		);
		assert.deepEqual(new Set(origins), new Set([`${id} ${name}`]));
		assert.equal(itemsOf(listed, 'Wait').length, tasks, 'each is asked for straight from the list');
		return {
			kept: taskIds(itemsOf(listed, 'Recent')),
			note: `canceled after ${seconds.toFixed(1)} s, no request after it; List Recent Tasks lists all`,
		};
	});
}
