import { volcengine } from '../../../nodes/KexiangVolcengine/provider';
import {
	images,
	others,
	videos,
	type Form,
	type ProviderCases,
	type Sent,
} from '../../support/operationCases';

const A = 'https://example.com/1.png';
const B = 'https://example.com/2.png';
const VIDEO = 'https://example.com/a.mp4';
const SOUND = 'https://example.com/a.mp3';
const ASSET = 'asset://asset-0123';
/** An expression that gives nothing; n8n itself refuses a required field that is left empty. */
const EMPTY = '={{ $json.none }}';

const boat = { prompt: 'a boat' };
const adaptive = { ...boat, size: 'adaptive' };
const poster = { prompt: 'a tea shop poster', size: '2048x2048' };
const zoom = { prompt: 'slow zoom in', ratio: '16:9', resolution: '720p', duration: 5 };
const frames = { ...boat, firstFrameUrl: A, lastFrameUrl: B };
const twoFrames = { ...frames, mode: 'frame2video' };
const fullFrames = { ...frames, resolution: '480p', duration: 12, ratio: '9:16' };
const face = { fileUrl: 'https://example.com/face.png', assetName: 'face' };
const faceSent = { url: face.fileUrl, name: 'face' };
const heard = { videoUrls: VIDEO, audioUrls: SOUND };
const references = { ...boat, mode: 'mixVideo', imageUrls: [A, ASSET], ...heard };

const text = { type: 'text', text: 'a boat' };
const image = (url: string, role: string) => ({ type: 'image_url', image_url: { url }, role });
const video = { type: 'video_url', video_url: { url: VIDEO }, role: 'reference_video' };
const sound = { type: 'audio_url', audio_url: { url: SOUND }, role: 'reference_audio' };
const pictures = [A, ASSET].map((url) => image(url, 'reference_image'));
const referenceContent = [text, ...pictures, video, sound];
const task = (modelName: string, modelType: string, more: object) => ({
	user_input: { modelName, modelType, ...more },
});

const small = { ratio: '21:9', resolution: '480p', duration: -1 };
/** All that Seedance 2 takes, and what it sends. */
const fullSeedance = (modelName: string, model: Form): Sent => [
	{
		...references,
		...model,
		...small,
		generateAudio: 'off',
		options: { watermark: true, seed: 7, returnLastFrame: true },
	},
	task(modelName, 'mixVideo', {
		content: referenceContent,
		...small,
		generate_audio: false,
		watermark: true,
		seed: 7,
		return_last_frame: true,
	}),
];

const series = { imageSeries: 'on', maxImages: 1 };

const pictureSize = (size: string) => [
	`Size is "${size}", but must be 2K, 4K or WIDTHxHEIGHT of 3.69 to 16.78 million pixels`,
	{ size },
];

export const VOLCENGINE: ProviderCases = {
	type: 'kexiangVolcengine',
	operations: volcengine.operations,
	requests: {
		seedance1FirstLastFrame: videos({
			minimal: [frames, frames],
			full: [
				{ ...fullFrames, options: { cameraFixed: true, seed: -1, watermark: true } },
				{ ...fullFrames, camera_fixed: true, seed: -1, watermark: true },
			],
			example: { ...frames, prompt: 'the flower opens', resolution: '720p', duration: 5 },
		}),
		doubaoTextToImage3: images({
			minimal: [boat, boat],
			full: [
				{ ...boat, size: '512x2048', options: { guidanceScale: 7.5, seed: 3, watermark: true } },
				{ ...boat, size: '512x2048', guidance_scale: 7.5, seed: 3, watermark: true },
			],
			example: { prompt: 'a red kite', size: '1024x1024', options: { watermark: false } },
		}),
		doubaoImageEdit3: images({
			minimal: [
				{ ...boat, imageUrl: A },
				{ ...boat, image: A },
			],
			full: [
				{ ...adaptive, imageUrl: A, options: { guidanceScale: 1, seed: 0, watermark: true } },
				{ ...adaptive, image: A, guidance_scale: 1, seed: 0, watermark: true },
			],
			example: {
				prompt: 'make the sky pink',
				imageUrl: 'https://example.com/in.jpg',
				options: { watermark: false },
			},
		}),
		doubaoImageGenerate45: images({
			minimal: [boat, boat],
			full: [
				{ ...boat, size: '4K', imageUrls: `${A}, ${B}`, ...series, options: { watermark: true } },
				{
					...boat,
					size: '4K',
					image: [A, B],
					watermark: true,
					sequential_image_generation: 'auto',
					sequential_image_generation_options: { max_images: 1 },
				},
			],
			example: { ...poster, imageUrls: [], options: { watermark: false } },
		}),
		seedance2VideoSubmit: videos({
			minimal: [boat, task('KVideo2.0', 'text2video', { content: [text] })],
			'full, references': fullSeedance('KVideo2.0-Fast', { modelName: 'KVideo2.0-Fast' }),
			'first and last frame': [
				{ ...twoFrames, resolution: '4k' },
				task('KVideo2.0', 'frame2video', {
					content: [text, image(A, 'first_frame'), image(B, 'last_frame')],
					resolution: '4k',
				}),
			],
			'references without text': [
				{ mode: 'mixVideo', videoUrls: VIDEO },
				task('KVideo2.0', 'mixVideo', { content: [video] }),
			],
			example: {
				...zoom,
				mode: 'img2video',
				imageUrl: A,
				generateAudio: 'on',
				options: { watermark: false },
			},
		}),
		seedance25VideoSubmit: videos({
			minimal: [boat, task('KVideo2.5', 'text2video', { content: [text] })],
			full: fullSeedance('KVideo2.5', { advanced: { renamedModel: 'KVideo2.5' } }),
			example: zoom,
		}),
		seedream5Generate: images({
			minimal: [boat, boat],
			full: [
				{ ...boat, size: '2K', imageUrls: [A, B], options: { watermark: false } },
				{ ...boat, size: '2K', image: [A, B], watermark: false },
			],
			example: { ...poster, imageUrls: '[]', options: { watermark: true } },
		}),
		miniMaxH3Submit: videos({
			minimal: [boat, task('MiniMaxH3', 'text2video', boat)],
			'full, references': [
				{
					...references,
					imageUrls: [A, B],
					resolution: '2K',
					advanced: { renamedModel: 'MiniMaxH3' },
				},
				task('MiniMaxH3', 'mixVideo', {
					...boat,
					images: `${A},${B}`,
					videos: VIDEO,
					audios: SOUND,
					resolution: '2K',
				}),
			],
			'a first frame without text': [
				{ mode: 'img2video', imageUrl: A },
				task('MiniMaxH3', 'img2video', { firstFrameUrl: A }),
			],
			example: { ...twoFrames, prompt: 'the flower opens', resolution: '768P' },
		}),
		seedance2AssetReviewSubmit: others(
			{
				taskSource: 'assetReview',
				assetId: expect.stringMatching(/^asset-/),
				assetUrl: expect.stringMatching(/^asset:\/\/asset-/),
			},
			{
				minimal: [face, { ...faceSent, asset_type: 'Image' }],
				full: [
					{ ...face, assetType: 'Video', options: { waitComplete: true } },
					{ ...faceSent, asset_type: 'Video', wait_complete: true },
				],
				example: { ...face, options: { waitComplete: false } },
			},
		),
	},
	queries: {
		seedance2VideoQuery: ['seedance2VideoSubmit', 'miniMaxH3Submit'],
		seedance2AssetReviewQuery: ['seedance2AssetReviewSubmit'],
	},
	refusals: {
		seedance1FirstLastFrame: {
			'Last Frame URL is required but empty': { lastFrameUrl: EMPTY },
			'Duration must be 2 to 12, but is 13': { duration: 13 },
			'First Frame URL does not accept assets, but contains': { firstFrameUrl: ASSET },
		},
		doubaoTextToImage3: {
			'Size is "256x1024", but must be WIDTHxHEIGHT, each side 512 to 2048': { size: '256x1024' },
		},
		doubaoImageEdit3: {
			'Image URL accepts one URL or file, but contains 2': { imageUrl: `${A},${B}` },
		},
		doubaoImageGenerate45: {
			...Object.fromEntries(['1024x1024', '8192x8192', '16384x256', '3K'].map(pictureSize)),
			'Max Images is set, but Image Series is not switched on': { maxImages: 3 },
			'Max Images is 14; the limit with 2 reference images is 13': {
				imageSeries: 'on',
				maxImages: 14,
				imageUrls: [A, B],
			},
		},
		seedance2VideoSubmit: {
			'Last Frame URL is required but empty': { ...twoFrames, lastFrameUrl: EMPTY },
			'Prompt is required but empty': { mode: 'img2video', prompt: EMPTY, imageUrl: A },
			'Audio URLs cannot be the only reference': { mode: 'mixVideo', audioUrls: SOUND },
			'Image URLs is empty, and so is Video URLs': { mode: 'mixVideo' },
			'Image URLs contains 10 URLs, but must contain 1 to 9': {
				...references,
				imageUrls: Array(10).fill(A),
			},
			'Video URLs contains 4 URLs, but must contain 1 to 3': {
				...references,
				videoUrls: Array(4).fill(VIDEO),
			},
			'Duration is 3, but must be 4 to 15, or -1': { duration: 3 },
			'Resolution is 1080p, but KVideo2.0-Mini only supports 480p and 720p': {
				modelName: 'KVideo2.0-Mini',
				resolution: '1080p',
			},
		},
		seedance25VideoSubmit: {
			'Audio URLs cannot be the only reference': { ...references, imageUrls: '', videoUrls: '' },
		},
		miniMaxH3Submit: {
			'Image URLs is empty, and so are Video URLs and Audio URLs': { mode: 'mixVideo' },
			'Prompt is required but empty': { mode: 'text2video', prompt: EMPTY },
		},
		seedance2AssetReviewSubmit: { 'Asset Name is required but empty': { assetName: EMPTY } },
		seedance2AssetReviewQuery: {
			'Task ID is "asset-0123", which does not look like an ID of Asset Review': {
				taskId: 'asset-0123',
			},
		},
	},
};
