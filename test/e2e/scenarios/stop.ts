/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Stop, pressed while tasks are waited for in the process.
import assert from 'node:assert/strict';
import type { Bench } from '../bench';
import { activate, itemsOf, pause, taskIds, until, untilStatus } from '../runs';
import { EVERY_SECOND, inARow, prompts, submit, wait, webhook } from '../workflows';

const LIMIT_SECONDS = 2;
/** Long enough for several more questions, had the wait gone on. */
const LISTENING_MS = 4000;

export async function stop(bench: Bench): Promise<void> {
	await stopWhile(bench, 'stop: 20 tasks, asked every second', 20, EVERY_SECOND);
	// A few tasks are asked with requests that the platform holds open.
	await stopWhile(bench, 'stop: 3 tasks, smart schedule', 3, {});
}

async function stopWhile(
	bench: Bench,
	title: string,
	count: number,
	options: Record<string, unknown>,
): Promise<void> {
	await bench.prove(title, { taskSeconds: 600 }, async (simulator) => {
		const { api } = bench.site;
		const credential = await bench.credential(simulator);
		const row = [webhook(`stop-${count}`), prompts(), submit(), wait({ options })];
		const { start } = await activate(api, inARow(title, credential, row));
		const id = await start(Array.from({ length: count }, (_, number) => `boat ${number}`));
		const { ledger } = simulator;
		await until('every task was asked for', 60, () =>
			ledger.tasks.length === count && ledger.tasks.every(({ queries }) => queries > 0)
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
		return {
			kept: taskIds(itemsOf(execution, 'Submit')),
			note: `canceled after ${seconds.toFixed(1)} s, no request after it`,
		};
	});
}
