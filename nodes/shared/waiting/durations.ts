/** What is known of how long a kind of task takes: what its operation says, and what finished tasks taught. Pure. */
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

/** About as many finished tasks count; older ones fade, so a platform that changes is followed. */
const MEMORY = 40;
const MAX_SECONDS = 30 * 24 * 3600;
/** Believed width of one kind of task, counted as one observation; a guess (no measurement is public). */
const SPREAD = 0.35;
/** A duration farther from the mean than this many standard deviations counts as this far: a hung task is rare. */
const OUTLIER = 8;

/**
 * How long a kind of task takes: seen once (grade A), or guessed (grade D) from the kind of work and from the limits
 * that public clients set (reference 1.6), as nobody measured it.
 */
export type TypicalSeconds = number | { readonly guessed: number };

/** What is believed of such tasks before any of them finished. */
export const priorOf = (typical: TypicalSeconds): Expected =>
	typeof typical === 'number' ? seenOnce(typical) : guess(typical.guessed);

/** Its doubt is the spread of tasks and that of a mean of one. */
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

/** What is known of a kind's durations; undefined when nothing is. */
export function expected(
	prior: Expected | undefined,
	learned: Learned | undefined,
): Expected | undefined {
	if (learned === undefined) return prior;
	// Each finished task takes from the prior's weight, as it is a guess or one task of somebody else's.
	const priorWeight = (prior?.weight ?? 0) / learned.weight;
	const weight = priorWeight + learned.weight;
	const apart = prior === undefined ? 0 : prior.meanLog - learned.meanLog;
	// Where the two disagree, little is known yet.
	const squares = learned.squares + ((priorWeight * learned.weight) / weight) * apart * apart;
	return {
		meanLog: learned.meanLog + (priorWeight * apart) / weight,
		// The next task differs from the mean, and the mean is known only so well.
		sigmaLog: spreadOf({ weight, squares }) * Math.sqrt(1 + 1 / weight),
		weight,
	};
}

/** What is known with one more finished task; its duration is ignored unless above 0 and up to 30 days. */
export const learn = (known: Learned | undefined, seconds: number): Learned | undefined =>
	seconds > 0 && seconds <= MAX_SECONDS ? observe(known, Math.log(seconds)) : known;

/**
 * The duration to learn from: what the platform says, as far as it agrees with what we saw ourselves. Its record may
 * be hours wrong, and one such record must not make the next task wait.
 * @param told from created_at to updated_at; NaN when the platform does not tell
 * @param seen in seconds since the submission; undefined when nobody knows when that was, and then nothing is learned
 * @returns NaN when nothing can be learned
 */
export const plausibleSeconds = (
	told: number,
	seen: { runningAt: number; endedBy: number } | undefined,
): number => (seen ? Math.min(Math.max(told, seen.runningAt), seen.endedBy) : Number.NaN);

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

// * How long the tasks of each operation typically take, as its provider's form tells. n8n loads the forms of all nodes
// when it starts, so that a node which waits knows the time of any task, but no provider.

/** By operation id; no more entries than the package has operations. */
const TYPICAL = new Map<string, TypicalSeconds>();

export function rememberTypical(operation: string, typical: TypicalSeconds): void {
	TYPICAL.set(operation, typical);
}

export const typicalOf = (operation: string | undefined): TypicalSeconds | undefined =>
	operation === undefined ? undefined : TYPICAL.get(operation);

/** How long tasks took, by platform host and kind; all executions of this process teach and use it. */
const DURATIONS = new ProcessMemory<Learned>(500);

/** What is known of how long such a task takes. */
export function expectedOf(host: string, task: WatchedTask): Expected | undefined {
	const typical = typicalOf(task.operation);
	const prior = typical === undefined ? undefined : priorOf(typical);
	return expected(prior, DURATIONS.get(host, kindOf(task)));
}

/** Learns from one finished task, where there is something to learn. */
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

/** From creation to the last change, by the platform's own clock; NaN where it does not tell. */
function durationSeconds({ task }: PollAnswer): number {
	if (task.state !== 'success') return Number.NaN;
	return secondsOf(Date.parse(task.updatedAt ?? '') - Date.parse(task.createdAt ?? ''));
}
