import { mode, prompt, quality, resolution, neededRatio } from '../../shared/operation/common';
import { referenceImages } from '../../shared/operation/commonMedia';

/** Reference 10.1: those that only the upstream has, which the form does not offer. */
export const OPENAI_DERIVED = {
	quality: ['low', 'medium', 'high'],
	background: [],
	output_format: [],
	n: [],
};

/** The fields of the official GPT image models but their names (reference 10.1). */
export const openAiImageFields = () => ({
	mode: mode('text2img', 'img2img'),
	prompt: prompt(),
	imageUrls: referenceImages(16),
	ratio: neededRatio('1:1', [
		'auto',
		...'1:1 3:2 2:3 4:3 3:4 5:4 4:5 16:9 9:16 2:1 1:2 3:1 1:3 21:9 9:21'.split(' '),
	]),
	resolution: resolution(['1k', '2k', '4k'], '1k'),
	quality: quality(['low', 'medium', 'high'], 'low'),
});
