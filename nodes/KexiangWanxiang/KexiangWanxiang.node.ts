import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import {
	submittingHint,
	API_AND_BUCKET,
	loadForm,
	PROVIDER_NODE,
} from '../shared/operation/description';
import { wanxiangForm } from './provider';

export class KexiangWanxiang implements INodeType {
	description: INodeTypeDescription = {
		...PROVIDER_NODE,
		displayName: 'Kexiang Wanxiang',
		name: 'kexiangWanxiang',
		icon: { light: 'file:../../icons/wanxiang.svg', dark: 'file:../../icons/wanxiang.dark.svg' },
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ zImage: "Z-Image", videoCharacterSwapSubmit: "Wan 2.2: Swap Character", videoCharacterSwapQuery: "Character Swap: Result", lipSyncSubmit: "Digital Human: Sync Lips", lipSyncQuery: "Digital Human: Result", wan25TextToVideoSubmit: "Wan 2.5: Video", wan25TextToVideoQuery: "Wan 2.5: Result" })[$parameter["operation"]] }}',
		description:
			'Make images, videos and digital humans with Tongyi Wanxiang (通义万相) of KexiangAI (可想AI)',
		usableAsTool: true,
		builderHint: submittingHint(
			'Text to video with Wan, speaking portraits by lip sync, character swap in videos, text to image.',
		),
		defaults: { name: 'Kexiang Wanxiang' },
		credentials: API_AND_BUCKET,
		properties: loadForm(wanxiangForm),
	};

	async execute(this: IExecuteFunctions) {
		const { executeProvider } = await import('../shared/run/execute');
		const { wanxiang } = await import('./provider');
		return await executeProvider.call(this, wanxiang);
	}
}
