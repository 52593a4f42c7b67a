import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { executeProvider } from '../shared/execute';
import { providerForm } from '../shared/form';
import { wanxiang } from './provider';

export class KexiangWanxiang implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kexiang Wanxiang',
		name: 'kexiangWanxiang',
		icon: { light: 'file:../../icons/wanxiang.svg', dark: 'file:../../icons/wanxiang.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + $parameter["operation"].replace(/([A-Z])/g, " $1").replace(/^./, (first) => first.toUpperCase()) }}',
		description:
			'Make pictures, videos and digital humans with Tongyi Wanxiang (通义万相) of KexiangAI (可想AI)',
		defaults: { name: 'Kexiang Wanxiang' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'kexiangApi', required: true },
			{
				name: 'kexiangFileStorageApi',
				required: true,
				displayOptions: { show: { '/options.shareFilesBy': ['bucket'] } },
			},
		],
		properties: providerForm(wanxiang.operations),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeProvider.call(this, wanxiang);
	}
}
