import type { IBuilderHint } from 'n8n-workflow';

import type { Operation } from './operation';

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
export function operationHint({ kind, taskSource, fields }: Operation): string {
	const modes = (fields.mode?.property.options ?? []).flatMap((option) =>
		'value' in option ? [String(option.value)] : [],
	);
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
