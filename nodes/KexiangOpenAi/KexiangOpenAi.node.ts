import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { submittingHint, BY_BUCKET, loadForm } from '../shared/operation/description';
import { openAiForm } from './form';

export class KexiangOpenAi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kexiang OpenAI',
		name: 'kexiangOpenAi',
		icon: { light: 'file:../../icons/openai.svg', dark: 'file:../../icons/openai.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ kImage2OfficialSubmit: "KImage2 Official: Image", kImage2OfficialQuery: "KImage2 Official: Result", gptImage2ChannelSubmit: "GPT-Image-2 Channel: Image", gptImage25Submit: "GPT-Image-2.5: Image" })[$parameter["operation"]] }}',
		description: 'Make and edit pictures with the GPT image models (KImage2) of KexiangAI (可想AI)',
		usableAsTool: true,
		builderHint: submittingHint('Text to image and image editing with the GPT image models.'),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		defaults: { name: 'Kexiang OpenAI' },
		credentials: [
			{ name: 'kexiangApi', required: true },
			{ name: 'kexiangFileStorageApi', required: true, displayOptions: BY_BUCKET },
		],
		properties: loadForm(openAiForm),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { executeProvider } = await import('../shared/run/execute');
		const { openAi } = await import('./provider');
		return await executeProvider.call(this, openAi);
	}
}
