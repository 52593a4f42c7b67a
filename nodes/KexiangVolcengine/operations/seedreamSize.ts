import type { Taken } from '../../shared/operation/field';
import { pixelSize } from '../../shared/operation/common';
import { keywordsOrPixels, keywordsOrSomePixels } from '../../shared/words/forms';

/** The words for a size that Seedream 4.5 and 5 take in place of pixels. */
const KEYWORDS = ['2K', '4K'];

/** What they take by themselves. */
export const SEEDREAM_SIZE = '2048x2048';

/** Size of a Seedream picture (reference 6.4 and 12); in pixels within these limits, where they are known. */
export const seedreamSize = (
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
