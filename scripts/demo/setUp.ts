/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Makes a started n8n ready for the run: owner, nodes, credential, example workflow.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Console } from '../console';
import { N8nApi } from '../n8n/api';
import type { Credential, CredentialInput, Login, Workflow, WorkflowDocument } from '../n8n/model';
import { PACKAGE } from '../n8n/package';
import type { N8nServer } from '../n8n/server';
import { withCredential } from '../n8n/workflows';

export interface Prepared {
	api: N8nApi;
	workflow: Workflow;
}

const EXAMPLE = path.join(__dirname, '..', '..', 'examples', 'text-to-image.json');
/** The smart schedule knows how long real tasks take and would ask too late for those of the demo. */
const WAIT_OPTIONS = { schedule: 'fixed', interval: 1 };

export async function signIn(server: N8nServer, login: Login): Promise<N8nApi> {
	const api = new N8nApi(server.url);
	await api.signIn(login);
	return api;
}

export const readExample = (file: string): WorkflowDocument =>
	JSON.parse(readFileSync(file, 'utf8')) as WorkflowDocument;

/** The example as it goes into n8n: with the credential, and asking as often as the demo can wait. */
export function fitted(
	example: WorkflowDocument,
	packageName: string,
	credential: Credential,
	waitOptions: Record<string, unknown>,
): WorkflowDocument {
	const document = withCredential(example, packageName, credential);
	const waits = ['kexiangWaitForTask', 'kexiangWaitForTaskDurable'];
	const nodes = document.nodes.map((node) => {
		if (!waits.some((type) => node.type === `${packageName}.${type}`)) return node;
		const options = { ...(node.parameters.options as object | undefined), ...waitOptions };
		return { ...node, parameters: { ...node.parameters, options } };
	});
	return { ...document, nodes };
}

/** @throws Error where n8n lacks a node, or does not take the credential: before anything is submitted */
export async function prepare(
	console: Console,
	server: N8nServer,
	login: Login,
	input: CredentialInput,
): Promise<Prepared> {
	const example = readExample(EXAMPLE);
	const api = await console.step('Signing in', async () => await signIn(server, login));
	await console.step('Looking for the nodes of the package', async () => {
		const loaded = await api.nodeTypes();
		const missing = example.nodes.filter(
			({ type }) => type.startsWith(`${PACKAGE}.`) && !loaded.includes(type),
		);
		const types = missing.map(({ type }) => type);
		if (types.length > 0) throw new Error(`n8n did not load ${types.join(', ')}`);
	});
	const credential = await console.step('Saving and testing the credential', async () => {
		const saved = await api.saveCredential(input);
		const { status, message } = await api.testCredential(saved.id, input);
		if (status !== 'OK') throw new Error(`The credential did not pass its test in n8n: ${message}`);
		return saved;
	});
	const document = fitted(example, PACKAGE, credential, WAIT_OPTIONS);
	const workflow = await console.step('Saving the example workflow', async () => {
		// The one of the last start goes back to its original.
		const same = (await api.workflows()).find(({ name }) => name === document.name);
		return same ? await api.updateWorkflow(same.id, document) : await api.createWorkflow(document);
	});
	return { api, workflow };
}
