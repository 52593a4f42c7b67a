import { submitOperation } from '../../shared/operation/operation';
import { resolution, WATERMARK } from '../../shared/operation/common';
import { imageUrls } from '../../shared/operation/commonMedia';
import { choice, flag, switchOf } from '../../shared/operation/scalarFields';
import { required } from '../../shared/operation/field';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import { tool } from '../../shared/answers/endpoints';
import { templateEntry } from '../../shared/words/forms';
import * as words from '../../shared/words/operations';

/** How many pictures the known templates need; the upstream has more templates. */
const PICTURES = {
	befigure: 1,
	fuzzy: 1,
	hearting: 2,
	hug: 2,
	kissface: 2,
	kissing: 2,
	longhair: 1,
	pinch: 1,
};

/** The platform's words are no English that people know. */
const NAMES: Record<string, string> = {
	befigure: 'Become a Figurine',
	fuzzy: 'Become Fluffy',
	hearting: 'Form a Heart',
	hug: 'Hug',
	kissface: 'Kiss on the Cheek',
	kissing: 'Kiss',
	longhair: 'Get Long Hair',
	pinch: 'Get Pinched',
};

const TEMPLATES = Object.entries(PICTURES).map(([value, pictures]) => ({
	name: templateEntry(NAMES[value] ?? value, value, pictures),
	value,
}));

/** Reference 8.1. */
export const videoEffectSubmit = submitOperation({
	value: 'videoEffectSubmit',
	name: 'Generate Video Effect: Hunyuan',
	title: '视频特效',
	summary: 'Make a short video from one or two pictures with an effect, such as a hug',
	action: 'Generate video effect from one or two images with Hunyuan',
	section: '8.1',
	typicalSeconds: { guessed: 240 },
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/hunyuan/videoEffect'),
	alternatives: [tool('/tencent/hunyuan/templateToVideo'), tool('/txhy/videoEffect')],
	taskSource: 'hunyuanEffect',
	fields: {
		template: required(
			choice({
				label: 'Template',
				default: 'hug',
				values: TEMPLATES,
				acceptsOther: true,
				description: 'Effect of the video, as the platform names it',
			}),
		),
		imageUrls: required(
			imageUrls({
				max: 2,
				types: ['jpg', 'png', 'webp', 'bmp', 'tiff'],
				maxMb: 10,
				minSide: 300,
				maxSide: 4096,
				ratio: 4,
				grade: 'D',
				description: 'Public URLs of one or two pictures, as the template needs',
			}),
		),
		resolution: resolution(['360p', '720p'], { likely: '360p' }),
		backgroundMusic: flag({
			label: 'Background Music',
			description: 'Whether to add music to the video',
			default: false,
		}),
		watermark: switchOf({ ...WATERMARK, default: true, on: 1, off: 0 }),
	},
	toBody(p) {
		const needed = new Map(Object.entries(PICTURES)).get(p.template);
		if (needed !== undefined && p.imageUrls.length !== needed) {
			throw new ParameterProblem(
				'Image URLs',
				words.isWrongCountForTemplate(needed, p.template, p.imageUrls.length),
			);
		}
		return {
			template: p.template,
			images: p.imageUrls,
			resolution: p.resolution,
			bgm: p.backgroundMusic,
			logoAdd: p.watermark,
		};
	},
});
