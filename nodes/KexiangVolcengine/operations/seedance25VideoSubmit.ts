import { submitOperation } from '../../shared/operation/operation';
import { renamedModel } from '../../shared/operation/common';
import { CREATE_TASK } from '../../shared/answers/endpoints';
import { REVIEW_ASSETS, SEEDANCE_DERIVED, seedanceBody, seedanceFields } from './seedance';

/** Reference 12: the model's name is C; the fields are those of Seedance 2.0. */
export const seedance25VideoSubmit = submitOperation({
	value: 'seedance25VideoSubmit',
	name: 'Generate Video: Seedance 2.5',
	title: 'Seedance 2.5',
	summary: 'Make a video with the successor of Seedance 2.0 from text, frames or references',
	action: 'Generate video with Seedance 2.5 from text, frames or references',
	section: '12',
	docId: 499638158,
	official: false,
	evidence: { path: 'C', body: 'C', response: 'B' },
	derivedFields: SEEDANCE_DERIVED,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	preparation: REVIEW_ASSETS,
	fields: { ...seedanceFields(), renamedModel: renamedModel('KVideo2.5') },
	toBody: (p) => seedanceBody({ ...p, modelName: p.renamedModel ?? 'KVideo2.5' }),
});
