/**
 * Parameters that several operations share. Only the label and the meaning are shared, never a list of
 * values or a limit: `1k`, `1K`, `480P` and `720p` are different words to the platform.
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

/** What to make, in words. `maxLength` in characters. */
export const prompt = (more: { maxLength?: number; hint?: string } = {}) =>
	required(optionalPrompt(more));

export const optionalPrompt = (more: { maxLength?: number; hint?: string } = {}) =>
	text({
		label: 'Prompt',
		rows: 4,
		placeholder: 'e.g. A paper boat on a lake at dawn',
		description: 'What to make, or what to change, in words',
		...more,
	});

export const negativePrompt = (maxLength: number) =>
	text({
		label: 'Negative Prompt',
		rows: 2,
		maxLength,
		placeholder: 'e.g. Blurry, extra fingers',
		description: 'What to avoid, in words',
	});

/** Name of the model, with free text beside the known names; for the form itself. */
export const modelName = (...names: [string, ...string[]]) =>
	required(
		choice({
			label: 'Model Name',
			default: names[0],
			values: names,
			acceptsOther: true,
			description: 'Name of the model; the platform renames models now and then',
		}),
	);

/** Name of the one model of a service, for the day when the platform renames it. */
export const renamedModel = (own: string) =>
	inAdvanced(text({ label: 'Renamed Model', default: own, description: ownModelName(own) }));

/** Percent. */
export const backgroundMusicVolume = () =>
	number({
		label: 'Background Music Volume',
		description: 'Volume of the music, in percent',
		min: 0,
		max: 100,
		unit: 'percent',
		default: 100,
	});

/** A list in the form itself; `taken` by the platform where nothing of it is sent. */
const list =
	(texts: FieldTexts) =>
	(values: readonly string[], taken?: Taken, more: Partial<FieldTexts> = {}) =>
		orPlatformDefault(choice({ ...texts, ...more, default: '', values }), taken);

const RATIO = { label: 'Ratio', description: 'Width to height of the result' };
export const ratio = list(RATIO);

/** The same where the platform demands one. */
export const neededRatio = (own: string, values: readonly string[]) =>
	orDefault(choice({ ...RATIO, default: '', values }), own);

/** Width and height, in the operation's own spelling. */
export const size = list({
	label: 'Size',
	description: 'Width and height of the result, in pixels',
});

export const quality = list({
	label: 'Quality',
	description: 'Quality of the picture; a higher one costs more',
});

export const resolution = list({
	label: 'Resolution',
	description: 'Size of the result; larger ones cost more',
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
}) =>
	inForm(
		number({
			label: 'Duration',
			description: 'Length of the result in seconds; longer ones cost more',
			placeholder: 'e.g. 5',
			integer: true,
			unit: 'seconds',
			...limits,
		}),
	);

/** Where -1 is taken, it stands for any. */
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

/** Texts of the watermark switch, for services with words or numbers of their own for it. */
export const WATERMARK = {
	label: 'Watermark',
	description: 'Whether to put a watermark on the result',
};

export const watermark = (defaultValue: boolean) => flag({ ...WATERMARK, default: defaultValue });

export const GENERATE_AUDIO = {
	label: 'Generate Audio',
	description: 'Sound for the video, made by the model',
};

export const KEEP_ORIGINAL_SOUND = {
	label: 'Keep Original Sound',
	description: 'Whether the result keeps the sound of the video',
	default: true,
};
