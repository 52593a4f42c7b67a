import { tool } from '../../shared/answers/endpoints';
import {
	guidanceScale,
	pixelSize,
	prompt,
	seed,
	size,
	watermark,
} from '../../shared/operation/common';
import { imageUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { syncOperation } from '../../shared/operation/operation';
import { sidesOfPixels } from '../../shared/words/forms';

const SIDE = { min: 512, max: 2048 };
const allowed = (side: number) => side >= SIDE.min && side <= SIDE.max;

/** Reference 6.2. That it is synchronous, like its sister Seedream 5, is derived. */
export const doubaoTextToImage3 = syncOperation({
	value: 'doubaoTextToImage3',
	title: '豆包文生图3.0',
	summary: 'Make an image from text with Doubao Seedream 3.0',
	action: 'Generate image: Doubao 3.0',
	section: '6.2',
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/volcengine/ai/fzGenerateImg3'),
	alternatives: [tool('/volcengine/ai/fzGenerateImg'), tool('/volcengine/ai/generateImg')],
	taskSource: 'toolTask',
	fields: {
		prompt: prompt(),
		size: pixelSize({
			taken: { likely: '1024x1024' },
			example: '1152x864',
			allowed: sidesOfPixels(SIDE.min, SIDE.max),
			fits: (width, height) => allowed(width) && allowed(height),
		}),
		guidanceScale: guidanceScale({ min: 1, max: 10, default: 2.5 }),
		seed: seed(-1),
		watermark: watermark(true),
	},
	toBody: (p) => ({
		prompt: p.prompt,
		size: p.size,
		guidance_scale: p.guidanceScale,
		seed: p.seed,
		watermark: p.watermark,
	}),
});

/** Reference 6.3. One image as text; the sister endpoints take a list. */
export const doubaoImageEdit3 = syncOperation({
	value: 'doubaoImageEdit3',
	title: '豆包图片编辑3.0',
	summary: 'Edit an image with a text prompt, using Doubao SeedEdit 3.0',
	action: 'Edit image: Doubao 3.0',
	section: '6.3',
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/volcengine/ai/fzEditImg3'),
	alternatives: [tool('/volcengine/ai/fzEditImg'), tool('/volcengine/ai/fzGenerateImgEdit3')],
	taskSource: 'toolTask',
	fields: {
		prompt: prompt(),
		imageUrl: required(imageUrl()),
		// Adaptive: the size of the image.
		size: size(['adaptive'], { likely: 'adaptive' }),
		guidanceScale: guidanceScale({ min: 1, max: 10, default: 5.5 }),
		seed: seed(-1),
		watermark: watermark(true),
	},
	toBody: (p) => ({
		prompt: p.prompt,
		image: p.imageUrl,
		size: p.size,
		guidance_scale: p.guidanceScale,
		seed: p.seed,
		watermark: p.watermark,
	}),
});
