import { submitOperation, userTask } from '../../shared/operation/operation';
import { duration, mode, negativePrompt, prompt } from '../../shared/operation/common';
import { lastFrameUrl, startImages } from '../../shared/operation/commonMedia';
import { inModes, required, type Field } from '../../shared/operation/field';
import {
	KLING_IMAGE,
	KLING_SUBMIT,
	PROMPT_LENGTH,
	klingModelName,
	klingRatio,
	klingResolution,
	klingRoute,
	klingSound,
	klingWatermark,
} from './kling';

/** A text that is sent empty if the user added the option and left it empty, which is the platform's own default. */
const orEmpty = (field: Field<string | undefined>): Field<string | undefined> => ({
	...field,
	parse: (raw) => (raw === '' ? '' : field.parse(raw)),
});

/** Reference 11.1. */
export const klingV3Submit = submitOperation({
	...KLING_SUBMIT,
	value: 'klingV3Submit',
	title: 'Kling-V3',
	summary: 'Make a video from text, from an image, or between a first and a last image',
	action: 'Generate video: Kling V3',
	section: '11.1',
	docId: 460029105,
	derivedFields: {
		duration: ['5'],
		multi_shot: [],
		shot_type: [],
		multi_prompt: [],
		element_list: [],
		cfg_scale: [],
	},
	route: klingRoute('kling/i2v'),
	fields: {
		mode: mode('text2video', 'img2video', 'frame2video'),
		prompt: prompt({ maxLength: PROMPT_LENGTH }),
		...startImages(KLING_IMAGE),
		lastFrameUrl: inModes(['frame2video'], required(lastFrameUrl(KLING_IMAGE))),
		negativePrompt: orEmpty(negativePrompt(PROMPT_LENGTH)),
		duration: duration({ min: 3, max: 15, taken: 5 }),
		resolution: klingResolution(),
		// An image has its own ratio, which the upstream keeps (reference 11.2).
		ratio: inModes(['text2video'], klingRatio()),
		generateAudio: klingSound(),
		watermark: klingWatermark(),
		renamedModel: klingModelName('KlingV3'),
	},
	toBody: (p) =>
		userTask({
			modelName: p.renamedModel ?? 'KlingV3',
			modelType: p.mode,
			model: 'v3.0',
			// Both images are always sent, empty if the mode has none.
			image_url: p.imageUrl ?? p.firstFrameUrl ?? '',
			image_tail_url: p.lastFrameUrl ?? '',
			prompt: p.prompt,
			negative_prompt: p.negativePrompt,
			// Text here, a number in the omni models.
			duration: p.duration?.toString(),
			resolution: p.resolution,
			sound: p.generateAudio,
			size: p.ratio,
			logo_add: p.watermark,
		}),
});
