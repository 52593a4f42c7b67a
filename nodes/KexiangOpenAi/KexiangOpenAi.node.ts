import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import {
	submittingHint,
	API_AND_BUCKET,
	loadForm,
	PROVIDER_NODE,
} from '../shared/operation/description';
import { openAiForm } from './provider';

export class KexiangOpenAi implements INodeType {
	description: INodeTypeDescription = {
		...PROVIDER_NODE,
		displayName: 'Kexiang OpenAI',
		name: 'kexiangOpenAi',
		icon: { light: 'file:../../icons/openai.svg', dark: 'file:../../icons/openai.dark.svg' },
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ kImage2OfficialSubmit: "KImage2 Official: Image", kImage2OfficialQuery: "KImage2 Official: Result", gptImage2ChannelSubmit: "GPT-Image-2 Channel: Image", gptImage25Submit: "GPT-Image-2.5: Image" })[$parameter["operation"]] }}',
		description: 'Make and edit images with the GPT image models (KImage2) of KexiangAI (可想AI)',
		usableAsTool: true,
		builderHint: submittingHint('Text to image and image editing with the GPT image models.'),
		defaults: { name: 'Kexiang OpenAI' },
		credentials: API_AND_BUCKET,
		properties: loadForm(openAiForm),
	};

	async execute(this: IExecuteFunctions) {
		const { executeProvider } = await import('../shared/run/execute');
		const { openAi } = await import('./provider');
		return await executeProvider.call(this, openAi);
	}
}
