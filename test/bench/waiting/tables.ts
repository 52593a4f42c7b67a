/* The bench's tables as Markdown. */
import {
	cold,
	fixed,
	POLICIES,
	proportional,
	shiftedPrior,
	smart,
	type BenchPolicy,
} from './policies';
import { optimum } from './optimum';
import { DISTRIBUTIONS, LONG, SHORT, WIDE } from './random';
import { simulate, simulateBatches, type Figures } from './simulate';

const TASKS = 20_000;
const SEED = 20_260_101;

const table = (head: string[], rows: string[][]) =>
	[head, head.map((_, i) => (i < 2 ? '---' : '---:')), ...rows]
		.map((row) => `| ${row.join(' | ')} |`)
		.join('\n');

const cells = ({ polls, delay, p95 }: Figures, fiveSeconds: Figures) => [
	polls.toFixed(1),
	percent(polls / fiveSeconds.polls),
	`${delay.toFixed(2)} s`,
	`${p95.toFixed(2)} s`,
];

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

const HEAD = ['questions per task', 'of fixed 5 s', 'mean delay', 'p95 delay'];

/** Every distribution with every policy, and the optimum by dynamic programming. */
export function policyTable(): string {
	const rows = DISTRIBUTIONS.flatMap((distribution) => {
		const fiveSeconds = simulate(fixed(5), distribution, TASKS, SEED);
		const best = optimum(distribution, 2.5);
		return [
			[
				distribution.name,
				'optimum at 2.5 s (DP)',
				best.polls.toFixed(1),
				percent(best.polls / fiveSeconds.polls),
				`${best.delay.toFixed(2)} s`,
				'',
			],
			...POLICIES.map((policy) => [
				distribution.name,
				policy.name,
				...cells(simulate(policy, distribution, TASKS, SEED), fiveSeconds),
			]),
		];
	});
	return table(['tasks', 'policy', ...HEAD], rows);
}

/** Batches of 20 tasks that start together with nothing known: the second batch knows what the first taught. */
export function batchTable(): string {
	const rows = DISTRIBUTIONS.flatMap((distribution) => {
		const fiveSeconds = simulate(fixed(5), distribution, TASKS, SEED);
		const batches = simulateBatches(distribution, { users: 300, batches: 3, size: 20, seed: SEED });
		return [
			...batches.map((batch, i) => [
				distribution.name,
				`ours, batch ${i + 1} of 20`,
				...cells(batch, fiveSeconds),
			]),
			...[cold, proportional].map((policy) => [
				distribution.name,
				policy === cold ? 'ours, never learning' : policy.name,
				...cells(simulate(policy, distribution, TASKS, SEED), fiveSeconds),
			]),
		];
	});
	return table(['tasks', 'policy', ...HEAD], rows);
}

/** Guesses that are wrong by a factor, without any finished task to correct them. */
export function wrongPriorTable(): string {
	const rows = [SHORT, WIDE, LONG].flatMap((distribution) => {
		const fiveSeconds = simulate(fixed(5), distribution, TASKS, SEED);
		return [1 / 30, 1 / 10, 1 / 3, 1, 3, 10, 30].map((factor) => {
			const policy: BenchPolicy = {
				name: '',
				start: () => smart(shiftedPrior(distribution, factor)),
			};
			const believed = `${(distribution.median * factor).toFixed(0)} s`;
			return [
				distribution.name,
				believed,
				...cells(simulate(policy, distribution, TASKS, SEED), fiveSeconds),
			];
		});
	});
	return table(['tasks', 'guessed median', ...HEAD], rows);
}
