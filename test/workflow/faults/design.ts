/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { QUICK } from '../../support/quickTime';
import { DOWNLOAD_FAULTS, QUERY_FAULTS, SUBMIT_FAULTS, WORST, type Fault } from './faults';
import { KIND_NAMES, makesTask } from './kinds';
import { AGENTS, ROADS, WAITING, type Mode, type Road, type Trip } from './roads';

/**
 * The design of the fault matrix. A cell is one kind of paid request (kinds.ts) on one road by which n8n takes a node
 * (roads.ts) under one fault (faults.ts). Of each cell it is judged (judge.ts) that no item is paid twice, no task is lost,
 * the key is shown nowhere and nothing hangs; of a judged cell also to which end its items come. These cells are run:
 *
 * 1. Every fault where its end is judged: of a paid request on the plain road and under Retry On Fail; of a question and
 *    of a download where a node waits, where it lasts and where it passes.
 * 2. Every fault of a paid request, and the common ones of a question, on every road.
 * 3. Every fault of a paid request with every kind, on the plain road.
 * 4. The ten worst faults with every kind on every road.
 *
 * `npm run test:faults` runs all of them. `npm test` runs all of rule 1, and of the others a part: each fault on every other
 * road, with one more kind, and for each kind on each road one of the ten worst, in turn. What a rule leaves open (kind, ways
 * to take errors, how many at once, how long the fault lasts) takes turns as well.
 */

export interface Cell extends Trip {
	fault: Fault;
	/** The fault strikes the second item so often: at its first request, or at all. */
	lasts: 'once' | 'for good';
	/** It is judged to which end the items come. */
	isJudged: boolean;
}

/** How many times as much as usual is tried, 1 or more; from 2 on, the whole matrix is run. */
export const RUNS = Number(process.env.KEXIANG_RUNS ?? 1);
const ALL = RUNS > 1;

type Facts = Omit<Cell, 'seconds' | 'waitMinutes' | 'isJudged'>;

export const CHOICES = {
	kind: KIND_NAMES,
	errors: ['stop on error', 'continue', 'error output'] as Mode[],
	atOnce: [1, 3],
	waits: [false, true],
	lasts: ['for good', 'once'],
} as const;

const isRetry = (road: Road) => /^Retry (once|retried)|^original/.test(road);

/** Whether n8n has such a trip. */
export function isPossibleTrip(trip: Omit<Trip, 'seconds' | 'waitMinutes'>): boolean {
	const { kind, road, errors, atOnce, waits } = trip;
	// What brings its result at once cannot be waited for.
	if (!makesTask(kind) && (waits || WAITING.includes(road))) return false;
	if (waits ? /^(plain|Wait|durable)/.test(road) : road === 'submit and wait') return false;
	// Only an execution that failed can be retried.
	if (isRetry(road) && errors !== 'stop on error') return false;
	// Each call of a tool has one item; and a tool has no wire for errors.
	return AGENTS[road] === undefined || (atOnce === 1 && errors !== 'error output');
}

/** Whether the fault can strike on it. */
function isPossible({ fault, ...trip }: Facts): boolean {
	if (!isPossibleTrip(trip)) return false;
	if (fault.on !== 'submit') return trip.waits || WAITING.includes(trip.road);
	// It strikes the second request, which is the second item's only if they go one by one.
	return fault.rule?.kind !== 'resetBeforeRead' || trip.atOnce === 1;
}

const inTurn = <Value>(values: readonly Value[], turn: number): Value =>
	values[turn % values.length] as Value;

/** A possible cell of this road and fault, where the others take turns. */
function draw(road: Road, fault: Fault, turn: number): Facts {
	for (let next = turn; next < turn + 1000; next++) {
		const cell: Facts = {
			kind: inTurn(CHOICES.kind, next),
			errors: inTurn(CHOICES.errors, next),
			atOnce: inTurn(CHOICES.atOnce, next >> 1),
			waits: inTurn(CHOICES.waits, next >> 2),
			lasts: inTurn(CHOICES.lasts, next),
			road,
			fault,
		};
		if (isPossible(cell)) return cell;
	}
	throw new Error(`${fault.name} cannot strike on the road ${road}`);
}

const plain = (fault: Fault): Facts => ({
	kind: 'V1 task',
	road: 'plain workflow',
	errors: 'stop on error',
	atOnce: 1,
	waits: false,
	lasts: 'for good',
	fault,
});
const isJudged = ({ meaning }: Fault) => meaning !== undefined;

const judgedSubmissions = SUBMIT_FAULTS.filter(isJudged).flatMap((fault, place): Facts[] => {
	const all = (['continue', 'error output'] as const).filter((_, way) => ALL || way === place % 2);
	const others = all.map((errors) => ({ ...plain(fault), errors }));
	const tried = { ...plain(fault), road: 'Retry On Fail' as const };
	return fault.isDear ? [plain(fault)] : [plain(fault), ...others, tried];
});

const judgedWaits = [...QUERY_FAULTS, ...DOWNLOAD_FAULTS]
	.filter(isJudged)
	.flatMap((fault, place): Facts[] => {
		const waiting = { ...plain(fault), downloads: fault.on === 'download' };
		const on = (road: Road, ways: readonly Mode[]) =>
			ways
				.filter((_, way) => ALL || way === place % ways.length)
				.map((errors): Facts => ({ ...waiting, road, errors }));
		const isPassing = fault.meaning === 'later' && !fault.isSilent && !fault.isFinal;
		return [
			{ ...waiting, road: 'submit and wait', waits: true },
			...on('Wait for Task', ['continue', 'error output', 'tries again']),
			...on('durable', CHOICES.errors),
			...(isPassing ? [{ ...waiting, road: 'Wait for Task', lasts: 'once' } as const] : []),
		];
	});

const everyRoad = ROADS.flatMap((road, r) =>
	[...SUBMIT_FAULTS, ...QUERY_FAULTS].flatMap((fault, f): Facts[] => {
		if (road === 'plain workflow' || fault.isRare) return [];
		if (fault.isDear && road !== 'Wait for Task') return [];
		if (!ALL && (r + f) % 2 > 0) return [];
		// One of the three roads of a Retry, in turn.
		if (isRetry(road) && r % 3 !== (f >> 1) % 3) return [];
		return [draw(road, fault, 5 * f + 11 * r)];
	}),
);

const everyKind = SUBMIT_FAULTS.flatMap((fault, f) =>
	(fault.isDear ? (['V1 task', 'synchronous'] as const) : KIND_NAMES)
		.filter((_, k, kinds) => ALL || k === 1 + (f % (kinds.length - 1)))
		.map((kind): Facts => ({ ...plain(fault), kind })),
);

const worstEverywhere = ROADS.flatMap((road, r) =>
	KIND_NAMES.flatMap((kind, k) =>
		WORST.filter((_, f) => ALL || (k + r + f) % WORST.length === 0).map(
			(fault, f): Facts => ({
				...plain(fault),
				road,
				kind,
				waits: road === 'submit and wait',
				lasts: inTurn(CHOICES.lasts, k + f),
				atOnce: AGENTS[road] === undefined && (k + f) % 3 === 0 ? 3 : 1,
			}),
		),
	),
).filter(isPossible);

/** Minutes that a node waits for what never comes, and for what comes in the end, however busy the machine is. */
export const IMPATIENT = 0.3;
const PATIENT = 10;
const comesThrough = ({ fault, lasts }: Facts): boolean =>
	fault.meaning === 'through' || fault.on === 'download' || lasts === 'once';

const toCell =
	(judged: boolean) =>
	(facts: Facts): Cell => {
		const { isSilent, on } = facts.fault;
		// Many, unless the request shall be given up. Of a download, the quick clock measures them.
		const submit = isSilent && on === 'submit' ? 2.5 : 30;
		const query = (isSilent ? 3 : 30) * (on === 'download' ? QUICK : 1);
		const waitMinutes = judged && comesThrough(facts) ? PATIENT : IMPATIENT;
		return { ...facts, isJudged: judged, seconds: { submit, query }, waitMinutes };
	};

const all = [
	...[...judgedSubmissions, ...judgedWaits].map(toCell(true)),
	...[...everyRoad, ...everyKind, ...worstEverywhere].map(toCell(false)),
];
const nameOf = ({ fault, road, kind, errors, atOnce, waits, lasts, downloads }: Cell) =>
	JSON.stringify([fault.on, fault.name, road, kind, errors, atOnce, waits, lasts, downloads]);

const slowness = ({ fault: { isSilent, address, rule, on }, road, waits }: Cell): number =>
	(on === 'download' ? 8 : 0) +
	(isSilent ? 8 : 0) +
	(address || rule?.kind === '429' ? 4 : 0) +
	(waits ? 2 : 0) +
	(road === 'plain workflow' ? 0 : 1);

/** All cells, each once, the slowest first. */
export const CELLS: Cell[] = [
	...new Map(all.reverse().map((cell) => [nameOf(cell), cell])).values(),
].sort((a, b) => slowness(b) - slowness(a));

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
