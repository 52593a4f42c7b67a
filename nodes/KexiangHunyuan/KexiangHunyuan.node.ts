import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { submittingHint, BY_BUCKET, loadForm } from '../shared/operation/description';
import { hunyuanForm } from './form';

export class KexiangHunyuan implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kexiang Hunyuan',
		name: 'kexiangHunyuan',
		icon: { light: 'file:../../icons/hunyuan.svg', dark: 'file:../../icons/hunyuan.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ videoEffectSubmit: "Generate Video Effect", videoEffectQuery: "Video Effect: Result", videoStylizeSubmit: "Stylize Video", videoStylizeQuery: "Video Stylization: Result" })[$parameter["operation"]] }}',
		description:
			'Make video effects and stylized videos with Tencent Hunyuan (腾讯混元) of KexiangAI (可想AI)',
		usableAsTool: true,
		builderHint: submittingHint(
			'Video effects from a picture, and videos redrawn in a style, with Tencent Hunyuan.',
		),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		defaults: { name: 'Kexiang Hunyuan' },
		credentials: [
			{ name: 'kexiangApi', required: true },
			{ name: 'kexiangFileStorageApi', required: true, displayOptions: BY_BUCKET },
		],
		properties: loadForm(hunyuanForm),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { executeProvider } = await import('../shared/run/execute');
		const { hunyuan } = await import('./provider');
		return await executeProvider.call(this, hunyuan);
	}
}
