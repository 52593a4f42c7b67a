import { syncOperation } from '../../shared/operation/operation';
import { guidanceScale, pixelSize, prompt, seed, watermark } from '../../shared/operation/common';
import { tool } from '../../shared/answers/endpoints';
import { sidesOfPixels } from '../../shared/words/forms';

const SIDE = { min: 512, max: 2048 };
const allowed = (side: number) => side >= SIDE.min && side <= SIDE.max;

/** Reference 6.2. Synchronous as its sister Seedream 5 is, which is derived. */
export const doubaoTextToImage3 = syncOperation({
	value: 'doubaoTextToImage3',
	name: 'Generate Image: Doubao 3.0',
	title: '豆包文生图3.0',
	summary: 'Make a picture from text with Doubao Seedream 3.0',
	action: 'Generate image from text with Doubao Seedream 3.0',
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
