import { kling } from '../../../nodes/KexiangKling/provider';
import { videos, type ProviderCases } from '../../support/operationCases';

const FIRST = 'https://example.com/1.png';
const SECOND = 'https://example.com/2.png';
const VIDEO = 'https://example.com/a.mp4';

/** Forms. */
const boat = { prompt: 'a boat' };
const frames = { prompt: 'the day passes', firstFrameUrl: FIRST, lastFrameUrl: SECOND };
const twoFrames = { ...frames, mode: 'frame2video' };
const person = { imageUrl: FIRST, videoUrl: VIDEO };
const withVideo = { ...boat, mode: 'imageAndVideoReferences', imageUrls: [FIRST], videoUrl: VIDEO };
const portrait = { duration: 12, resolution: '1080p', ratio: '9:16' };
const exampleForm = { duration: 5, resolution: '720p', ratio: '16:9', generateAudio: 'on' };
const plain = { watermark: false };
/** The form has no ratio beside a first frame, which brings its own. */
const exampleRatio = { additionalFields: '{"size": "16:9"}' };

/** Bodies. */
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
const motionTask = (userInput: object) =>
	task('kling/motion-control', {
		modelName: 'KlingMotionControl',
		modelType: 'motionControl',
		image_url: FIRST,
		video_url: VIDEO,
		...userInput,
	});
const fullRest = { duration: 12, resolution: '1080p', logo_add: 1 };
/** The rest of the user_input of the omni examples in the reference. */
const omniRest = { size: '16:9', duration: 5, resolution: '720p', sound: 'on', logo_add: 0 };
const first = { image_url: FIRST };
const ends = [
	{ image_url: FIRST, type: 'first_frame' },
	{ image_url: SECOND, type: 'end_frame' },
];
const both = [first, { image_url: SECOND }];
const feature = [{ video_url: VIDEO, refer_type: 'feature' }];
const besidePicture = { modelType: 'img2video', prompt: 'a boat', ...first, image_tail_url: '' };

export const KLING: ProviderCases = {
	type: 'kexiangKling',
	operations: kling.operations,
	requests: {
		klingV3Submit: videos({
			'minimal, text': [
				boat,
				v3Task({ modelType: 'text2video', prompt: 'a boat', image_url: '', image_tail_url: '' }),
			],
			'full, first and last frame, with another route': [
				{
					...frames,
					...portrait,
					mode: 'frame2video',
					imageUrl: 'https://example.com/of-another-mode.png',
					generateAudio: 'off',
					options: { negativePrompt: 'people', watermark: true },
					advanced: { source: '1', additionalFields: '{"cfg_scale": 0.5}' },
				},
				{
					...v3Task({
						...fullRest,
						modelType: 'frame2video',
						prompt: 'the day passes',
						negative_prompt: 'people',
						image_url: FIRST,
						image_tail_url: SECOND,
						duration: '12',
						sound: 'off',
						cfg_scale: 0.5,
					}),
					source: '1',
				},
			],
			example: {
				...exampleForm,
				mode: 'img2video',
				prompt: 'the boat drifts away',
				imageUrl: FIRST,
				options: { ...plain, negativePrompt: '' },
				advanced: exampleRatio,
			},
			'a workflow that holds a ratio beside a picture': [
				{ ...boat, mode: 'img2video', imageUrl: FIRST, ratio: '9:16' },
				v3Task(besidePicture),
			],
			'a ratio beside a picture, the mode by an expression': [
				{ ...boat, mode: '={{ "img2video" }}', imageUrl: FIRST, ratio: '9:16' },
				v3Task(besidePicture),
			],
		}),
		klingV3OmniTextToVideo: videos({
			minimal: [{ prompt: 'rain' }, omniTask('text2video', { prompt: 'rain', size: '16:9' })],
			full: [
				{
					...portrait,
					prompt: 'rain',
					ratio: '1:1',
					generateAudio: 'off',
					options: { watermark: true },
				},
				omniTask('text2video', { ...fullRest, prompt: 'rain', size: '1:1', sound: 'off' }),
			],
			example: { ...exampleForm, prompt: 'rain at night', options: plain },
		}),
		klingV3OmniImageToVideo: videos({
			minimal: [
				{ prompt: 'waves', imageUrls: FIRST },
				omniTask('img2video', { prompt: 'waves', image_list: [first] }),
			],
			full: [
				{
					...portrait,
					prompt: '<<<image_1>>> becomes <<<image_2>>>',
					imageUrls: `["${FIRST}", "${SECOND}"]`,
					generateAudio: 'on',
					options: { watermark: true },
				},
				omniTask('img2video', {
					...fullRest,
					prompt: '<<<image_1>>> becomes <<<image_2>>>',
					image_list: both,
					size: '9:16',
					sound: 'on',
				}),
			],
			example: { ...exampleForm, prompt: '<<<image_1>>> waves', imageUrls: FIRST, options: plain },
		}),
		klingV3OmniFirstLastFrame: videos({
			'minimal, image list of the example of reference 11.4': [
				frames,
				omniTask('frame2video', { prompt: 'the day passes', image_list: ends }),
			],
			'full, example': { ...frames, ...exampleForm, options: plain, advanced: exampleRatio },
		}),
		klingV3OmniReference: videos({
			'minimal, pictures': [
				{ ...boat, imageUrls: [FIRST, SECOND] },
				omniTask('mixVideo', { prompt: 'a boat', image_list: both }),
			],
			'minimal, video: without sound': [
				{ ...boat, mode: 'videoReference', imageUrls: FIRST, videoUrl: VIDEO },
				omniTask('mixVideo', { prompt: 'a boat', video_list: feature, sound: 'off' }),
			],
			'full, pictures: without what was typed for a video': [
				{
					...boat,
					...exampleForm,
					imageUrls: Array(7).fill(FIRST),
					videoUrl: VIDEO,
					options: { ...plain, keepOriginalSound: true },
				},
				omniTask('mixVideo', { ...omniRest, prompt: 'a boat', image_list: Array(7).fill(first) }),
			],
			'full, a video to edit': [
				{
					...withVideo,
					...exampleForm,
					videoUse: 'base',
					generateAudio: 'off',
					options: { ...plain, keepOriginalSound: false },
				},
				omniTask('mixVideo', {
					...omniRest,
					prompt: 'a boat',
					image_list: [first],
					video_list: [{ video_url: VIDEO, refer_type: 'base', keep_original_sound: 'no' }],
					sound: 'off',
				}),
			],
			'an option that the mode Images to Video left behind': [
				{ ...withVideo, generateAudio: 'on' },
				omniTask('mixVideo', { ...boat, image_list: [first], video_list: feature, sound: 'off' }),
			],
			example: {
				...withVideo,
				...exampleForm,
				prompt: '<<<image_1>>> moves like <<<video_1>>>',
				generateAudio: 'off',
				options: { ...plain, keepOriginalSound: true },
			},
		}),
		klingV3MotionControl: videos({
			minimal: [person, motionTask({ prompt: '', character_orientation: 'image' })],
			full: [
				{
					...person,
					characterOrientation: 'video',
					prompt: 'on a stage',
					resolution: '1080p',
					options: { keepOriginalSound: false, watermark: true },
				},
				motionTask({
					prompt: 'on a stage',
					resolution: '1080p',
					keep_original_sound: 'no',
					logo_add: 1,
					character_orientation: 'video',
				}),
			],
			example: {
				imageUrl: 'https://example.com/p.png',
				videoUrl: 'https://example.com/dance.mp4',
				characterOrientation: 'image',
				prompt: '',
				resolution: '720p',
				options: { ...plain, keepOriginalSound: true },
			},
		}),
	},
	queries: { klingQuery: ['klingV3Submit'] },
	refusals: {
		klingV3OmniReference: {
			'Image URLs contains 5 URLs; the limit with a video is 4': {
				...withVideo,
				imageUrls: Array(5).fill(FIRST),
			},
			'Duration is 11; the limit with a video is 10': { ...withVideo, duration: 11 },
			'Video URL is required but empty': { mode: 'videoReference', videoUrl: '={{ [] }}' },
			'Mode is "text2video", but must be one of imageReferences': {
				...withVideo,
				mode: 'text2video',
			},
		},
		klingV3OmniImageToVideo: {
			'Image URLs contains 8 URLs, but must contain 1 to 7': { imageUrls: Array(8).fill(FIRST) },
		},
		klingV3OmniFirstLastFrame: {
			'Last Frame URL is required but empty': { lastFrameUrl: '={{ "" }}' },
		},
		klingV3Submit: {
			'Last Frame URL is required but empty': { ...twoFrames, lastFrameUrl: '={{ "" }}' },
			'Renamed Model is Kling-v3-omni, the model of another operation': {
				advanced: { renamedModel: 'Kling-v3-omni' },
			},
			'Prompt has 2501 characters; the limit is 2500': { prompt: 'x'.repeat(2501) },
		},
	},
};
