import type { INodeParameters } from 'n8n-workflow';

const IMAGE = { imageUrl: 'https://example.com/a.jpg' };
const IMAGES = { imageUrls: 'https://example.com/a.jpg' };
const GIF = { gifUrl: 'https://example.com/a.gif' };
const FRAMES = {
	firstFrameUrl: 'https://example.com/a.jpg',
	lastFrameUrl: 'https://example.com/b.jpg',
};
const VIDEO = { videoUrl: 'https://example.com/a.mp4' };
const AUDIO = { audioUrl: 'https://example.com/a.mp3' };
const PROMPT = { prompt: 'a boat' };

export interface DerivedService {
	/** Of the node, without the name of the platform. */
	node: string;
	operation: string;
	parameters: INodeParameters;
	/** The answer itself holds the result. */
	sync?: boolean;
}

const all = (node: string, sync: boolean, calls: Record<string, INodeParameters>) =>
	Object.entries(calls).map(
		([operation, parameters]): DerivedService => ({ node, operation, parameters, sync }),
	);

/** The least that each service with a derived path can be asked for. */
export const DERIVED_SERVICES: readonly DerivedService[] = [
	...all('VideoTools', true, {
		imgs2videoLite: IMAGE,
		videoDuration: VIDEO,
		videoFrames: VIDEO,
		videoAddGif: { ...VIDEO, ...GIF },
		imgToVideo: IMAGE,
		videoAddAudio: { ...VIDEO, ...AUDIO },
	}),
	...all('VideoTools', false, { subtitleRecognition: { resource: 'subtitle', ...VIDEO } }),
	...all('Google', false, { kbananaProChannelSubmit: PROMPT, kbanana2ChannelSubmit: PROMPT }),
	...all('Volcengine', false, { seedance1FirstLastFrame: { ...PROMPT, ...FRAMES } }),
	...all('Volcengine', true, {
		doubaoTextToImage3: PROMPT,
		doubaoImageEdit3: { ...PROMPT, ...IMAGE },
		doubaoImageGenerate45: PROMPT,
	}),
	...all('Hunyuan', false, {
		videoEffectSubmit: { template: 'pinch', ...IMAGES },
		videoStylizeSubmit: VIDEO,
	}),
	...all('Wanxiang', false, {
		videoCharacterSwapSubmit: { ...IMAGE, ...VIDEO },
		lipSyncSubmit: { ...IMAGE, ...AUDIO },
		wan25TextToVideoSubmit: PROMPT,
	}),
];
