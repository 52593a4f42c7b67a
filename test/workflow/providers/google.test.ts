import { google } from '../../../nodes/KexiangGoogle/provider';
import { run } from '../../support/kexiang';
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

const A = 'https://example.com/a.png';
const B = 'https://example.com/b.png';
const VIDEO = 'https://example.com/a.mp4?size=1,2';
/** An expression that gives nothing; n8n itself refuses a required field that is left empty. */
const EMPTY = '={{ $json.none }}';
const TYPE = 'kexiangGoogle';

const minimal = { name: 'minimal', parameters: { prompt: 'a boat' }, gives: 'imageUrls' } as const;
const channelFull = {
	name: 'full',
	parameters: {
		prompt: 'a boat',
		imageUrls: [A, B],
		ratio: '21:9',
		resolution: '4K',
	},
	sends: { prompt: 'a boat', urls: [A, B], aspectRatio: '21:9', imageSize: '4K' },
	gives: 'imageUrls' as const,
};
const officialFull = {
	name: 'full',
	parameters: {
		prompt: 'a boat',
		mode: 'img2img',
		imageUrls: `${A}\n${B}`,
		ratio: '9:16',
		modelName: 'other',
		resolution: '4k',
		quality: 'high',
		advanced: { costType: 2, businessUrl: 'google/img' },
	},
	gives: 'imageUrls' as const,
};
const officialFullInput = {
	modelType: 'img2img',
	prompt: 'a boat',
	size: '9:16',
	resolution: '4k',
	image_urls: [A, B],
	quality: 'high',
};
const proMinimal = {
	user_input: {
		modelName: 'gemini-3-pro-image-preview',
		modelType: 'text2img',
		prompt: 'a boat',
		size: '1:1',
	},
};
/** Form of reference 5.2, which is the example of two operations. */
const channelExample = {
	parameters: {
		prompt: 'a cat at play',
		imageUrls: [],
		ratio: 'auto',
		resolution: '1K',
	},
	gives: 'imageUrls' as const,
};

describe('Kexiang Google', () => {
	const simulator = freshSimulator();

	testRequests(simulator, TYPE, [
		{ ...minimal, operation: 'kbananaProChannelSubmit', sends: { prompt: 'a boat' } },
		{ ...channelFull, operation: 'kbananaProChannelSubmit' },
		{
			operation: 'kbananaProChannelSubmit',
			name: 'example of reference 5.1',
			parameters: {
				prompt: 'put the cup on a beach',
				imageUrls: 'https://example.com/cup.png',
				ratio: '1:1',
				resolution: '2K',
			},
			sends: exampleOf('kbananaProChannelSubmit'),
			gives: 'imageUrls',
		},
		{ ...minimal, operation: 'kbanana2ChannelSubmit', sends: { prompt: 'a boat' } },
		{ ...channelFull, operation: 'kbanana2ChannelSubmit' },
		{
			...channelExample,
			operation: 'kbanana2ChannelSubmit',
			name: 'example of reference 5.2',
			sends: exampleOf('kbanana2ChannelSubmit'),
		},
		{
			...minimal,
			operation: 'kbanana2OfficialSubmit',
			sends: {
				user_input: {
					modelName: 'gemini-3.1-flash-image',
					modelType: 'text2img',
					prompt: 'a boat',
					size: '1:1',
				},
			},
		},
		{
			...officialFull,
			operation: 'kbanana2OfficialSubmit',
			parameters: {
				...officialFull.parameters,
				ratio: '1:8',
				modelNameOther: 'gemini-3.1-flash-image-preview',
			},
			sends: {
				cost_type: 2,
				business_url: 'google/img',
				user_input: {
					...officialFullInput,
					modelName: 'gemini-3.1-flash-image-preview',
					size: '1:8',
				},
			},
		},
		{
			operation: 'kbanana2OfficialSubmit',
			name: 'example of reference 5.4',
			parameters: {
				prompt: 'a paper boat on a lake',
				ratio: '16:9',
				resolution: '1k',
			},
			sends: exampleOf('kbanana2OfficialSubmit'),
			gives: 'imageUrls',
		},
		{ ...minimal, operation: 'kbananaProOfficialSubmit', sends: proMinimal },
		{
			...officialFull,
			operation: 'kbananaProOfficialSubmit',
			parameters: { ...officialFull.parameters, modelName: 'gemini-3-pro-image' },
			sends: {
				cost_type: 2,
				business_url: 'google/img',
				user_input: { ...officialFullInput, modelName: 'gemini-3-pro-image' },
			},
		},
		{
			operation: 'kbananaProOfficialSubmit',
			name: 'example of reference 5.5',
			parameters: {
				prompt: 'replace the background with a beach',
				mode: 'img2img',
				imageUrls: 'https://example.com/in.png',
				ratio: '9:16',
				resolution: '1k',
			},
			sends: exampleOf('kbananaProOfficialSubmit'),
			gives: 'imageUrls',
		},
		{ ...minimal, operation: 'nanoBanana2Sync', sync: true, sends: { prompt: 'a boat' } },
		{ ...channelFull, operation: 'nanoBanana2Sync', sync: true },
		{
			...channelExample,
			operation: 'nanoBanana2Sync',
			name: 'example of the contract, as reference 5.2',
			sends: exampleOf('nanoBanana2Sync'),
			sync: true,
		},
		{
			operation: 'kggOmniSubmit',
			name: 'minimal',
			parameters: { prompt: 'a boat' },
			sends: {
				user_input: { modelName: 'GoogleOmni', modelType: 'text2video', prompt: 'a boat' },
			},
		},
		{
			operation: 'kggOmniSubmit',
			name: 'full',
			parameters: {
				mode: 'mixVideo',
				prompt: 'a boat',
				imageUrls: [A, B],
				videoUrls: VIDEO,
				size: '720x1280',
				advanced: { renamedModel: 'GoogleOmni' },
			},
			sends: {
				user_input: {
					modelName: 'GoogleOmni',
					modelType: 'mixVideo',
					prompt: 'a boat',
					images: `${A},${B}`,
					video: 'https://example.com/a.mp4?size=1%2C2',
					size: '720x1280',
				},
			},
		},
		{
			operation: 'kggOmniSubmit',
			name: 'references without text',
			parameters: { mode: 'mixVideo', imageUrls: A },
			sends: { user_input: { modelName: 'GoogleOmni', modelType: 'mixVideo', images: A } },
		},
		{
			operation: 'kggOmniSubmit',
			name: 'example of the contract',
			parameters: { prompt: 'a paper boat on a lake', size: '1280x720' },
			sends: exampleOf('kggOmniSubmit'),
		},
		{
			...minimal,
			operation: 'kbananaProOfficialSubmit',
			name: 'pictures of another mode stay out',
			parameters: { prompt: 'a boat', imageUrls: A },
			sends: proMinimal,
		},
	]);

	testQueries(simulator, TYPE, [
		{
			operation: 'kbananaChannelQuery',
			after: { ...minimal, operation: 'kbananaProChannelSubmit' },
		},
		{
			operation: 'kbananaOfficialQuery',
			after: { ...minimal, operation: 'kbanana2OfficialSubmit' },
		},
	]);

	it('asks for a channel task by the body of reference 5.3', async () => {
		const poll = {
			type: TYPE,
			parameters: { operation: 'kbananaChannelQuery', taskId: 'abc' },
		};
		await run(simulator(), [poll]);
		const { requests, violations } = simulator().ledger;
		expect(violations).toEqual([]);
		expect(requests[0]).toMatchObject({
			operationId: 'kbananaChannelQuery',
			body: JSON.parse('{"id":"abc"}'),
		});
	});

	testRefusals(simulator, TYPE, [
		{
			operation: 'kbananaProChannelSubmit',
			parameters: { prompt: ' ' },
			message: 'Prompt is required but empty',
		},
		{
			operation: 'kbanana2ChannelSubmit',
			parameters: { prompt: 'a boat', imageUrls: Array(15).fill(A) },
			message: 'Image URLs contains 15 URLs, but must contain 1 to 14',
		},
		{
			operation: 'nanoBanana2Sync',
			parameters: { prompt: 'a boat', resolution: '8k' },
			message: 'Resolution is "8k", but must be one of 1K, 2K, 4K',
		},
		{
			operation: 'kbanana2OfficialSubmit',
			parameters: { prompt: 'a boat', mode: 'img2img', imageUrls: EMPTY },
			message: 'Image URLs is required but empty',
		},
		{
			operation: 'kbananaProOfficialSubmit',
			parameters: { prompt: 'a boat', ratio: '1:8' },
			message: 'Ratio is "1:8", but must be one of',
		},
		{
			operation: 'kbananaProOfficialSubmit',
			parameters: { prompt: 'a boat', mode: 'img2img', imageUrls: Array(15).fill(A) },
			message: 'Image URLs contains 15 URLs, but must contain 1 to 14',
		},
		{
			operation: 'kggOmniSubmit',
			parameters: { mode: 'text2video', prompt: EMPTY },
			message: 'Prompt is required but empty',
		},
		{
			operation: 'kggOmniSubmit',
			parameters: { mode: 'mixVideo', prompt: 'a boat' },
			message: 'Image URLs is empty, and so is Video URLs',
		},
		{
			operation: 'kggOmniSubmit',
			parameters: { prompt: 'a boat', size: '16:9' },
			message: 'Size is "16:9", but must be WIDTHxHEIGHT',
		},
	]);

	testCoverage(google.operations);
});
