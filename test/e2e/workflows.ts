// The workflows that the scenarios run, built from a few kinds of nodes.
import { randomUUID } from 'node:crypto';
import type { Credential, WorkflowDocument, WorkflowNode } from '../../scripts/n8n/model';
import { withCredential } from '../../scripts/n8n/workflows';

export const PACKAGE = 'n8n-nodes-kexiang';

/** From an output of one node to the input of another; the kind is n8n's, `main` unless given. */
export type Wire = [from: string, output: number, to: string, kind?: string];

type Parameters = Record<string, unknown>;
type More = Partial<WorkflowNode>;

export const node = (
	name: string,
	type: string,
	typeVersion: number,
	more: More,
): WorkflowNode => ({
	id: randomUUID(),
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters: {},
	...more,
});

export const manualTrigger = (): WorkflowNode =>
	node('When Clicking Execute', 'n8n-nodes-base.manualTrigger', 1, {});

/** A node of the package with everything at its default. */
export const ours = (name: string, type: string, typeVersion: number): WorkflowNode =>
	node(name, type, typeVersion, {});

/** Takes `{ "prompts": [...] }` and answers at once. */
export const webhook = (path: string): WorkflowNode =>
	node('Webhook', 'n8n-nodes-base.webhook', 2, {
		webhookId: randomUUID(),
		parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
	});

/** One item for each prompt of the call. */
export const prompts = (): WorkflowNode =>
	node('Prompts', 'n8n-nodes-base.splitOut', 1, {
		parameters: {
			fieldToSplitOut: 'body.prompts',
			options: { destinationFieldName: 'prompt' },
		},
	});

/** Submits one picture for each item. */
export const submit = (parameters: Parameters = {}, more: More = {}): WorkflowNode =>
	node('Submit', `${PACKAGE}.kexiangGoogle`, 1, {
		parameters: {
			operation: 'kbananaProOfficialSubmit',
			mode: 'text2img',
			prompt: '={{ $json.prompt }}',
			...parameters,
		},
		...more,
	});

export const wait = (parameters: Parameters = {}, more: More = {}): WorkflowNode =>
	node('Wait', `${PACKAGE}.kexiangWaitForTask`, 1, {
		parameters: { operation: 'wait', ...parameters },
		...more,
	});

/** What this n8n process has had accepted lately. */
export const recentTasks = (parameters: Parameters = {}): WorkflowNode => ({
	...wait({ operation: 'recentTasks', ...parameters }),
	name: 'Recent',
});

/** A wait in n8n's database; its output 0 has to lead back into it. */
export const durableWait = (parameters: Parameters = {}): WorkflowNode =>
	node('Wait', `${PACKAGE}.kexiangWaitForTaskDurable`, 1, { parameters });

/** The node that submits, as the tool of an agent; it hands on the task unless told to wait. */
export const tool = (parameters: Parameters = {}, more: More = {}): WorkflowNode => {
	const { type, ...rest } = submit({ waitForCompletion: false, ...parameters }, more);
	return { ...rest, name: 'Make Picture', type: `${type}Tool` };
};

/** Calls its model with the first prompt of the webhook's call, unless told another text. */
export const agent = (typeVersion: number, text = '={{ $json.body.prompts[0] }}'): WorkflowNode =>
	node('Agent', '@n8n/n8n-nodes-langchain.agent', typeVersion, {
		parameters: { promptType: 'define', text, options: {} },
	});

export const chatModel = (credential: Credential): WorkflowNode =>
	node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, {
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		parameters: { options: {} },
	});

/** A place where items arrive, so that a branch can be looked at. */
export const end = (name: string): WorkflowNode => node(name, 'n8n-nodes-base.noOp', 1, {});

/** Asks once a second, which suits the simulator's short tasks. */
export const EVERY_SECOND = { schedule: 'fixed', interval: 1 };

/** The nodes in a row, each leading to the next by its first output, and more wires. */
export function inARow(
	name: string,
	credential: Credential,
	row: WorkflowNode[],
	more: {
		nodes?: WorkflowNode[];
		wires?: Wire[];
		settings?: Record<string, unknown>;
	} = {},
): WorkflowDocument {
	const following = row.slice(1).map((to, index): Wire => [row[index]?.name ?? '', 0, to.name]);
	const nodes = [...row, ...(more.nodes ?? [])];
	const document = workflow(name, nodes, [...following, ...(more.wires ?? [])], more.settings);
	return withCredential(document, PACKAGE, credential);
}

export function workflow(
	name: string,
	nodes: WorkflowNode[],
	wires: Wire[],
	settings: Record<string, unknown> = {},
): WorkflowDocument {
	type Targets = Array<{ node: string; type: string; index: 0 }>;
	const connections: Record<string, Record<string, Targets[]>> = {};
	for (const [from, output, to, kind = 'main'] of wires) {
		const outputs = ((connections[from] ??= {})[kind] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type: kind, index: 0 });
	}
	return {
		name,
		nodes: nodes.map((one, index) => ({
			...one,
			position: [(index % 5) * 220, Math.floor(index / 5) * 180],
		})),
		connections,
		settings: { executionOrder: 'v1', ...settings },
	};
}
