/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What would go wrong later, in n8n itself or by its drawing, is told before anything is paid.
import assert from 'node:assert/strict';
import type { WorkflowNode } from '../../../scripts/n8n/model';
import type { Bench, Proof } from '../bench';
import { itemsOf, taskIds } from '../runs';
import type { Scene } from '../scene';
import {
	ASK_AGAIN,
	base,
	durableWait,
	end,
	inARow,
	prompts,
	submit,
	wait,
	WAITED,
	webhook,
	type More,
	type Wire,
} from '../workflows';

const TO_DONE: Wire = ['Wait', 1, 'Done'];
const BACK: Wire = ['Wait', 0, 'Wait'];
const wired = (...wires: Wire[]): More => ({ nodes: [end('Done')], wires });
const settings = { executionTimeout: 30 };
const TIMEOUT = /n8n ends this execution after 30 seconds.*Timeout After/s;

const REFUSED: Array<[title: string, row: WorkflowNode[], more: More, said: RegExp]> = [
	['Timeout After', [submit(), durableWait()], { ...ASK_AGAIN, settings }, TIMEOUT],
	['Timeout After, in one node', [submit(WAITED)], { settings }, TIMEOUT],
	['no way back', [submit(), durableWait()], wired(TO_DONE), /"Ask Again" to the input of/],
	['no way back, alone', [durableWait()], wired(TO_DONE), /"Ask Again" to the input of/],
	['Success leads back', [submit(), wait()], wired(BACK), /"Success" leads directly back into/],
];

export async function beforehand(bench: Bench): Promise<void> {
	for (const [title, row, more, said] of REFUSED)
		await bench.prove(`beforehand: ${title}`, { taskSeconds: 1 }, async (scene) => {
			const id = await scene.start(row, ['33202'], more);
			const note = await scene.failed(id, said, /Nothing was sent\./);
			assert.deepEqual(scene.ledger.requests, []);
			return { note };
		});
	await bench.prove('a sub-workflow for each item', { taskSeconds: 1 }, calledForEach);
}

/** n8n hands the results of one sleeping call alone back. */
async function calledForEach(scene: Scene): Promise<Proof> {
	// One question goes unanswered, so that the first call falls asleep.
	scene.simulator.addFault({ on: 'query', kind: 'unknownState', times: 1 });
	const trigger = base('Called', 'executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' });
	const called = await scene.create(inARow([trigger, submit(), durableWait()], ASK_AGAIN));
	// n8n 2.x calls what is published; in 1.x, only what a trigger starts by itself can be active.
	if (!scene.bench.isOld) await scene.api.activateWorkflow(called);
	const workflowId = { __rl: true, mode: 'id', value: called.id };
	const each = { source: 'database', workflowId, mode: 'each', options: {} };
	const calling = base('Call', 'executeWorkflow', 1.2, each);
	const { start } = await scene.activate(inARow([webhook(), prompts(), calling]));
	await scene.failed(await start(['one', 'two', 'three']), /called once for each item/);
	assert.equal(scene.ledger.summary().paid, 1, 'one call is paid');
	// And goes on by itself.
	const executions = await scene.api.executionsOf(called.id);
	const asleep = executions.find(({ status }) => status === 'waiting');
	assert.ok(asleep, 'the first call sleeps');
	const first = await scene.succeeded(asleep.id);
	return { kept: taskIds(itemsOf(first, 'Done')), note: 'the first call goes on' };
}
