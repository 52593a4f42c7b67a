import { seededRandom } from '../../../simulator/random';
import type { Cell } from './journeys';
import { KIND_NAMES, makesTask, type Kind } from './kinds';
import { QUERY_FAULTS, SUBMIT_FAULTS, WORST, type PaidFault } from './paidFaults';
import { AGENTS, ROADS, WAITING, type Road, type Trip } from './roads';
import { RUNS } from './runs';

/**
 * Which trips are made: every fault of a paid request with the ways to take errors, in turns, where it is judged what an
 * item comes to; two of the ten worst, in turn, with every kind on every road; every fault on every road, where kinds, ways
 * to take errors and the like take turns; and every fault with every kind, on some road.
 */

type Facts = Omit<Cell, 'requestSeconds'>;

export const CHOICES = {
	kind: KIND_NAMES,
	errors: ['stop on error', 'continue', 'error output'],
	atOnce: [1, 3],
	waits: [false, true],
	lasts: ['for good', 'once'],
} as const;

/** Real seconds that a request may take: long, unless it shall be given up. */
const LONG_LIMIT = 30;
const SHORT_LIMIT = 2.5;

const RETRIES: Road[] = ['Retry once', 'original retried twice', 'Retry retried'];
const isRetry = (road: Road) => RETRIES.includes(road);

/** Whether n8n has this road for this kind: what brings its result at once cannot be waited for. */
const exists = (kind: Kind, road: Road): boolean => makesTask(kind) || !WAITING.includes(road);

/** Whether n8n has such a trip. */
export function isPossibleTrip(trip: Omit<Trip, 'requestSeconds'>): boolean {
	const { kind, road, errors, atOnce, waits } = trip;
	if (!exists(kind, road)) return false;
	if (waits && !makesTask(kind)) return false;
	if (road === 'submit and wait' && !waits) return false;
	if (waits && ['plain workflow', 'Wait for Task', 'durable'].includes(road)) return false;
	// Only an execution that failed can be retried.
	if (isRetry(road) && errors !== 'stop on error') return false;
	// Each call of a tool has one item; and a tool has no wire for errors.
	return AGENTS[road] === undefined || (atOnce === 1 && errors !== 'error output');
}

/** Whether the fault can strike on it. */
function isPossible({ fault, ...trip }: Facts): boolean {
	if (!isPossibleTrip(trip)) return false;
	// It strikes the second request, which is the second item's only if they go one by one.
	if (fault.rule?.kind === 'resetBeforeRead' && trip.atOnce !== 1) return false;
	return fault.on === 'submit' || trip.waits || WAITING.includes(trip.road);
}

const BASE = { errors: 'stop on error', atOnce: 1, waits: false, lasts: 'for good' } as const;

const everyEnd = SUBMIT_FAULTS.flatMap((fault, place): Facts[] => {
	const own = { ...BASE, road: 'plain workflow', kind: 'V1 task', fault } as const;
	if (fault.isDear) return [own];
	const others = (['continue', 'error output'] as const).filter(
		(_, way) => RUNS > 1 || way === place % 2,
	);
	return [
		own,
		...others.map((errors): Facts => ({ ...own, errors })),
		{ ...own, road: 'Retry On Fail' },
	];
});

/** Of the ten worst. */
const TURNS = WORST.length / 2;

/** Which of the worst, how long it lasts, and how many go at once takes turns. */
const worstEverywhere = ROADS.flatMap((road, r) =>
	KIND_NAMES.flatMap((kind, k) =>
		WORST.filter((_, f) => (k + r + f) % TURNS < RUNS).map(
			(fault, f): Facts => ({
				...BASE,
				road,
				kind,
				fault,
				waits: road === 'submit and wait',
				lasts: (k + f) % 2 === 0 ? 'for good' : 'once',
				atOnce: AGENTS[road] === undefined && (k + f) % 3 === 0 ? 3 : 1,
			}),
		),
	),
);

/** Pairs of values, which shall meet in as many ways as possible. */
const pairsOf = ({ fault, road, kind, errors, atOnce, waits, lasts }: Facts): string[] => {
	const values = [kind, errors, String(atOnce), String(waits), lasts];
	const struck = struckBy(fault);
	return values.flatMap((value, place) => [
		`${place} ${value} ${road}`,
		`${place} ${value} ${struck}`,
		...values.slice(place + 1).map((other, more) => `${place} ${value} ${more} ${other}`),
	]);
};

/** Of so many possible cells the one that brings most new pairs together is taken. */
const CANDIDATES = 6;

const struckBy = ({ on, name }: PaidFault) => `${on} ${name}`;

/** Every fault once on every road on which it is not yet, and on one of those of a Retry. */
function everyRoad(others: readonly Facts[]): Facts[] {
	const random = seededRandom(7);
	const pick = <Value>(values: readonly Value[]): Value =>
		values[Math.floor(random() * values.length)] as Value;
	const draw = (road: Road, fault: PaidFault): Facts => ({
		road,
		fault,
		kind: pick(CHOICES.kind),
		errors: pick(CHOICES.errors),
		atOnce: pick(CHOICES.atOnce),
		waits: pick(CHOICES.waits),
		lasts: pick(CHOICES.lasts),
	});
	const met = new Set(others.flatMap(pairsOf));
	const there = new Set(others.map(({ road, fault }) => `${road} ${struckBy(fault)}`));
	const news = (cell: Facts) => pairsOf(cell).filter((pair) => !met.has(pair)).length;
	const cells: Facts[] = [];
	for (const road of ROADS) {
		for (const [place, fault] of [...SUBMIT_FAULTS, ...QUERY_FAULTS].entries()) {
			if (there.has(`${road} ${struckBy(fault)}`)) continue;
			// On a road that asks for nothing, a question cannot fail.
			if (road === 'plain workflow') continue;
			if (fault.isDear && road !== 'Wait for Task') continue;
			if (isRetry(road) && RETRIES.indexOf(road) !== place % RETRIES.length) continue;
			const drawn: Facts[] = [];
			while (drawn.length < CANDIDATES) {
				const cell = draw(road, fault);
				if (isPossible(cell)) drawn.push(cell);
			}
			const best = drawn.reduce((one, cell) => (news(cell) > news(one) ? cell : one));
			for (const pair of pairsOf(best)) met.add(pair);
			cells.push(best);
		}
	}
	return cells;
}

const FEW_KINDS: Kind[] = ['V1 task', 'synchronous'];

/** Every fault with each kind that it has not met, on the plain road. */
function everyKind(others: readonly Facts[]): Facts[] {
	const met = new Set(others.map(({ kind, fault }) => `${kind} ${struckBy(fault)}`));
	return SUBMIT_FAULTS.flatMap((fault) =>
		(fault.isDear ? FEW_KINDS : KIND_NAMES)
			.filter((kind) => !met.has(`${kind} ${struckBy(fault)}`))
			.map((kind): Facts => ({ ...BASE, road: 'plain workflow', kind, fault })),
	);
}

const judgedOrWorst = [...everyEnd, ...worstEverywhere].filter(isPossible);
const onEveryRoad = [...judgedOrWorst, ...everyRoad(judgedOrWorst)];
const planned = [...onEveryRoad, ...everyKind(onEveryRoad).filter(isPossible)];

const slowness = ({ fault: { isSilent, address, rule }, road, waits }: Facts): number =>
	(isSilent ? 4 : 0) +
	(address || rule?.kind === '429' ? 4 : 0) +
	(waits ? 2 : 0) +
	(road === 'plain workflow' ? 0 : 1);

/** All trips, the slowest first. */
export const CELLS: Cell[] = planned
	.sort((a, b) => slowness(b) - slowness(a))
	.map((cell) => ({ ...cell, requestSeconds: cell.fault.isSilent ? SHORT_LIMIT : LONG_LIMIT }));

/** Where a guard that fails must show: n8n takes these more than once. */
export const SLICE: Cell[] = CELLS.filter(
	({ road, kind, fault, errors, waits }) =>
		/^tool of|^Retry|^original/.test(road) &&
		(kind === 'V1 task' || kind === 'tool task') &&
		WORST.includes(fault) &&
		!fault.isSilent &&
		errors === 'stop on error' &&
		!waits,
);
