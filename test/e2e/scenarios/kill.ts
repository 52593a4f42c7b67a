/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// n8n is ended while nodes wait for tasks in the process: what its log and its database hold then.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { N8nApi } from '../../../scripts/n8n/api';
import type { Credential, Execution } from '../../../scripts/n8n/model';
import type { N8nServer } from '../../../scripts/n8n/server';
import type { Simulator } from '../../../simulator/server';
import type { Bench } from '../bench';
import { activate, pause, until } from '../runs';
import { EVERY_SECOND, inARow, prompts, submit, wait, webhook } from '../workflows';

const ITEMS = 3;

interface Case {
	name: string;
	/** The node that submits waits itself, so it has not finished when n8n ends. */
	inOneNode: boolean;
	/** n8n's setting Save Execution Progress. */
	savesProgress: boolean;
	/** How many of the ids n8n's own record of the execution holds afterwards. */
	kept: number;
}

const CASES: Case[] = [
	{ name: 'progress saved', inOneNode: false, savesProgress: true, kept: ITEMS },
	{ name: 'progress not saved', inOneNode: false, savesProgress: false, kept: 0 },
	{ name: 'in one node, progress saved', inOneNode: true, savesProgress: true, kept: 0 },
];

/** Seconds that n8n gives running executions on SIGTERM: 30 unless set, which changes nothing but the time. */
const PATIENCE = 2;

const ENDS: Record<string, (server: N8nServer) => Promise<void>> = {
	SIGKILL: async (server) => await server.kill(),
	SIGTERM: async (server) => await server.stop(60),
};

export async function kill(bench: Bench): Promise<void> {
	await Promise.all(
		Object.entries(ENDS).map(async ([signal, end]) => {
			const title = `kill: ${signal} while ${CASES.length * ITEMS} tasks are waited for`;
			await bench.prove(
				title,
				{ taskSeconds: 600 },
				async (simulator) => await endAndRetry(bench, simulator, `kill-${signal}`, end),
			);
		}),
	);
}

async function endAndRetry(
	bench: Bench,
	simulator: Simulator,
	name: string,
	end: (server: N8nServer) => Promise<void>,
) {
	const env = { N8N_GRACEFUL_SHUTDOWN_TIMEOUT: String(PATIENCE) };
	const before = await bench.startSite(name, { env });
	const executions = await startAll(bench, before.api, simulator);
	const first = simulator.ledger.tasks.map(({ id }) => id);
	await end(before.server);
	assert.deepEqual(namedIn(before.server, first), first, "n8n's log names every task");

	const after = await bench.startSite(name, { env });
	const notes: string[] = [];
	for (const [index, one] of CASES.entries()) {
		const execution = await untilKnownAsEnded(after.api, executions[index] ?? '');
		const text = JSON.stringify(execution.data);
		const kept = first.filter((id) => text.includes(id)).length;
		assert.equal(kept, one.kept, `ids that n8n itself kept, ${one.name}`);
		// What n8n has not kept it has never seen, so the Retry is a first try to everybody.
		const paid = await paidByRetry(after.api, simulator, execution, ITEMS - kept);
		assert.equal(paid, ITEMS - kept, `paid by Retry, ${one.name}`);
		notes.push(`${one.name}: ${execution.status}, ${kept} ids kept, Retry pays ${paid}`);
	}
	const all = simulator.ledger.tasks.map(({ id }) => id);
	const kept = await until("n8n's log names what the Retries made, too", 20, () => {
		const named = namedIn(after.server, all);
		return named.length === all.length ? named : undefined;
	});
	await after.server.stop();
	return { kept, note: notes.join('; ') };
}

/** Both servers write to one file. */
function namedIn({ logFile }: N8nServer, ids: string[]): string[] {
	const log = readFileSync(logFile, 'utf8');
	return ids.filter((id) => log.includes(`accepted task ${id} `));
}

/** One execution for each case; resolves when all of their tasks were asked for. */
async function startAll(bench: Bench, api: N8nApi, simulator: Simulator): Promise<string[]> {
	const credential = await bench.credential(simulator, { api });
	const executions: string[] = [];
	for (const one of CASES) {
		const { start } = await activate(api, workflowOf(one, credential));
		executions.push(await start(Array.from({ length: ITEMS }, (_, item) => `boat ${item}`)));
	}
	const { ledger } = simulator;
	await until('every task was asked for', 60, () =>
		ledger.tasks.length === CASES.length * ITEMS && ledger.tasks.every(({ queries }) => queries > 0)
			? true
			: undefined,
	);
	return executions;
}

function workflowOf({ name, inOneNode, savesProgress }: Case, credential: Credential) {
	const nodes = inOneNode
		? [submit({ waitForCompletion: true, waitOptions: EVERY_SECOND })]
		: [submit(), wait({ options: EVERY_SECOND })];
	const path = name.replace(/\W+/g, '-');
	return inARow(name, credential, [webhook(path), prompts(), ...nodes], {
		settings: { saveExecutionProgress: savesProgress },
	});
}

const untilKnownAsEnded = async (api: N8nApi, id: string): Promise<Execution> =>
	await until(`n8n knows that execution ${id} has ended`, 60, async () => {
		const execution = await api.execution(id);
		return execution.status === 'running' ? undefined : execution;
	});

/** The execution itself goes on waiting, for longer than anybody looks. */
async function paidByRetry(
	api: N8nApi,
	simulator: Simulator,
	{ id }: Execution,
	expected: number,
): Promise<number> {
	const { ledger } = simulator;
	const before = ledger.tasks.length;
	const queriesBefore = queriesOf(simulator);
	// Answered when the execution ends, or n8n.
	void api.retryExecution(id).catch(() => {});
	await until('the Retry asks for its tasks', 30, () =>
		ledger.tasks.length >= before + expected && queriesOf(simulator) > queriesBefore
			? true
			: undefined,
	);
	await pause(1000);
	return ledger.tasks.length - before;
}

const queriesOf = ({ ledger }: Simulator) =>
	ledger.tasks.reduce((sum, { queries }) => sum + queries, 0);
