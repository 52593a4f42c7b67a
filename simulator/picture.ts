import { PNG } from 'pngjs';
import { hashText, seededRandom, type Random } from './random';

/** Draws the picture of a task: a gradient with discs, always the same for the same name. */

interface Disc {
	x: number;
	y: number;
	radius: number;
	colour: Buffer;
}

/** Red, green and blue without transparency. Compressed for speed, not for size. */
const PNG_FORM = {
	inputColorType: 2,
	inputHasAlpha: false,
	colorType: 2,
	deflateLevel: 3,
	deflateStrategy: 0,
	filterType: 0,
} as const;
const CHANNELS = 3;
const DISCS = 5;

function someColour(random: Random): Buffer {
	return Buffer.from([random() * 255, random() * 255, random() * 255]);
}

function mixed(from: Buffer, to: Buffer, part: number): Buffer {
	return Buffer.from(from.map((value, channel) => value * (1 - part) + (to[channel] ?? 0) * part));
}

/** @returns the bytes of a PNG file of `width` times `height` pixels */
export function drawPicture(name: string, width: number, height: number): Buffer {
	const random = seededRandom(hashText(name));
	const top = someColour(random);
	const bottom = someColour(random);
	const discs = Array.from(
		{ length: DISCS },
		(): Disc => ({
			x: random() * width,
			y: random() * height,
			radius: (0.08 + random() * 0.2) * Math.min(width, height),
			colour: someColour(random),
		}),
	);
	const png = new PNG({ width, height });
	png.data = Buffer.alloc(width * height * CHANNELS);
	for (let y = 0; y < height; y++) {
		const row = png.data.subarray(y * width * CHANNELS, (y + 1) * width * CHANNELS);
		row.fill(mixed(top, bottom, y / height));
		for (const disc of discs) drawChord(row, disc, y, width);
	}
	return PNG.sync.write(png, PNG_FORM);
}

/** Draws the part of a disc in row `y`. */
function drawChord(row: Buffer, { x, y: middle, radius, colour }: Disc, y: number, width: number) {
	const half = Math.sqrt(Math.max(0, radius ** 2 - (y - middle) ** 2));
	const from = Math.max(0, Math.round(x - half));
	const to = Math.min(width, Math.round(x + half));
	if (to > from) row.fill(colour, from * CHANNELS, to * CHANNELS);
}
