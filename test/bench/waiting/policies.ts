/* The ways to wait that are compared. Each says the seconds from one question to the next. */
import { expected, learn, priorOf, type Learned } from '../../../nodes/shared/waiting/durations';
import { nextDelaySeconds, SMART, type Expected } from '../../../nodes/shared/waiting/schedule';
import { logNormal, type Distribution, type Random } from './random';

/** Far enough not to matter: the bench measures the schedule, not the deadline. */
export const DEADLINE_SECONDS = 7 * 24 * 3600;

/** Seconds from now (the submission, or a question that found the task pending) to the next question. */
export type NextDelay = (elapsedSeconds: number, polls: number) => number;

export interface BenchPolicy {
	readonly name: string;
	/** Called once per task. */
	start(distribution: Distribution, random: Random): NextDelay;
}

/** Our schedule with given knowledge. */
export const smart =
	(known: Expected | undefined): NextDelay =>
	(elapsedSeconds, polls) =>
		nextDelaySeconds(
			{
				elapsedSeconds,
				polls,
				failures: 0,
				expected: known,
				remainingSeconds: DEADLINE_SECONDS - elapsedSeconds,
			},
			SMART,
		);

/** What `count` finished tasks of the distribution teach. */
export function learned(
	{ median, sigma }: Distribution,
	count: number,
	random: Random,
): Expected | undefined {
	let known: Learned | undefined;
	for (let i = 0; i < count; i++) known = learn(known, logNormal(random, median, sigma));
	return expected(undefined, known);
}

/** A prior as light as those of the package, its median shifted by a factor. */
export function shiftedPrior({ median }: Distribution, factor: number): Expected {
	return priorOf({ guessed: median * factor });
}

export const exact: BenchPolicy = {
	name: 'ours, exact parameters',
	start: ({ median, sigma }) => smart({ meanLog: Math.log(median), sigmaLog: sigma, weight: 1e6 }),
};

export const learnedFrom = (count: number): BenchPolicy => ({
	name: `ours, learned from ${count}`,
	start: (distribution, random) => smart(learned(distribution, count, random)),
});

export const cold: BenchPolicy = { name: 'ours, cold', start: () => smart(undefined) };

export const fixed = (seconds: number): BenchPolicy => ({
	name: `fixed ${seconds} s`,
	start: () => () => seconds,
});

/** Asks after 20 % of the elapsed time, at least 3 s, at most 15 s. */
export const proportional: BenchPolicy = {
	name: 'proportional 3 s, 20 %, 15 s',
	start: () => (elapsed) => Math.min(15, Math.max(3, 0.2 * elapsed)),
};

/**
 * `exponentialBackoffWithJitter` of @smithy/core 3.41.0, which @smithy/util-waiter 4.6.2 re-exports, with its
 * defaults of 2 and 120 s. Its first question comes at once; then full jitter over a doubling range, and from
 * the seventh on always the maximum.
 */
export const smithy: BenchPolicy = {
	name: 'AWS SDK waiter 2/120 s',
	start: (_distribution, random) => (_elapsed, polls) => {
		const [min, max] = [2, 120];
		if (polls === 0) return 0;
		const ceiling = Math.log(max / min) / Math.log(2) + 1;
		if (polls > ceiling) return max;
		const capped = Math.min(min * 2 ** (polls - 1), max);
		return min + random() * (capped - min);
	},
};
