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
import {
	A,
	ASSET,
	B,
	EMPTY,
	frames,
	image,
	minimal,
	references,
	REQUESTS,
	seedance2,
	SOUND,
	text,
	TYPE,
	VIDEO,
} from './volcengineRequests';

jest.mock('../../../nodes/shared/util/time', () => jest.requireActual('../../support/quickTime'));

inQuickTime();

describe('Kexiang Volcengine', () => {
	const simulator = freshSimulator();

	testRequests(simulator, TYPE, REQUESTS);

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
