import { submitOperation } from '../../shared/operation/operation';
import { modelName } from '../../shared/operation/common';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import { CREATE_TASK } from '../../shared/answers/endpoints';
import * as words from '../../shared/words/operations';
import { REVIEW_ASSETS, SEEDANCE_DERIVED, seedanceBody, seedanceFields } from './seedance';

/** The models that make small videos only (reference 6.5, D). */
const SMALL_MODELS = ['KVideo2.0-Fast', 'KVideo2.0-Mini'];
const SMALL = ['480p', '720p'];

/** Reference 6.5. */
export const seedance2VideoSubmit = submitOperation({
	value: 'seedance2VideoSubmit',
	name: 'Generate Video: Seedance 2.0',
	title: 'seedance2.0视频生成',
	summary: 'Make a video from text, a first frame, first and last frame, or references',
	action: 'Generate video with Seedance 2.0 from text, frames or references',
	section: '6.5',
	docId: 442053340,
	typicalSeconds: { guessed: 240 },
	evidence: { path: 'C', body: 'C', response: 'B' },
	derivedFields: SEEDANCE_DERIVED,
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	preparation: REVIEW_ASSETS,
	fields: { ...seedanceFields(), modelName: modelName('KVideo2.0', ...SMALL_MODELS) },
	toBody(p) {
		if (
			p.resolution !== undefined &&
			!SMALL.includes(p.resolution) &&
			SMALL_MODELS.includes(p.modelName)
		) {
			throw new ParameterProblem(
				'Resolution',
				words.isTooFineForModel(p.resolution, p.modelName, SMALL),
				words.chooseSmallerResolution('KVideo2.0'),
			);
		}
		return seedanceBody(p);
	},
});
