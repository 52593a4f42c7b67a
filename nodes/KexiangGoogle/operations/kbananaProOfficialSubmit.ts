import { CREATE_TASK } from '../../shared/answers/endpoints';
import { imageTask, submitOperation } from '../../shared/operation/operation';
import { KBANANA_DERIVED, kbananaOfficialFields } from './kbananaOfficial';

/** Reference 5.5. The official page's own sample is a task of this model. */
export const kbananaProOfficialSubmit = submitOperation({
	value: 'kbananaProOfficialSubmit',
	name: 'Generate Image: Kbanana Pro (Official)',
	title: 'KbananaPro-official-任务提交',
	summary: 'Make or edit a picture with Gemini 3 Pro Image',
	action: 'Generate image with Kbanana Pro official',
	section: '5.5',
	// Seen once (reference 1.6).
	typicalSeconds: 273,
	evidence: { path: 'C', body: 'A', response: 'B' },
	derivedFields: KBANANA_DERIVED,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	fields: kbananaOfficialFields(['gemini-3-pro-image-preview', 'gemini-3-pro-image']),
	toBody: imageTask,
});
