import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import {
	submittingHint,
	API_AND_BUCKET,
	loadForm,
	PROVIDER_NODE,
} from '../shared/operation/description';
import { googleForm } from './provider';

export class KexiangGoogle implements INodeType {
	description: INodeTypeDescription = {
		...PROVIDER_NODE,
		displayName: 'Kexiang Google',
		name: 'kexiangGoogle',
		icon: { light: 'file:../../icons/google.svg', dark: 'file:../../icons/google.dark.svg' },
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ kbananaProChannelSubmit: "Kbanana Pro Channel: Image", kbanana2ChannelSubmit: "Kbanana 2 Channel: Image", kbananaChannelQuery: "Kbanana Channel: Result", kbanana2OfficialSubmit: "Kbanana 2 Official: Image", kbananaProOfficialSubmit: "Kbanana Pro Official: Image", kbananaOfficialQuery: "Kbanana Official: Result", nanoBanana2Sync: "Nano Banana 2: Image", kggOmniSubmit: "KGG Omni: Video" })[$parameter["operation"]] }}',
		description:
			'Make and edit images and videos with the Google models (Kbanana, Omni) of KexiangAI (可想AI)',
		usableAsTool: true,
		builderHint: submittingHint(
			'Text to image and image editing with Nano Banana (Gemini image models), text to video with Omni.',
		),
		defaults: { name: 'Kexiang Google' },
		credentials: API_AND_BUCKET,
		properties: loadForm(googleForm),
	};

	async execute(this: IExecuteFunctions) {
		const { executeProvider } = await import('../shared/run/execute');
		const { google } = await import('./provider');
		return await executeProvider.call(this, google);
	}
}
