import { CREATE_TASK } from '../../shared/answers/endpoints';
import {
	mode,
	modelName,
	neededRatio,
	prompt,
	quality,
	renamedModel,
	resolution,
} from '../../shared/operation/common';
import { referenceImages } from '../../shared/operation/commonMedia';
import { imageTask, submitOperation, userTask } from '../../shared/operation/operation';

const QUALITIES = ['low', 'medium', 'high'];

/** The fields of the official models, except for their names (reference 10.1). */
const officialFields = {
	mode: mode('text2img', 'img2img'),
	prompt: prompt(),
	imageUrls: referenceImages(16),
	ratio: neededRatio('1:1', [
		'auto',
		...'1:1 3:2 2:3 4:3 3:4 5:4 4:5 16:9 9:16 2:1 1:2 3:1 1:3 21:9 9:21'.split(' '),
	]),
	resolution: resolution(['1k', '2k', '4k'], '1k'),
	quality: quality(QUALITIES, 'low'),
};

/** Reference 10.1. The fields that only the upstream has (background, output_format, n) are not offered. */
const DERIVED = { quality: QUALITIES, background: [], output_format: [], n: [] };

/** Reference 10.1. */
export const kImage2OfficialSubmit = submitOperation({
	value: 'kImage2OfficialSubmit',
	title: 'KImage2-official任务创建',
	summary: 'Make or edit an image with GPT-Image-2',
	action: 'Generate image: KImage2 (Official)',
	section: '10.1',
	typicalSeconds: { guessed: 120 },
	evidence: { path: 'C', body: 'C', response: 'B' },
	derivedFields: DERIVED,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	fields: { ...officialFields, renamedModel: renamedModel('GPT-Image-2-Official') },
	toBody: (p) => imageTask({ ...p, modelName: p.renamedModel ?? 'GPT-Image-2-Official' }),
});

/** Reference 12, B: the vendor's skill sends route and price rule. */
export const gptImage2ChannelSubmit = submitOperation({
	value: 'gptImage2ChannelSubmit',
	title: 'GPT-Image-2 (channel version)',
	summary: 'Make or edit an image with GPT-Image-2 via the cheaper channel',
	action: 'Generate image: GPT-Image-2 (Channel)',
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
		quality: quality(QUALITIES, undefined, {
			description:
				'Quality of the image; a higher quality costs more. This field is known only from a public client.',
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

/** Reference 12: the names of the models are C; the fields are those of GPT-Image-2. */
export const gptImage25Submit = submitOperation({
	value: 'gptImage25Submit',
	title: 'GPT-Image-2.5 (Sunburst, Flare)',
	summary: 'Make or edit an image with the successor of GPT-Image-2',
	action: 'Generate image: GPT-Image-2.5',
	section: '12',
	official: false,
	evidence: { path: 'C', body: 'C', response: 'B' },
	derivedFields: DERIVED,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	fields: {
		...officialFields,
		modelName: modelName('GPT-Image-2.5-Sunburst', 'GPT-Image-2.5-Flare'),
	},
	toBody: imageTask,
});
