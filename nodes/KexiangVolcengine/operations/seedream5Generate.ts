import { inForm } from '../../shared/operation/field';
import { syncOperation } from '../../shared/operation/operation';
import { prompt, watermark } from '../../shared/operation/common';
import { imageUrls, orEmptyList } from '../../shared/operation/commonMedia';
import { tool } from '../../shared/answers/endpoints';
import { SEEDREAM_SIZE, seedreamSize } from './seedreamSize';

/** Reference 12, B. */
export const seedream5Generate = syncOperation({
	value: 'seedream5Generate',
	name: 'Generate Image: Seedream 5',
	title: 'Seedream 5',
	summary: 'Make or edit a picture with Doubao Seedream 5 and wait for it, up to 10 minutes',
	action: 'Generate or edit image with Doubao Seedream 5',
	section: '12',
	official: false,
	evidence: { path: 'B', body: 'B', response: 'B' },
	endpoint: tool('/volcengine/ai/fzGenerateImg5'),
	fields: {
		prompt: prompt(),
		size: seedreamSize(SEEDREAM_SIZE),
		imageUrls: inForm(orEmptyList(imageUrls())),
		watermark: watermark(true),
	},
	toBody: (p) => ({
		prompt: p.prompt,
		size: p.size,
		watermark: p.watermark,
		image: p.imageUrls,
	}),
});
