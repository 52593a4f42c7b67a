/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What runs again: a node under Retry On Fail, an execution by Retry.
import assert from 'node:assert/strict';
import type { Execution } from '../../../scripts/n8n/model';
import type { FaultRule } from '../../../simulator/server';
import type { Bench, Proof } from '../bench';
import { errorOf, itemsOf, taskIds } from '../runs';
import type { Scene } from '../scene';
import { changed, inARow, PACKAGE, prompts, submit, webhook } from '../workflows';

const PROMPTS = ['boat 0', 'boat 1', 'boat 2'];
const FAULTY = { on: 'submit', contains: 'boat 1' } as const;
const OPTIONS = { taskSeconds: 600 };
const RETRY = { retryOnFail: true, maxTries: 4, waitBetweenTries: 100 };

type Fault = Omit<FaultRule, 'on' | 'contains'>;

/** Other parameters at each evaluation. */
const changing = (settings = {}) =>
	submit(
		{
			operation: 'wan25TextToVideoSubmit',
			prompt: '={{ $json.prompt }} at {{ $now.toMillis() }} {{ Math.random() }}',
			advanced: { additionalFields: '={{ { seed: Math.floor(Math.random() * 1e9) } }}' },
		},
		{ type: `${PACKAGE}.kexiangWanxiang`, ...settings },
	);

/** One item meets it at each try; 429 rests for so long that the node itself does not send it again. */
const LASTING: Fault[] = [
	{ kind: '422' },
	{ kind: '429', retryAfter: 60 },
	{ kind: '500', accepted: true },
	{ kind: 'resetAfterAccept' },
];

export async function retry(bench: Bench): Promise<void> {
	// Their tries wait most of the time.
	await Promise.all(
		LASTING.map(async (fault) => {
			const title = `retry on fail, changing parameters: ${fault.kind}`;
			await bench.prove(title, OPTIONS, async (scene) => {
				scene.simulator.addFault({ ...FAULTY, ...fault });
				const execution = await scene.ended(await scene.start([changing(RETRY)], PROMPTS));
				assert.equal(execution.status, 'error');
				return { kept: scene.idsIn(execution.data.resultData), note: requireOnceEach(scene) };
			});
		}),
	);
	await bench.prove('retry on fail: Spending Limit 5, ten items at 1.2', OPTIONS, spendingLimit);
	for (const kind of ['500', 'resetAfterAccept'] as const)
		await bench.prove(`retry of an execution: ${kind}`, OPTIONS, async (scene) => {
			return await retryUnclear(scene, { kind, accepted: true, times: 1 });
		});
	await bench.prove('retry of an execution, refused item', OPTIONS, retryRefused);
}

async function spendingLimit(scene: Scene): Promise<Proof> {
	const row = [submit({ options: { spendingLimit: 5, submissionsAtOnce: 5 } }, RETRY)];
	const names = Array.from({ length: 10 }, (_, index) => `boat ${index}`);
	const id = await scene.start(row, names);
	const note = await scene.failed(id, /Spending Limit of 5 credits/);
	assert.equal(scene.tasks.length, 4, 'four are paid, over all tries');
	return { kept: scene.idsIn(await scene.api.execution(id)), note };
}

/** What ended unclear is sent by no Retry: of the original, of it again, of the Retry, or with another form. */
async function retryUnclear(scene: Scene, fault: Fault): Promise<Proof> {
	scene.simulator.addFault({ ...FAULTY, ...fault });
	const { id, original, document } = await firstRun(scene);
	const kept = scene.idsIn(original.data.resultData);
	const first = await retried(scene, id, original);
	const again = await retried(scene, id, original);
	const ofFirst = await retried(scene, id, first);
	const prompt = '={{ $json.prompt }}, edited';
	const edited = changed(
		document,
		({ name }) => name === 'Submit',
		({ parameters }) => ({ parameters: { ...parameters, prompt } }),
	);
	await scene.api.updateWorkflow(id, edited);
	const withIt = await retried(scene, id, original, true);
	for (const execution of [original, first, again, ofFirst, withIt]) {
		assert.equal(execution.status, 'error');
		assert.match(errorOf(execution), /may have been created/);
		for (const one of kept) assert.ok(errorOf(execution).includes(one), 'names accepted tasks');
	}
	return { kept: scene.idsIn(ofFirst.data.resultData), note: requireOnceEach(scene) };
}

/** What was refused is sent by the first Retry; a second one of the original hands that out. */
async function retryRefused(scene: Scene): Promise<Proof> {
	scene.simulator.addFault({ ...FAULTY, kind: '422', times: 1 });
	const { id, original } = await firstRun(scene);
	assert.equal(original.status, 'error');
	const first = await retried(scene, id, original);
	const again = await retried(scene, id, original);
	const [ids, others] = [first, again].map((execution) => {
		assert.equal(execution.status, 'success', errorOf(execution));
		return taskIds(itemsOf(execution, 'Submit'));
	});
	assert.deepEqual(ids, others, 'both hand out the same tasks');
	assert.equal(scene.tasks.length, PROMPTS.length);
	return { kept: ids ?? [], note: requireOnceEach(scene) };
}

async function firstRun(scene: Scene) {
	const document = inARow([webhook(), prompts(), changing()]);
	const { workflow, start } = await scene.activate(document);
	const original = await scene.ended(await start(PROMPTS));
	return { id: workflow.id, original, document };
}

const retried = async (
	scene: Scene,
	workflowId: string,
	{ id }: Execution,
	loadWorkflow = false,
): Promise<Execution> =>
	await scene.ended(
		await scene.newExecution(workflowId, async () => {
			await scene.api.retryExecution(id, { loadWorkflow });
		}),
	);

/** No item is paid twice. Answers the figures. */
function requireOnceEach({ ledger }: Scene): string {
	const bodies = ledger.tasks.map(({ body }) => JSON.stringify(body));
	const paid = PROMPTS.map((prompt) => bodies.filter((body) => body.includes(prompt)).length);
	const figures = `paid per item: ${paid.join(', ')}; sent ${ledger.requests.length}`;
	assert.ok(Math.max(...paid) <= 1, figures);
	return figures;
}
