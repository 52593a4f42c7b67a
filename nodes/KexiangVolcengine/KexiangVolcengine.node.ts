import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import {
	submittingHint,
	API_AND_BUCKET,
	loadForm,
	PROVIDER_NODE,
} from '../shared/operation/description';
import { BOTH_VERSIONS } from '../shared/operation/versions';
import { volcengineForm } from './provider';

export class KexiangVolcengine implements INodeType {
	description: INodeTypeDescription = {
		...PROVIDER_NODE,
		...BOTH_VERSIONS,
		displayName: 'Kexiang Volcengine',
		name: 'kexiangVolcengine',
		icon: {
			light: 'file:../../icons/volcengine.svg',
			dark: 'file:../../icons/volcengine.dark.svg',
		},
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ seedance1FirstLastFrame: "Seedance 1.0: Video", doubaoTextToImage3: "Doubao 3.0: Image", doubaoImageEdit3: "Doubao 3.0: Edit Image", doubaoImageGenerate45: "Doubao 4.5: Image", seedance2VideoSubmit: "Seedance 2.0: Video", seedance2VideoQuery: "Seedance 2.0: Result", seedance2AssetReviewSubmit: "Seedance 2.0: Asset Review", seedance2AssetReviewQuery: "Seedance 2.0: Review Result", seedream5Generate: "Seedream 5: Image", seedance25VideoSubmit: "Seedance 2.5: Video", miniMaxH3Submit: "MiniMax H3: Video" })[$parameter["operation"]] }}',
		description:
			'Make and edit videos and images with Seedance, Doubao and MiniMax models of KexiangAI (可想AI)',
		usableAsTool: true,
		builderHint: submittingHint(
			'Text to video and image to video with Seedance and MiniMax, text to image and image editing with Seedream and Doubao.',
		),
		defaults: { name: 'Kexiang Volcengine' },
		credentials: API_AND_BUCKET,
		properties: loadForm(volcengineForm),
	};

	async execute(this: IExecuteFunctions) {
		const { executeProvider } = await import('../shared/run/execute');
		const { volcengine } = await import('./provider');
		return await executeProvider.call(this, volcengine);
	}
}
