// The workflows that the scenarios run, built from a few kinds of nodes.
import { randomUUID } from 'node:crypto';
import type { Credential, WorkflowDocument, WorkflowNode } from '../../scripts/n8n/model';
import { PACKAGE } from '../../scripts/n8n/package';

export { PACKAGE };

/** From an output of one node to the input of another; the kind is n8n's, `main` unless given. */
export type Wire = [from: string, output: number, to: string, kind?: string];

type Parameters = Record<string, unknown>;
type Settings = Partial<WorkflowNode>;

export const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: Parameters = {},
	settings: Settings = {},
): WorkflowNode => ({
	id: randomUUID(),
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters,
	...settings,
});

/** A node of n8n itself. */
export const base = (
	name: string,
	type: string,
	version: number,
	...more: [Parameters?, Settings?]
) => node(name, `n8n-nodes-base.${type}`, version, ...more);

export const manualTrigger = () => base('When Clicking Execute', 'manualTrigger', 1);

/** Answers at once. */
export const webhook = () =>
	base(
		'Webhook',
		'webhook',
		2,
		{ path: randomUUID(), httpMethod: 'POST', responseMode: 'onReceived', options: {} },
		{ webhookId: randomUUID() },
	);

/** One item for each prompt of `{ "prompts": [...] }`. */
export const prompts = () =>
	base('Prompts', 'splitOut', 1, {
		fieldToSplitOut: 'body.prompts',
		options: { destinationFieldName: 'prompt' },
	});

/** A place where items arrive, so that a branch can be looked at. */
export const end = (name: string) => base(name, 'noOp', 1);

const PICTURE = {
	operation: 'kbananaProOfficialSubmit',
	mode: 'text2img',
	prompt: '={{ $json.prompt }}',
};

/** Submits one picture for each item. */
export const submit = (parameters: Parameters = {}, settings: Settings = {}) =>
	node('Submit', `${PACKAGE}.kexiangGoogle`, 1, { ...PICTURE, ...parameters }, settings);

export const wait = (parameters: Parameters = {}, settings: Settings = {}) =>
	node('Wait', `${PACKAGE}.kexiangWaitForTask`, 1, { operation: 'wait', ...parameters }, settings);

/** What this n8n process has had accepted lately. */
export const recentTasks = (parameters: Parameters = {}) =>
	wait({ operation: 'recentTasks', ...parameters }, { name: 'Recent' });

/** A wait in n8n's database. */
export const durableWait = (parameters: Parameters = {}) =>
	node('Wait', `${PACKAGE}.kexiangWaitForTaskDurable`, 1, parameters);

/** How it is connected: back into itself, and on. */
export const ASK_AGAIN = {
	nodes: [end('Done')],
	wires: [
		['Wait', 0, 'Wait'],
		['Wait', 1, 'Done'],
	] satisfies Wire[],
};

/** Asks once a second, which suits the simulator's short tasks. */
export const EVERY_SECOND = { schedule: 'fixed', interval: 1 };
/** Waits in the node that submits. */
export const WAITED = { waitForCompletion: true, waitOptions: EVERY_SECOND };

/** A node that submits, as the tool of an agent; what it is set to and nothing else. */
export const tool = (parameters: Parameters, settings: Settings = {}) =>
	node('Make Picture', `${PACKAGE}.kexiangGoogleTool`, 1, parameters, settings);
/** With all that is needed; it hands on the task. */
export const fixedTool = (parameters: Parameters = {}, settings: Settings = {}) =>
	tool({ ...PICTURE, waitForCompletion: false, ...parameters }, settings);

/** One of each generation of n8n's agent: they run tools in three ways. Both majors of n8n know them. */
export const AGENTS = [1.7, 2.2, 3];

/** An agent that calls its model with the first prompt of the webhook's call, or with another text of its trigger. */
export function withAgent(
	version: number,
	{ id, name, type }: Credential,
	ofAgent: WorkflowNode,
	trigger = webhook(),
	text = '={{ $json.body.prompts[0] }}',
): WorkflowDocument {
	const langchain = '@n8n/n8n-nodes-langchain';
	const parameters = { promptType: 'define', text, options: {} };
	const agent = node('Agent', `${langchain}.agent`, version, parameters);
	const credentials = { [type]: { id, name } };
	const model = node('Model', `${langchain}.lmChatOpenAi`, 1.2, { options: {} }, { credentials });
	return workflow(
		[trigger, agent, model, ofAgent],
		[
			[trigger.name, 0, 'Agent'],
			['Model', 0, 'Agent', 'ai_languageModel'],
			[ofAgent.name, 0, 'Agent', 'ai_tool'],
		],
	);
}

export interface More {
	name?: string;
	nodes?: WorkflowNode[];
	wires?: Wire[];
	settings?: Record<string, unknown>;
}

/** The nodes in a row, each leading to the next by its first output, and more. */
export function inARow(row: WorkflowNode[], more: More = {}): WorkflowDocument {
	const { nodes = [], wires = [] } = more;
	const following = row.slice(1).map((to, index): Wire => [row[index]?.name ?? '', 0, to.name]);
	return workflow([...row, ...nodes], [...following, ...wires], more);
}

function workflow(
	nodes: WorkflowNode[],
	wires: Wire[],
	{ name = 'Test', settings = {} }: More = {},
): WorkflowDocument {
	type Targets = Array<{ node: string; type: string; index: 0 }>;
	const connections: Record<string, Record<string, Targets[]>> = {};
	for (const [from, output, to, kind = 'main'] of wires) {
		const outputs = ((connections[from] ??= {})[kind] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type: kind, index: 0 });
	}
	const placed = nodes.map((one, index) => ({
		...one,
		position: [(index % 5) * 220, Math.floor(index / 5) * 180] satisfies [number, number],
	}));
	return { name, nodes: placed, connections, settings: { executionOrder: 'v1', ...settings } };
}

/** The workflow with some of its nodes changed. */
export function changed(
	document: WorkflowDocument,
	which: (node: WorkflowNode) => boolean,
	change: (node: WorkflowNode) => Partial<WorkflowNode>,
): WorkflowDocument {
	const nodes = document.nodes.map((one) => (which(one) ? { ...one, ...change(one) } : one));
	return { ...document, nodes };
}

/** Chooses a credential of an outside service in every node of these types. */
export const choose = (
	document: WorkflowDocument,
	types: string[],
	{ id, name, type }: Credential,
): WorkflowDocument =>
	changed(
		document,
		(one) => types.includes(one.type),
		() => ({ credentials: { [type]: { id, name } } }),
	);
