import { PNG } from 'pngjs';
import { hashText, seededRandom, type Random } from './random';

/** Draws the picture of a task: a gradient with discs, the same for the same name. */

/** Colours without transparency, packed fast rather than tightly. */
const PNG_FORM = { colorType: 2, deflateLevel: 3, deflateStrategy: 0, filterType: 0 } as const;

type Colour = [number, number, number];

interface Disc {
	x: number;
	y: number;
	radius: number;
	colour: Colour;
}

function someColour(random: Random): Colour {
	return [random() * 255, random() * 255, random() * 255];
}

/** @returns the bytes of a PNG file of `width` times `height` pixels */
export function drawPicture(name: string, width: number, height: number): Buffer {
	const random = seededRandom(hashText(name));
	const top = someColour(random);
	const bottom = someColour(random);
	const discs = Array.from(
		{ length: 5 },
		(): Disc => ({
			x: random() * width,
			y: random() * height,
			radius: (0.08 + random() * 0.2) * Math.min(width, height),
			colour: someColour(random),
		}),
	);
	const png = new PNG({ width, height });
	for (let y = 0; y < height; y++) {
		const part = y / height;
		const row: Colour = [0, 1, 2].map(
			(channel) => (top[channel] ?? 0) * (1 - part) + (bottom[channel] ?? 0) * part,
		) as Colour;
		for (let x = 0; x < width; x++)
			paint(png.data, (y * width + x) * 4, colourAt(x, y, row, discs));
	}
	return PNG.sync.write(png, PNG_FORM);
}

function colourAt(x: number, y: number, background: Colour, discs: Disc[]): Colour {
	for (const disc of discs) {
		if ((x - disc.x) ** 2 + (y - disc.y) ** 2 < disc.radius ** 2) return disc.colour;
	}
	return background;
}

function paint(data: Buffer, at: number, [red, green, blue]: Colour) {
	data[at] = red;
	data[at + 1] = green;
	data[at + 2] = blue;
	data[at + 3] = 255;
}
