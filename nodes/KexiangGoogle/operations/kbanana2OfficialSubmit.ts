import { CREATE_TASK } from '../../shared/answers/endpoints';
import { imageTask, submitOperation } from '../../shared/operation/operation';
import { KBANANA_DERIVED, kbananaOfficialFields } from './kbananaOfficial';

/** Reference 5.4. */
export const kbanana2OfficialSubmit = submitOperation({
	value: 'kbanana2OfficialSubmit',
	name: 'Generate Image: Kbanana 2 (Official)',
	title: 'Kbanana2-official-任务提交',
	summary: 'Make or edit a picture with Gemini 3.1 Flash Image',
	action: 'Generate image with Kbanana 2 official',
	section: '5.4',
	typicalSeconds: { guessed: 120 },
	evidence: { path: 'C', body: 'C', response: 'B' },
	derivedFields: KBANANA_DERIVED,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	fields: kbananaOfficialFields(['gemini-3.1-flash-image'], ['1:4', '4:1', '1:8', '8:1']),
	toBody: imageTask,
});
