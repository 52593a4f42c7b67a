import { submitOperation, userTask } from '../../shared/operation/operation';
import { mode, prompt, quality, renamedModel, neededRatio } from '../../shared/operation/common';
import { referenceImages } from '../../shared/operation/commonMedia';
import { CREATE_TASK } from '../../shared/answers/endpoints';

/** Reference 12, B: the vendor's skill sends route and price rule. */
export const gptImage2ChannelSubmit = submitOperation({
	value: 'gptImage2ChannelSubmit',
	name: 'Generate Image: GPT-Image-2 (Channel)',
	title: 'GPT-Image-2 (channel version)',
	summary: 'Make or edit a picture with GPT-Image-2 over the cheaper channel',
	action: 'Generate or edit image with GPT-Image-2 channel version',
	section: '12',
	official: false,
	evidence: { path: 'B', body: 'B', response: 'B' },
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	route: { cost_type: 1, business_url: 'gpt-image2/img' },
	fields: {
		mode: mode('text2img', 'img2img'),
		prompt: prompt(),
		imageUrls: referenceImages(8),
		ratio: neededRatio('auto', [
			'auto',
			...'1:1 2:3 3:2 16:9 9:16 4:3 3:4 21:9 9:21 1:3 3:1 2:1 1:2'.split(' '),
		]),
		quality: quality(['low', 'medium', 'high'], undefined, {
			description: 'Quality of the picture; a higher one costs more; named by a public client only',
		}),
		renamedModel: renamedModel('GPT-Image-2'),
	},
	toBody: (p) =>
		userTask({
			modelName: p.renamedModel ?? 'GPT-Image-2',
			modelType: p.mode,
			prompt: p.prompt,
			size: p.ratio,
			urls: p.imageUrls,
			quality: p.quality,
		}),
});
