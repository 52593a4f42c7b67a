import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import {
	submittingHint,
	API_AND_BUCKET,
	loadForm,
	PROVIDER_NODE,
} from '../shared/operation/description';
import { hunyuanForm } from './provider';

export class KexiangHunyuan implements INodeType {
	description: INodeTypeDescription = {
		...PROVIDER_NODE,
		displayName: 'Kexiang Hunyuan',
		name: 'kexiangHunyuan',
		icon: { light: 'file:../../icons/hunyuan.svg', dark: 'file:../../icons/hunyuan.dark.svg' },
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ videoEffectSubmit: "Generate Video Effect", videoEffectQuery: "Video Effect: Result", videoStylizeSubmit: "Stylize Video", videoStylizeQuery: "Video Stylization: Result" })[$parameter["operation"]] }}',
		description:
			'Make video effects and stylized videos with Tencent Hunyuan (腾讯混元) of KexiangAI (可想AI)',
		usableAsTool: true,
		builderHint: submittingHint(
			'Video effects from images, and videos redrawn in a style, with Tencent Hunyuan.',
		),
		defaults: { name: 'Kexiang Hunyuan' },
		credentials: API_AND_BUCKET,
		properties: loadForm(hunyuanForm),
	};

	async execute(this: IExecuteFunctions) {
		const { executeProvider } = await import('../shared/run/execute');
		const { hunyuan } = await import('./provider');
		return await executeProvider.call(this, hunyuan);
	}
}
