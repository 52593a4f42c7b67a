import { submitOperation, userTask } from '../../shared/operation/operation';
import { mode, optionalPrompt, renamedModel, resolution } from '../../shared/operation/common';
import {
	audioUrls,
	formerStartImage,
	imageUrls,
	inReferences,
	lastFrameUrl,
	startImages,
	videoUrls,
} from '../../shared/operation/commonMedia';
import { inModes, required, requiredExcept, type Values } from '../../shared/operation/field';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import { joinUrls } from '../../shared/files/mediaText';
import { CREATE_TASK } from '../../shared/answers/endpoints';
import * as words from '../../shared/words/operations';

const miniMaxFields = {
	mode: mode('text2video', 'img2video', 'frame2video', 'mixVideo'),
	prompt: requiredExcept(['img2video', 'frame2video', 'mixVideo'], optionalPrompt()),
	lastFrameUrl: inModes(['frame2video'], required(lastFrameUrl())),
	imageUrls: inReferences(imageUrls()),
	videoUrls: inReferences(videoUrls()),
	audioUrls: inReferences(audioUrls()),
	resolution: resolution(['768P', '2K']),
	renamedModel: renamedModel('MiniMaxH3'),
};

type MiniMaxValues = Values<typeof miniMaxFields> & {
	imageUrl?: string | undefined;
	firstFrameUrl?: string | undefined;
};

/** Reference 12: the names of the fields are C; it is not known which words it accepts as `modelType`. */
const MINI_MAX_H3 = {
	value: 'miniMaxH3Submit',
	title: 'MiniMax-H3',
	summary: 'Make a video from text, frames or references; the names of its modes are not confirmed',
	action: 'Generate video: MiniMax H3',
	section: '12',
	docId: 513443300,
	official: false,
	evidence: { path: 'C', body: 'C', response: 'B' },
	endpoint: CREATE_TASK,
	taskSource: 'userTask',
	toBody(p: MiniMaxValues) {
		if (p.mode === 'mixVideo' && !p.imageUrls && !p.videoUrls && !p.audioUrls) {
			throw new ParameterProblem('Image URLs', words.isEmptyLike(['Video URLs', 'Audio URLs']));
		}
		return userTask({
			modelName: p.renamedModel ?? 'MiniMaxH3',
			modelType: p.mode,
			prompt: p.prompt,
			images: joinUrls(p.imageUrls),
			videos: joinUrls(p.videoUrls),
			audios: joinUrls(p.audioUrls),
			firstFrameUrl: p.imageUrl ?? p.firstFrameUrl,
			lastFrameUrl: p.lastFrameUrl,
			resolution: p.resolution,
		});
	},
} as const;

export const miniMaxH3Submit = submitOperation({
	...MINI_MAX_H3,
	fields: { ...startImages(), ...miniMaxFields },
});
export const formerMiniMaxH3Submit = submitOperation({
	...MINI_MAX_H3,
	fields: { ...formerStartImage(), ...miniMaxFields },
});
