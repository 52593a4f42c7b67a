import { CREATE_TASK } from '../../shared/answers/endpoints';
import {
	GENERATE_AUDIO,
	KEEP_ORIGINAL_SOUND,
	ratio,
	renamedModel,
	resolution,
	WATERMARK,
	neededRatio,
} from '../../shared/operation/common';
import type { Field } from '../../shared/operation/field';
import { switchOf, onOff } from '../../shared/operation/scalarFields';
import type { OperationFacts, Route } from '../../shared/operation/operation';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import type { MediaRules } from '../../shared/util/mediaRules';
import * as words from '../../shared/words/operations';

/** What all Kling submissions have in common (reference 11; the only source has not tried them live). */
export const KLING_SUBMIT = {
	evidence: { path: 'C', body: 'C', response: 'B' } satisfies OperationFacts['evidence'],
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	typicalSeconds: { guessed: 240 },
} as const;

/** Characters of a prompt (reference 11, D). */
export const PROMPT_LENGTH = 2500;

/** What the upstream accepts (reference 11). */
export const KLING_IMAGE = {
	types: ['jpg', 'png'],
	maxMb: 10,
	minSide: 300,
	ratio: 2.5,
	grade: 'D',
} satisfies Partial<MediaRules>;
const RATIOS = ['16:9', '9:16', '1:1'];
export const klingRatio = () => ratio(RATIOS, '16:9');
/** For the operations in which the reference sends one with every text. */
export const neededKlingRatio = () => neededRatio('16:9', RATIOS);
export const klingResolution = () => resolution(['720p', '1080p'], '720p');
export const klingSound = () => onOff({ ...GENERATE_AUDIO, on: 'on', off: 'off', taken: 'On' });
export const klingOriginalSound = () => switchOf({ ...KEEP_ORIGINAL_SOUND, on: 'yes', off: 'no' });
export const klingWatermark = () => switchOf({ ...WATERMARK, default: false, on: 1, off: 0 });

/** Each operation has one model, whose name is part of its route. */
const MODELS = ['KlingV3', 'Kling-v3-omni', 'KlingMotionControl'] as const;
type KlingModel = (typeof MODELS)[number];

/** The model's name, in case the platform renames it. */
export function klingModelName(own: KlingModel): Field<string | undefined> {
	const field = renamedModel(own);
	return {
		...field,
		parse(raw) {
			const name = field.parse(raw);
			const other = MODELS.find((model) => model === name && model !== own);
			if (other !== undefined) {
				throw new ParameterProblem(
					field.property.displayName,
					words.isModelOfOther(other),
					words.removeOrSetModel(own),
				);
			}
			return name;
		},
	};
}

/** Route and price rule belong together (reference 1.3 and 11). */
export const klingRoute = (businessUrl: string): Route => ({
	cost_type: 3,
	business_url: businessUrl,
	source: '0',
});
