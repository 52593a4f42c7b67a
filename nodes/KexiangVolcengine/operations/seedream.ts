import { tool } from '../../shared/answers/endpoints';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import { pixelSize, prompt, watermark } from '../../shared/operation/common';
import { imageUrls, orEmptyList } from '../../shared/operation/commonMedia';
import { inForm, type Taken } from '../../shared/operation/field';
import { onOff, number } from '../../shared/operation/scalarFields';
import { syncOperation } from '../../shared/operation/operation';
import { keywordsOrPixels, keywordsOrSomePixels, imagesOfSeries } from '../../shared/words/forms';
import * as words from '../../shared/words/operations';

/** The words for a size that Seedream 4.5 and 5 accept instead of pixels. */
const KEYWORDS = ['2K', '4K'];

/** The default of both. */
const SEEDREAM_SIZE = '2048x2048';

/** Size of a Seedream image (reference 6.4 and 12); in pixels within these limits, if they are known. */
const seedreamSize = (
	taken: Taken,
	area?: { minPixels: number; maxPixels: number; ratio: number },
) =>
	pixelSize({
		taken,
		example: SEEDREAM_SIZE,
		keywords: KEYWORDS,
		allowed: area === undefined ? keywordsOrPixels(KEYWORDS) : keywordsOrSomePixels(KEYWORDS, area),
		...(area && {
			fits: (width: number, height: number) =>
				width * height >= area.minPixels &&
				width * height <= area.maxPixels &&
				Math.max(width, height) <= area.ratio * Math.min(width, height),
		}),
	});

/** Pixels of an image, and how many times as long as the other a side may be (reference 6.4, D). */
const AREA = { minPixels: 3_686_400, maxPixels: 16_777_216, ratio: 16 };
/** Reference images and results together. */
const MAX_IMAGES = 15;

/** Reference 6.4; the names in the body and the response are those of its sister Seedream 5 (B). */
export const doubaoImageGenerate45 = syncOperation({
	value: 'doubaoImageGenerate45',
	title: '豆包图片生成4.5',
	summary: 'Make or edit an image or a series of images with Doubao Seedream 4.5',
	action: 'Generate image: Doubao 4.5',
	section: '6.4',
	evidence: { path: 'D', body: 'D', response: 'D' },
	endpoint: tool('/volcengine/ai/fzGenerateImg45'),
	alternatives: [tool('/volcengine/ai/fzGenerateImg4_5')],
	taskSource: 'toolTask',
	fields: {
		prompt: prompt({ hint: 'Up to 300 Chinese characters are recommended' }),
		size: seedreamSize({ likely: SEEDREAM_SIZE }, AREA),
		imageUrls: inForm(orEmptyList(imageUrls({ max: 14 }))),
		watermark: watermark(true),
		imageSeries: onOff({
			label: 'Image Series',
			description:
				'Whether to make several images that belong together; the model decides how many',
			on: 'auto',
			off: 'disabled',
			taken: { likely: 'Off' },
		}),
		maxImages: inForm(
			number({
				label: 'Max Images',
				description: 'Maximum number of images in a series',
				placeholder: 'e.g. 4',
				integer: true,
				min: 1,
				max: MAX_IMAGES,
				hint: imagesOfSeries(MAX_IMAGES),
			}),
		),
	},
	toBody(p) {
		if (p.maxImages !== undefined)
			refuseTooMany(p.maxImages, p.imageSeries, p.imageUrls?.length ?? 0);
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

/** @param given number of reference images */
function refuseTooMany(maxImages: number, imageSeries: string | undefined, given: number): void {
	if (imageSeries !== 'auto')
		throw new ParameterProblem('Max Images', words.needsSeries(), words.switchSeriesOn());
	if (maxImages + given > MAX_IMAGES) {
		throw new ParameterProblem(
			'Max Images',
			words.areTooManyPictures(maxImages, given, MAX_IMAGES - given),
		);
	}
}

/** Reference 12, B. */
export const seedream5Generate = syncOperation({
	value: 'seedream5Generate',
	title: 'Seedream 5',
	summary: 'Make or edit an image with Doubao Seedream 5, and wait up to 10 minutes for it',
	action: 'Generate image: Seedream 5',
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
