import type { JsonObject } from '../../shared/util/json';
import { userTask } from '../../shared/operation/operation';
import { duration, prompt } from '../../shared/operation/common';
import type { Values } from '../../shared/operation/field';
import {
	KLING_SUBMIT,
	PROMPT_LENGTH,
	klingModelName,
	klingRatio,
	klingResolution,
	klingRoute,
	klingSound,
	klingWatermark,
} from './kling';

/** What all omni submissions have in common (reference 11.2). */
export const OMNI_SUBMIT = { ...KLING_SUBMIT, route: klingRoute('kling/video-edit') };

/** The fields of all four omni operations (reference 11.2). */
export const omniFields = (promptHint?: string) => ({
	prompt: prompt({
		maxLength: PROMPT_LENGTH,
		...(promptHint !== undefined && { hint: promptHint }),
	}),
	duration: duration({ min: 3, max: 15, taken: 5 }),
	resolution: klingResolution(),
	ratio: klingRatio(),
	generateAudio: klingSound(),
	watermark: klingWatermark(),
	renamedModel: klingModelName('Kling-v3-omni'),
});

/** The body of an omni operation; `lists` are its pictures and videos. */
export const omniBody = (
	modelType: string,
	p: Values<ReturnType<typeof omniFields>>,
	lists: JsonObject = {},
): JsonObject =>
	userTask({
		modelName: p.renamedModel ?? 'Kling-v3-omni',
		modelType,
		prompt: p.prompt,
		...lists,
		size: p.ratio,
		duration: p.duration,
		resolution: p.resolution,
		sound: p.generateAudio,
		logo_add: p.watermark,
	});

/** How a prompt names its materials. The form shows hints as HTML. */
export const reference = (name: string) => `<code>&lt;&lt;&lt;${name}&gt;&gt;&gt;</code>`;

/** Pictures without a role. */
export const pictures = (urls: readonly string[]): JsonObject[] =>
	urls.map((url) => ({ image_url: url }));
