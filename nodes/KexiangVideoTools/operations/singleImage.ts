import { duration } from '../../shared/operation/common';
import { imageUrl } from '../../shared/operation/commonMedia';
import { required, type Values } from '../../shared/operation/field';
import type { JsonObject } from '../../shared/util/json';
import { lengthOrVoice } from '../../shared/words/forms';
import { soundBody, soundFields } from './sound';

/** The fields of both tools that make a video of one picture (reference 2.2 and 2.10, D). */
export const singleImageFields = (limits: { maxSeconds?: number } = {}) => ({
	imageUrl: required(imageUrl({ description: 'Public URL of the picture that the video shows' })),
	duration: duration({
		min: 0.1,
		...(limits.maxSeconds !== undefined && { max: limits.maxSeconds }),
		integer: false,
		hint: lengthOrVoice(limits.maxSeconds),
	}),
	...soundFields,
});

export const singleImageBody = (p: Values<ReturnType<typeof singleImageFields>>): JsonObject => ({
	imageUrl: p.imageUrl,
	duration: p.duration,
	...soundBody(p),
});
