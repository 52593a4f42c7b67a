/**
 * Texts of the form that are computed: limits, what an empty field means, how well a service is known, how long it
 * takes. In English, because the build makes the Chinese form from this one.
 */
import type { MediaRules } from '../util/mediaRules';
import { range } from './fields';
import { lengths, narrowest, sides, typesOf, type Limits } from './media';

/** What the platform uses when a request has no value. */
type TakenTold = string | number | { readonly likely: string | number };

const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

const takenText = (taken: TakenTold) =>
	typeof taken === 'object' ? `likely ${taken.likely}` : String(taken);

export const platformDefault = (taken?: TakenTold): string =>
	taken === undefined ? 'Default' : `Default (${takenText(taken)})`;

export const otherLabel = (label: string): string => `Other ${label}`;

export const templateEntry = (name: string, value: string, images: number): string =>
	`${name}, ${images === 1 ? '1 Image' : '2 Images'} (${value})`;

export const maxCharacters = (maxLength: number): string => `At most ${maxLength} characters`;

export const wholeNumber = (): string => 'A whole number';

/**
 * The limits, shown below the input; undefined if there are none.
 * @param spec.hint replaces the limits
 */
export function numberHint(spec: {
	min?: number;
	max?: number;
	unit?: string;
	taken?: TakenTold;
	hint?: string;
}): string | undefined {
	const { min, max, unit, taken } = spec;
	// "At least 0 pixels" says no more than the unit.
	const isOpen = max === undefined && (min === undefined || (min === 0 && unit !== undefined));
	const limits = isOpen ? undefined : range(min, max);
	const allowed = [limits, unit].filter((word) => word !== undefined).join(' ');
	const empty = taken === undefined ? '' : `default ${takenText(taken)}`;
	const parts = [spec.hint ?? capitalized(allowed), empty].filter((part) => part !== '');
	return parts.length === 0 ? undefined : capitalized(parts.join('; '));
}

export const lengthOrVoice = (maxSeconds?: number): string =>
	`${maxSeconds === undefined ? 'Seconds' : `Up to ${maxSeconds} seconds`}; a voice-over sets the length instead`;

export const imagesOfSeries = (max: number): string =>
	`1 to ${max}, minus the number of Image URLs; only with Image Series on`;

export const ownModelName = (own: string): string =>
	`Enter the new name of the model if the platform renames it. The default is ${own}.`;

export const anyPixels = (): string => 'WIDTHxHEIGHT';

export const sidesOfPixels = (min: number, max: number): string =>
	`WIDTHxHEIGHT, each side ${min} to ${max}`;

export const keywordsOrPixels = (keywords: readonly string[]): string =>
	`${keywords.join(', ')} or WIDTHxHEIGHT`;

export const keywordsOrSomePixels = (
	keywords: readonly string[],
	{ minPixels, maxPixels, ratio }: { minPixels: number; maxPixels: number; ratio: number },
): string =>
	`${keywords.join(', ')} or WIDTHxHEIGHT of ${millions(minPixels)} to ${millions(maxPixels)} million pixels, no side more than ${ratio} times the other`;

const millions = (count: number) => (count / 1_000_000).toFixed(2);

export const sizeHint = (allowed: string, taken?: TakenTold): string =>
	`${allowed}${taken === undefined ? '' : `; default ${takenText(taken)}`}`;

/** What n8n's dropdown says of an operation. */
interface OperationTold {
	/** What it does, without a final period. */
	summary: string;
	/** The platform's own title, unless it only repeats the name. */
	title: string | undefined;
	/** How long a task takes. */
	time: string | undefined;
	/** How well the path is known. */
	evidence: string | undefined;
	/** The path is derived: the warning comes before the time, because the dropdown cuts the text off. */
	isDerived: boolean;
}

export function operationTold(told: OperationTold): string {
	const { summary, title, time, evidence, isDerived } = told;
	const does = title === undefined ? summary : `${summary} (${title})`;
	const facts = isDerived ? [evidence, time] : [time, evidence];
	return paragraph(does, ...facts);
}

/** Sentences without their final periods, as one text: n8n wants a final period from two sentences on. */
function paragraph(...sentences: ReadonlyArray<string | undefined>): string {
	const told = sentences.filter((sentence) => sentence !== undefined);
	return told.length > 1 ? `${told.join('. ')}.` : (told[0] ?? '');
}

const PATHS = {
	A: 'API path from the official documentation',
	B: "API path from the vendor's own software",
	C: 'API path from a public client',
	'C-': 'API path from a public client, uncertain',
	D: 'API path not confirmed',
};

/** How well the path of an operation is known; undefined if the user enters it. */
export const evidenceText = (
	path: keyof typeof PATHS | 'user',
	isOfficial: boolean,
): string | undefined => {
	if (path === 'user') return undefined;
	return isOfficial ? PATHS[path] : `${PATHS[path]}; not on the official list`;
};

/** @param label of the switch under Options that has the files reviewed */
export const peopleAreReviewed = (label: string): string =>
	`Seedance accepts images, videos and audio of real people only after a review. If your files show real people, add <b>Options &gt; ${label}</b>. Each file is then reviewed before the video is submitted.`;

export const pathNotConfirmed = (docs: string): string =>
	`API path not confirmed by the platform. Known alternatives are tried automatically. See <a href="${docs}" target="_blank">the docs</a>.`;

/** Times are rounded to these steps: a finer number would claim more than is known. */
const UNITS = [
	{ one: 'second', seconds: 1, steps: [5, 10, 15, 20, 30, 45] },
	{ one: 'minute', seconds: 60, steps: [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45] },
	{ one: 'hour', seconds: 3600, steps: [1, 2, 3, 4, 6, 8, 12, 24] },
];
const STEPS = UNITS.flatMap(({ one, seconds, steps }) =>
	steps.map((count) => ({ count, one, seconds: count * seconds })),
);

export const typicalTime = (fromSeconds: number, toSeconds: number, isGuess: boolean): string =>
	`${isGuess ? 'Likely' : 'Usually'} ${rangeText(fromSeconds, toSeconds)}`;

/** Both ends rounded to the nearest step, by ratio; the unit once if both have the same. */
export function rangeText(fromSeconds: number, toSeconds: number): string {
	const [from, to] = [nearestStep(fromSeconds), nearestStep(toSeconds)];
	if (from === to) return `about ${stepText(to)}`;
	return from.one === to.one
		? `${from.count} to ${stepText(to)}`
		: `${stepText(from)} to ${stepText(to)}`;
}

const nearestStep = (seconds: number) => {
	const distance = (step: { seconds: number }) => Math.abs(Math.log(step.seconds / seconds));
	return STEPS.reduce((best, step) => (distance(step) < distance(best) ? step : best));
};

const stepText = ({ count, one }: { count: number; one: string }) =>
	`${count} ${one}${count === 1 ? '' : 's'}`;

// Fields for media.

/** Ends with what to enter, because new users don't know that a binary field has a name. */
export const hintForOne = (rules: MediaRules, note?: string): string =>
	hintOf([...limits(rules), ...limitsWhen(rules), note, 'URL or name of a binary field']);

export const hintForMany = (rules: MediaRules, note?: string): string =>
	hintOf([
		rules.max === undefined ? undefined : `up to ${rules.max}`,
		...limits(rules, ' each'),
		...limitsWhen(rules),
		note,
		'URLs and names of binary fields, one per line, comma-separated, or a list',
	]);

/** The known limits of one file. */
function limits(rules: Limits, each = ''): string[] {
	const { maxMb, minSide, maxSide, ratio, minSeconds, maxSeconds } = rules;
	return [
		typesOf(rules),
		maxMb && `up to ${maxMb} MB${each}`,
		(minSide ?? maxSide) && sides(rules),
		ratio && narrowest(rules),
		(minSeconds ?? maxSeconds) && `${lengths(rules)}${each}`,
	].filter((limit) => typeof limit === 'string');
}

/** `with an image: at most 20 seconds` */
const limitsWhen = ({ when = [] }: MediaRules): string[] =>
	when.map(({ told, limits: own }) => `${told}: ${limits(own).join(', ')}`);

const EXAMPLES: Record<MediaRules['kind'], string> = {
	image: '1.png',
	video: '1.mp4',
	audio: '1.mp3',
	media: '1.png',
	any: '1.pdf',
};

function hintOf(parts: ReadonlyArray<string | undefined>): string {
	const hint = parts.filter((part) => part !== undefined).join('; ');
	return hint.charAt(0).toUpperCase() + hint.slice(1);
}

/** A tool has no item of its own: its files are those of the agent's item. */
const OF_ITEM = "of the item (in a tool: of the agent's item)";

export const descriptionForOne = (description: string, { assets }: MediaRules): string =>
	paragraph(
		description,
		assets
			? `Enter a public URL, asset://... of an accepted asset, or the name of a binary field ${OF_ITEM}`
			: `Enter a public URL or the name of a binary field ${OF_ITEM}`,
	);

export const descriptionForMany = (description: string, { assets }: MediaRules): string =>
	paragraph(
		description,
		assets
			? `Enter public URLs, asset://... of accepted assets, or names of binary fields ${OF_ITEM}`
			: `Enter public URLs or names of binary fields ${OF_ITEM}`,
		'In a name, * stands for any characters',
	);

export const exampleOfOne = ({ kind }: MediaRules): string =>
	`e.g. https://example.com/${EXAMPLES[kind]} or data`;

export const exampleOfMany = ({ kind }: MediaRules): string =>
	`e.g. https://example.com/${EXAMPLES[kind]}, data, ${kind}_*`;
