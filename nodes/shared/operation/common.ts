/**
 * Parameters that several operations share. They share only the label and the meaning, never a list of values or a
 * limit: to the platform, `1k`, `1K`, `480P` and `720p` are different words.
 */
import { ownModelName, sizeHint } from '../words/forms';
import { isNoSize } from '../words/fields';
import { inForm, inAdvanced, required, type Field, type Taken, type FieldTexts } from './field';
import { choice, flag, orDefault, orPlatformDefault, number, text } from './scalarFields';
import { ParameterProblem } from '../answers/parameterProblem';

/** The mode values that the platform itself uses as `modelType` (reference 5 to 11). */
export const MODES = {
	text2img: { name: 'Text to Image', value: 'text2img' },
	img2img: { name: 'Image to Image', value: 'img2img' },
	text2video: { name: 'Text to Video', value: 'text2video' },
	img2video: { name: 'Image to Video', value: 'img2video' },
	frame2video: { name: 'First and Last Frame to Video', value: 'frame2video' },
	mixVideo: { name: 'References to Video', value: 'mixVideo' },
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

/** The text that says what to make. `maxLength` in characters. */
export const prompt = (more: { maxLength?: number; hint?: string } = {}) =>
	required(optionalPrompt(more));

export const optionalPrompt = (more: { maxLength?: number; hint?: string } = {}) =>
	text({
		label: 'Prompt',
		rows: 4,
		placeholder: 'e.g. A paper boat on a lake at dawn',
		description: 'Description of what to make or what to change',
		...more,
	});

export const negativePrompt = (maxLength: number) =>
	text({
		label: 'Negative Prompt',
		rows: 2,
		maxLength,
		placeholder: 'e.g. Blurry, extra fingers',
		description: 'Description of what to avoid',
	});

/** Name of the model: one of the known names, or free text; in the form itself. */
export const modelName = (...names: [string, ...string[]]) =>
	required(
		choice({
			label: 'Model Name',
			default: names[0],
			values: names,
			acceptsOther: true,
			description:
				'Model to use. The platform sometimes renames its models: choose Other to enter a new name.',
		}),
	);

/** Name of the only model of a service, in case the platform renames it. */
export const renamedModel = (own: string) =>
	inAdvanced(text({ label: 'Renamed Model', default: own, description: ownModelName(own) }));

/** Percent. */
export const backgroundMusicVolume = () =>
	number({
		label: 'Background Music Volume',
		description: 'Volume of the background music, in percent',
		min: 0,
		max: 100,
		unit: 'percent',
		default: 100,
	});

/** A list in the form itself; `taken` is what the platform uses if nothing is sent. */
const list =
	(texts: FieldTexts) =>
	(values: readonly string[], taken?: Taken, more: Partial<FieldTexts> = {}) =>
		orPlatformDefault(choice({ ...texts, ...more, default: '', values }), taken);

const RATIO = { label: 'Ratio', description: 'Aspect ratio of the result, width to height' };
export const ratio = list(RATIO);

/** The same if the platform requires one. */
export const neededRatio = (own: string, values: readonly string[]) =>
	orDefault(choice({ ...RATIO, default: '', values }), own);

/** Width and height, in the operation's own spelling. */
export const size = list({
	label: 'Size',
	description: 'Width and height of the result, in pixels',
});

export const quality = list({
	label: 'Quality',
	description: 'Quality of the image; a higher quality costs more',
});

export const resolution = list({
	label: 'Resolution',
	description: 'Resolution of the result; a higher resolution costs more',
});

/** Width and height as `1024x768`, or one of the keywords. */
export function pixelSize(spec: {
	taken?: Taken;
	example: string;
	keywords?: readonly string[];
	/** What is allowed, for the form and for refusals. */
	allowed: string;
	fits?(width: number, height: number): boolean;
}): Field<string | undefined> {
	const field = text({
		label: 'Size',
		placeholder: `e.g. ${spec.example}`,
		description: 'Width and height of the result, in pixels',
		hint: sizeHint(spec.allowed, spec.taken),
	});
	return {
		...inForm(field),
		...(spec.taken !== undefined && { taken: spec.taken }),
		parse(raw) {
			const value = field.parse(raw)?.trim();
			if (value === undefined || spec.keywords?.includes(value)) return value;
			const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(value) ?? [];
			const fits = spec.fits?.(Number(width), Number(height)) ?? true;
			if (width === undefined || height === undefined || !fits)
				throw new ParameterProblem('Size', isNoSize(value, spec.allowed));
			return value;
		},
	};
}

export const guidanceScale = (limits: { min: number; max: number; default: number }) =>
	number({
		label: 'Guidance Scale',
		description: 'How closely the result follows the prompt',
		precision: 1,
		...limits,
	});

/** Seconds. */
export const duration = (limits: {
	min: number;
	max?: number;
	taken?: Taken;
	integer?: boolean;
	hint?: string;
	placeholder?: string;
}) =>
	inForm(
		number({
			label: 'Duration',
			description: 'Length of the result in seconds; a longer result costs more',
			placeholder: 'e.g. 5',
			integer: true,
			unit: 'seconds',
			...limits,
		}),
	);

/** If -1 is allowed, it stands for any. */
export const seed = (min: 0 | -1) =>
	number({
		label: 'Seed',
		placeholder: 'e.g. 42',
		description: 'Number that makes the result repeatable',
		integer: true,
		min,
		max: 2147483647,
		...(min === -1 && { default: min }),
	});

/** Texts of the watermark switch, for services that send words or numbers of their own for it. */
export const WATERMARK = {
	label: 'Watermark',
	description: 'Whether to add a watermark to the result',
};

export const watermark = (defaultValue: boolean) => flag({ ...WATERMARK, default: defaultValue });

export const GENERATE_AUDIO = {
	label: 'Generate Audio',
	description: 'Whether the model generates audio for the video',
};

export const KEEP_ORIGINAL_SOUND = {
	label: 'Keep Original Sound',
	description: 'Whether to keep the sound of the video in the result',
	default: true,
};
