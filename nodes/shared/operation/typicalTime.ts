/** How long a task takes, in words. */
import { priorOf, type TypicalSeconds } from '../learned/durations';

/** Steps that a person thinks in; a finer number would claim a knowledge that nobody has. */
const UNITS = [
	{ one: 'second', seconds: 1, steps: [5, 10, 15, 20, 30, 45] },
	{ one: 'minute', seconds: 60, steps: [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45] },
	{ one: 'hour', seconds: 3600, steps: [1, 2, 3, 4, 6, 8, 12, 24] },
];
const STEPS = UNITS.flatMap(({ one, seconds, steps }) =>
	steps.map((count) => ({ count, one, seconds: count * seconds })),
);

/** The range that two of three tasks fall into; `Likely` where it is a guess. */
export function typicalTimeText(typical: TypicalSeconds): string {
	const { meanLog, sigmaLog } = priorOf(typical);
	const range = rangeText(Math.exp(meanLog - sigmaLog), Math.exp(meanLog + sigmaLog));
	return `${typeof typical === 'number' ? 'Usually' : 'Likely'} ${range}`;
}

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
