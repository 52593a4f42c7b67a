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
import { DISTRIBUTIONS, KNOWN, LONG, SHORT, WIDE } from './random';
import { simulate, simulateBatches, simulateChange, type Figures } from './simulate';

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

/** Tasks of 270 s, well learned, that suddenly take another time: how fast the schedule follows. */
export function changeTable(): string {
	const spans = [1, 9, 20, 30];
	const names = ['1st task', '2nd to 10th', '11th to 30th', '31st to 60th'];
	const rows = [1 / 10, 1 / 2, 2, 10].flatMap((factor) => {
		const median = KNOWN.median * factor;
		const fiveSeconds = simulate(fixed(5), { ...KNOWN, median }, TASKS, SEED);
		return simulateChange(KNOWN, { factor, users: 300, spans, seed: SEED }).map((span, i) => [
			`270 s, now ${median} s`,
			`ours, ${names[i] ?? ''} after the change`,
			...cells(span, fiveSeconds),
		]);
	});
	return table(['tasks', 'policy', ...HEAD], rows);
}
