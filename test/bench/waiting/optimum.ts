/*
 * The best that any schedule can do: dynamic programming over a grid of question times, for one who knows the
 * distribution exactly. Minimises c · questions + delay and searches the c that gives the wanted mean delay.
 */
import type { Distribution } from './random';

export interface Optimum {
	readonly polls: number;
	readonly delay: number;
}

/** Fewest questions at a mean delay of `delaySeconds`. */
export function optimum(distribution: Distribution, delaySeconds: number): Optimum {
	const grid = makeGrid(distribution);
	let [low, high] = [0.001, 10];
	let best = solve(grid, low);
	for (let i = 0; i < 14; i++) {
		const c = Math.sqrt(low * high);
		const found = solve(grid, c);
		if (found.delay <= delaySeconds) [low, best] = [c, found];
		else high = c;
	}
	return best;
}

interface Grid {
	readonly step: number;
	/** P(T <= t) at each point, and its integral up to there. */
	readonly done: Float64Array;
	readonly integral: Float64Array;
	/** Farthest question from a point, in steps; from the start any point may be chosen. */
	readonly reach: number;
}

function makeGrid({ median, sigma }: Distribution): Grid {
	const end = median * Math.exp(5 * sigma);
	const step = Math.min(0.5, median / 300);
	const size = Math.ceil(end / step);
	const done = new Float64Array(size + 1);
	const integral = new Float64Array(size + 1);
	// The density, summed: no library for the normal distribution is needed.
	let below = 0;
	for (let i = 1; i <= size; i++) {
		const t = (i - 0.5) * step;
		const z = Math.log(t / median) / sigma;
		below += (Math.exp((-z * z) / 2) / (Math.sqrt(2 * Math.PI) * sigma * t)) * step;
		done[i] = i === size ? 1 : Math.min(below, 1);
		integral[i] = at(integral, i - 1) + ((at(done, i - 1) + at(done, i)) / 2) * step;
	}
	return { step, done, integral, reach: Math.ceil(median / 5 / step) };
}

function solve({ step, done, integral, reach }: Grid, c: number): Optimum {
	const size = done.length - 1;
	const cost = new Float64Array(size + 1);
	const polls = new Float64Array(size + 1);
	const delays = new Float64Array(size + 1);
	for (let i = size - 1; i >= 0; i--) {
		const alive = 1 - at(done, i);
		let best = Number.POSITIVE_INFINITY;
		for (let j = i + 1; j <= (i === 0 ? size : Math.min(size, i + reach)); j++) {
			const delay = at(integral, j) - at(integral, i) - at(done, i) * (j - i) * step;
			const total = c * alive + delay + at(cost, j);
			if (total >= best) continue;
			best = total;
			polls[i] = alive + at(polls, j);
			delays[i] = delay + at(delays, j);
		}
		cost[i] = best;
	}
	return { polls: at(polls, 0), delay: at(delays, 0) };
}

const at = (values: Float64Array, index: number) => values[index] ?? 0;
