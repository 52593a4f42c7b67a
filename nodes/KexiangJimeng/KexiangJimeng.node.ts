import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { waitingHint, loadForm } from '../shared/operation/description';
import { jimengForm } from './form';

export class KexiangJimeng implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kexiang Jimeng',
		name: 'kexiangJimeng',
		icon: { light: 'file:../../icons/jimeng.svg', dark: 'file:../../icons/jimeng.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ jimengVideoQuery: "Jimeng Video: Result" })[$parameter["operation"]] }}',
		description:
			'Get the results of Jimeng videos (即梦) of KexiangAI (可想AI); Seedance in Kexiang Volcengine makes them',
		defaults: { name: 'Kexiang Jimeng' },
		usableAsTool: true,
		builderHint: waitingHint(
			'Asks once for a video task of Jimeng. Jimeng videos are made by Kexiang Volcengine (Seedance).',
		),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kexiangApi', required: true }],
		properties: loadForm(jimengForm),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { executeProvider } = await import('../shared/run/execute');
		const { jimeng } = await import('./provider');
		return await executeProvider.call(this, jimeng);
	}
}
