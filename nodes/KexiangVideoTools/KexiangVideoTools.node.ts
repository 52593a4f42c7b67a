import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { submittingHint } from '../shared/builderHint';
import { BY_BUCKET } from '../shared/fileStorage';
import { providerForm } from '../shared/form';
import { videoTools } from './provider';

export class KexiangVideoTools implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kexiang Video Tools',
		name: 'kexiangVideoTools',
		icon: {
			light: 'file:../../icons/videoTools.svg',
			dark: 'file:../../icons/videoTools.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + $parameter["operation"].replace(/([A-Z])/g, " $1").replace(/^./, (first) => first.toUpperCase()) }}',
		description:
			'Make, cut, merge and subtitle videos, and get their text, with the tools of KexiangAI (可想AI)',
		usableAsTool: true,
		builderHint: submittingHint(
			'Edits videos: joins, cuts, subtitles, sound, overlays, pictures to a slide show; makes a video from a picture with Vidu. Videos by larger models: Kexiang Kling, Kexiang Volcengine.',
		),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		defaults: { name: 'Kexiang Video Tools' },
		credentials: [
			{ name: 'kexiangApi', required: true },
			{ name: 'kexiangFileStorageApi', required: true, displayOptions: BY_BUCKET },
		],
		properties: providerForm(videoTools.operations),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { executeProvider } = await import('../shared/execute');
		return await executeProvider.call(this, videoTools);
	}
}
