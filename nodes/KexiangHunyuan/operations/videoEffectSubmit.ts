import { submitOperation } from '../../shared/operation/operation';
import { resolution, WATERMARK } from '../../shared/operation/common';
import { imageUrls } from '../../shared/operation/commonMedia';
import { choice, flag, switchOf } from '../../shared/operation/scalarFields';
import { required } from '../../shared/operation/field';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import { tool } from '../../shared/answers/endpoints';
import { templateEntry } from '../../shared/words/forms';
import * as words from '../../shared/words/operations';

/** The known templates, and how many images they need; the upstream has more. */
const TEMPLATES = [
	{ value: 'befigure', name: 'Become a Figurine', images: 1 },
	{ value: 'fuzzy', name: 'Become Fluffy', images: 1 },
	{ value: 'hearting', name: 'Form a Heart', images: 2 },
	{ value: 'hug', name: 'Hug', images: 2 },
	{ value: 'kissface', name: 'Kiss on the Cheek', images: 2 },
	{ value: 'kissing', name: 'Kiss', images: 2 },
	{ value: 'longhair', name: 'Get Long Hair', images: 1 },
	{ value: 'pinch', name: 'Get Pinched', images: 1 },
];

/** Reference 8.1. */
export const videoEffectSubmit = submitOperation({
	value: 'videoEffectSubmit',
	title: '视频特效',
	summary: 'Make a short video with an effect, such as a hug, from one or two images',
	action: 'Generate video effect: Hunyuan',
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
				values: TEMPLATES.map(({ value, name, images }) => ({
					name: templateEntry(name, value, images),
					value,
				})),
				acceptsOther: true,
				description: "Effect of the video, with the platform's own name in brackets",
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
				description: 'One or two images, as the template requires',
			}),
		),
		resolution: resolution(['360p', '720p'], { likely: '360p' }),
		backgroundMusic: flag({
			label: 'Background Music',
			description: 'Whether to add music to the video',
			default: true,
		}),
		watermark: switchOf({ ...WATERMARK, default: true, on: 1, off: 0 }),
	},
	toBody(p) {
		const needed = TEMPLATES.find(({ value }) => value === p.template)?.images;
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
