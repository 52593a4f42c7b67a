/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Stop, pressed while tasks are waited for in the process, and the list in which they are found again.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Bench } from '../bench';
import { activate, itemsOf, pause, taskIds, until, untilStatus } from '../runs';
import { EVERY_SECOND, inARow, prompts, recentTasks, submit, wait, webhook } from '../workflows';

const LIMIT_SECONDS = 2;
/** Long enough for several more questions, had the wait gone on. */
const LISTENING_MS = 4000;

interface Case {
	title: string;
	tasks: number;
	options: Record<string, unknown>;
	/** n8n's setting Save Execution Progress: without it, n8n keeps nothing of a stopped production run. */
	savesProgress: boolean;
}

const CASES: Case[] = [
	{
		title: 'stop: 20 tasks, progress saved',
		tasks: 20,
		options: EVERY_SECOND,
		savesProgress: true,
	},
	{
		// So few are asked with requests that the platform holds open.
		title: 'stop: 3 tasks, nothing saved by n8n',
		tasks: 3,
		options: {},
		savesProgress: false,
	},
];

export async function stop(bench: Bench): Promise<void> {
	for (const one of CASES) await stopWhile(bench, one);
}

async function stopWhile(bench: Bench, { title, tasks, options, savesProgress }: Case) {
	await bench.prove(title, { taskSeconds: 600 }, async (simulator) => {
		const { api, server } = bench.site;
		const credential = await bench.credential(simulator);
		const row = [webhook(`stop-${tasks}`), prompts(), submit(), wait({ options })];
		const settings = { saveExecutionProgress: savesProgress };
		const { start } = await activate(api, inARow(title, credential, row, { settings }));
		const id = await start(Array.from({ length: tasks }, (_, number) => `boat ${number}`));
		const { ledger } = simulator;
		await until('every task was asked for', 60, () =>
			ledger.tasks.length === tasks && ledger.tasks.every(({ queries }) => queries > 0)
				? true
				: undefined,
		);

		const pressed = Date.now();
		await api.stopExecution(id);
		const execution = await untilStatus(api, id, 'canceled', 10);
		const seconds = (Date.now() - pressed) / 1000;
		assert.ok(seconds <= LIMIT_SECONDS, `canceled only after ${seconds} s`);
		const asked = ledger.requests.length;
		await pause(LISTENING_MS);
		assert.equal(ledger.requests.length, asked, 'nothing is asked after the stop');
		const log = readFileSync(server.logFile, 'utf8');
		const named = ledger.tasks.flatMap(({ id: taskId }) => (log.includes(taskId) ? taskId : []));
		assert.equal(named.length, tasks, "n8n's log names every task");
		const kept = taskIds(itemsOf(execution, 'Submit'));
		// n8n 1.x keeps it in either case.
		const isKept = savesProgress || bench.installation.major < 2;
		assert.equal(kept.length, isKept ? tasks : 0, 'what n8n keeps of a stopped execution');

		const found = [
			webhook(`recent-${tasks}`),
			recentTasks({ taskState: 'pending' }),
			wait({ operation: 'getStatus' }),
		];
		const again = await activate(api, inARow(`${title}, found again`, credential, found));
		const listed = await untilStatus(api, await again.start([]), 'success', 30);
		const origins = itemsOf(listed, 'Recent').map(({ json }) => json);
		assert.deepEqual(
			new Set(
				origins.map(({ executionId, workflow }) => `${String(executionId)} ${String(workflow)}`),
			),
			new Set([`${id} ${title}`]),
		);
		assert.equal(itemsOf(listed, 'Wait').length, tasks, 'each is asked for straight from the list');
		return {
			kept: taskIds(itemsOf(listed, 'Recent')),
			note: `canceled after ${seconds.toFixed(1)} s, no request after it; List Recent Tasks lists all`,
		};
	});
}
