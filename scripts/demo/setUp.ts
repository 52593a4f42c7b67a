/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Makes a started n8n ready for the run: owner, credential, example workflow.
import { readFileSync } from 'node:fs';
import type { N8nServer } from '../n8n/server';
import { N8nApi } from '../n8n/api';
import type { Credential, CredentialInput, Login, Workflow, WorkflowDocument } from '../n8n/model';
import { withCredential } from '../n8n/workflows';

export interface Prepared {
	api: N8nApi;
	workflow: Workflow;
}

export async function signIn(server: N8nServer, login: Login): Promise<N8nApi> {
	const api = new N8nApi(server.url);
	if (await api.isFresh()) await api.setUpOwner(login);
	else await api.login(login);
	return api;
}

export async function requireNodeTypes(
	api: N8nApi,
	packageName: string,
	document: WorkflowDocument,
): Promise<string[]> {
	const loaded = (await api.nodeTypes()).filter((type) => type.startsWith(`${packageName}.`));
	const missing = document.nodes
		.map(({ type }) => type)
		.filter((type) => type.startsWith(`${packageName}.`) && !loaded.includes(type));
	if (missing.length > 0) throw new Error(`n8n did not load ${missing.join(', ')}`);
	// n8n itself adds a twin of each node, for use by AI agents.
	return loaded.filter(
		(type) => !loaded.includes(type.replace(/Tool$/, '')) || !/Tool$/.test(type),
	);
}

/** Saves the credential and lets n8n test it; a refusal ends the demo before anything is paid. */
export async function saveWorkingCredential(
	api: N8nApi,
	input: CredentialInput,
): Promise<Credential> {
	const credential = await api.saveCredential(input);
	const { status, message } = await api.testCredential(credential.id, input);
	if (status !== 'OK') throw new Error(`The credential did not pass its test in n8n: ${message}`);
	return credential;
}

export function readExample(file: string): WorkflowDocument {
	return JSON.parse(readFileSync(file, 'utf8')) as WorkflowDocument;
}

/** The example as it goes into n8n: with the credential, and watched node by node. */
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
	return { ...document, nodes, settings: { ...example.settings, saveExecutionProgress: true } };
}

/** Creates the workflow, or puts the one of the last start back to its original. */
export async function saveExample(api: N8nApi, document: WorkflowDocument): Promise<Workflow> {
	const same = (await api.workflows()).find(({ name }) => name === document.name);
	return same ? await api.updateWorkflow(same.id, document) : await api.createWorkflow(document);
}
