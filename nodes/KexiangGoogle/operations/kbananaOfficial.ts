import {
	mode,
	modelName,
	prompt,
	quality,
	resolution,
	neededRatio,
} from '../../shared/parameters/common';
import { referenceImages } from '../../shared/parameters/commonMedia';
import { userTask } from '../../shared/operation/operation';
import type { JsonObject } from '../../shared/base/json';

/** The body of both official Kbanana models (reference 5.4 and 5.5; `quality` is C weak). */
export const kbananaOfficialBody = (p: {
	modelName: string;
	mode: string;
	prompt: string;
	ratio: string;
	resolution?: string | undefined;
	imageUrls?: string[] | undefined;
	quality?: string | undefined;
}): JsonObject =>
	userTask({
		modelName: p.modelName,
		modelType: p.mode,
		prompt: p.prompt,
		size: p.ratio,
		resolution: p.resolution,
		image_urls: p.imageUrls,
		quality: p.quality,
	});

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
	quality: quality(
		['low', 'medium', 'high'],
		undefined,
		'; whether these models honour it is not known',
	),
});
