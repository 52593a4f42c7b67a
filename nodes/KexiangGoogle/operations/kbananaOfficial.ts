import {
	mode,
	modelName,
	prompt,
	quality,
	resolution,
	neededRatio,
} from '../../shared/operation/common';
import { referenceImages } from '../../shared/operation/commonMedia';

/** Reference 5.4 and 5.5: of the ratios, the official page shows one. */
export const KBANANA_DERIVED = { size: ['9:16'] };

/** The fields of both models; they differ in model names and ratios. */
export const kbananaOfficialFields = (
	models: readonly [string, ...string[]],
	moreRatios: readonly string[] = [],
) => ({
	mode: mode('text2img', 'img2img'),
	prompt: prompt(),
	imageUrls: referenceImages(14),
	modelName: modelName(...models),
	ratio: neededRatio('1:1', [
		...['1:1', '3:2', '2:3', '4:3', '3:4', '16:9', '9:16', '5:4', '4:5', '21:9'],
		...moreRatios,
	]),
	resolution: resolution(['1k', '2k', '4k'], '1k'),
	quality: quality(['low', 'medium', 'high'], undefined, {
		description:
			'Quality of the picture; a higher one costs more; whether these models honour it is not known',
	}),
});
