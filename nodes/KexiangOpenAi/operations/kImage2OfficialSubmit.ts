import { CREATE_TASK } from '../../shared/answers/endpoints';
import { renamedModel } from '../../shared/operation/common';
import { imageTask, submitOperation } from '../../shared/operation/operation';
import { OPENAI_DERIVED, openAiImageFields } from './openAiImage';

const MODEL = 'GPT-Image-2-Official';

/** Reference 10.1. The fields that only the upstream has (background, output_format, n) are not offered. */
export const kImage2OfficialSubmit = submitOperation({
	value: 'kImage2OfficialSubmit',
	name: 'Generate Image: KImage2 (Official)',
	title: 'KImage2-official任务创建',
	summary: 'Make or edit a picture with GPT-Image-2',
	action: 'Generate or edit image with KImage2 official (GPT-Image-2)',
	section: '10.1',
	typicalSeconds: { guessed: 120 },
	evidence: { path: 'C', body: 'C', response: 'B' },
	derivedFields: OPENAI_DERIVED,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	fields: { ...openAiImageFields(), renamedModel: renamedModel(MODEL) },
	toBody: (p) => imageTask({ ...p, modelName: p.renamedModel ?? MODEL }),
});
