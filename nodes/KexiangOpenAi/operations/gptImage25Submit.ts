import { CREATE_TASK } from '../../shared/answers/endpoints';
import { modelName } from '../../shared/operation/common';
import { imageTask, submitOperation } from '../../shared/operation/operation';
import { OPENAI_DERIVED, openAiImageFields } from './openAiImage';

/** Reference 12: the names of the models are C; the fields are those of GPT-Image-2. */
export const gptImage25Submit = submitOperation({
	value: 'gptImage25Submit',
	name: 'Generate Image: GPT-Image-2.5',
	title: 'GPT-Image-2.5 (Sunburst, Flare)',
	summary: 'Make or edit a picture with the successor of GPT-Image-2',
	action: 'Generate or edit image with GPT-Image-2.5',
	section: '12',
	official: false,
	evidence: { path: 'C', body: 'C', response: 'B' },
	derivedFields: OPENAI_DERIVED,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	fields: {
		...openAiImageFields(),
		modelName: modelName('GPT-Image-2.5-Sunburst', 'GPT-Image-2.5-Flare'),
	},
	toBody: imageTask,
});
