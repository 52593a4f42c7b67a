import { wanxiang } from '../../../nodes/KexiangWanxiang/provider';
import { images, videos, type ProviderCases } from '../../support/operationCases';

const PICTURE = 'https://example.com/p.jpg';
const VIDEO = 'https://example.com/a.mp4';
const VOICE = 'https://example.com/v.mp3';

const tree = { prompt: 'a Christmas tree' };
const swap = { imageUrl: PICTURE, videoUrl: VIDEO };
const spoken = { imageUrl: PICTURE, audioUrl: VOICE };
const rain = { prompt: 'rain on a window' };
const fullRain = { ...rain, size: '832*480', duration: 10 };
const signed = { watermark: true, seed: 7 };

export const WANXIANG: ProviderCases = {
	type: 'kexiangWanxiang',
	operations: wanxiang.operations,
	requests: {
		zImage: images({
			minimal: [tree, { prompt: 'a Christmas tree' }],
			'full, example': { ...tree, size: '1024*1536' },
		}),
		videoCharacterSwapSubmit: videos({
			'minimal, example': swap,
			full: [
				{ ...swap, quality: 'wan-pro', options: { checkImage: false } },
				{ image_url: PICTURE, video_url: VIDEO, mode: 'wan-pro', check_image: false },
			],
		}),
		lipSyncSubmit: videos({
			minimal: [spoken, { image_url: PICTURE, audio_url: VOICE }],
			'full with a picture, example': { ...spoken, mode: 'picture', resolution: '480P' },
			'full with a video, without what was typed for a picture': [
				{
					...spoken,
					mode: 'video',
					videoUrl: VIDEO,
					resolution: '720P',
					options: { faceImageUrl: PICTURE, extendVideo: true },
				},
				{ audio_url: VOICE, video_url: VIDEO, ref_image_url: PICTURE, video_extension: true },
			],
		}),
		wan25TextToVideoSubmit: videos({
			minimal: [rain, { prompt: 'rain on a window' }],
			full: [
				{
					...fullRain,
					audioUrl: VOICE,
					generateAudio: 'off',
					options: { ...signed, negativePrompt: 'people', promptExtend: false },
				},
				{
					...fullRain,
					...signed,
					audio_url: VOICE,
					audio: false,
					negative_prompt: 'people',
					prompt_extend: false,
				},
			],
			example: { ...rain, size: '1280*720', duration: 5 },
		}),
	},
	queries: {
		videoCharacterSwapQuery: ['videoCharacterSwapSubmit'],
		lipSyncQuery: ['lipSyncSubmit'],
		wan25TextToVideoQuery: ['wan25TextToVideoSubmit'],
	},
	refusals: {
		zImage: {
			'Size is "1024x1536", but must be one of 1024*1024, 1280*1280': { size: '1024x1536' },
		},
		wan25TextToVideoSubmit: {
			'Duration must be 5 or 10, but is 7': { duration: 7 },
			'Prompt has 2001 characters; the limit is 2000': { prompt: 'x'.repeat(2001) },
		},
		lipSyncSubmit: {
			'Mode is "both", but must be one of picture, video': {
				mode: '={{ "both" }}',
				videoUrl: VIDEO,
			},
			'Image URL is required but empty': { imageUrl: '={{ [] }}' },
		},
	},
};
