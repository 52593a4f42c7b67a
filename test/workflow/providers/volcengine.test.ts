import { volcengine } from '../../../nodes/KexiangVolcengine/provider';
import { startSimulator } from '../../../simulator/server';
import { quick, run, wait } from '../../support/kexiang';
import { exampleOf } from '../../support/contractExample';
import {
	freshSimulator,
	testCoverage,
	testQueries,
	testRefusals,
	testRequests,
} from '../../support/operationCases';
import { holdAgainstSchema } from '../../support/outputSchemas';
import { inQuickTime } from '../../support/quickTime';

jest.mock('../../../nodes/shared/util/time', () => jest.requireActual('../../support/quickTime'));

inQuickTime();

const A = 'https://example.com/1.png';
const B = 'https://example.com/2.png';
const VIDEO = 'https://example.com/a.mp4';
const SOUND = 'https://example.com/a.mp3';
const ASSET = 'asset://asset-0123';
/** An expression that gives nothing; n8n itself refuses a required field that is left empty. */
const EMPTY = '={{ $json.none }}';
const TYPE = 'kexiangVolcengine';

const text = { type: 'text', text: 'a boat' };
const image = (url: string, role: string) => ({ type: 'image_url', image_url: { url }, role });
const frames = { prompt: 'a boat', firstFrameUrl: A, lastFrameUrl: B };
const minimal = { name: 'minimal', parameters: { prompt: 'a boat' } } as const;
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
const references = {
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

const seedance2 = (parameters: object) => ({
	operation: 'seedance2VideoSubmit',
	parameters: { ...parameters },
});

describe('Kexiang Volcengine', () => {
	const simulator = freshSimulator();

	testRequests(simulator, TYPE, [
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
			sends: {
				prompt: 'a boat',
				size: '512x2048',
				guidance_scale: 7.5,
				seed: 3,
				watermark: true,
			},
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
			sends: {
				user_input: { modelName: 'KVideo2.0', modelType: 'text2video', content: [text] },
			},
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
			sends: {
				user_input: { modelName: 'KVideo2.5', modelType: 'text2video', content: [text] },
			},
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
			parameters: {
				prompt: 'slow zoom in',
				ratio: '16:9',
				resolution: '720p',
				duration: 5,
			},
			sends: exampleOf('seedance25VideoSubmit'),
		},
		{ ...minimal, ...picture, operation: 'seedream5Generate', sends: { prompt: 'a boat' } },
		{
			...picture,
			operation: 'seedream5Generate',
			name: 'full',
			parameters: {
				prompt: 'a boat',
				size: '2K',
				imageUrls: [A, B],
				options: { watermark: false },
			},
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
			sends: {
				user_input: { modelName: 'MiniMaxH3', modelType: 'text2video', prompt: 'a boat' },
			},
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
			sends: {
				user_input: { modelName: 'MiniMaxH3', modelType: 'img2video', firstFrameUrl: A },
			},
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
	]);

	testQueries(simulator, TYPE, [
		{
			operation: 'seedance2VideoQuery',
			after: { ...minimal, operation: 'seedance2VideoSubmit' },
		},
		{ operation: 'seedance2VideoQuery', after: { ...minimal, operation: 'miniMaxH3Submit' } },
	]);

	describe('asset review', () => {
		const review = (parameters: object) => ({
			type: TYPE,
			name: 'Review',
			parameters: { operation: 'seedance2AssetReviewSubmit', ...parameters },
		});
		const face = { fileUrl: 'https://example.com/face.png', assetName: 'face' };
		const poll = {
			type: TYPE,
			name: 'Ask',
			parameters: { operation: 'seedance2AssetReviewQuery' },
		};
		const accepted = {
			taskSource: 'assetReview',
			state: 'success',
			assetId: expect.stringMatching(/^asset-/),
			assetUrl: expect.stringMatching(/^asset:\/\/asset-/),
		};

		testRequests(simulator, TYPE, [
			{
				operation: 'seedance2AssetReviewSubmit',
				name: 'example of reference 6.7',
				parameters: { ...face, options: { waitComplete: false } },
				sends: exampleOf('seedance2AssetReviewSubmit'),
				brings: accepted,
			},
		]);

		it.each([
			['minimal', face, { url: face.fileUrl, name: 'face', asset_type: 'Image' }],
			[
				'full',
				{ ...face, assetType: 'Video', options: { waitComplete: true } },
				{ url: face.fileUrl, name: 'face', asset_type: 'Video', wait_complete: true },
			],
			[
				'example of reference 6.7',
				{ ...face, options: { waitComplete: false } },
				exampleOf('seedance2AssetReviewSubmit'),
			],
		])('%s', async (_name, parameters, sends: unknown) => {
			const { items, error } = await run(simulator(), [
				review(parameters),
				wait({ options: quick }),
				poll,
			]);
			expect(error).toBeUndefined();
			const { requests, violations } = simulator().ledger;
			expect(violations).toEqual([]);
			expect(requests[0]).toMatchObject({ operationId: 'seedance2AssetReviewSubmit' });
			expect(requests[0]?.body).toEqual(sends);
			expect(items('Wait')[0]?.json).toMatchObject(accepted);
			expect(items('Ask')[0]?.json).toMatchObject(accepted);
			holdAgainstSchema(TYPE, 'seedance2AssetReviewQuery', [items('Ask')[0]?.json]);
		});

		it('gives an asset that Seedance takes', async () => {
			const { items, error } = await run(simulator(), [
				review(face),
				wait({ options: quick }, { name: 'Reviewed' }),
				{
					type: TYPE,
					name: 'Submit',
					parameters: {
						operation: 'seedance2VideoSubmit',
						mode: 'img2video',
						prompt: 'a boat',
						imageUrl: '={{ $json.assetUrl }}',
					},
				},
				wait({ options: quick }),
			]);
			expect(error).toBeUndefined();
			const { requests, violations } = simulator().ledger;
			expect(violations).toEqual([]);
			const sent = requests.find(({ operationId }) => operationId === 'seedance2VideoSubmit');
			const url = `asset://${String(items('Reviewed')[0]?.json.assetId)}`;
			expect(sent?.body).toMatchObject({
				user_input: { content: [text, image(url, 'first_frame')] },
			});
			expect(items('Wait')[0]?.json).toMatchObject({ state: 'success' });
		});
	});

	testRefusals(simulator, TYPE, [
		{
			operation: 'seedance1FirstLastFrame',
			parameters: { ...frames, lastFrameUrl: EMPTY },
			message: 'Last Frame URL is required but empty',
		},
		{
			operation: 'seedance1FirstLastFrame',
			parameters: { ...frames, duration: 13 },
			message: 'Duration must be 2 to 12, but is 13',
		},
		{
			operation: 'seedance1FirstLastFrame',
			parameters: { ...frames, firstFrameUrl: ASSET },
			message: 'First Frame URL does not accept assets, but contains',
		},
		{
			operation: 'doubaoTextToImage3',
			parameters: { prompt: 'a boat', size: '256x1024' },
			message: 'Size is "256x1024", but must be WIDTHxHEIGHT, each side 512 to 2048',
		},
		{
			operation: 'doubaoImageEdit3',
			parameters: { prompt: 'a boat', imageUrl: `${A},${B}` },
			message: 'Image URL accepts one URL or file, but contains 2',
		},
		...['1024x1024', '8192x8192', '16384x256', '3K'].map((size) => ({
			operation: 'doubaoImageGenerate45',
			parameters: { prompt: 'a boat', size },
			message: `Size is "${size}", but must be 2K, 4K or WIDTHxHEIGHT of 3.69 to 16.78 million pixels`,
		})),
		{
			operation: 'doubaoImageGenerate45',
			parameters: { prompt: 'a boat', maxImages: 3 },
			message: 'Max Images is set, but Image Series is not switched on',
		},
		{
			operation: 'doubaoImageGenerate45',
			parameters: {
				prompt: 'a boat',
				imageSeries: 'on',
				maxImages: 14,
				imageUrls: [A, B],
			},
			message: 'Max Images is 14; the limit with 2 reference images is 13',
		},
		{
			...seedance2({ ...frames, mode: 'frame2video', lastFrameUrl: EMPTY }),
			message: 'Last Frame URL is required but empty',
		},
		{
			...seedance2({ mode: 'img2video', prompt: EMPTY, imageUrl: A }),
			message: 'Prompt is required but empty',
		},
		{
			...seedance2({ mode: 'mixVideo', prompt: 'a boat', audioUrls: SOUND }),
			message: 'Audio URLs cannot be the only reference',
		},
		{
			...seedance2({ mode: 'mixVideo', prompt: 'a boat' }),
			message: 'Image URLs is empty, and so is Video URLs',
		},
		{
			...seedance2({ ...references, imageUrls: Array(10).fill(A) }),
			message: 'Image URLs contains 10 URLs, but must contain 1 to 9',
		},
		{
			...seedance2({ ...references, videoUrls: Array(4).fill(VIDEO) }),
			message: 'Video URLs contains 4 URLs, but must contain 1 to 3',
		},
		{
			...seedance2({ prompt: 'a boat', duration: 3 }),
			message: 'Duration is 3, but must be 4 to 15, or -1',
		},
		{
			...seedance2({
				prompt: 'a boat',
				modelName: 'KVideo2.0-Mini',
				resolution: '1080p',
			}),
			message: 'Resolution is 1080p, but KVideo2.0-Mini only supports 480p and 720p',
		},
		{
			operation: 'seedance25VideoSubmit',
			parameters: { ...references, imageUrls: '', videoUrls: '' },
			message: 'Audio URLs cannot be the only reference',
		},
		{
			operation: 'miniMaxH3Submit',
			parameters: { mode: 'mixVideo', prompt: 'a boat' },
			message: 'Image URLs is empty, and so are Video URLs and Audio URLs',
		},
		{
			operation: 'miniMaxH3Submit',
			parameters: { mode: 'text2video', prompt: EMPTY },
			message: 'Prompt is required but empty',
		},
		{
			operation: 'seedance2AssetReviewSubmit',
			parameters: { fileUrl: A, assetName: EMPTY },
			message: 'Asset Name is required but empty',
		},
		{
			operation: 'seedance2AssetReviewQuery',
			parameters: { taskId: 'asset-0123' },
			message: 'Task ID is "asset-0123", which does not look like an ID of Asset Review',
		},
	]);

	testCoverage(volcengine.operations, ['seedance2AssetReviewSubmit', 'seedance2AssetReviewQuery']);
});

describe('Kexiang Volcengine, where a picture tool answers with a task', () => {
	it.each(['doubaoTextToImage3', 'doubaoImageEdit3', 'doubaoImageGenerate45'])(
		'%s: the task can be waited for',
		async (operation) => {
			const simulator = await startSimulator({
				taskSeconds: 0.1,
				kinds: { [operation]: 'submit' },
				quiet: true,
			});
			try {
				const submit = {
					type: TYPE,
					name: 'Submit',
					parameters: { operation, prompt: 'a boat', imageUrl: A },
				};
				const { items, error } = await run(simulator, [submit, wait({ options: quick })]);
				expect(error).toBeUndefined();
				expect(items('Submit')[0]?.json).toMatchObject({
					taskSource: 'toolTask',
					state: 'pending',
				});
				expect(items('Wait')[0]?.json).toMatchObject({
					state: 'success',
					imageUrls: [expect.stringContaining(simulator.filesUrl)],
				});
			} finally {
				await simulator.stop();
			}
		},
	);
});
