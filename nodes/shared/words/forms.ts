/**
 * What the form says that is computed: limits, what an empty field means, how sure and how long a service is. English,
 * as the Chinese form is made from this one when the package is built.
 */
import type { MediaRules } from '../util/mediaRules';
import { range } from './fields';
import { lengths, narrowest, sides, typesOf, type Limits } from './media';

/** What the platform takes where it is told nothing. */
type TakenTold = string | number | { readonly likely: string | number };

const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

const takenText = (taken: TakenTold) =>
	typeof taken === 'object' ? `likely ${taken.likely}` : String(taken);

export const platformDefault = (taken?: TakenTold): string =>
	taken === undefined ? 'Default' : `Default (${takenText(taken)})`;

export const otherLabel = (label: string): string => `Other ${label}`;

export const templateEntry = (name: string, value: string, pictures: number): string =>
	`${name}, ${pictures === 1 ? '1 Picture' : '2 Pictures'} (${value})`;

export const maxCharacters = (maxLength: number): string => `At most ${maxLength} characters`;

export const wholeNumber = (): string => 'A whole number';

/**
 * Limits stand where one types; undefined where there are none to tell.
 * @param spec.hint stands in place of the limits
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

export const picturesToWorkFrom = (max?: number): string =>
	`Public URLs of the pictures to work from${max === undefined ? '' : `, at most ${max}`}`;

export const lengthOrVoice = (maxSeconds?: number): string =>
	`${maxSeconds === undefined ? 'Seconds' : `Up to ${maxSeconds} seconds`}; a voice sets it by itself`;

export const picturesOfSeries = (max: number): string =>
	`1 to ${max}, less those under Image URLs; only with Image Series`;

export const ownModelName = (own: string): string =>
	`Name of the model, should the platform rename it; ${own} unless set`;

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

/** What it does, the platform's own title, how long a task takes, and how sure we are. */
export const operationTold = (
	summary: string,
	title: string,
	time: string | undefined,
	evidence: string,
): string =>
	[`${summary} (${title})`, time, evidence].filter((part) => part !== undefined).join('. ');

const PATHS = {
	A: 'API path from the official documentation',
	B: "API path from the vendor's own software",
	C: 'API path from a public client',
	'C-': 'API path from a public client, unsure',
	D: 'API path not confirmed by the platform',
	user: 'API path as you enter it',
};

/** How sure we are of an operation, for people. */
export const evidenceText = (path: keyof typeof PATHS, isOfficial: boolean): string =>
	isOfficial || path === 'user' ? PATHS[path] : `${PATHS[path]}; outside the official list`;

/** @param label of the switch under Options that has it done */
export const peopleAreReviewed = (label: string): string =>
	`Seedance takes pictures, videos and sounds of real people only after a review. If there are any, add <b>Options &gt; ${label}</b>: it has each file reviewed before the video is submitted`;

export const pathNotConfirmed = (docs: string): string =>
	`API path not confirmed by the platform. Known alternatives are tried automatically. See <a href="${docs}" target="_blank">the docs</a>`;

/** Steps that a person thinks in; a finer number would claim a knowledge that nobody has. */
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

/** Both ends rounded to the nearest step, by ratio; the unit once where both have the same. */
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

/** A person on the first day does not know that a binary field has a name. */
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

/** What is known of the limits of one file. */
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

/** `with a picture at most 20 seconds` */
const limitsWhen = ({ when = [] }: MediaRules): string[] =>
	when.map(({ told, limits: own }) => `${told} ${limits(own).join(', ')}`);

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

export const descriptionForOne = (description: string): string =>
	`${description}, or the name of a binary field of the item (of a tool: of the agent's item)`;

export const descriptionForMany = (description: string): string =>
	`${description}, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters`;

export const exampleOfOne = ({ kind }: MediaRules): string =>
	`e.g. https://example.com/${EXAMPLES[kind]} or data`;

export const exampleOfMany = ({ kind }: MediaRules): string =>
	`e.g. https://example.com/${EXAMPLES[kind]}, data, ${kind}_*`;
