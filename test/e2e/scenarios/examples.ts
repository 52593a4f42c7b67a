/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Every workflow in examples/, imported and run as a user would, its results looked at in n8n.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import axios from 'axios';
import { recognise } from '../../../scripts/demo/picture';
import { fitted, readExample } from '../../../scripts/demo/setUp';
import type { N8nApi } from '../../../scripts/n8n/api';
import type { OutputItem } from '../../../scripts/n8n/executionData';
import type { Credential, Execution, WorkflowDocument } from '../../../scripts/n8n/model';
import type { Bench } from '../bench';
import { startLanguageModel } from '../languageModel';
import { errorOf, itemsOf, taskIds } from '../runs';
import { EVERY_SECOND, PACKAGE } from '../workflows';

const FOLDER = path.join(__dirname, '..', '..', '..', 'examples');
const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
const CHAT_TRIGGER = '@n8n/n8n-nodes-langchain.chatTrigger';
const LANGUAGE_MODEL = '@n8n/n8n-nodes-langchain.lmChatOpenAi';
const FORM_WAIT = 'n8n-nodes-base.wait';
const LIMIT_SECONDS = 180;

/** How the examples are made to fit the simulator's short tasks; a limit this short waits in the process. */
const WAIT_OPTIONS = { ...EVERY_SECOND, timeLimit: 1 };

/** Items that nodes must have put out, besides what holds for every example. */
const EXPECTED: Record<string, Array<[node: string, output: number, items: number]>> = {
	'batch-from-table': [
		['Rows Without a Task', 0, 1],
		['Pictures', 0, 3],
	],
	'durable-waiting': [['Videos', 0, 1]],
};

export async function examples(bench: Bench): Promise<void> {
	const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
	assert.ok(files.length > 0, 'there are examples');
	const nodeTypes = new Set(await bench.site.api.nodeTypes());
	for (const file of files) {
		const example = readExample(path.join(FOLDER, file));
		const name = path.basename(file, '.json');
		const reason = unattended(example, nodeTypes);
		if (reason) bench.skip(`example: ${name}`, reason);
		else if (example.nodes.some(({ type }) => type === LANGUAGE_MODEL)) {
			await runAgent(bench, name, example);
		} else if (example.nodes.some(({ type }) => type === FORM_WAIT)) {
			await askApprover(bench, name, example);
		} else await runExample(bench, name, example);
	}
}

/** Why it cannot be run without a person, if so. */
function unattended(example: WorkflowDocument, nodeTypes: Set<string>): string | undefined {
	const types = example.nodes.map(({ type }) => type);
	const missing = types.filter((type) => !nodeTypes.has(type));
	// A node of ours that is not there is a failure, which the run will tell.
	const foreign = missing.filter((type) => !type.startsWith(`${PACKAGE}.`));
	if (foreign.length > 0) return `this n8n has no ${foreign.join(', ')}`;
	if (types.includes(MANUAL_TRIGGER)) return undefined;
	if (types.includes(CHAT_TRIGGER) && types.includes(LANGUAGE_MODEL)) return undefined;
	return 'has no trigger that can be pressed here';
}

async function runExample(bench: Bench, name: string, example: WorkflowDocument): Promise<void> {
	await bench.prove(`example: ${name}`, { taskSeconds: 1.5 }, async (simulator) => {
		const { api } = bench.site;
		const document = quickened(example, await bench.credential(simulator));
		const workflow = await api.createWorkflow(document);
		const trigger = workflow.nodes.find(({ type }) => type === MANUAL_TRIGGER)?.name ?? '';
		const id = await api.runWorkflow(workflow, trigger);
		const execution = await api.waitForExecution(id, LIMIT_SECONDS);
		assert.equal(execution.status, 'success', errorOf(execution));
		for (const [node, output, count] of EXPECTED[name] ?? []) {
			const runs = execution.data.resultData.runData[node] ?? [];
			const items = runs.flatMap(({ data }) => data?.main?.[output] ?? []);
			assert.equal(items.length, count, `items of ${node}`);
		}
		const items = finalItems(execution, document);
		const files = items.filter(({ binary }) => binary !== undefined);
		assert.ok(files.length > 0, 'the example ends with files');
		for (const item of files) await requireFile(api, item);
		const { requests } = simulator.ledger;
		assert.ok(requests.length > 0, 'the platform was asked');
		return { kept: taskIds(allItems(execution)), note: filesNote(files) };
	});
}

/** A person reads what is to be paid in a form, and says no, and another time yes. */
async function askApprover(bench: Bench, name: string, example: WorkflowDocument): Promise<void> {
	await bench.prove(`example: ${name}`, { taskSeconds: 1.5 }, async (simulator) => {
		const { api } = bench.site;
		const document = quickened(example, await bench.credential(simulator));
		const workflow = await api.createWorkflow(document);
		const trigger = workflow.nodes.find(({ type }) => type === MANUAL_TRIGGER)?.name ?? '';
		const decide = async (decision: string) => {
			const id = await api.runWorkflow(workflow, trigger);
			const asleep = await sleeping(api, id);
			const [message] = itemsOf(asleep, 'Message to the Approver');
			const form = await openForm(String(message?.json.link));
			const previews = itemsOf(asleep, 'Preview').map(({ json }) => json);
			const bodies = previews.map(({ request }) => (request as { body: unknown }).body);
			for (const { prompt } of itemsOf(asleep, 'Script').map(({ json }) => json))
				assert.ok(form.page.includes(String(prompt)), 'the form shows the script');
			await form.answer(decision);
			const execution = await api.waitForExecution(id, LIMIT_SECONDS);
			assert.equal(execution.status, 'success', errorOf(execution));
			return { execution, bodies, text: String(message?.json.text) };
		};
		await decide('Do not make them');
		assert.deepEqual(simulator.ledger.requests, [], 'nothing is sent without approval');
		const { execution, bodies, text } = await decide('Make them');
		assert.match(text, /Cost: not known yet/);
		const paid = simulator.ledger.tasks.map(({ body }) => body);
		assert.deepEqual(paid, bodies, 'what is paid is what was shown');
		const items = finalItems(execution, document);
		assert.equal(items.length, bodies.length);
		for (const item of items) await requireFile(api, item);
		// From now on the cost is known before.
		const again = await decide('Do not make them');
		assert.match(again.text, /Cost: about [1-9.]+ credits/);
		return {
			kept: taskIds(items),
			note: `${paid.length} paid after approval; ${filesNote(items)}`,
		};
	});
}

async function sleeping(api: N8nApi, id: string): Promise<Execution> {
	for (let tries = 0; tries < 120; tries++) {
		const execution = await api.execution(id);
		if (execution.status === 'waiting') return execution;
		assert.ok(!['error', 'success', 'crashed'].includes(execution.status), errorOf(execution));
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	throw new Error(`Execution ${id} never waits for a person`);
}

/** The page behind the link, and what a browser sends when its one dropdown is chosen. */
async function openForm(link: string) {
	const { data: page } = await axios.get<string>(link, { proxy: false });
	const field = /<select[^>]* name=['"]([^'"]+)/.exec(page)?.[1] ?? '';
	assert.ok(field, 'the form has a dropdown');
	const answer = async (decision: string) => {
		const form = new FormData();
		form.append(field, decision);
		await axios.post(link, form, { proxy: false });
	};
	return { page, answer };
}

/** An agent with our nodes as tools, and a stand-in for its language model. */
async function runAgent(bench: Bench, name: string, example: WorkflowDocument): Promise<void> {
	await bench.prove(`example: ${name}`, { taskSeconds: 1.5 }, async (simulator) => {
		const { api } = bench.site;
		const model = await startLanguageModel('Make_Picture', { prompt: 'a paper boat' });
		try {
			const { id, name: modelName } = await api.saveCredential({
				name: `Stand-in ${model.url}`,
				type: 'openAiApi',
				data: { apiKey: 'none', url: model.url },
			});
			const document = quickened(example, await bench.credential(simulator));
			const nodes = document.nodes.map((node) =>
				node.type === LANGUAGE_MODEL
					? { ...node, credentials: { openAiApi: { id, name: modelName } } }
					: node,
			);
			const workflow = await api.createWorkflow({ ...document, nodes });
			const message = { sessionId: 'e2e', action: 'sendMessage', chatInput: 'A paper boat' };
			const trigger = workflow.nodes.find(({ type }) => type === CHAT_TRIGGER)?.name ?? '';
			const executionId = await api.runWorkflow(workflow, trigger, [message]);
			const execution = await api.waitForExecution(executionId, LIMIT_SECONDS);
			assert.equal(execution.status, 'success', errorOf(execution));
			const agent = example.nodes.find(({ type }) => type.endsWith('.agent'))?.name ?? '';
			const [answer] = itemsOf(execution, agent);
			const { tasks } = simulator.ledger;
			assert.equal(tasks.length, 1, 'the tool is called once');
			const said = String(answer?.json.output);
			assert.match(said, /https?:/, 'the answer has the URL of the picture');
			const tools = model.tools.map((tool) => `${tool.name} (${tool.description ?? ''})`);
			return {
				kept: tasks.flatMap((task) => (said.includes(task.id) ? [task.id] : [])),
				note: `tools: ${tools.join(', ')}`,
			};
		} finally {
			await model.stop();
		}
	});
}

/** The example with the credential, asking often. */
function quickened(example: WorkflowDocument, credential: Credential): WorkflowDocument {
	const document = fitted(example, PACKAGE, credential, WAIT_OPTIONS);
	const nodes = document.nodes.map((node) =>
		node.parameters.waitForCompletion === true
			? { ...node, parameters: { ...node.parameters, waitOptions: WAIT_OPTIONS } }
			: node,
	);
	return { ...document, nodes };
}

const allItems = ({ data }: Execution): OutputItem[] =>
	Object.values(data.resultData.runData).flatMap((runs) =>
		runs.flatMap((run) => (run.data?.main ?? []).flatMap((items) => items ?? [])),
	);

/** What the nodes of the package put out that download files; none of it may have failed. */
function finalItems({ data }: Execution, document: WorkflowDocument): OutputItem[] {
	const downloading = document.nodes.filter(({ parameters }) => parameters.downloadFiles === true);
	return downloading.flatMap(({ name }) => {
		const outputs = data.resultData.runData[name]?.at(-1)?.data?.main ?? [];
		const items = outputs.flatMap((output) => output ?? []);
		assert.ok(items.length > 0, `${name} put out items`);
		for (const { json } of items) assert.equal(json.state, 'success', JSON.stringify(json));
		return items;
	});
}

/** The file in n8n is the one at the URL of its item, and a picture is a whole picture. */
async function requireFile(api: N8nApi, { json, binary = {} }: OutputItem): Promise<void> {
	const [file] = Object.values(binary);
	assert.ok(file, 'the item has a file');
	const bytes = await api.downloadBinary(file);
	const { data } = await axios.get<ArrayBuffer>(String(json.url), {
		responseType: 'arraybuffer',
		proxy: false,
	});
	assert.ok(bytes.length > 0 && bytes.equals(Buffer.from(data)), 'the file is the one at the URL');
	if (file.mimeType.startsWith('image/')) assert.ok(recognise(bytes), 'the picture is whole');
}

function filesNote(items: OutputItem[]): string {
	const types = items.flatMap(({ binary = {} }) => Object.values(binary).map((f) => f.mimeType));
	return `${types.length} x ${[...new Set(types)].join(', ')}`;
}
