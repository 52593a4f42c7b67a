/** How long a kind of task takes: what its operation declares, and what finished tasks showed. Pure. */
import { ProcessMemory } from '../util/processMemory';
import { secondsOf } from '../util/time';
import type { Expected } from './schedule';
import type { PollAnswer, Seen, WatchedTask } from './waitForTasks';

/** Sums over the finished tasks of one kind, in ln(seconds). */
export interface Learned {
	/** Number of tasks, bounded so that older ones are forgotten. */
	readonly weight: number;
	readonly meanLog: number;
	/** Sum of squared distances from the mean. */
	readonly squares: number;
}

/** About this many finished tasks count. Older ones fade, so changes of the platform are followed. */
const MEMORY = 40;
const MAX_SECONDS = 30 * 24 * 3600;
/** Assumed spread of one kind of task, counted as one observation. A guess (no measurement is public). */
const SPREAD = 0.35;
/**
 * A duration farther from the mean than this many standard deviations counts as this far, because hung tasks are
 * rare.
 */
const OUTLIER = 8;

/**
 * How long a kind of task takes: seen once (grade A), or guessed (grade D) from the kind of work and from the limits
 * that public clients set (reference 1.6), because nobody measured it.
 */
export type TypicalSeconds = number | { readonly guessed: number };

/** What is assumed about such tasks before any has finished. */
export const priorOf = (typical: TypicalSeconds): Expected =>
	typeof typical === 'number' ? seenOnce(typical) : guess(typical.guessed);

/** Its uncertainty combines the spread of tasks with that of a mean of one. */
const seenOnce = (seconds: number): Expected => ({
	meanLog: Math.log(seconds),
	sigmaLog: SPREAD * Math.SQRT2,
	weight: 1,
});
/** Wide (one in three off by more than 2.5 times), and light, so that one finished task overrules it. */
const guess = (seconds: number): Expected => ({
	meanLog: Math.log(seconds),
	sigmaLog: 0.9,
	weight: 0.25,
});

/** What is known about a kind's durations. Undefined if nothing is. */
export function expected(
	prior: Expected | undefined,
	learned: Learned | undefined,
): Expected | undefined {
	if (learned === undefined) return prior;
	// Each finished task reduces the prior's weight, because the prior is a guess or somebody else's single task.
	const priorWeight = (prior?.weight ?? 0) / learned.weight;
	const weight = priorWeight + learned.weight;
	const difference = prior === undefined ? 0 : prior.meanLog - learned.meanLog;
	// If the two disagree, little is known yet.
	const squares =
		learned.squares + ((priorWeight * learned.weight) / weight) * difference * difference;
	return {
		meanLog: learned.meanLog + (priorWeight * difference) / weight,
		// The next task differs from the mean, and the mean itself is uncertain.
		sigmaLog: spreadOf({ weight, squares }) * Math.sqrt(1 + 1 / weight),
		weight,
	};
}

/** Adds one finished task. Its duration is ignored unless it is above 0 and at most 30 days. */
export const learn = (known: Learned | undefined, seconds: number): Learned | undefined =>
	seconds > 0 && seconds <= MAX_SECONDS ? observe(known, Math.log(seconds)) : known;

/**
 * The duration to learn from: the platform's own, limited by what we observed. Its record may be hours wrong, and
 * one such record must not delay the next task.
 * @param reported from created_at to updated_at; NaN if the platform does not give it
 * @param seen in seconds since the submission; undefined if its time is unknown, and then nothing is learned
 * @returns NaN if nothing can be learned
 */
export const plausibleSeconds = (
	reported: number,
	seen: { runningAt: number; endedBy: number } | undefined,
): number => (seen ? Math.min(Math.max(reported, seen.runningAt), seen.endedBy) : Number.NaN);

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

const spreadOf = ({ weight, squares }: Pick<Learned, 'weight' | 'squares'>) =>
	Math.sqrt((SPREAD * SPREAD + squares) / weight);

// How long the tasks of each operation typically take, as declared in its provider's form. n8n loads the forms of
// all nodes when it starts. So a waiting node knows the duration of any task, without importing the providers.

/** By operation id. Has no more entries than the package has operations. */
const TYPICAL = new Map<string, TypicalSeconds>();

export function rememberTypical(operation: string, typical: TypicalSeconds): void {
	TYPICAL.set(operation, typical);
}

export const typicalOf = (operation: string | undefined): TypicalSeconds | undefined =>
	operation === undefined ? undefined : TYPICAL.get(operation);

/** How long tasks took, by platform host and kind. All executions of this process add to it and use it. */
const DURATIONS = new ProcessMemory<Learned>(500);

/** What is known about the duration of such a task. */
export function expectedOf(host: string, task: WatchedTask): Expected | undefined {
	const typical = typicalOf(task.operation);
	const prior = typical === undefined ? undefined : priorOf(typical);
	return expected(prior, DURATIONS.get(host, kindOf(task)));
}

/** Learns from one finished task, if there is something to learn. */
export function learnFrom(
	host: string,
	task: WatchedTask,
	polled: PollAnswer,
	seen: Seen | undefined,
): void {
	const kind = kindOf(task);
	const known = DURATIONS.get(host, kind);
	const next = learn(known, plausibleSeconds(durationSeconds(polled), seen));
	if (next !== undefined && next !== known) DURATIONS.set(host, kind, next);
}

const kindOf = (task: WatchedTask) =>
	[task.operation ?? task.taskSource, task.model ?? ''].filter(Boolean).join('/');

/** From creation to the last change, by the platform's own clock. NaN if it does not give them. */
function durationSeconds({ task }: PollAnswer): number {
	if (task.state !== 'success') return Number.NaN;
	return secondsOf(Date.parse(task.updatedAt ?? '') - Date.parse(task.createdAt ?? ''));
}
