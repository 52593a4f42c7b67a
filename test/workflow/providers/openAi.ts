import { openAi } from '../../../nodes/KexiangOpenAi/provider';
import { images, type ProviderCases } from '../../support/operationCases';

const A = 'https://example.com/a.png';
const B = 'https://example.com/b.png';
/** An expression that gives nothing; n8n itself refuses a required field that is left empty. */
const EMPTY = '={{ $json.none }}';

const OFFICIAL = 'GPT-Image-2-Official';
const boat = { prompt: 'a boat' };
const poster = { prompt: 'a poster for a tea shop', ratio: '3:4' };
const best = { resolution: '4k', quality: 'high' };
const good = { resolution: '2k', quality: 'medium' };
const fullForm = { ...boat, mode: 'img2img', imageUrls: [A, B], ratio: '21:9' };

const textInput = (modelName: string, size: string) => ({
	user_input: { modelName, modelType: 'text2img', prompt: 'a boat', size },
});
const fullInput = (modelName: string, more: object) => ({
	user_input: { modelName, modelType: 'img2img', prompt: 'a boat', size: '21:9', ...more },
});
const channel = { cost_type: 1, business_url: 'gpt-image2/img' };
/** Fields of the upstream (D) go by way of Additional Fields. */
const upstream = { background: 'transparent', output_format: 'webp', n: 1 };

export const OPEN_AI: ProviderCases = {
	type: 'kexiangOpenAi',
	operations: openAi.operations,
	requests: {
		kImage2OfficialSubmit: images({
			minimal: [boat, textInput(OFFICIAL, '1:1')],
			full: [
				{
					...fullForm,
					...best,
					advanced: { renamedModel: OFFICIAL, source: '0', additionalFields: upstream },
				},
				{ source: '0', ...fullInput(OFFICIAL, { ...best, image_urls: [A, B], ...upstream }) },
			],
			example: { ...poster, resolution: '1k', quality: 'medium' },
		}),
		gptImage2ChannelSubmit: images({
			minimal: [boat, { ...channel, ...textInput('GPT-Image-2', 'auto') }],
			full: [
				{ ...fullForm, quality: 'low', advanced: { renamedModel: 'GPT-Image-2' } },
				{ ...channel, ...fullInput('GPT-Image-2', { urls: [A, B], quality: 'low' }) },
			],
			example: poster,
		}),
		gptImage25Submit: images({
			minimal: [boat, textInput('GPT-Image-2.5-Sunburst', '1:1')],
			full: [
				{ ...fullForm, ...good, modelName: 'GPT-Image-2.5-Flare' },
				fullInput('GPT-Image-2.5-Flare', { ...good, image_urls: [A, B] }),
			],
			example: { ...poster, resolution: '1k' },
		}),
	},
	queries: { kImage2OfficialQuery: ['kImage2OfficialSubmit', 'gptImage2ChannelSubmit'] },
	refusals: {
		kImage2OfficialSubmit: {
			'Image URLs is required but empty': { mode: 'img2img', imageUrls: EMPTY },
			'Image URLs contains 17 URLs, but must contain 1 to 16': {
				...fullForm,
				imageUrls: Array(17).fill(A),
			},
		},
		gptImage2ChannelSubmit: {
			'Image URLs contains 9 URLs, but must contain 1 to 8': {
				...fullForm,
				imageUrls: Array(9).fill(A),
			},
			'Ratio is "5:4", but must be one of': { ratio: '5:4' },
		},
		gptImage25Submit: { 'Resolution is "8k", but must be one of 1k, 2k, 4k': { resolution: '8k' } },
	},
};
