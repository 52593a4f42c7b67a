/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Queue mode in which the main process is Chinese and its worker English: what runs speaks the worker's language.
import assert from 'node:assert/strict';
import type { Bench } from '../bench';
import { jobsOf, withQueueMode } from '../queueMode';
import { activate, errorOf, itemsOf, taskIds } from '../runs';
import { EVERY_SECOND, inARow, prompts, submit, wait, webhook } from '../workflows';
import { CHINESE } from './chinese';

export async function chineseQueue(bench: Bench): Promise<void> {
	await bench.prove(
		'queue: main is Chinese, its worker English',
		{ taskSeconds: 1 },
		async (simulator) =>
			await withQueueMode(bench, {}, async ({ env, startWorker }, stops) => {
				const site = await bench.startSite('chinese-main', { env: { ...env, ...CHINESE } });
				stops.push(async () => await site.server.stop());
				const worker = await startWorker('english-worker');
				const { api } = site;
				const [form] = await bench.nodeDescriptions(api);
				assert.match(JSON.stringify(form?.properties), /"displayName":"操作"/);
				const document = inARow('Two languages', await bench.credential(simulator, { api }), [
					webhook('two-languages'),
					prompts(),
					submit(),
					wait({ downloadFiles: true, options: { ...EVERY_SECOND, onFailedTask: 'error' } }),
				]);
				const { start } = await activate(api, document);
				const done = await api.waitForExecution(await start(['a boat']), 90);
				assert.equal(done.status, 'success', errorOf(done));
				const failed = await api.waitForExecution(await start(['a boat [fail]']), 90);
				assert.match(errorOf(failed), /^Task \S+ /);
				assert.equal(jobsOf(worker), 2);
				const kept = [done, failed].flatMap((one) => taskIds(itemsOf(one, 'Submit')));
				return { kept, note: errorOf(failed) };
			}),
	);
}
