/* Simulated waits in virtual time: no clock, no I/O, the same tasks for every policy. */
import { expected, learn, type Learned } from '../../../nodes/shared/waiting/durations';
import { smart, type BenchPolicy, type NextDelay } from './policies';
import { logNormal, seeded, type Distribution, type Random } from './random';

export interface Wait {
	readonly polls: number;
	/** Seconds between the task's completion and the question that saw it. */
	readonly delay: number;
}

export interface Figures {
	/** Questions per task. */
	readonly polls: number;
	/** Mean seconds after completion. */
	readonly delay: number;
	readonly p95: number;
}

/** Asks until a task that takes `duration` seconds is seen finished. */
function wait(duration: number, next: NextDelay): Wait {
	let elapsed = 0;
	for (let polls = 1; ; polls++) {
		elapsed += next(elapsed, polls - 1);
		if (elapsed >= duration) return { polls, delay: elapsed - duration };
	}
}

export function figures(waits: readonly Wait[]): Figures {
	const delays = waits.map(({ delay }) => delay).sort((a, b) => a - b);
	return {
		polls: mean(waits.map(({ polls }) => polls)),
		delay: mean(delays),
		p95: delays[Math.floor(0.95 * delays.length)] ?? Number.NaN,
	};
}

/** `count` waits of one policy. The durations depend on the seed alone, not on the policy. */
export function simulate(
	policy: BenchPolicy,
	distribution: Distribution,
	count: number,
	seed: number,
): Figures {
	const durations = seeded(seed);
	const other = seeded(seed + 1);
	const waits = Array.from({ length: count }, () =>
		wait(
			logNormal(durations, distribution.median, distribution.sigma),
			policy.start(distribution, other),
		),
	);
	return figures(waits);
}

/** Figures of the tasks after a platform's tasks, learned one by one, suddenly take `factor` times as long. */
export function simulateChange(
	distribution: Distribution,
	options: { factor: number; users: number; spans: readonly number[]; seed: number },
): Figures[] {
	const random = seeded(options.seed);
	const changed = { ...distribution, median: distribution.median * options.factor };
	const waits: Wait[][] = options.spans.map(() => []);
	for (let user = 0; user < options.users; user++) {
		let durations: Learned | undefined;
		for (let i = 0; i < 100; i++) durations = learnOne(durations, distribution, random).durations;
		for (const [i, span] of options.spans.entries()) {
			for (let task = 0; task < span; task++) {
				const next = learnOne(durations, changed, random);
				waits[i]?.push(wait(next.duration, smart(expected(undefined, durations))));
				durations = next.durations;
			}
		}
	}
	return waits.map(figures);
}

function learnOne(durations: Learned | undefined, { median, sigma }: Distribution, random: Random) {
	const duration = logNormal(random, median, sigma);
	return { duration, durations: learn(durations, duration) };
}

const mean = (values: readonly number[]) =>
	values.reduce((sum, value) => sum + value, 0) / values.length;
