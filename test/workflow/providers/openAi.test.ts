import { openAi } from '../../../nodes/KexiangOpenAi/provider';
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
/** An expression that gives nothing; n8n itself refuses a required field that is left empty. */
const EMPTY = '={{ $json.none }}';
const TYPE = 'kexiangOpenAi';

const minimal = { name: 'minimal', parameters: { prompt: 'a boat' }, gives: 'imageUrls' } as const;
const POSTER = 'a poster for a tea shop';
const fullForm = {
	prompt: 'a boat',
	mode: 'img2img',
	imageUrls: [A, B],
	ratio: '21:9',
};
const fullInput = { modelType: 'img2img', prompt: 'a boat', size: '21:9' };

describe('Kexiang OpenAI', () => {
	const simulator = freshSimulator();

	testRequests(simulator, TYPE, [
		{
			...minimal,
			operation: 'kImage2OfficialSubmit',
			sends: {
				user_input: {
					modelName: 'GPT-Image-2-Official',
					modelType: 'text2img',
					prompt: 'a boat',
					size: '1:1',
				},
			},
		},
		{
			operation: 'kImage2OfficialSubmit',
			name: 'full',
			parameters: {
				...fullForm,
				resolution: '4k',
				quality: 'high',
				advanced: {
					renamedModel: 'GPT-Image-2-Official',
					source: '0',
					// Fields of the upstream (D) go by way of Additional Fields.
					additionalFields: { background: 'transparent', output_format: 'webp', n: 1 },
				},
			},
			sends: {
				source: '0',
				user_input: {
					...fullInput,
					modelName: 'GPT-Image-2-Official',
					resolution: '4k',
					quality: 'high',
					image_urls: [A, B],
					background: 'transparent',
					output_format: 'webp',
					n: 1,
				},
			},
			gives: 'imageUrls',
		},
		{
			operation: 'kImage2OfficialSubmit',
			name: 'example of reference 10.1',
			parameters: {
				prompt: POSTER,
				ratio: '3:4',
				resolution: '1k',
				quality: 'medium',
			},
			sends: exampleOf('kImage2OfficialSubmit'),
			gives: 'imageUrls',
		},
		{
			...minimal,
			operation: 'gptImage2ChannelSubmit',
			sends: {
				cost_type: 1,
				business_url: 'gpt-image2/img',
				user_input: {
					modelName: 'GPT-Image-2',
					modelType: 'text2img',
					prompt: 'a boat',
					size: 'auto',
				},
			},
		},
		{
			operation: 'gptImage2ChannelSubmit',
			name: 'full',
			parameters: {
				...fullForm,
				quality: 'low',
				advanced: { renamedModel: 'GPT-Image-2' },
			},
			sends: {
				cost_type: 1,
				business_url: 'gpt-image2/img',
				user_input: { ...fullInput, modelName: 'GPT-Image-2', urls: [A, B], quality: 'low' },
			},
			gives: 'imageUrls',
		},
		{
			operation: 'gptImage2ChannelSubmit',
			name: 'example of the contract',
			parameters: { prompt: POSTER, ratio: '3:4' },
			sends: exampleOf('gptImage2ChannelSubmit'),
			gives: 'imageUrls',
		},
		{
			...minimal,
			operation: 'gptImage25Submit',
			sends: {
				user_input: {
					modelName: 'GPT-Image-2.5-Sunburst',
					modelType: 'text2img',
					prompt: 'a boat',
					size: '1:1',
				},
			},
		},
		{
			operation: 'gptImage25Submit',
			name: 'full',
			parameters: {
				...fullForm,
				modelName: 'GPT-Image-2.5-Flare',
				resolution: '2k',
				quality: 'medium',
			},
			sends: {
				user_input: {
					...fullInput,
					modelName: 'GPT-Image-2.5-Flare',
					resolution: '2k',
					quality: 'medium',
					image_urls: [A, B],
				},
			},
			gives: 'imageUrls',
		},
		{
			operation: 'gptImage25Submit',
			name: 'example of the contract',
			parameters: { prompt: POSTER, ratio: '3:4', resolution: '1k' },
			sends: exampleOf('gptImage25Submit'),
			gives: 'imageUrls',
		},
	]);

	testQueries(simulator, TYPE, [
		{
			operation: 'kImage2OfficialQuery',
			after: { ...minimal, operation: 'kImage2OfficialSubmit' },
		},
		{
			operation: 'kImage2OfficialQuery',
			after: { ...minimal, operation: 'gptImage2ChannelSubmit' },
		},
	]);

	testRefusals(simulator, TYPE, [
		{
			operation: 'kImage2OfficialSubmit',
			parameters: { prompt: 'a boat', mode: 'img2img', imageUrls: EMPTY },
			message: 'Image URLs is required but empty',
		},
		{
			operation: 'kImage2OfficialSubmit',
			parameters: { ...fullForm, imageUrls: Array(17).fill(A) },
			message: 'Image URLs contains 17 URLs, but must contain 1 to 16',
		},
		{
			operation: 'gptImage2ChannelSubmit',
			parameters: { ...fullForm, imageUrls: Array(9).fill(A) },
			message: 'Image URLs contains 9 URLs, but must contain 1 to 8',
		},
		{
			operation: 'gptImage2ChannelSubmit',
			parameters: { prompt: 'a boat', ratio: '5:4' },
			message: 'Ratio is "5:4", but must be one of',
		},
		{
			operation: 'gptImage25Submit',
			parameters: { prompt: 'a boat', resolution: '8k' },
			message: 'Resolution is "8k", but must be one of 1k, 2k, 4k',
		},
	]);

	testCoverage(openAi.operations);
});
