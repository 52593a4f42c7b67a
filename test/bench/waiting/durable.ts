/* Durable waits in virtual time: rounds between which n8n keeps the execution in its database. */
import { nextDue, wakeAt } from '../../../nodes/KexiangWaitForTaskDurable/rounds';
import { begin } from '../../../nodes/shared/waiting/waitState';
import type { Expected } from '../../../nodes/shared/waiting/schedule';
import { DEADLINE_SECONDS, learned } from './policies';
import { logNormal, seeded, type Distribution, type Random } from './random';
import { figures, type Figures, type Wait } from './simulate';

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

/** Rounds until a task that was submitted a moment ago is seen finished; the first comes at once. */
function durableWait(duration: number, expected: Expected | undefined): Wait {
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
