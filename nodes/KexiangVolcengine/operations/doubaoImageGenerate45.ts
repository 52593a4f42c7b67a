import { syncOperation } from '../../shared/operation/operation';
import { prompt, watermark } from '../../shared/operation/common';
import { imageUrls, orEmptyList } from '../../shared/operation/commonMedia';
import { inForm } from '../../shared/operation/field';
import { number, onOff } from '../../shared/operation/scalarFields';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import { tool } from '../../shared/answers/endpoints';
import { picturesOfSeries } from '../../shared/words/forms';
import * as words from '../../shared/words/operations';
import { SEEDREAM_SIZE, seedreamSize } from './seedreamSize';

/** Pixels of a picture, and how much longer than the other a side may be (reference 6.4, D). */
const AREA = { minPixels: 3_686_400, maxPixels: 16_777_216, ratio: 16 };
/** Reference pictures and results together. */
const PICTURES = 15;

/** Reference 6.4; the names of body and answer are those of its sister Seedream 5 (B). */
export const doubaoImageGenerate45 = syncOperation({
	value: 'doubaoImageGenerate45',
	name: 'Generate Image: Doubao 4.5',
	title: '豆包图片生成4.5',
	summary: 'Make or edit a picture, or a series of pictures, with Doubao Seedream 4.5',
	action: 'Generate or edit image with Doubao Seedream 4.5',
	section: '6.4',
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/volcengine/ai/fzGenerateImg45'),
	alternatives: [tool('/volcengine/ai/fzGenerateImg4_5')],
	taskSource: 'toolTask',
	fields: {
		prompt: prompt({ hint: 'Up to 300 Chinese characters are advised' }),
		size: seedreamSize({ likely: SEEDREAM_SIZE }, AREA),
		imageUrls: inForm(orEmptyList(imageUrls({ max: 14 }))),
		watermark: watermark(true),
		imageSeries: onOff({
			label: 'Image Series',
			description: 'Several pictures that belong together, as many as the model thinks fit',
			on: 'auto',
			off: 'disabled',
			taken: { likely: 'Off' },
		}),
		maxImages: inForm(
			number({
				label: 'Max Images',
				description: 'Most pictures of a series',
				placeholder: 'e.g. 4',
				integer: true,
				min: 1,
				max: PICTURES,
				hint: picturesOfSeries(PICTURES),
			}),
		),
	},
	toBody(p) {
		refuseTooMany(p);
		return {
			prompt: p.prompt,
			size: p.size,
			image: p.imageUrls,
			watermark: p.watermark,
			sequential_image_generation: p.imageSeries,
			...(p.maxImages !== undefined && {
				sequential_image_generation_options: { max_images: p.maxImages },
			}),
		};
	},
});

function refuseTooMany(p: {
	imageSeries?: string | undefined;
	maxImages?: number | undefined;
	imageUrls?: string[] | undefined;
}) {
	if (p.maxImages === undefined) return;
	if (p.imageSeries !== 'auto') {
		throw new ParameterProblem('Max Images', words.needsSeries(), words.switchSeriesOn());
	}
	const given = p.imageUrls?.length ?? 0;
	if (p.maxImages + given > PICTURES) {
		throw new ParameterProblem(
			'Max Images',
			words.areTooManyPictures(p.maxImages, given, PICTURES - given),
		);
	}
}
