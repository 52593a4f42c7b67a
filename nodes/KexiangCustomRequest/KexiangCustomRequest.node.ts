import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { submittingHint, loadForm } from '../shared/operation/description';
import { customRequestForm } from './form';

export class KexiangCustomRequest implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kexiang Custom Request',
		name: 'kexiangCustomRequest',
		icon: {
			light: 'file:../../icons/customRequest.svg',
			dark: 'file:../../icons/customRequest.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ createTask: "Create Task", callPath: "Call Path" })[$parameter["operation"]] }}',
		description:
			'Create a task of any model, or call any path, of KexiangAI (可想AI) that has no operation of its own',
		defaults: { name: 'Kexiang Custom Request' },
		usableAsTool: true,
		builderHint: submittingHint(
			'Use only for models and paths of KexiangAI that no other Kexiang node has.',
		),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kexiangApi', required: true }],
		properties: loadForm(customRequestForm),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { executeProvider } = await import('../shared/run/execute');
		const { customRequest } = await import('./provider');
		return await executeProvider.call(this, customRequest);
	}
}
