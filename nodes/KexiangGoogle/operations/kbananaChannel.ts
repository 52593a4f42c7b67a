/** Nano Banana through the cheaper channel: two operations that create tasks, and one call that waits for its image. */
import { tool } from '../../shared/answers/endpoints';
import { prompt, ratio, resolution } from '../../shared/operation/common';
import { imageUrls, orEmptyList } from '../../shared/operation/commonMedia';
import { inForm, type Values } from '../../shared/operation/field';
import { submitOperation, syncOperation } from '../../shared/operation/operation';
import type { JsonObject } from '../../shared/util/json';

/** As the vendor's own client sends them to a sister endpoint (reference 5.1, B). */
const fields = {
	prompt: prompt(),
	imageUrls: inForm(orEmptyList(imageUrls({ max: 14 }))),
	ratio: ratio(['auto', '1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '5:4', '4:5', '21:9'], {
		likely: 'auto',
	}),
	resolution: resolution(['1K', '2K', '4K'], { likely: '1K' }),
};

/** Without images, the result is made from text only. */
const toBody = (p: Values<typeof fields>): JsonObject => ({
	prompt: p.prompt,
	urls: p.imageUrls,
	aspectRatio: p.ratio,
	imageSize: p.resolution,
});

/** Reference 5.1: POST is A, the path is D. */
export const kbananaProChannelSubmit = submitOperation({
	value: 'kbananaProChannelSubmit',
	title: 'KbananaPro-渠道版任务提交',
	summary: 'Make or edit an image with Gemini 3 Pro Image via the cheaper channel',
	action: 'Generate image: Kbanana Pro (Channel)',
	section: '5.1',
	typicalSeconds: { guessed: 120 },
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/imgEditNBProAsync'),
	taskSource: 'kbananaChannel',
	fields,
	toBody,
});

/** Reference 5.2: POST is A, the path is D. */
export const kbanana2ChannelSubmit = submitOperation({
	value: 'kbanana2ChannelSubmit',
	title: 'Kbanana2-渠道版任务提交',
	summary: 'Make or edit an image with Gemini 3.1 Flash Image via the cheaper channel',
	action: 'Generate image: Kbanana 2 (Channel)',
	section: '5.2',
	typicalSeconds: { guessed: 120 },
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/imgEditNB2Async'),
	taskSource: 'kbananaChannel',
	fields,
	toBody,
});

/** Reference 5.2 and 12: the route that the vendor's own client uses (B). */
export const nanoBanana2Sync = syncOperation({
	value: 'nanoBanana2Sync',
	title: 'Nano Banana 2 (synchronous)',
	summary:
		'Make or edit an image with Gemini 3.1 Flash Image via the cheaper channel, and wait up to 10 minutes for it',
	action: 'Generate image at once: Nano Banana 2',
	section: '12',
	official: false,
	evidence: { path: 'B', body: 'B', response: 'B' },
	endpoint: tool('/imgEditNB2'),
	fields,
	toBody,
});
