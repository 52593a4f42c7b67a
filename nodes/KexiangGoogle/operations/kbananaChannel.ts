import { inForm } from '../../shared/operation/field';
import type { JsonObject } from '../../shared/util/json';
import { prompt, ratio, resolution } from '../../shared/operation/common';
import { imageUrls, orEmptyList } from '../../shared/operation/commonMedia';

/** The fields of the channel version, as the vendor's own client sends them to a sister endpoint (reference 5.1, B). */
export const kbananaChannelFields = {
	prompt: prompt(),
	imageUrls: inForm(orEmptyList(imageUrls({ max: 14 }))),
	ratio: ratio(['auto', '1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '5:4', '4:5', '21:9'], {
		likely: 'auto',
	}),
	resolution: resolution(['1K', '2K', '4K'], { likely: '1K' }),
};

/** Without pictures the text alone makes the result. */
export const kbananaChannelBody = (p: {
	prompt: string;
	imageUrls?: string[] | undefined;
	ratio?: string | undefined;
	resolution?: string | undefined;
}): JsonObject => ({
	prompt: p.prompt,
	urls: p.imageUrls,
	aspectRatio: p.ratio,
	imageSize: p.resolution,
});
