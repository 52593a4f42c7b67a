import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { submittingHint, loadForm, PROVIDER_NODE } from '../shared/operation/description';
import { BOTH_VERSIONS } from '../shared/operation/versions';
import { customRequestForm } from './provider';

export class KexiangCustomRequest implements INodeType {
	description: INodeTypeDescription = {
		...PROVIDER_NODE,
		...BOTH_VERSIONS,
		displayName: 'Kexiang Custom Request',
		name: 'kexiangCustomRequest',
		icon: {
			light: 'file:../../icons/customRequest.svg',
			dark: 'file:../../icons/customRequest.dark.svg',
		},
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ createTask: "Create Task", callPath: "Call Path" })[$parameter["operation"]] }}',
		description:
			'Use any model or path of KexiangAI (可想AI) that has no operation in the other nodes',
		defaults: { name: 'Kexiang Custom Request' },
		usableAsTool: true,
		builderHint: submittingHint(
			'Use it only for models and paths of KexiangAI that no other Kexiang node has.',
		),
		credentials: [{ name: 'kexiangApi', required: true }],
		properties: loadForm(customRequestForm),
	};

	async execute(this: IExecuteFunctions) {
		const { executeProvider } = await import('../shared/run/execute');
		const { customRequest } = await import('./provider');
		return await executeProvider.call(this, customRequest);
	}
}
