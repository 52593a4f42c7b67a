import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { waitingHint } from '../shared/operation/description';
import { durableForm } from './form';

export class KexiangWaitForTaskDurable implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kexiang Wait for Task (Durable)',
		name: 'kexiangWaitForTaskDurable',
		icon: {
			light: 'file:../../icons/waitForTaskDurable.svg',
			dark: 'file:../../icons/waitForTaskDurable.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: "Wait in n8n's database",
		description:
			"Wait for tasks of KexiangAI (可想AI) that take many minutes or hours; the execution sleeps in n8n's database and survives restarts",
		defaults: { name: 'Kexiang Wait for Task (Durable)' },
		// Not for agents: an agent cannot sleep in the database, and would read the empty output Ask Again.
		usableAsTool: undefined,
		builderHint: waitingHint(
			"Waits in n8n's database and survives restarts. Its output Ask Again must be connected back to its own input.",
		),
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ ["Ask Again", "Success", "Failed"].concat($parameter["onTimeout"] === "output" ? ["Still Running"] : []).map((name) => ({ type: "main", displayName: name })) }}`,
		credentials: [{ name: 'kexiangApi', required: true }],
		properties: durableForm,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { executeDurable } = await import('./execute');
		return await executeDurable.call(this);
	}
}
