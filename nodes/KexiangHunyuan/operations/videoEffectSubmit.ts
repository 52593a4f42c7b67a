import { submitOperation } from '../../shared/operation/operation';
import { resolution, WATERMARK } from '../../shared/operation/common';
import { imageUrls } from '../../shared/operation/commonMedia';
import { choice, flag, switchOf } from '../../shared/operation/scalarFields';
import { required } from '../../shared/operation/field';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import { tool } from '../../shared/answers/endpoints';
import { templateEntry } from '../../shared/words/forms';
import * as words from '../../shared/words/operations';

/** The known templates, and how many pictures they need; the upstream has more. */
const TEMPLATES = [
	{ value: 'befigure', name: 'Become a Figurine', pictures: 1 },
	{ value: 'fuzzy', name: 'Become Fluffy', pictures: 1 },
	{ value: 'hearting', name: 'Form a Heart', pictures: 2 },
	{ value: 'hug', name: 'Hug', pictures: 2 },
	{ value: 'kissface', name: 'Kiss on the Cheek', pictures: 2 },
	{ value: 'kissing', name: 'Kiss', pictures: 2 },
	{ value: 'longhair', name: 'Get Long Hair', pictures: 1 },
	{ value: 'pinch', name: 'Get Pinched', pictures: 1 },
];

/** Reference 8.1. */
export const videoEffectSubmit = submitOperation({
	value: 'videoEffectSubmit',
	title: '视频特效',
	summary: 'Make a short video from one or two pictures with an effect, such as a hug',
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
				values: TEMPLATES.map(({ value, name, pictures }) => ({
					name: templateEntry(name, value, pictures),
					value,
				})),
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
			default: true,
		}),
		watermark: switchOf({ ...WATERMARK, default: true, on: 1, off: 0 }),
	},
	toBody(p) {
		const needed = TEMPLATES.find(({ value }) => value === p.template)?.pictures;
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
