import { wanxiang } from '../../../nodes/KexiangWanxiang/provider';
import { exampleOf } from '../../support/contractExample';
import {
	freshSimulator,
	testCoverage,
	testQueries,
	testRefusals,
	testRequests,
} from '../../support/operationCases';
import { inQuickTime } from '../../support/quickTime';

jest.mock('../../../nodes/shared/util/time', () => jest.requireActual('../../support/quickTime'));

inQuickTime();

const PICTURE = 'https://example.com/p.jpg';
const VIDEO = 'https://example.com/a.mp4';
const VOICE = 'https://example.com/v.mp3';

const swap = {
	operation: 'videoCharacterSwapSubmit',
	parameters: { imageUrl: PICTURE, videoUrl: VIDEO },
};
const lipSync = {
	operation: 'lipSyncSubmit',
	parameters: { imageUrl: PICTURE, audioUrl: VOICE },
};
const wan25 = {
	operation: 'wan25TextToVideoSubmit',
	parameters: { prompt: 'rain on a window' },
};

describe('Kexiang Wanxiang', () => {
	const simulator = freshSimulator();

	testRequests(simulator, 'kexiangWanxiang', [
		{
			operation: 'zImage',
			name: 'minimal',
			parameters: { prompt: 'a Christmas tree' },
			sends: { prompt: 'a Christmas tree' },
			sync: true,
			gives: 'imageUrls',
		},
		{
			operation: 'zImage',
			name: 'full, example of reference 9.1',
			parameters: { prompt: 'a Christmas tree', size: '1024*1536' },
			sends: exampleOf('zImage'),
			sync: true,
			gives: 'imageUrls',
		},
		{
			...swap,
			name: 'minimal, example of reference 9.2',
			sends: exampleOf('videoCharacterSwapSubmit'),
		},
		{
			operation: 'videoCharacterSwapSubmit',
			name: 'full',
			parameters: { ...swap.parameters, quality: 'wan-pro', options: { checkImage: false } },
			sends: { image_url: PICTURE, video_url: VIDEO, mode: 'wan-pro', check_image: false },
		},
		{ ...lipSync, name: 'minimal', sends: { image_url: PICTURE, audio_url: VOICE } },
		{
			operation: 'lipSyncSubmit',
			name: 'full with a picture, example of reference 9.4',
			parameters: { mode: 'picture', ...lipSync.parameters, resolution: '480P' },
			sends: exampleOf('lipSyncSubmit'),
		},
		{
			operation: 'lipSyncSubmit',
			name: 'full with a video, without what was typed for a picture',
			parameters: {
				...lipSync.parameters,
				mode: 'video',
				videoUrl: VIDEO,
				resolution: '720P',
				options: { faceImageUrl: PICTURE, extendVideo: true },
			},
			sends: {
				audio_url: VOICE,
				video_url: VIDEO,
				ref_image_url: PICTURE,
				video_extension: true,
			},
		},
		{ ...wan25, name: 'minimal', sends: { prompt: 'rain on a window' } },
		{
			operation: 'wan25TextToVideoSubmit',
			name: 'full',
			parameters: {
				prompt: 'rain on a window',
				audioUrl: VOICE,
				size: '832*480',
				duration: 10,
				generateAudio: 'off',
				options: { negativePrompt: 'people', promptExtend: false, watermark: true, seed: 7 },
			},
			sends: {
				prompt: 'rain on a window',
				negative_prompt: 'people',
				audio_url: VOICE,
				size: '832*480',
				duration: 10,
				prompt_extend: false,
				audio: false,
				watermark: true,
				seed: 7,
			},
		},
		{
			operation: 'wan25TextToVideoSubmit',
			name: 'example of reference 9.6',
			parameters: { prompt: 'rain on a window', size: '1280*720', duration: 5 },
			sends: exampleOf('wan25TextToVideoSubmit'),
		},
	]);

	testQueries(simulator, 'kexiangWanxiang', [
		{ operation: 'videoCharacterSwapQuery', after: swap },
		{ operation: 'lipSyncQuery', after: lipSync },
		{ operation: 'wan25TextToVideoQuery', after: wan25 },
	]);

	testRefusals(simulator, 'kexiangWanxiang', [
		{
			operation: 'zImage',
			parameters: { prompt: 'a tree', size: '1024x1536' },
			message: 'Size is "1024x1536", but must be one of 1024*1024, 1280*1280',
		},
		{
			operation: 'wan25TextToVideoSubmit',
			parameters: { prompt: 'rain', duration: 7 },
			message: 'Duration must be 5 or 10, but is 7',
		},
		{
			operation: 'wan25TextToVideoSubmit',
			parameters: { prompt: 'x'.repeat(2001) },
			message: 'Prompt has 2001 characters; the limit is 2000',
		},
		{
			operation: 'lipSyncSubmit',
			parameters: { ...lipSync.parameters, mode: '={{ "both" }}', videoUrl: VIDEO },
			message: 'Mode is "both", but must be one of picture, video',
		},
		{
			operation: 'lipSyncSubmit',
			parameters: { ...lipSync.parameters, imageUrl: '={{ [] }}' },
			message: 'Image URL is required but empty',
		},
	]);

	testCoverage(wanxiang.operations);
});
