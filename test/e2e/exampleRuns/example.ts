/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What all runs of examples share: the workflow made ready, and its results looked at.
import assert from 'node:assert/strict';
import axios from 'axios';
import { recognise } from '../../../scripts/demo/picture';
import { fitted } from '../../../scripts/demo/setUp';
import type { N8nApi } from '../../../scripts/n8n/api';
import type { OutputItem } from '../../../scripts/n8n/executionData';
import type {
	Credential,
	CredentialInput,
	Execution,
	Workflow,
	WorkflowDocument,
	WorkflowNode,
} from '../../../scripts/n8n/model';
import type { Simulator } from '../../../simulator/server';
import type { Bench, Proof, Site } from '../bench';
import { startLanguageModel, type LanguageModel } from '../languageModel';
import { EVERY_SECOND, PACKAGE } from '../workflows';

export const LIMIT_SECONDS = 180;
export const LANGUAGE_MODEL = '@n8n/n8n-nodes-langchain.lmChatOpenAi';

/** How the examples are made to fit the simulator's short tasks; a limit this short waits in the process. */
const WAIT_OPTIONS = { ...EVERY_SECOND, timeLimit: 1 };

export interface Example {
	bench: Bench;
	site: Site;
	name: string;
	document: WorkflowDocument;
}

/** Runs the example against a simulator of its own, in the way that `work` knows. */
export async function proveExample(
	{ bench, name }: Example,
	work: (simulator: Simulator) => Promise<Proof>,
	taskSeconds = 1.5,
): Promise<void> {
	await bench.prove(`example: ${name}`, { taskSeconds }, work);
}

/** The example with its credential, asking often. */
export async function ready(
	{ bench, site, document }: Example,
	simulator: Simulator,
): Promise<WorkflowDocument> {
	const credential = await bench.credential(simulator, { api: site.api });
	const chosen = fitted(document, PACKAGE, credential, WAIT_OPTIONS);
	return changed(
		chosen,
		({ parameters }) => parameters.waitForCompletion === true,
		(node) => ({
			...node,
			parameters: { ...node.parameters, waitOptions: WAIT_OPTIONS },
		}),
	);
}

/** The workflow with some of its nodes changed. */
export function changed(
	document: WorkflowDocument,
	which: (node: WorkflowNode) => boolean,
	change: (node: WorkflowNode) => WorkflowNode,
): WorkflowDocument {
	const nodes = document.nodes.map((node) => (which(node) ? change(node) : node));
	return { ...document, nodes };
}

/** Chooses a credential of an outside service in every node of these types. */
export function withChosen(
	document: WorkflowDocument,
	types: string[],
	{ id, name, type }: Credential,
): WorkflowDocument {
	return changed(
		document,
		(node) => types.includes(node.type),
		(node) => ({ ...node, credentials: { [type]: { id, name } } }),
	);
}

/** The workflow with a credential of this content, kept in n8n, in every node of these types. */
export async function choose(
	api: N8nApi,
	document: WorkflowDocument,
	types: string[],
	input: CredentialInput,
): Promise<WorkflowDocument> {
	return withChosen(document, types, await api.saveCredential(input));
}

/** With a stand-in for the language model of the workflow, while `work` goes on. */
export async function withLanguageModel<Result>(
	api: N8nApi,
	document: WorkflowDocument,
	[tool, toolArguments]: Parameters<typeof startLanguageModel>,
	work: (document: WorkflowDocument, model: LanguageModel) => Promise<Result>,
): Promise<Result> {
	const model = await startLanguageModel(tool, toolArguments);
	try {
		const input = {
			name: `Stand-in ${model.url}`,
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url },
		};
		return await work(await choose(api, document, [LANGUAGE_MODEL], input), model);
	} finally {
		await model.stop();
	}
}

export const triggerOf = ({ nodes }: Workflow, type: string): string =>
	nodes.find((node) => node.type === type)?.name ?? '';

export const allItems = ({ data }: Execution): OutputItem[] =>
	Object.values(data.resultData.runData).flatMap((runs) =>
		runs.flatMap((run) => (run.data?.main ?? []).flatMap((items) => items ?? [])),
	);

/** What the nodes of the package put out that download files; none of it may have failed. */
export function finalItems({ data }: Execution, document: WorkflowDocument): OutputItem[] {
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
export async function requireFile(api: N8nApi, { json, binary = {} }: OutputItem): Promise<Buffer> {
	const [file] = Object.values(binary);
	assert.ok(file, 'the item has a file');
	const bytes = await api.downloadBinary(file);
	const there = await fetchFile(String(json.url));
	assert.ok(bytes.length > 0 && bytes.equals(there), 'the file is the one at the URL');
	if (file.mimeType.startsWith('image/')) assert.ok(recognise(bytes), 'the picture is whole');
	return bytes;
}

export async function fetchFile(url: string): Promise<Buffer> {
	const { data } = await axios.get<ArrayBuffer>(url, { responseType: 'arraybuffer', proxy: false });
	return Buffer.from(data);
}

export function filesNote(items: OutputItem[]): string {
	const types = items.flatMap(({ binary = {} }) => Object.values(binary).map((f) => f.mimeType));
	return `${types.length} x ${[...new Set(types)].join(', ')}`;
}

/** What the platform was asked to make, by operation: `2 x klingV3Submit`. */
export function madeNote({ ledger }: Simulator): string {
	const counts = new Map<string, number>();
	for (const { operationId } of ledger.tasks)
		counts.set(operationId, (counts.get(operationId) ?? 0) + 1);
	return [...counts].map(([operation, count]) => `${count} x ${operation}`).join(', ');
}
