import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import {
	submittingHint,
	API_AND_BUCKET,
	loadForm,
	PROVIDER_NODE,
} from '../shared/operation/description';
import { klingForm } from './provider';

export class KexiangKling implements INodeType {
	description: INodeTypeDescription = {
		...PROVIDER_NODE,
		displayName: 'Kexiang Kling',
		name: 'kexiangKling',
		icon: { light: 'file:../../icons/kling.svg', dark: 'file:../../icons/kling.dark.svg' },
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ klingV3Submit: "Kling V3: Video", klingV3OmniTextToVideo: "V3 Omni: Video from Text", klingV3OmniImageToVideo: "V3 Omni: Video from Images", klingV3OmniFirstLastFrame: "V3 Omni: First, Last Frame", klingV3OmniReference: "V3 Omni: from References", klingV3MotionControl: "Kling V3: Transfer Motion", klingQuery: "Kling: Result" })[$parameter["operation"]] }}',
		description: 'Make videos with the Kling models (可灵) of KexiangAI (可想AI)',
		usableAsTool: true,
		builderHint: submittingHint(
			'Text to video, image to video, first and last frame to video, motion control, with Kling.',
		),
		defaults: { name: 'Kexiang Kling' },
		credentials: API_AND_BUCKET,
		properties: loadForm(klingForm),
	};

	async execute(this: IExecuteFunctions) {
		const { executeProvider } = await import('../shared/run/execute');
		const { kling } = await import('./provider');
		return await executeProvider.call(this, kling);
	}
}
