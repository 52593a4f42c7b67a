import { CREATE_TASK } from '../../shared/answers/endpoints';
import {
	mode,
	modelName,
	prompt,
	quality,
	resolution,
	neededRatio,
} from '../../shared/operation/common';
import { referenceImages } from '../../shared/operation/commonMedia';
import { imageTask, submitOperation } from '../../shared/operation/operation';

const RATIOS = ['1:1', '3:2', '2:3', '4:3', '3:4', '16:9', '9:16', '5:4', '4:5', '21:9'];

/** Both models accept the same, except for their names and ratios (reference 5.4 and 5.5). */
const fieldsOf = (models: [string, ...string[]], ratios: readonly string[]) => ({
	mode: mode('text2img', 'img2img'),
	prompt: prompt(),
	imageUrls: referenceImages(14),
	modelName: modelName(...models),
	ratio: neededRatio('1:1', ratios),
	resolution: resolution(['1k', '2k', '4k'], '1k'),
	quality: quality(['low', 'medium', 'high'], undefined, {
		description:
			'Quality of the image; a higher quality costs more. It is not known whether these models use it.',
	}),
});

/** The official page shows only one of the ratios. */
const DERIVED = { size: ['9:16'] };

/** Reference 5.4. */
export const kbanana2OfficialSubmit = submitOperation({
	value: 'kbanana2OfficialSubmit',
	title: 'Kbanana2-official-任务提交',
	summary: 'Make or edit an image with Gemini 3.1 Flash Image',
	action: 'Generate image: Kbanana 2 (Official)',
	section: '5.4',
	typicalSeconds: { guessed: 120 },
	evidence: { path: 'C', body: 'C', response: 'B' },
	derivedFields: DERIVED,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	fields: fieldsOf(['gemini-3.1-flash-image'], [...RATIOS, '1:4', '4:1', '1:8', '8:1']),
	toBody: imageTask,
});

/** Reference 5.5. The official page's own sample is a task of this model. */
export const kbananaProOfficialSubmit = submitOperation({
	value: 'kbananaProOfficialSubmit',
	title: 'KbananaPro-official-任务提交',
	summary: 'Make or edit an image with Gemini 3 Pro Image',
	action: 'Generate image: Kbanana Pro (Official)',
	section: '5.5',
	// Seen once (reference 1.6).
	typicalSeconds: 273,
	evidence: { path: 'C', body: 'A', response: 'B' },
	derivedFields: DERIVED,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	fields: fieldsOf(['gemini-3-pro-image-preview', 'gemini-3-pro-image'], RATIOS),
	toBody: imageTask,
});
