/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What n8n itself would break later is told before anything is paid.
import assert from 'node:assert/strict';
import type { WorkflowNode } from '../../../scripts/n8n/model';
import type { Bench } from '../bench';
import { activate, errorOf, itemsOf, taskIds } from '../runs';
import { durableWait, end, inARow, node, prompts, submit, webhook } from '../workflows';

export async function beforehand(bench: Bench): Promise<void> {
	await timeoutOf(bench, 'a durable wait', submit(), durableWait());
	await timeoutOf(bench, 'a node that waits itself', submit({ waitForCompletion: true }));
	await calledForEach(bench);
}

const LOOPS = {
	nodes: [end('Done')],
	wires: [
		['Wait', 0, 'Wait'],
		['Wait', 1, 'Done'],
	] as Array<[string, number, string]>,
};

/** The workflow's own limit is shorter than the wait. */
async function timeoutOf(bench: Bench, name: string, ...nodes: WorkflowNode[]): Promise<void> {
	const { api } = bench.site;
	await bench.prove(`Timeout After: ${name}`, { taskSeconds: 1 }, async (simulator) => {
		const path = `beforehand-${nodes.length}`;
		const credential = await bench.credential(simulator);
		const row = [webhook(path), prompts(), ...nodes];
		const settings = { executionTimeout: 30 };
		const more = nodes.length > 1 ? { ...LOOPS, settings } : { settings };
		const { start } = await activate(api, inARow(name, credential, row, more));
		const execution = await api.waitForExecution(await start(['a paper boat']), 60);
		assert.equal(execution.status, 'error');
		assert.match(errorOf(execution), /n8n ends this execution after 30 seconds/);
		assert.match(errorOf(execution), /Timeout After.*Nothing was sent\./);
		assert.equal(simulator.ledger.requests.length, 0);
		return {};
	});
}

/** n8n hands the results of one sleeping call alone back. */
async function calledForEach(bench: Bench): Promise<void> {
	const { api } = bench.site;
	await bench.prove('a sub-workflow for each item', { taskSeconds: 1 }, async (simulator) => {
		// One question goes unanswered, so that the first call falls asleep.
		simulator.addFault({ on: 'query', kind: 'unknownState', times: 1 });
		const credential = await bench.credential(simulator);
		const trigger = node('Called', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, {
			parameters: { inputSource: 'passthrough' },
		});
		const row = [trigger, submit(), durableWait()];
		const called = await api.createWorkflow(inARow('Called', credential, row, LOOPS));
		// n8n 2.x calls what is published; in 1.x, only what a trigger starts by itself can be active.
		if (!bench.installation.version.startsWith('1.')) await api.activateWorkflow(called);
		const calling = node('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
			parameters: {
				source: 'database',
				workflowId: { __rl: true, mode: 'id', value: called.id },
				mode: 'each',
				options: {},
			},
		});
		const caller = inARow('Caller', credential, [webhook('each'), prompts(), calling]);
		const { start } = await activate(api, caller);
		const execution = await api.waitForExecution(await start(['one', 'two', 'three']), 60);
		assert.equal(execution.status, 'error');
		assert.match(errorOf(execution), /called once for each item/);
		assert.equal(simulator.ledger.summary().paid, 1, 'one call is paid');
		// And goes on by itself.
		const asleep = (await api.executionsOf(called.id)).find(({ status }) => status === 'waiting');
		assert.ok(asleep, 'the first call sleeps');
		const first = await api.waitForExecution(asleep.id, 180);
		assert.equal(first.status, 'success', errorOf(first));
		return { kept: taskIds(itemsOf(first, 'Done')), note: 'the first call goes on' };
	});
}
