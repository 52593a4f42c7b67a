import { exampleOf } from '../../support/contractExample';
import type { OperationCase } from '../../support/operationCases';

/** What the operations of Kexiang Kling send. */

export const FIRST = 'https://example.com/1.png';
const SECOND = 'https://example.com/2.png';
const VIDEO = 'https://example.com/a.mp4';

const allForm = { duration: 12, resolution: '1080p', ratio: '9:16' };
const exampleForm = { duration: 5, resolution: '720p', ratio: '16:9', generateAudio: 'on' };
const exampleOptions = { watermark: false };

export const v3 = { operation: 'klingV3Submit', parameters: { prompt: 'a boat' } };
const motion = {
	operation: 'klingV3MotionControl',
	parameters: { imageUrl: FIRST, videoUrl: VIDEO },
};
export const referenceVideo = {
	prompt: 'a boat',
	mode: 'imageAndVideoReferences',
	imageUrls: [FIRST],
	videoUrl: VIDEO,
};

const task = (businessUrl: string, userInput: object) => ({
	cost_type: 3,
	business_url: businessUrl,
	source: '0',
	user_input: userInput,
});
const v3Task = (userInput: object) =>
	task('kling/i2v', { modelName: 'KlingV3', model: 'v3.0', ...userInput });
const omniTask = (modelType: string, userInput: object) =>
	task('kling/video-edit', { modelName: 'Kling-v3-omni', modelType, ...userInput });

/** The rest of the user_input of the omni examples in the reference. */
const omniRest = { size: '16:9', duration: 5, resolution: '720p', sound: 'on', logo_add: 0 };

export const REQUESTS: OperationCase[] = [
	{
		...v3,
		name: 'minimal, text',
		sends: v3Task({
			modelType: 'text2video',
			prompt: 'a boat',
			image_url: '',
			image_tail_url: '',
		}),
	},
	{
		operation: 'klingV3Submit',
		name: 'full, first and last frame, with another route',
		parameters: {
			mode: 'frame2video',
			prompt: 'the day passes',
			imageUrl: 'https://example.com/of-another-mode.png',
			firstFrameUrl: FIRST,
			lastFrameUrl: SECOND,
			...allForm,
			generateAudio: 'off',
			options: { negativePrompt: 'people', watermark: true },
			advanced: { source: '1', additionalFields: '{"cfg_scale": 0.5}' },
		},
		sends: {
			...v3Task({
				modelType: 'frame2video',
				prompt: 'the day passes',
				negative_prompt: 'people',
				image_url: FIRST,
				image_tail_url: SECOND,
				duration: '12',
				resolution: '1080p',
				sound: 'off',
				logo_add: 1,
				cfg_scale: 0.5,
			}),
			source: '1',
		},
	},
	{
		operation: 'klingV3Submit',
		name: 'example of reference 11.1',
		parameters: {
			mode: 'img2video',
			prompt: 'the boat drifts away',
			imageUrl: FIRST,
			...exampleForm,
			options: { ...exampleOptions, negativePrompt: '' },
			// The form has no ratio beside a picture, which brings its own.
			advanced: { additionalFields: '{"size": "16:9"}' },
		},
		sends: exampleOf('klingV3Submit'),
	},
	...['img2video', '={{ "img2video" }}'].map((mode) => ({
		operation: 'klingV3Submit',
		name: `a workflow that holds a ratio beside a picture, mode ${mode}`,
		parameters: { mode, prompt: 'a boat', imageUrl: FIRST, ratio: '9:16' },
		sends: v3Task({
			modelType: 'img2video',
			prompt: 'a boat',
			image_url: FIRST,
			image_tail_url: '',
		}),
	})),
	{
		operation: 'klingV3OmniTextToVideo',
		name: 'minimal',
		parameters: { prompt: 'rain' },
		sends: omniTask('text2video', { prompt: 'rain', size: '16:9' }),
	},
	{
		operation: 'klingV3OmniTextToVideo',
		name: 'full',
		parameters: {
			prompt: 'rain',
			ratio: '1:1',
			duration: 15,
			resolution: '1080p',
			generateAudio: 'off',
			options: { watermark: true },
		},
		sends: omniTask('text2video', {
			prompt: 'rain',
			size: '1:1',
			duration: 15,
			resolution: '1080p',
			sound: 'off',
			logo_add: 1,
		}),
	},
	{
		operation: 'klingV3OmniTextToVideo',
		name: 'example of reference 11.2',
		parameters: { prompt: 'rain at night', ...exampleForm, options: exampleOptions },
		sends: exampleOf('klingV3OmniTextToVideo'),
	},
	{
		operation: 'klingV3OmniImageToVideo',
		name: 'minimal',
		parameters: { prompt: 'waves', imageUrls: FIRST },
		sends: omniTask('img2video', { prompt: 'waves', image_list: [{ image_url: FIRST }] }),
	},
	{
		operation: 'klingV3OmniImageToVideo',
		name: 'full',
		parameters: {
			prompt: '<<<image_1>>> becomes <<<image_2>>>',
			imageUrls: `["${FIRST}", "${SECOND}"]`,
			...allForm,
			generateAudio: 'on',
			options: { watermark: true },
		},
		sends: omniTask('img2video', {
			prompt: '<<<image_1>>> becomes <<<image_2>>>',
			image_list: [{ image_url: FIRST }, { image_url: SECOND }],
			size: '9:16',
			duration: 12,
			resolution: '1080p',
			sound: 'on',
			logo_add: 1,
		}),
	},
	{
		operation: 'klingV3OmniImageToVideo',
		name: 'example of reference 11.3',
		parameters: {
			prompt: '<<<image_1>>> waves',
			imageUrls: FIRST,
			...exampleForm,
			options: exampleOptions,
		},
		sends: exampleOf('klingV3OmniImageToVideo'),
	},
	{
		operation: 'klingV3OmniFirstLastFrame',
		name: 'minimal, image list of the example of reference 11.4',
		parameters: { prompt: 'the day passes', firstFrameUrl: FIRST, lastFrameUrl: SECOND },
		sends: omniTask('frame2video', {
			prompt: 'the day passes',
			image_list: JSON.parse(
				'[{"image_url":"https://example.com/1.png","type":"first_frame"},{"image_url":"https://example.com/2.png","type":"end_frame"}]',
			),
		}),
	},
	{
		operation: 'klingV3OmniFirstLastFrame',
		name: 'full',
		parameters: {
			prompt: 'the day passes',
			firstFrameUrl: FIRST,
			lastFrameUrl: SECOND,
			...exampleForm,
			options: exampleOptions,
			// The form has no ratio beside a first frame, which brings its own.
			advanced: { additionalFields: '{"size": "16:9"}' },
		},
		sends: exampleOf('klingV3OmniFirstLastFrame'),
	},
	{
		operation: 'klingV3OmniReference',
		name: 'minimal, pictures',
		parameters: { prompt: 'a boat', imageUrls: [FIRST, SECOND] },
		sends: omniTask('mixVideo', {
			prompt: 'a boat',
			image_list: [{ image_url: FIRST }, { image_url: SECOND }],
		}),
	},
	{
		operation: 'klingV3OmniReference',
		name: 'minimal, video: without sound',
		parameters: { prompt: 'a boat', mode: 'videoReference', imageUrls: FIRST, videoUrl: VIDEO },
		sends: omniTask('mixVideo', {
			prompt: 'a boat',
			video_list: [{ video_url: VIDEO, refer_type: 'feature' }],
			sound: 'off',
		}),
	},
	{
		operation: 'klingV3OmniReference',
		name: 'full, pictures: without what was typed for a video',
		parameters: {
			prompt: 'a boat',
			imageUrls: Array(7).fill(FIRST),
			videoUrl: VIDEO,
			...exampleForm,
			options: { ...exampleOptions, keepOriginalSound: true },
		},
		sends: omniTask('mixVideo', {
			prompt: 'a boat',
			image_list: Array(7).fill({ image_url: FIRST }),
			...omniRest,
		}),
	},
	{
		operation: 'klingV3OmniReference',
		name: 'full, a video to edit',
		parameters: {
			...referenceVideo,
			videoUse: 'base',
			...exampleForm,
			generateAudio: 'off',
			options: { ...exampleOptions, keepOriginalSound: false },
		},
		sends: omniTask('mixVideo', {
			prompt: 'a boat',
			image_list: [{ image_url: FIRST }],
			video_list: [{ video_url: VIDEO, refer_type: 'base', keep_original_sound: 'no' }],
			...omniRest,
			sound: 'off',
		}),
	},
	{
		operation: 'klingV3OmniReference',
		name: 'an option that the mode Images to Video left behind',
		parameters: { ...referenceVideo, generateAudio: 'on' },
		sends: omniTask('mixVideo', {
			prompt: 'a boat',
			image_list: [{ image_url: FIRST }],
			video_list: [{ video_url: VIDEO, refer_type: 'feature' }],
			sound: 'off',
		}),
	},
	{
		operation: 'klingV3OmniReference',
		name: 'example of reference 11.5',
		parameters: {
			...referenceVideo,
			prompt: '<<<image_1>>> moves like <<<video_1>>>',
			...exampleForm,
			generateAudio: 'off',
			options: { ...exampleOptions, keepOriginalSound: true },
		},
		sends: exampleOf('klingV3OmniReference'),
	},
	{
		...motion,
		name: 'minimal',
		sends: task('kling/motion-control', {
			modelName: 'KlingMotionControl',
			modelType: 'motionControl',
			image_url: FIRST,
			video_url: VIDEO,
			prompt: '',
			character_orientation: 'image',
		}),
	},
	{
		operation: 'klingV3MotionControl',
		name: 'full',
		parameters: {
			...motion.parameters,
			characterOrientation: 'video',
			prompt: 'on a stage',
			resolution: '1080p',
			options: { keepOriginalSound: false, watermark: true },
		},
		sends: task('kling/motion-control', {
			modelName: 'KlingMotionControl',
			modelType: 'motionControl',
			image_url: FIRST,
			video_url: VIDEO,
			prompt: 'on a stage',
			resolution: '1080p',
			keep_original_sound: 'no',
			logo_add: 1,
			character_orientation: 'video',
		}),
	},
	{
		operation: 'klingV3MotionControl',
		name: 'example of reference 11.6',
		parameters: {
			imageUrl: 'https://example.com/p.png',
			videoUrl: 'https://example.com/dance.mp4',
			characterOrientation: 'image',
			prompt: '',
			resolution: '720p',
			options: { keepOriginalSound: true, watermark: false },
		},
		sends: exampleOf('klingV3MotionControl'),
	},
];
