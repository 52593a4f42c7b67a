/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The example that answers at once: a caller that posts a prompt, and is called back with the video.
import assert from 'node:assert/strict';
import axios from 'axios';
import { errorOf, until } from '../runs';
import { startStandIn } from '../standIns/httpStandIn';
import { choose, fetchFile, LIMIT_SECONDS, proveExample, ready, type Example } from './example';

export const WEBHOOK = 'n8n-nodes-base.webhook';

export async function callBack(example: Example): Promise<void> {
	const caller = await startStandIn(({ path }) => (path === '/done' ? {} : undefined));
	const prove = async () =>
		await proveExample(example, async (simulator) => {
			const { api } = example.site;
			const chosen = await choose(api, await ready(example, simulator), [WEBHOOK], {
				name: 'Callers',
				type: 'httpHeaderAuth',
				data: { name: 'x-caller', value: 'known' },
			});
			const workflow = await api.createWorkflow(chosen);
			await api.activateWorkflow(workflow);
			const call = async (prompt: string, caller_ = 'known') => {
				const url = `${api.url}/webhook/kexiang-video`;
				const body = { prompt, callbackUrl: `${caller.url}/done` };
				const options = {
					headers: { 'x-caller': caller_ },
					proxy: false,
					validateStatus: () => true,
				} as const;
				return await until(`${url} answers`, 20, async () => {
					const answer = await axios.post<Record<string, unknown>>(url, body, options);
					return answer.status === 404 ? undefined : answer;
				});
			};
			assert.equal((await call('a paper boat', 'a stranger')).status, 403);
			const refused = await call('');
			assert.equal(refused.status, 422);
			assert.match(String(refused.data.message), /Prompt/);
			assert.equal(simulator.ledger.tasks.length, 0, 'nothing is made without a prompt');
			const started = Date.now();
			const { status, data } = await call('a paper boat');
			const seconds = (Date.now() - started) / 1000;
			assert.equal(status, 202);
			assert.equal(data.taskId, simulator.ledger.tasks[0]?.id);
			const delivered = await until('the callback comes', LIMIT_SECONDS, () => caller.calls.at(0));
			const result = JSON.parse(delivered.body.toString()) as Record<string, unknown>;
			assert.deepEqual([result.taskId, result.state], [data.taskId, 'success']);
			assert.equal((await fetchFile(String(result.url))).subarray(4, 8).toString(), 'ftyp');
			const [{ id = '' } = {}] = await api.executionsOf(workflow.id);
			const execution = await api.waitForExecution(id, LIMIT_SECONDS);
			assert.equal(execution.status, 'success', errorOf(execution));
			assert.equal(caller.calls.length, 1, 'it is delivered once');
			return {
				kept: [String(result.taskId)],
				note: `answered after ${seconds.toFixed(1)} s, delivered by the callback`,
			};
		});
	try {
		await prove();
	} finally {
		await caller.stop();
	}
}
