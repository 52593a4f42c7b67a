/** What n8n loads of a node when it starts. Data alone, so that a start loads no operation. */
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

/** What all provider nodes say of themselves. */
export const PROVIDER_NODE = {
	group: ['transform'],
	version: 1,
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
} satisfies Partial<INodeTypeDescription>;

/** Of nodes with fields for files: the second one shows to those who share files by their own bucket. */
export const API_AND_BUCKET: INodeCredentialDescription[] = [
	{ name: 'kexiangApi', required: true },
	{
		name: 'kexiangFileStorageApi',
		required: true,
		displayOptions: { show: { '/options.shareFilesBy': ['bucket'] } },
	},
];

/** A provider's form and the facts of its tasks; the build writes it to `form.json`. */
export interface ProviderForm {
	properties: INodeProperties[];
	/** By operation id. */
	tasks: Record<string, TaskFacts>;
}

/** What a node that waits must know of an operation's tasks, as it loads no provider. */
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
 * The properties for n8n; the process learns the facts of the tasks, for whichever node waits for them.
 * @param form made by the sources, or data where the build has put `form.json` in the place of the provider
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

/** What a node that submits tells n8n's AI workflow builder and the clients of n8n's MCP server; n8n 1.x ignores it. */
export const submittingHint = (makes: string): IBuilderHint => ({
	searchHint: `${makes} Each submission costs credits. It gives a task: connect Kexiang Wait for Task, or set waitForCompletion to true. options.previewRequest sends nothing; options.spendingLimit bounds a run. Media fields take URLs, or names of binary fields of the item.`,
	relatedNodes: [
		{
			nodeType: WAIT_FOR_TASK,
			relationHint: 'Waits for the tasks that this node submits, and downloads their files',
		},
		{
			nodeType: `${WAIT_FOR_TASK}Durable`,
			relationHint: 'The same for tasks of many minutes, over restarts of n8n',
		},
	],
});

/** What the nodes that wait tell. */
export const waitingHint = (does: string): IBuilderHint => ({
	searchHint: `${does} Takes the items of any node of KexiangAI that submits tasks, and costs nothing.`,
});

/** One line for an operation. Of the operation's entry: on the dropdown itself it would keep n8n from loading the package. */
export function operationHint({ kind, taskSource }: Operation, modes: readonly string[]): string {
	const does = {
		submit: 'Gives a task: set waitForCompletion to true, or connect Kexiang Wait for Task',
		sync:
			taskSource === undefined
				? 'The answer holds the result, so nothing is to be waited for'
				: 'The answer holds the result or names a task: set waitForCompletion to true',
		query: 'Asks once and costs nothing; Kexiang Wait for Task asks until the task has ended',
		link: 'Gives URLs for files of n8n, and costs nothing',
	}[kind];
	return modes.length === 0 ? does : `${does}. Choose mode by what there is: ${modes.join(', ')}`;
}
