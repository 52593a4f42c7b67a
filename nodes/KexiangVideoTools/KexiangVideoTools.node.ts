import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import {
	submittingHint,
	API_AND_BUCKET,
	loadForm,
	PROVIDER_NODE,
} from '../shared/operation/description';
import { videoToolsForm } from './provider';

export class KexiangVideoTools implements INodeType {
	description: INodeTypeDescription = {
		...PROVIDER_NODE,
		displayName: 'Kexiang Video Tools',
		name: 'kexiangVideoTools',
		icon: {
			light: 'file:../../icons/videoTools.svg',
			dark: 'file:../../icons/videoTools.dark.svg',
		},
		subtitle:
			'={{ ($parameter["options"]?.previewRequest ? "Preview: " : "") + ({ imgs2video: "Make Video from Images", imgs2videoLite: "Lite: Video from One Image", video2video: "Merge Videos", videoCutRandom: "Cut Clip from Video", videoDuration: "Get Video Duration", videoFrames: "Extract Frames from Video", videoAddSubtitle: "Add Subtitles to Video", subTaskFetch: "Subtitles: Result", videoAddGif: "Add GIF Sticker to Video", imgToVideo: "Make Video from One Image", videoAddAudio: "Add Audio to Video", subtitleRecognition: "Recognize Subtitles", shortVideoTextExtract: "Text from Short Video", longVideoTextExtract: "Text from Long Video", longVideoTextExtractResult: "Long Video: Result", viduImageToVideo: "VIDU: Video from Image", pictureInPicture: "Add Picture in Picture", pictureInPictureQuery: "Picture in Picture: Result", markdownCard: "Image Cards from Markdown", filePublicUrl: "Get Public URL of File" })[$parameter["operation"]] }}',
		description:
			'Make, cut, merge and subtitle videos, and get their text, with the tools of KexiangAI (可想AI)',
		// n8n would name a new node by its action, which is Chinese on a Chinese host.
		skipNameGeneration: true,
		usableAsTool: true,
		builderHint: submittingHint(
			'Edits videos: merges, cuts, subtitles, audio, overlays, slideshows from images; makes a video from an image with Vidu. For videos by larger models, use Kexiang Kling or Kexiang Volcengine.',
		),
		defaults: { name: 'Kexiang Video Tools' },
		credentials: API_AND_BUCKET,
		properties: loadForm(videoToolsForm),
	};

	async execute(this: IExecuteFunctions) {
		const { executeProvider } = await import('../shared/run/execute');
		const { videoTools } = await import('./provider');
		return await executeProvider.call(this, videoTools);
	}
}
