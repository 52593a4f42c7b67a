/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// n8n's own settings for nodes that fail: Retry On Fail, and Continue (using error output).
import assert from 'node:assert/strict';
import type { OutputItem } from '../../../scripts/n8n/executionData';
import type { Simulator } from '../../../simulator/server';
import type { Bench } from '../bench';
import { activate, errorOf, itemsOf, taskIds } from '../runs';
import { end, EVERY_SECOND, inARow, prompts, submit, wait, webhook, type Wire } from '../workflows';

const PROMPTS = ['a paper boat', 'a lantern', 'a lake at dawn'];
const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 500 };
const TO_ERROR_OUTPUT = { onError: 'continueErrorOutput' };
const OPTIONS = { taskSeconds: 1 };

export async function retry(bench: Bench): Promise<void> {
	await bench.prove('retry on fail: second item refused', OPTIONS, async (simulator) => {
		// A refused request stays refused while it is the same: no try sends it again.
		simulator.addFault({ on: 'submit', kind: '422', after: 1, times: 1 });
		const execution = await run(bench, simulator, 'retry-refused', {
			submit: submit({}, RETRY),
			wait: wait({ options: EVERY_SECOND }),
		});
		assert.equal(execution.status, 'error');
		const said = errorOf(execution);
		assert.match(said, /refused by the simulator/);
		assert.equal(submissions(simulator), PROMPTS.length, 'nothing is sent a second time');
		const made = simulator.ledger.tasks.map(({ id }) => id);
		assert.equal(made.length, PROMPTS.length - 1, 'the other items are paid for once');
		return { kept: made.filter((id) => said.includes(id)) };
	});

	await bench.prove('retry on fail: second item not taken once', OPTIONS, async (simulator) => {
		// 429 took nothing, and its wait is too long for one try: the next try sends it.
		simulator.addFault({ on: 'submit', kind: '429', retryAfter: 40, after: 1, times: 1 });
		const execution = await run(bench, simulator, 'retry-not-taken', {
			submit: submit({}, RETRY),
			wait: wait({ options: EVERY_SECOND }),
		});
		assert.equal(execution.status, 'success', errorOf(execution));
		const done = itemsOf(execution, 'Wait');
		assert.deepEqual(
			done.map(({ json }) => json.state),
			PROMPTS.map(() => 'success'),
		);
		assert.equal(simulator.ledger.tasks.length, PROMPTS.length, 'each item is paid for once');
		assert.equal(
			submissions(simulator),
			PROMPTS.length + 1,
			'only the one not taken is sent again',
		);
		return { kept: taskIds(done) };
	});

	await bench.prove('retry on fail: answer cut off', OPTIONS, async (simulator) => {
		// The task is made and paid for, and nobody can tell n8n so.
		simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', after: 2, times: 1 });
		const execution = await run(bench, simulator, 'retry-cut-off', {
			submit: submit({}, RETRY),
			wait: wait({ options: EVERY_SECOND }),
		});
		assert.equal(execution.status, 'error');
		const said = errorOf(execution);
		assert.match(said, /may have been created/);
		assert.equal(submissions(simulator), PROMPTS.length, 'nothing is sent a second time');
		const known = simulator.ledger.tasks.filter(({ deliveredIds }) => deliveredIds.length > 0);
		assert.equal(known.length, PROMPTS.length - 1);
		// The error names the tasks of the other items.
		return { kept: known.map(({ id }) => id).filter((id) => said.includes(id)) };
	});

	await bench.prove('error output: one submission refused', OPTIONS, async (simulator) => {
		simulator.addFault({ on: 'submit', kind: '422', after: 1, times: 1 });
		const execution = await run(bench, simulator, 'continue-submit', {
			submit: submit({}, TO_ERROR_OUTPUT),
			wait: wait({ options: EVERY_SECOND }),
			wires: [['Submit', 1, 'Refused']],
		});
		assert.equal(execution.status, 'success', errorOf(execution));
		const done = itemsOf(execution, 'Wait');
		assert.equal(done.length, 2);
		const refused = itemsOf(execution, 'Refused');
		assert.equal(refused.length, 1);
		const { message, status } = problemOf(refused[0]);
		assert.equal(status, 422, JSON.stringify(refused[0]));
		assert.equal(simulator.ledger.tasks.length, 2);
		return { kept: taskIds(done), note: String(message).slice(0, 60) };
	});

	await bench.prove('error output: a wait refused', OPTIONS, async (simulator) => {
		simulator.addFault({ on: 'query', kind: '403', contains: 'a lantern' });
		const execution = await run(bench, simulator, 'continue-wait', {
			submit: submit(),
			wait: wait({ options: EVERY_SECOND }, TO_ERROR_OUTPUT),
			// After Success and Failed.
			wires: [['Wait', 2, 'Refused']],
		});
		assert.equal(execution.status, 'success', errorOf(execution));
		const done = itemsOf(execution, 'Wait');
		assert.equal(done.length, 2);
		const refused = itemsOf(execution, 'Refused');
		assert.equal(refused.length, 1);
		const { taskId } = problemOf(refused[0]);
		assert.equal(typeof taskId, 'string', 'the error item keeps the id of its task');
		assert.equal(simulator.ledger.tasks.length, PROMPTS.length);
		return { kept: [...taskIds(done), String(taskId)] };
	});
}

async function run(
	bench: Bench,
	simulator: Simulator,
	path: string,
	nodes: { submit: ReturnType<typeof submit>; wait: ReturnType<typeof wait>; wires?: Wire[] },
) {
	const { api } = bench.site;
	const { wires = [] } = nodes;
	const document = inARow(
		path,
		await bench.credential(simulator),
		[webhook(path), prompts(), nodes.submit, nodes.wait],
		{ nodes: wires.map(([, , to]) => end(to)), wires },
	);
	const { start } = await activate(api, document);
	return await api.waitForExecution(await start(PROMPTS), 60);
}

const submissions = (simulator: Simulator) =>
	simulator.ledger.requests.filter(({ method }) => method === 'POST').length;

/** What an item on the error branch tells. */
const problemOf = (item: OutputItem | undefined) =>
	(item?.json.error ?? {}) as Partial<Record<'message' | 'status' | 'taskId', unknown>>;
