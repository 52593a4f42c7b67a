import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { submittingHint } from '../shared/operation/builderHint';
import { BY_BUCKET } from '../shared/operation/fileStorage';
import { providerForm } from '../shared/operation/form';
import { wanxiang } from './provider';

export class KexiangWanxiang implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kexiang Wanxiang',
		name: 'kexiangWanxiang',
		icon: { light: 'file:../../icons/wanxiang.svg', dark: 'file:../../icons/wanxiang.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ zImage: "Generate Image: Z-Image", videoCharacterSwapSubmit: "Swap Character in Video: Wan 2.2", videoCharacterSwapQuery: "Get Result: Character Swap", lipSyncSubmit: "Sync Lips to Voice: Digital Human", lipSyncQuery: "Get Result: Digital Human", wan25TextToVideoSubmit: "Generate Video: Wan 2.5", wan25TextToVideoQuery: "Get Result: Wan 2.5" })[$parameter["operation"]] }}',
		description:
			'Make pictures, videos and digital humans with Tongyi Wanxiang (通义万相) of KexiangAI (可想AI)',
		usableAsTool: true,
		builderHint: submittingHint(
			'Text to video with Wan, speaking portraits by lip sync, character swap in videos, text to image.',
		),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		defaults: { name: 'Kexiang Wanxiang' },
		credentials: [
			{ name: 'kexiangApi', required: true },
			{ name: 'kexiangFileStorageApi', required: true, displayOptions: BY_BUCKET },
		],
		properties: providerForm(wanxiang.operations),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { executeProvider } = await import('../shared/run/execute');
		return await executeProvider.call(this, wanxiang);
	}
}
