/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// n8n is ended while nodes wait for tasks in the process: what its log and its database hold then.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { N8nServer } from '../../../scripts/n8n/server';
import type { Bench, Proof } from '../bench';
import { pause, until } from '../runs';
import type { Scene } from '../scene';
import { EVERY_SECOND, submit, wait, WAITED } from '../workflows';

const PROMPTS = ['boat 0', 'boat 1', 'boat 2'];
const APART = [submit(), wait({ options: EVERY_SECOND })];
/** The node that submits waits itself, so it has not finished when n8n ends. */
const IN_ONE = [submit(WAITED)];

/** By n8n's setting Save Execution Progress, how many of the ids its own record holds afterwards. */
const CASES = [
	{ name: 'progress saved', row: APART, savesProgress: true, kept: PROMPTS.length },
	{ name: 'progress not saved', row: APART, savesProgress: false, kept: 0 },
	{ name: 'in one node, progress saved', row: IN_ONE, savesProgress: true, kept: 0 },
];
const TASKS = CASES.length * PROMPTS.length;

/** n8n gives running executions 30 seconds on SIGTERM; fewer change nothing but the time. */
const ENV = { N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '2' };

export async function kill(bench: Bench): Promise<void> {
	const ends = {
		SIGKILL: async (server: N8nServer) => await server.kill(),
		SIGTERM: async (server: N8nServer) => await server.stop(60),
	};
	await Promise.all(
		Object.entries(ends).map(async ([signal, end]) => {
			const site = await bench.startSite(`kill-${signal}`, { env: ENV });
			const title = `kill: ${signal} while ${TASKS} tasks are waited for`;
			await bench.prove(title, { taskSeconds: 600, site }, async (scene) => {
				return await endAndRetry(scene, `kill-${signal}`, end);
			});
		}),
	);
}

async function endAndRetry(
	before: Scene,
	name: string,
	end: (server: N8nServer) => Promise<void>,
): Promise<Proof> {
	const executions: string[] = [];
	for (const { row, savesProgress } of CASES) {
		const settings = { saveExecutionProgress: savesProgress };
		executions.push(await before.start(row, PROMPTS, { settings }));
	}
	await before.untilAsked(TASKS);
	const first = before.tasks;
	await end(before.site.server);
	assert.deepEqual(namedInLog(before), first, "n8n's log names every task");

	const after = before.at(await before.bench.startSite(name, { env: ENV }));
	const notes: string[] = [];
	for (const [index, one] of CASES.entries()) {
		const id = executions[index] ?? '';
		const execution = await until(`n8n knows that execution ${id} has ended`, 60, async () => {
			const found = await after.api.execution(id);
			return found.status !== 'running' && found;
		});
		const kept = after.idsIn(execution.data).filter((task) => first.includes(task)).length;
		assert.equal(kept, one.kept, `ids that n8n itself kept, ${one.name}`);
		// What n8n has not kept it has never seen, so the Retry is a first try to everybody.
		const paid = await paidByRetry(after, id, PROMPTS.length - kept);
		assert.equal(paid, PROMPTS.length - kept, `paid by Retry, ${one.name}`);
		notes.push(`${one.name}: ${execution.status}, ${kept} ids kept, Retry pays ${paid}`);
	}
	await until("n8n's log names what the Retries made, too", 20, () => {
		return namedInLog(after).length === after.tasks.length;
	});
	return { kept: namedInLog(after), note: notes.join('; ') };
}

/** Both servers write to one file. */
function namedInLog({ site, tasks }: Scene): string[] {
	const log = readFileSync(site.server.logFile, 'utf8');
	return tasks.filter((id) => log.includes(`accepted task ${id} `));
}

/** The execution itself goes on waiting, for longer than anybody looks. */
async function paidByRetry(scene: Scene, id: string, expected: number): Promise<number> {
	const { ledger } = scene;
	const queries = () => ledger.tasks.reduce((sum, task) => sum + task.queries, 0);
	const before = { tasks: ledger.tasks.length, queries: queries() };
	// Answered when the execution ends, or n8n.
	void scene.api.retryExecution(id).catch(() => {});
	await until('the Retry asks for its tasks', 30, () => {
		return ledger.tasks.length >= before.tasks + expected && queries() > before.queries;
	});
	await pause(1000);
	return ledger.tasks.length - before.tasks;
}
