/** What n8n loads of a node when it starts. It is only data, so that a start loads no operation. */
import {
	NodeConnectionTypes,
	type IBuilderHint,
	type INodeCredentialDescription,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { rememberQueryAlternatives } from '../answers/queryRequest';
import { rememberTypical } from '../waiting/durations';
import type { Operation } from './operation';

/** What the descriptions of all provider nodes have in common. */
export const PROVIDER_NODE = {
	group: ['transform'],
	version: 1,
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
} satisfies Partial<INodeTypeDescription>;

/** For nodes with media fields. The second credential is shown only if files are shared by the user's own bucket. */
export const API_AND_BUCKET: INodeCredentialDescription[] = [
	{ name: 'kexiangApi', required: true },
	{
		name: 'kexiangFileStorageApi',
		required: true,
		displayOptions: { show: { '/options.shareFilesBy': ['bucket'] } },
	},
];

/** A provider's form and the facts about its tasks; the build writes it to `form.json`. */
export interface ProviderForm {
	properties: INodeProperties[];
	/** By operation id. */
	tasks: Record<string, TaskFacts>;
}

/** What a node that waits must know about an operation's tasks, because it loads no provider. */
type TaskFacts = Pick<Operation, 'typicalSeconds' | 'taskSource' | 'queryAlternatives'>;

export function taskFactsOf(operations: readonly Operation[]): Record<string, TaskFacts> {
	const facts: Record<string, TaskFacts> = {};
	for (const { value, taskSource, typicalSeconds, queryAlternatives } of operations) {
		const alternatives = taskSource && queryAlternatives && { taskSource, queryAlternatives };
		if (typicalSeconds === undefined && alternatives === undefined) continue;
		facts[value] = { ...(typicalSeconds !== undefined && { typicalSeconds }), ...alternatives };
	}
	return facts;
}

/**
 * The properties for n8n. The process also learns the facts about the tasks, for any node that waits for them.
 * @param form a function in the sources; data in the build, which puts `form.json` in the place of the provider
 */
export function loadForm(form: ProviderForm | (() => ProviderForm)): INodeProperties[] {
	const { properties, tasks } = typeof form === 'function' ? form() : form;
	for (const [operation, facts] of Object.entries(tasks)) {
		const { taskSource, typicalSeconds, queryAlternatives } = facts;
		if (typicalSeconds !== undefined) rememberTypical(operation, typicalSeconds);
		if (taskSource && queryAlternatives)
			rememberQueryAlternatives(operation, taskSource, queryAlternatives);
	}
	return properties;
}

const WAIT_FOR_TASK = 'n8n-nodes-kexiang.kexiangWaitForTask';

/** The hint of a node that submits, for n8n's AI workflow builder and the clients of n8n's MCP server; n8n 1.x ignores it. */
export const submittingHint = (makes: string): IBuilderHint => ({
	searchHint: `${makes} Each submission costs credits. It returns a task: connect Kexiang Wait for Task, or set waitForCompletion to true. options.previewRequest returns the request without sending it. options.spendingLimit limits the credits of a run. Media fields accept URLs and names of binary fields of the item.`,
	relatedNodes: [
		{
			nodeType: WAIT_FOR_TASK,
			relationHint: 'Waits for the tasks that this node submits, and downloads their files',
		},
		{
			nodeType: `${WAIT_FOR_TASK}Durable`,
			relationHint: 'The same for tasks that take many minutes; the wait survives restarts of n8n',
		},
	],
});

/** The hint of a node that waits. */
export const waitingHint = (does: string): IBuilderHint => ({
	searchHint: `${does} Accepts the items of any Kexiang node that submits tasks. Costs nothing.`,
});

/** One line for the entry of an operation. On the dropdown itself, it would keep n8n from loading the package. */
export function operationHint({ kind, taskSource }: Operation, modes: readonly string[]): string {
	const does = {
		submit: 'Returns a task: set waitForCompletion to true, or connect Kexiang Wait for Task',
		sync:
			taskSource === undefined
				? 'Returns the result at once, so there is no task to wait for'
				: 'Returns the result at once, or a task: set waitForCompletion to true',
		query: 'Polls once and costs nothing; Kexiang Wait for Task polls until the task has ended',
		link: 'Returns URLs for files of n8n and costs nothing',
	}[kind];
	return modes.length === 0
		? does
		: `${does}. Choose mode by the available input: ${modes.join(', ')}`;
}
