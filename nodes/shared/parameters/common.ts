import { choice, inModes, required, text, urls } from './field';

/** The mode values that the platform itself uses as `modelType` (reference 5 to 11). */
export const MODES = {
	text2img: { name: 'Text to Image', value: 'text2img' },
	img2img: { name: 'Image to Image', value: 'img2img' },
} as const;

/** The dropdown that decides which fields an operation shows and sends. */
export const mode = (...values: Array<keyof typeof MODES>) =>
	required(
		choice({
			label: 'Mode',
			default: values[0] ?? '',
			values: values.map((value) => MODES[value]),
			description: 'What the result is made from',
		}),
	);

/** What to make, in words. `maxLength` in characters. */
export const prompt = (maxLength?: number) =>
	required(
		text({
			label: 'Prompt',
			rows: 4,
			placeholder: 'e.g. A paper boat on a lake at dawn',
			description: 'What to make, or what to change, in words',
			...(maxLength !== undefined && { maxLength }),
		}),
	);

/** Reference pictures of an image model. */
export const referenceImages = (max: number) => inModes(['img2img'], required(imageUrls(max)));

/** Public URLs of pictures. */
export const imageUrls = (max: number) =>
	urls({
		label: 'Image URLs',
		max,
		description: `Public URLs of the pictures to work from, at most ${max}`,
	});
