import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { waitingHint, loadForm, PROVIDER_NODE } from '../shared/operation/description';
import { jimengForm } from './provider';

export class KexiangJimeng implements INodeType {
	description: INodeTypeDescription = {
		...PROVIDER_NODE,
		displayName: 'Kexiang Jimeng',
		name: 'kexiangJimeng',
		icon: { light: 'file:../../icons/jimeng.svg', dark: 'file:../../icons/jimeng.dark.svg' },
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ jimengVideoQuery: "Jimeng Video: Result" })[$parameter["operation"]] }}',
		description:
			'Get the results of Jimeng videos (即梦) of KexiangAI (可想AI); to make one, use Seedance in Kexiang Volcengine',
		defaults: { name: 'Kexiang Jimeng' },
		usableAsTool: true,
		builderHint: waitingHint(
			'Polls a video task of Jimeng once. To make a Jimeng video, use Kexiang Volcengine (Seedance).',
		),
		credentials: [{ name: 'kexiangApi', required: true }],
		properties: loadForm(jimengForm),
	};

	async execute(this: IExecuteFunctions) {
		const { executeProvider } = await import('../shared/run/execute');
		const { jimeng } = await import('./provider');
		return await executeProvider.call(this, jimeng);
	}
}
