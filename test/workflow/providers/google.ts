import { google } from '../../../nodes/KexiangGoogle/provider';
import {
	images,
	videos,
	type Form,
	type ProviderCases,
	type Sent,
} from '../../support/operationCases';

const A = 'https://example.com/a.png';
const B = 'https://example.com/b.png';
const VIDEO = 'https://example.com/a.mp4?size=1,2';
/** An expression that gives nothing; n8n itself refuses a required field that is left empty. */
const EMPTY = '={{ $json.none }}';

const boat = { prompt: 'a boat' };
const channelMinimal: Sent = [boat, { prompt: 'a boat' }];
const channelFull: Sent = [
	{ ...boat, imageUrls: [A, B], ratio: '21:9', resolution: '4K' },
	{ prompt: 'a boat', urls: [A, B], aspectRatio: '21:9', imageSize: '4K' },
];
/** The form of reference 5.2, which is the example of two operations. */
const channelExample = { prompt: 'a cat at play', imageUrls: [], ratio: 'auto', resolution: '1K' };

const officialMinimal = (modelName: string) => ({
	user_input: { modelName, modelType: 'text2img', prompt: 'a boat', size: '1:1' },
});
const officialFull = (ratio: string, modelName: string, model: Form): Sent => [
	{
		...boat,
		...model,
		mode: 'img2img',
		imageUrls: `${A}\n${B}`,
		ratio,
		resolution: '4k',
		quality: 'high',
		advanced: { costType: 2, businessUrl: 'google/img' },
	},
	{
		cost_type: 2,
		business_url: 'google/img',
		user_input: {
			modelName,
			modelType: 'img2img',
			prompt: 'a boat',
			size: ratio,
			resolution: '4k',
			image_urls: [A, B],
			quality: 'high',
		},
	},
];
const omni = (userInput: object) => ({ user_input: { modelName: 'GoogleOmni', ...userInput } });

export const GOOGLE: ProviderCases = {
	type: 'kexiangGoogle',
	operations: google.operations,
	requests: {
		kbananaProChannelSubmit: images({
			minimal: channelMinimal,
			full: channelFull,
			example: {
				prompt: 'put the cup on a beach',
				imageUrls: 'https://example.com/cup.png',
				ratio: '1:1',
				resolution: '2K',
			},
		}),
		kbanana2ChannelSubmit: images({
			minimal: channelMinimal,
			full: channelFull,
			example: channelExample,
		}),
		kbanana2OfficialSubmit: images({
			minimal: [boat, officialMinimal('gemini-3.1-flash-image')],
			full: officialFull('1:8', 'gemini-3.1-flash-image-preview', {
				modelName: 'other',
				modelNameOther: 'gemini-3.1-flash-image-preview',
			}),
			example: { prompt: 'a paper boat on a lake', ratio: '16:9', resolution: '1k' },
		}),
		kbananaProOfficialSubmit: images({
			minimal: [boat, officialMinimal('gemini-3-pro-image-preview')],
			full: officialFull('9:16', 'gemini-3-pro-image', { modelName: 'gemini-3-pro-image' }),
			example: {
				prompt: 'replace the background with a beach',
				mode: 'img2img',
				imageUrls: 'https://example.com/in.png',
				ratio: '9:16',
				resolution: '1k',
			},
			'pictures of another mode stay out': [
				{ ...boat, imageUrls: A },
				officialMinimal('gemini-3-pro-image-preview'),
			],
		}),
		nanoBanana2Sync: images({
			minimal: channelMinimal,
			full: channelFull,
			example: channelExample,
		}),
		kggOmniSubmit: videos({
			minimal: [boat, omni({ modelType: 'text2video', prompt: 'a boat' })],
			full: [
				{
					...boat,
					mode: 'mixVideo',
					imageUrls: [A, B],
					videoUrls: VIDEO,
					size: '720x1280',
					advanced: { renamedModel: 'GoogleOmni' },
				},
				omni({
					modelType: 'mixVideo',
					prompt: 'a boat',
					images: `${A},${B}`,
					video: 'https://example.com/a.mp4?size=1%2C2',
					size: '720x1280',
				}),
			],
			'references without text': [
				{ mode: 'mixVideo', imageUrls: A },
				omni({ modelType: 'mixVideo', images: A }),
			],
			example: { prompt: 'a paper boat on a lake', size: '1280x720' },
		}),
	},
	queries: {
		kbananaChannelQuery: ['kbananaProChannelSubmit'],
		kbananaOfficialQuery: ['kbanana2OfficialSubmit'],
	},
	refusals: {
		kbananaProChannelSubmit: { 'Prompt is required but empty': { prompt: ' ' } },
		kbanana2ChannelSubmit: {
			'Image URLs contains 15 URLs, but must contain 1 to 14': { imageUrls: Array(15).fill(A) },
		},
		nanoBanana2Sync: { 'Resolution is "8k", but must be one of 1K, 2K, 4K': { resolution: '8k' } },
		kbanana2OfficialSubmit: {
			'Image URLs is required but empty': { mode: 'img2img', imageUrls: EMPTY },
		},
		kbananaProOfficialSubmit: {
			'Ratio is "1:8", but must be one of': { ratio: '1:8' },
			'Image URLs contains 15 URLs, but must contain 1 to 14': {
				mode: 'img2img',
				imageUrls: Array(15).fill(A),
			},
		},
		kggOmniSubmit: {
			'Prompt is required but empty': { mode: 'text2video', prompt: EMPTY },
			'Image URLs is empty, and so is Video URLs': { mode: 'mixVideo' },
			'Size is "16:9", but must be WIDTHxHEIGHT': { size: '16:9' },
		},
	},
};
