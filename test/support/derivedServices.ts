import type { NodeParameterValueType } from 'n8n-workflow';

const PICTURE = 'https://example.com/a.jpg';
const VIDEO = 'https://example.com/a.mp4';
const SOUND = 'https://example.com/a.mp3';

interface Call {
	type: string;
	operation: string;
	parameters: Record<string, NodeParameterValueType>;
	/** The answer itself holds the result. */
	sync?: boolean;
}

const tools = (operation: string, parameters: Call['parameters'], sync = true): Call => ({
	type: 'kexiangVideoTools',
	operation,
	parameters,
	sync,
});
const picture = (operation: string, more: Call['parameters'] = {}): Call => ({
	type: 'kexiangVolcengine',
	operation,
	parameters: { prompt: 'a boat', ...more },
	sync: true,
});

/** The least that each service with a derived path can be asked for. */
export const DERIVED_SERVICES: readonly Call[] = [
	tools('imgs2videoLite', { imageUrl: PICTURE }),
	tools('videoDuration', { videoUrl: VIDEO }),
	tools('videoFrames', { videoUrl: VIDEO }),
	tools('videoAddGif', { videoUrl: VIDEO, gifUrl: PICTURE }),
	tools('imgToVideo', { imageUrl: PICTURE }),
	tools('videoAddAudio', { videoUrl: VIDEO, audioUrl: SOUND }),
	tools('subtitleRecognition', { resource: 'subtitle', videoUrl: VIDEO }, false),
	{ type: 'kexiangGoogle', operation: 'kbananaProChannelSubmit', parameters: { prompt: 'a boat' } },
	{ type: 'kexiangGoogle', operation: 'kbanana2ChannelSubmit', parameters: { prompt: 'a boat' } },
	{
		type: 'kexiangVolcengine',
		operation: 'seedance1FirstLastFrame',
		parameters: { prompt: 'a boat', firstFrameUrl: PICTURE, lastFrameUrl: PICTURE },
	},
	picture('doubaoTextToImage3'),
	picture('doubaoImageEdit3', { imageUrl: PICTURE }),
	picture('doubaoImageGenerate45'),
	{
		type: 'kexiangHunyuan',
		operation: 'videoEffectSubmit',
		parameters: { template: 'pinch', imageUrls: PICTURE },
	},
	{ type: 'kexiangHunyuan', operation: 'videoStylizeSubmit', parameters: { videoUrl: VIDEO } },
	{
		type: 'kexiangWanxiang',
		operation: 'videoCharacterSwapSubmit',
		parameters: { imageUrl: PICTURE, videoUrl: VIDEO },
	},
	{
		type: 'kexiangWanxiang',
		operation: 'lipSyncSubmit',
		parameters: { imageUrl: PICTURE, audioUrl: SOUND },
	},
	{
		type: 'kexiangWanxiang',
		operation: 'wan25TextToVideoSubmit',
		parameters: { prompt: 'rain on a window' },
	},
];
