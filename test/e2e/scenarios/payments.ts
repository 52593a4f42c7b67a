/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Parameters that are others at each evaluation, under Retry On Fail and under Retry of an execution.
import assert from 'node:assert/strict';
import type { N8nApi } from '../../../scripts/n8n/api';
import type { Execution, WorkflowDocument } from '../../../scripts/n8n/model';
import type { FaultRule, Simulator } from '../../../simulator/server';
import type { Bench } from '../bench';
import { activate, errorOf, itemsOf, taskIds } from '../runs';
import { inARow, PACKAGE, prompts, submit, webhook } from '../workflows';

const PROMPTS = ['boat 0', 'boat 1', 'boat 2'];
const FAULTY = { on: 'submit', contains: 'boat 1' } as const;
const OPTIONS = { taskSeconds: 600 };
const RETRY = { retryOnFail: true, maxTries: 4, waitBetweenTries: 100 };

/** A service that takes a seed. */
const NODE = { type: `${PACKAGE}.kexiangWanxiang` };
const CHANGING = {
	operation: 'wan25TextToVideoSubmit',
	prompt: '={{ $json.prompt }} at {{ $now.toMillis() }} {{ Math.random() }}',
	advanced: { additionalFields: '={{ { seed: Math.floor(Math.random() * 1e9) } }}' },
};

type Fault = Omit<FaultRule, 'on' | 'contains'>;

/** One item meets it at each try. */
const LASTING: Fault[] = [
	{ kind: '422' },
	// So long that the node itself does not send it again.
	{ kind: '429', retryAfter: 60 },
	{ kind: '500', accepted: true },
	{ kind: 'resetAfterAccept' },
];

export async function payments(bench: Bench): Promise<void> {
	// Their tries wait most of the time.
	await Promise.all(LASTING.map(async (fault) => await underRetryOnFail(bench, fault)));
	await retryUnclear(bench, { kind: '500', accepted: true, times: 1 });
	await retryUnclear(bench, { kind: 'resetAfterAccept', times: 1 });
	await retryRefused(bench);
}

async function underRetryOnFail(bench: Bench, fault: Fault): Promise<void> {
	const title = `retry on fail, changing parameters: ${fault.kind}`;
	await bench.prove(title, OPTIONS, async (simulator) => {
		simulator.addFault({ ...FAULTY, ...fault });
		const { api } = bench.site;
		const { start } = await prepare(bench, simulator, `changing-${fault.kind}`, RETRY);
		const execution = await api.waitForExecution(await start(PROMPTS), 120);
		assert.equal(execution.status, 'error');
		requireOnceEach(simulator);
		return { kept: idsIn(execution, simulator), note: figures(simulator) };
	});
}

/** What ended unclear is sent by no Retry: of the original, of it again, of the Retry, or with another form. */
async function retryUnclear(bench: Bench, fault: Fault): Promise<void> {
	const title = `retry of an execution, unclear item: ${fault.kind}`;
	await bench.prove(title, OPTIONS, async (simulator) => {
		simulator.addFault({ ...FAULTY, ...fault });
		const { api } = bench.site;
		const { id, start, document } = await prepare(bench, simulator, `retry-${fault.kind}`);
		const original = await api.waitForExecution(await start(PROMPTS), 60);
		const kept = idsIn(original, simulator);
		const first = await retried(api, id, original);
		const again = await retried(api, id, original);
		const ofFirst = await retried(api, id, first);
		await api.updateWorkflow(id, edited(document));
		const changed = await retried(api, id, original, { loadWorkflow: true });
		for (const execution of [original, first, again, ofFirst, changed]) {
			assert.equal(execution.status, 'error');
			assert.match(errorOf(execution), /may have been created/);
			for (const one of kept) assert.ok(errorOf(execution).includes(one), 'names accepted tasks');
		}
		requireOnceEach(simulator);
		return { kept: idsIn(ofFirst, simulator), note: figures(simulator) };
	});
}

/** What was refused is sent by the first Retry; a second one of the original hands that out. */
async function retryRefused(bench: Bench): Promise<void> {
	await bench.prove('retry of an execution, refused item', OPTIONS, async (simulator) => {
		simulator.addFault({ ...FAULTY, kind: '422', times: 1 });
		const { api } = bench.site;
		const { id, start } = await prepare(bench, simulator, 'retry-refused-execution');
		const original = await api.waitForExecution(await start(PROMPTS), 60);
		assert.equal(original.status, 'error');
		const first = await retried(api, id, original);
		const again = await retried(api, id, original);
		const ids = [first, again].map((execution) => {
			assert.equal(execution.status, 'success', errorOf(execution));
			return taskIds(itemsOf(execution, 'Submit'));
		});
		assert.deepEqual(ids[0], ids[1], 'both hand out the same tasks');
		requireOnceEach(simulator);
		assert.equal(simulator.ledger.tasks.length, PROMPTS.length);
		return { kept: ids[0], note: figures(simulator) };
	});
}

async function prepare(bench: Bench, simulator: Simulator, path: string, more = {}) {
	const row = [webhook(path), prompts(), submit(CHANGING, { ...NODE, ...more })];
	const document = inARow(path, await bench.credential(simulator), row);
	return { document, ...(await activate(bench.site.api, document)) };
}

const edited = (document: WorkflowDocument): WorkflowDocument => ({
	...document,
	nodes: document.nodes.map((one) =>
		one.name === 'Submit'
			? { ...one, parameters: { ...one.parameters, prompt: '={{ $json.prompt }}, edited' } }
			: one,
	),
});

async function retried(
	api: N8nApi,
	workflowId: string,
	{ id }: Execution,
	options: { loadWorkflow?: boolean } = {},
): Promise<Execution> {
	const before = new Set((await api.executionsOf(workflowId)).map((one) => one.id));
	await api.retryExecution(id, options);
	const made = (await api.executionsOf(workflowId)).find((one) => !before.has(one.id));
	assert.ok(made, 'n8n made an execution');
	return await api.waitForExecution(made.id, 60);
}

const paidFor = ({ ledger }: Simulator, prompt: string) =>
	ledger.tasks.filter(({ body }) => JSON.stringify(body).includes(prompt)).length;

function requireOnceEach(simulator: Simulator): void {
	const paid = PROMPTS.map((prompt) => paidFor(simulator, prompt));
	assert.ok(
		paid.every((count) => count <= 1),
		`paid per item: ${paid.join(', ')}`,
	);
}

function figures(simulator: Simulator): string {
	const paid = PROMPTS.map((prompt) => paidFor(simulator, prompt));
	return `paid per item: ${paid.join(', ')}; sent ${simulator.ledger.requests.length}`;
}

/** The tasks that an execution names, wherever in its data. */
function idsIn({ data }: Execution, { ledger }: Simulator): string[] {
	const text = JSON.stringify(data.resultData);
	return ledger.tasks.map(({ id }) => id).filter((id) => text.includes(id));
}
