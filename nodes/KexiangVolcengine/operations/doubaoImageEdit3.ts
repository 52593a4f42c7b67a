import { syncOperation } from '../../shared/operation/operation';
import { guidanceScale, prompt, seed, watermark, size } from '../../shared/operation/common';
import { imageUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { tool } from '../../shared/answers/endpoints';

/** Reference 6.3. One picture as text, where the sister endpoints take a list. */
export const doubaoImageEdit3 = syncOperation({
	value: 'doubaoImageEdit3',
	name: 'Edit Image: Doubao 3.0',
	title: '豆包图片编辑3.0',
	summary: 'Change a picture as a text says with Doubao SeedEdit 3.0',
	action: 'Edit image with Doubao SeedEdit 3.0',
	section: '6.3',
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/volcengine/ai/fzEditImg3'),
	alternatives: [tool('/volcengine/ai/fzEditImg'), tool('/volcengine/ai/fzGenerateImgEdit3')],
	taskSource: 'toolTask',
	fields: {
		prompt: prompt(),
		imageUrl: required(imageUrl()),
		// Adaptive: as the picture is.
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
