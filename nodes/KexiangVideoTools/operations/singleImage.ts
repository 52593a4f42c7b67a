import type { JsonObject } from '../../shared/base/json';
import { duration } from '../../shared/parameters/common';
import { imageUrl } from '../../shared/parameters/commonMedia';
import { required } from '../../shared/parameters/field';
import type { Values } from '../../shared/parameters/readFields';
import { soundBody, soundFields } from './sound';

/** The fields of both tools that make a video of one picture (reference 2.2 and 2.10, D). */
export const singleImageFields = (limits: { maxSeconds?: number } = {}) => ({
	imageUrl: required(imageUrl({ description: 'Public URL of the picture that the video shows' })),
	duration: duration({
		min: 0.1,
		...(limits.maxSeconds !== undefined && { max: limits.maxSeconds }),
		integer: false,
		hint: `${limits.maxSeconds === undefined ? 'Seconds' : `Up to ${limits.maxSeconds} seconds`}; a voice sets it by itself`,
	}),
	...soundFields,
});

export const singleImageBody = (p: Values<ReturnType<typeof singleImageFields>>): JsonObject => ({
	imageUrl: p.imageUrl,
	duration: p.duration,
	...soundBody(p),
});
