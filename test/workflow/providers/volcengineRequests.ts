import { exampleOf } from '../../support/contractExample';
import type { OperationCase } from '../../support/operationCases';

/** What the operations of Kexiang Volcengine send. */

export const A = 'https://example.com/1.png';
export const B = 'https://example.com/2.png';
export const VIDEO = 'https://example.com/a.mp4';
export const SOUND = 'https://example.com/a.mp3';
export const ASSET = 'asset://asset-0123';
/** An expression that gives nothing; n8n itself refuses a required field that is left empty. */
export const EMPTY = '={{ $json.none }}';
export const TYPE = 'kexiangVolcengine';

export const text = { type: 'text', text: 'a boat' };
export const image = (url: string, role: string) => ({
	type: 'image_url',
	image_url: { url },
	role,
});
export const frames = { prompt: 'a boat', firstFrameUrl: A, lastFrameUrl: B };
export const minimal = { name: 'minimal', parameters: { prompt: 'a boat' } } as const;
const picture = { sync: true, gives: 'imageUrls' } as const;

const allForm = { ratio: '21:9', resolution: '480p', duration: -1, generateAudio: 'off' };
const allOptions = { watermark: true, seed: 7, returnLastFrame: true };
const allInput = {
	ratio: '21:9',
	resolution: '480p',
	duration: -1,
	generate_audio: false,
	watermark: true,
	seed: 7,
	return_last_frame: true,
};
export const references = {
	mode: 'mixVideo',
	prompt: 'a boat',
	imageUrls: [A, ASSET],
	videoUrls: VIDEO,
	audioUrls: SOUND,
};
const referenceContent = [
	text,
	image(A, 'reference_image'),
	image(ASSET, 'reference_image'),
	{ type: 'video_url', video_url: { url: VIDEO }, role: 'reference_video' },
	{ type: 'audio_url', audio_url: { url: SOUND }, role: 'reference_audio' },
];

export const seedance2 = (parameters: object) => ({
	operation: 'seedance2VideoSubmit',
	parameters: { ...parameters },
});

export const REQUESTS: OperationCase[] = [
	{
		operation: 'seedance1FirstLastFrame',
		name: 'minimal',
		parameters: frames,
		sends: frames,
	},
	{
		operation: 'seedance1FirstLastFrame',
		name: 'full',
		parameters: {
			...frames,
			resolution: '480p',
			duration: 12,
			ratio: '9:16',
			options: { cameraFixed: true, seed: -1, watermark: true },
		},
		sends: {
			...frames,
			resolution: '480p',
			duration: 12,
			ratio: '9:16',
			camera_fixed: true,
			seed: -1,
			watermark: true,
		},
	},
	{
		operation: 'seedance1FirstLastFrame',
		name: 'example of reference 6.1',
		parameters: {
			...frames,
			prompt: 'the flower opens',
			resolution: '720p',
			duration: 5,
		},
		sends: exampleOf('seedance1FirstLastFrame'),
	},
	{
		...minimal,
		...picture,
		operation: 'doubaoTextToImage3',
		sends: { prompt: 'a boat' },
	},
	{
		...picture,
		operation: 'doubaoTextToImage3',
		name: 'full',
		parameters: {
			prompt: 'a boat',
			size: '512x2048',
			options: { guidanceScale: 7.5, seed: 3, watermark: true },
		},
		sends: { prompt: 'a boat', size: '512x2048', guidance_scale: 7.5, seed: 3, watermark: true },
	},
	{
		...picture,
		operation: 'doubaoTextToImage3',
		name: 'example of reference 6.2',
		parameters: { prompt: 'a red kite', size: '1024x1024', options: { watermark: false } },
		sends: exampleOf('doubaoTextToImage3'),
	},
	{
		...picture,
		operation: 'doubaoImageEdit3',
		name: 'minimal',
		parameters: { prompt: 'a boat', imageUrl: A },
		sends: { prompt: 'a boat', image: A },
	},
	{
		...picture,
		operation: 'doubaoImageEdit3',
		name: 'full',
		parameters: {
			prompt: 'a boat',
			imageUrl: A,
			size: 'adaptive',
			options: { guidanceScale: 1, seed: 0, watermark: true },
		},
		sends: {
			prompt: 'a boat',
			image: A,
			size: 'adaptive',
			guidance_scale: 1,
			seed: 0,
			watermark: true,
		},
	},
	{
		...picture,
		operation: 'doubaoImageEdit3',
		name: 'example of reference 6.3',
		parameters: {
			prompt: 'make the sky pink',
			imageUrl: 'https://example.com/in.jpg',
			options: { watermark: false },
		},
		sends: exampleOf('doubaoImageEdit3'),
	},
	{ ...minimal, ...picture, operation: 'doubaoImageGenerate45', sends: { prompt: 'a boat' } },
	{
		...picture,
		operation: 'doubaoImageGenerate45',
		name: 'full',
		parameters: {
			prompt: 'a boat',
			size: '4K',
			imageUrls: `${A}, ${B}`,
			imageSeries: 'on',
			maxImages: 1,
			options: { watermark: true },
		},
		sends: {
			prompt: 'a boat',
			size: '4K',
			image: [A, B],
			watermark: true,
			sequential_image_generation: 'auto',
			sequential_image_generation_options: { max_images: 1 },
		},
	},
	{
		...picture,
		operation: 'doubaoImageGenerate45',
		name: 'example of reference 6.4',
		parameters: {
			prompt: 'a tea shop poster',
			size: '2048x2048',
			imageUrls: [],
			options: { watermark: false },
		},
		sends: exampleOf('doubaoImageGenerate45'),
	},
	{
		...minimal,
		operation: 'seedance2VideoSubmit',
		sends: { user_input: { modelName: 'KVideo2.0', modelType: 'text2video', content: [text] } },
	},
	{
		...seedance2({ ...references, modelName: 'KVideo2.0-Fast', ...allForm, options: allOptions }),
		name: 'full, references',
		sends: {
			user_input: {
				modelName: 'KVideo2.0-Fast',
				modelType: 'mixVideo',
				content: referenceContent,
				...allInput,
			},
		},
	},
	{
		...seedance2({ ...frames, mode: 'frame2video', resolution: '4k' }),
		name: 'first and last frame',
		sends: {
			user_input: {
				modelName: 'KVideo2.0',
				modelType: 'frame2video',
				content: [text, image(A, 'first_frame'), image(B, 'last_frame')],
				resolution: '4k',
			},
		},
	},
	{
		...seedance2({ mode: 'mixVideo', videoUrls: VIDEO }),
		name: 'references without text',
		sends: {
			user_input: {
				modelName: 'KVideo2.0',
				modelType: 'mixVideo',
				content: [{ type: 'video_url', video_url: { url: VIDEO }, role: 'reference_video' }],
			},
		},
	},
	{
		...seedance2({
			mode: 'img2video',
			prompt: 'slow zoom in',
			imageUrl: A,
			ratio: '16:9',
			resolution: '720p',
			duration: 5,
			generateAudio: 'on',
			options: { watermark: false },
		}),
		name: 'example of reference 6.5',
		sends: exampleOf('seedance2VideoSubmit'),
	},
	{
		...minimal,
		operation: 'seedance25VideoSubmit',
		sends: { user_input: { modelName: 'KVideo2.5', modelType: 'text2video', content: [text] } },
	},
	{
		operation: 'seedance25VideoSubmit',
		name: 'full',
		parameters: {
			...references,
			...allForm,
			options: allOptions,
			advanced: { renamedModel: 'KVideo2.5' },
		},
		sends: {
			user_input: {
				modelName: 'KVideo2.5',
				modelType: 'mixVideo',
				content: referenceContent,
				...allInput,
			},
		},
	},
	{
		operation: 'seedance25VideoSubmit',
		name: 'example of the contract',
		parameters: { prompt: 'slow zoom in', ratio: '16:9', resolution: '720p', duration: 5 },
		sends: exampleOf('seedance25VideoSubmit'),
	},
	{ ...minimal, ...picture, operation: 'seedream5Generate', sends: { prompt: 'a boat' } },
	{
		...picture,
		operation: 'seedream5Generate',
		name: 'full',
		parameters: { prompt: 'a boat', size: '2K', imageUrls: [A, B], options: { watermark: false } },
		sends: { prompt: 'a boat', size: '2K', image: [A, B], watermark: false },
	},
	{
		...picture,
		operation: 'seedream5Generate',
		name: 'example of the contract',
		parameters: {
			prompt: 'a tea shop poster',
			size: '2048x2048',
			imageUrls: '[]',
			options: { watermark: true },
		},
		sends: exampleOf('seedream5Generate'),
	},
	{
		...minimal,
		operation: 'miniMaxH3Submit',
		sends: { user_input: { modelName: 'MiniMaxH3', modelType: 'text2video', prompt: 'a boat' } },
	},
	{
		operation: 'miniMaxH3Submit',
		name: 'full, references',
		parameters: {
			...references,
			imageUrls: [A, B],
			resolution: '2K',
			advanced: { renamedModel: 'MiniMaxH3' },
		},
		sends: {
			user_input: {
				modelName: 'MiniMaxH3',
				modelType: 'mixVideo',
				prompt: 'a boat',
				images: `${A},${B}`,
				videos: VIDEO,
				audios: SOUND,
				resolution: '2K',
			},
		},
	},
	{
		operation: 'miniMaxH3Submit',
		name: 'a first frame without text',
		parameters: { mode: 'img2video', imageUrl: A },
		sends: { user_input: { modelName: 'MiniMaxH3', modelType: 'img2video', firstFrameUrl: A } },
	},
	{
		operation: 'miniMaxH3Submit',
		name: 'example of the contract',
		parameters: {
			...frames,
			mode: 'frame2video',
			prompt: 'the flower opens',
			resolution: '768P',
		},
		sends: exampleOf('miniMaxH3Submit'),
	},
];
