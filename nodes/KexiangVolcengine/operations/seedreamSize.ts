import type { Taken } from '../../shared/operation/field';
import { pixelSize } from '../../shared/operation/common';

/** The words for a size that Seedream 4.5 and 5 take in place of pixels. */
const KEYWORDS = ['2K', '4K'];

/** What they take by themselves. */
export const SEEDREAM_SIZE = '2048x2048';

/** Size of a Seedream picture (reference 6.4 and 12). */
export const seedreamSize = (
	taken: Taken,
	limits = '',
	fits?: (width: number, height: number) => boolean,
) =>
	pixelSize({
		taken,
		example: SEEDREAM_SIZE,
		keywords: KEYWORDS,
		allowed: `${KEYWORDS.join(', ')} or WIDTHxHEIGHT${limits}`,
		...(fits && { fits }),
	});
