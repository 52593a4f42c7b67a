/* Durable waits in virtual time: rounds between which n8n keeps the execution in its database. */
import { klingV3Submit } from '../../../nodes/KexiangKling/operations/klingV3Submit';
import { nextDue, wakeAt } from '../../../nodes/KexiangWaitForTaskDurable/rounds';
import { begin } from '../../../nodes/shared/waiting/waitState';
import type { Expected } from '../../../nodes/shared/waiting/schedule';
import { DEADLINE_SECONDS, learned } from './policies';
import {
	KNOWN,
	logNormal,
	LONG,
	seeded,
	SHORT,
	WIDE,
	type Distribution,
	type Random,
} from './random';
import { figures, type Figures, type Wait } from './simulate';

const VERY_LONG: Distribution = {
	name: '3600 s, sigma 0.3',
	median: 3600,
	sigma: 0.3,
	typicalSeconds: klingV3Submit.typicalSeconds,
};
const DISTRIBUTIONS = [SHORT, KNOWN, WIDE, LONG, VERY_LONG];
const SETTINGS = {
	schedule: 'smart',
	timeLimitSeconds: DEADLINE_SECONDS,
	requestsPerSecond: 20,
} as const;
const TASKS = 5_000;
const SEED = 20_260_101;

/** What is known of a task when its wait begins. */
export type Knowledge = (distribution: Distribution, random: Random) => Expected | undefined;

export const nothing: Knowledge = () => undefined;
export const thirtyTasks: Knowledge = (distribution, random) => learned(distribution, 30, random);
const everything: Knowledge = ({ median, sigma }) => ({
	meanLog: Math.log(median),
	sigmaLog: sigma,
	weight: 1e6,
});

/** Rounds until a task that was submitted a moment ago is seen finished; the first comes at once. */
export function durableWait(duration: number, expected: Expected | undefined): Wait {
	for (let now = 0, polls = 1; ; polls++) {
		if (now >= duration * 1000) return { polls, delay: now / 1000 - duration };
		const due = nextDue({ ...begin(0), polls }, { now, submitted: 0, expected }, SETTINGS);
		now = wakeAt([due], now);
	}
}

/** `polls` of the figures are rounds. */
export function durableFigures(
	distribution: Distribution,
	knowledge: Knowledge,
	tasks = TASKS,
): Figures {
	const durations = seeded(SEED);
	const random = seeded(SEED + 1);
	const waits = Array.from({ length: tasks }, () =>
		durableWait(
			logNormal(durations, distribution.median, distribution.sigma),
			knowledge(distribution, random),
		),
	);
	return figures(waits);
}

/** Rounds and delays of a durable wait, by what is known. */
export function durableTable(): string {
	const rows = DISTRIBUTIONS.flatMap((distribution) =>
		[
			['nothing known', nothing] as const,
			['learned from 30', thirtyTasks] as const,
			['exact parameters', everything] as const,
		].map(([name, knowledge]) => {
			const { polls, delay, p95 } = durableFigures(distribution, knowledge);
			return [
				distribution.name,
				name,
				polls.toFixed(2),
				`${delay.toFixed(1)} s`,
				`${p95.toFixed(1)} s`,
			];
		}),
	);
	return [
		['tasks', 'knowledge', 'rounds per task', 'mean delay', 'p95 delay'],
		['---', '---', '---:', '---:', '---:'],
		...rows,
	]
		.map((row) => `| ${row.join(' | ')} |`)
		.join('\n');
}
