import { submitOperation, userTask } from '../../shared/operation/operation';
import { mode, optionalPrompt, pixelSize, renamedModel } from '../../shared/operation/common';
import { imageUrls, inReferences, videoUrls } from '../../shared/operation/commonMedia';
import { requiredExcept } from '../../shared/operation/field';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import { joinUrls } from '../../shared/files/mediaText';
import { CREATE_TASK } from '../../shared/answers/endpoints';
import { anyPixels } from '../../shared/words/forms';
import * as words from '../../shared/words/operations';

/** Reference 12: the names of the fields are C; it is not known which words it accepts as `modelType`. */
export const kggOmniSubmit = submitOperation({
	value: 'kggOmniSubmit',
	title: 'KGG-Omni',
	summary:
		'Make a video from text or references with Google Omni; the names of its modes are not confirmed',
	action: 'Generate video: KGG Omni',
	section: '12',
	docId: 479207222,
	official: false,
	evidence: { path: 'C', body: 'C', response: 'B' },
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	fields: {
		mode: mode('text2video', 'mixVideo'),
		prompt: requiredExcept(['mixVideo'], optionalPrompt()),
		imageUrls: inReferences(imageUrls()),
		videoUrls: inReferences(videoUrls()),
		size: pixelSize({ example: '1280x720', allowed: anyPixels() }),
		renamedModel: renamedModel('GoogleOmni'),
	},
	toBody(p) {
		if (p.mode === 'mixVideo' && !p.imageUrls && !p.videoUrls) {
			throw new ParameterProblem(
				'Image URLs',
				words.isEmptyLike(['Video URLs']),
				words.addReference(),
			);
		}
		return userTask({
			modelName: p.renamedModel ?? 'GoogleOmni',
			modelType: p.mode,
			prompt: p.prompt,
			images: joinUrls(p.imageUrls),
			video: joinUrls(p.videoUrls),
			size: p.size,
		});
	},
});
