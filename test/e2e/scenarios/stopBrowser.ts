/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Stop, pressed in the editor: n8n drops what the nodes gave out, and List Recent Tasks finds the tasks again.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../bench';
import { Editor } from '../editor';
import { itemsOf, taskIds, until } from '../runs';
import { EVERY_SECOND, inARow, manualTrigger, recentTasks, submit, wait } from '../workflows';

export async function stopBrowser(bench: Bench): Promise<void> {
	await bench.prove('browser: Stop, and Recent Tasks', { taskSeconds: 20 }, async (simulator) => {
		const { api } = bench.site;
		const credential = await bench.credential(simulator);
		const create = async (title: string, row: Parameters<typeof inARow>[2]) =>
			await api.createWorkflow(inARow(title, credential, row));
		const paid = await create('Product pictures', [
			manualTrigger(),
			submit({ prompt: 'a boat' }),
			wait({ options: EVERY_SECOND }),
		]);
		const found = await create('What Stop left', [
			manualTrigger(),
			recentTasks(),
			wait({ downloadFiles: true, options: EVERY_SECOND }),
		]);
		const { ledger } = simulator;
		const editor = await Editor.open(bench.site);
		try {
			await editor.openWorkflow(paid.id);
			await editor.startAndStop(async () => {
				await until('the task was asked for', 60, () =>
					ledger.tasks.some(({ queries }) => queries > 0) ? true : undefined,
				);
			});
			await editor.openWorkflow(found.id);
			await editor.execute(90_000);
			await editor.openNode('Recent');
			mkdirSync(bench.picturesFolder, { recursive: true });
			await editor.screenshot(path.join(bench.picturesFolder, 'recent-tasks.png'));
			await editor.closeNode();
			const subtitles = (await editor.subtitles()).map(({ text }) => text);
			assert.deepEqual(subtitles.slice(-2), ['List Recent Tasks', 'Wait for Completion']);
		} finally {
			await editor.close();
		}
		const [last] = await api.executionsOf(found.id);
		assert.ok(last);
		const execution = await api.execution(last.id);
		const [item] = itemsOf(execution, 'Wait');
		assert.equal(item?.json.state, 'success');
		return { kept: taskIds(itemsOf(execution, 'Recent')), note: 'found and fetched' };
	});
}
