import { pixelSize } from '../../shared/parameters/common';

/** The words for a size that Seedream 4.5 and 5 take in place of pixels. */
const WORDS = ['2K', '4K'];

/** Size of a Seedream picture (reference 6.4 and 12). */
export const seedreamSize = (limits = '', fits?: (width: number, height: number) => boolean) =>
	pixelSize({
		default: '2048x2048',
		words: WORDS,
		allowed: `${WORDS.join(', ')} or WIDTHxHEIGHT${limits}`,
		...(fits && { fits }),
	});
