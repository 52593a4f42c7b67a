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
import { volcengine } from './provider';

export class KexiangVolcengine implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kexiang Volcengine',
		name: 'kexiangVolcengine',
		icon: {
			light: 'file:../../icons/volcengine.svg',
			dark: 'file:../../icons/volcengine.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ seedance1FirstLastFrame: "Generate Video from First and Last Frame: Seedance 1.0", doubaoTextToImage3: "Generate Image: Doubao 3.0", doubaoImageEdit3: "Edit Image: Doubao 3.0", doubaoImageGenerate45: "Generate Image: Doubao 4.5", seedance2VideoSubmit: "Generate Video: Seedance 2.0", seedance2VideoQuery: "Get Result: Seedance 2.0", seedance2AssetReviewSubmit: "Submit Asset for Review: Seedance 2.0", seedance2AssetReviewQuery: "Get Asset Review Result: Seedance 2.0", seedream5Generate: "Generate Image: Seedream 5", seedance25VideoSubmit: "Generate Video: Seedance 2.5", miniMaxH3Submit: "Generate Video: MiniMax H3" })[$parameter["operation"]] }}',
		description:
			'Make and edit videos and pictures with Seedance, Doubao and MiniMax models of KexiangAI (可想AI)',
		usableAsTool: true,
		builderHint: submittingHint(
			'Text to video and image to video with Seedance and MiniMax, text to image and image editing with Seedream and Doubao.',
		),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		defaults: { name: 'Kexiang Volcengine' },
		credentials: [
			{ name: 'kexiangApi', required: true },
			{ name: 'kexiangFileStorageApi', required: true, displayOptions: BY_BUCKET },
		],
		properties: providerForm(volcengine.operations),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { executeProvider } = await import('../shared/run/execute');
		return await executeProvider.call(this, volcengine);
	}
}
