import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { waitingHint } from '../shared/operation/description';
import { waitForTaskForm } from './form';

export class KexiangWaitForTask implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kexiang Wait for Task',
		name: 'kexiangWaitForTask',
		icon: {
			light: 'file:../../icons/waitForTask.svg',
			dark: 'file:../../icons/waitForTask.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"] === "getStatus" ? "Get Status" : $parameter["operation"] === "recentTasks" ? "List Recent Tasks" : "Wait for Completion" }}',
		description: 'Wait for tasks of KexiangAI (可想AI) and get their results',
		defaults: { name: 'Kexiang Wait for Task' },
		usableAsTool: true,
		builderHint: waitingHint(
			'Waits until tasks of KexiangAI have ended, and returns the URLs or files of their results.',
		),
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ ($parameter["operation"] === "recentTasks" ? ["Tasks"] : ["Success", "Failed"].concat($parameter["operation"] === "wait" && $parameter["onTimeout"] === "output" ? ["Still Running"] : [])).map((name) => ({ type: "main", displayName: name })) }}`,
		credentials: [{ name: 'kexiangApi', required: true }],
		properties: waitForTaskForm,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { executeWaitForTask } = await import('./execute');
		return await executeWaitForTask.call(this);
	}
}
