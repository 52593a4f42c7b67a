/**
 * What is known of how long each kind of task takes: a prior per operation, and what finished tasks taught.
 * Pure and immutable. `Durations` is plain JSON, so n8n's workflow static data can keep it.
 */
import { isObject } from '../json';
import type { Expected } from './schedule';

/** Sums over the finished tasks of one kind, in ln(seconds). */
export interface Learned {
	/** Number of tasks, bounded so that older ones are forgotten. */
	readonly weight: number;
	readonly meanLog: number;
	/** Sum of squared distances from the mean. */
	readonly squares: number;
}

/** By key, `operation` or `operation/model`; the one that learned last stands last. */
export type Durations = Readonly<Record<string, Learned>>;

/** About as many finished tasks count; older ones fade, so a platform that changes is followed. */
const MEMORY = 40;
/** Kinds kept; the one that learned longest ago goes first. */
const MAX_KEYS = 200;
const MAX_KEY_LENGTH = 200;
const MAX_SECONDS = 30 * 24 * 3600;
/** Believed width of one kind of task, counted as one observation; a guess (no measurement is public). */
const SPREAD = 0.35;
/** A duration farther from the mean than this many standard deviations counts as this far: a hung task is rare. */
const OUTLIER = 8;

/** Seen once, reference 1.6, grade A: its doubt is the spread of tasks and that of a mean of one. */
const seenOnce = (seconds: number): Expected => ({
	meanLog: Math.log(seconds),
	sigmaLog: SPREAD * Math.SQRT2,
	weight: 1,
});
/** Grade D, nobody measured it: wide (one in three off by more than 2.5 times), and light, so that one finished task overrules it. */
const guess = (seconds: number): Expected => ({
	meanLog: Math.log(seconds),
	sigmaLog: 0.9,
	weight: 0.25,
});

const IMAGE = guess(120);
const VIDEO = guess(240);
const SUBTITLES = guess(60);
const TRANSCRIPT = guess(120);
const REVIEW = guess(30);

// All but the first are guesses from the kind of work and from the limits that public clients set (reference 1.6).
const PRIORS: ReadonlyMap<string, Expected> = new Map([
	['kbananaProOfficialSubmit', seenOnce(273)],
	['kbanana2OfficialSubmit', IMAGE],
	['kbananaProChannelSubmit', IMAGE],
	['kbanana2ChannelSubmit', IMAGE],
	['kImage2OfficialSubmit', IMAGE],
	['seedance1FirstLastFrame', VIDEO],
	['seedance2VideoSubmit', VIDEO],
	['seedance2AssetReviewSubmit', REVIEW],
	['jimengVideoQuery', VIDEO],
	['videoEffectSubmit', VIDEO],
	['videoStylizeSubmit', VIDEO],
	['videoCharacterSwapSubmit', VIDEO],
	['lipSyncSubmit', VIDEO],
	['wan25TextToVideoSubmit', VIDEO],
	['klingV3Submit', VIDEO],
	['klingV3OmniTextToVideo', VIDEO],
	['klingV3OmniImageToVideo', VIDEO],
	['klingV3OmniFirstLastFrame', VIDEO],
	['klingV3OmniReference', VIDEO],
	['klingV3MotionControl', VIDEO],
	['videoAddSubtitle', SUBTITLES],
	['longVideoTextExtract', TRANSCRIPT],
]);

/** What is believed of an operation (its id in the reference) before any task of it finished. */
export const priorFor = (operation: string): Expected | undefined => PRIORS.get(operation);

/** What is known of a key's durations; undefined when nothing is. The operation is the part before the first "/". */
export function expected(durations: Durations, key: string): Expected | undefined {
	const prior = priorFor(key.split('/', 1)[0] ?? key);
	const learned = Object.hasOwn(durations, key) ? durations[key] : undefined;
	if (learned === undefined) return prior;
	const weight = (prior?.weight ?? 0) + learned.weight;
	const pull = prior === undefined ? 0 : prior.weight * (prior.meanLog - learned.meanLog);
	return {
		meanLog: learned.meanLog + pull / weight,
		// The next task differs from the mean, and the mean is known only so well.
		sigmaLog: spreadOf(learned) * Math.sqrt(1 + 1 / weight),
		weight,
	};
}

/**
 * The durations with one more finished task.
 * @param seconds from created_at to updated_at of a task that succeeded; ignored unless above 0 and up to 30 days
 */
export function learn(durations: Durations, key: string, seconds: number): Durations {
	if (!(seconds > 0 && seconds <= MAX_SECONDS) || key === '' || key.length > MAX_KEY_LENGTH)
		return durations;
	const { [key]: known, ...others } = { ...durations };
	const entries = Object.entries(others).slice(-(MAX_KEYS - 1));
	return Object.fromEntries([...entries, [key, observe(known, Math.log(seconds))]]);
}

function observe(known: Learned | undefined, ln: number): Learned {
	if (known === undefined) return { weight: 1, meanLog: ln, squares: 0 };
	const kept = Math.min(known.weight, MEMORY - 1);
	const weight = kept + 1;
	const far = OUTLIER * spreadOf(known);
	const distance = Math.max(-far, Math.min(far, ln - known.meanLog));
	return {
		weight,
		meanLog: known.meanLog + distance / weight,
		squares: (known.squares * kept) / known.weight + (distance * distance * kept) / weight,
	};
}

const spreadOf = ({ weight, squares }: Learned) => Math.sqrt((SPREAD * SPREAD + squares) / weight);

/** Durations read back from where n8n kept them; whatever is not one is left out. Never throws. */
export function readDurations(kept: unknown): Durations {
	if (!isObject(kept)) return {};
	const entries = Object.entries(kept).flatMap(([key, value]): Array<[string, Learned]> => {
		const learned = readLearned(value);
		return learned === undefined || key === '' || key.length > MAX_KEY_LENGTH
			? []
			: [[key, learned]];
	});
	return Object.fromEntries(entries.slice(-MAX_KEYS));
}

function readLearned(value: unknown): Learned | undefined {
	if (!isObject(value)) return undefined;
	const { weight, meanLog, squares } = value;
	if (typeof weight !== 'number' || typeof meanLog !== 'number' || typeof squares !== 'number')
		return undefined;
	const plausible =
		weight >= 1 && weight <= MEMORY && Math.abs(meanLog) < 30 && squares >= 0 && squares < 1e4;
	return plausible ? { weight, meanLog, squares } : undefined;
}
