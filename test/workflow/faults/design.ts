import { QUICK } from '../../support/quickTime';
import { DOWNLOAD_FAULTS, QUERY_FAULTS, SUBMIT_FAULTS, WORST, type Fault } from './faults';
import { KIND_NAMES, makesTask, type Kind } from './kinds';
import { AGENTS, ROADS, WAITING, type Mode, type Road, type Trip } from './roads';
import { RUNS } from './runs';

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

const ALL = RUNS > 1;

type Facts = Omit<Cell, 'seconds' | 'waitMinutes' | 'isJudged'>;

export const CHOICES = {
	kind: KIND_NAMES,
	errors: ['stop on error', 'continue', 'error output'] as Mode[],
	atOnce: [1, 3],
	waits: [false, true],
	lasts: ['for good', 'once'],
} as const;

const isRetry = (road: Road) =>
	['Retry once', 'original retried twice', 'Retry retried'].includes(road);
const isPlain = (road: Road) => ['plain workflow', 'Wait for Task', 'durable'].includes(road);

/** Whether n8n has such a trip. */
export function isPossibleTrip({
	kind,
	road,
	errors,
	atOnce,
	waits,
}: Omit<Trip, 'seconds' | 'waitMinutes'>): boolean {
	// What brings its result at once cannot be waited for.
	if (!makesTask(kind) && (waits || WAITING.includes(road))) return false;
	if (waits ? isPlain(road) : road === 'submit and wait') return false;
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

/** A possible cell with these facts, where the others take turns. */
function draw(facts: Pick<Facts, 'road' | 'fault'> & Partial<Facts>, turn: number): Facts {
	for (let next = turn; next < turn + 1000; next++) {
		const cell: Facts = {
			kind: inTurn(CHOICES.kind, next),
			errors: inTurn(CHOICES.errors, next),
			atOnce: inTurn(CHOICES.atOnce, next >> 1),
			waits: inTurn(CHOICES.waits, next >> 2),
			lasts: inTurn(CHOICES.lasts, next),
			...facts,
		};
		if (isPossible(cell)) return cell;
	}
	throw new Error(`${facts.fault.name} cannot strike on the road ${facts.road}`);
}

const PLAIN = {
	kind: 'V1 task' as Kind,
	errors: 'stop on error' as Mode,
	atOnce: 1,
	waits: false,
	lasts: 'for good' as const,
};

const judged: Facts[] = [
	...SUBMIT_FAULTS.filter(({ meaning }) => meaning).flatMap((fault, place): Facts[] => {
		const plain = { ...PLAIN, fault, road: 'plain workflow' as const };
		const others = (['continue', 'error output'] as const).filter(
			(_, way) => ALL || way === place % 2,
		);
		if (fault.isDear) return [plain];
		return [
			plain,
			...others.map((errors) => ({ ...plain, errors })),
			{ ...plain, road: 'Retry On Fail' },
		];
	}),
	...[...QUERY_FAULTS, ...DOWNLOAD_FAULTS]
		.filter(({ meaning }) => meaning)
		.flatMap((fault, place): Facts[] => {
			const waiting = { ...PLAIN, fault, downloads: fault.on === 'download' };
			const some = <Way>(ways: readonly Way[]) =>
				ways.filter((_, way) => ALL || way === place % ways.length);
			const errors = some(['continue', 'error output', 'tries again'] as const);
			const isPassing = fault.meaning === 'later' && !fault.isSilent && !fault.isFinal;
			return [
				{ ...waiting, road: 'submit and wait', waits: true },
				...errors.map((way): Facts => ({ ...waiting, errors: way, road: 'Wait for Task' })),
				...some(CHOICES.errors).map((way): Facts => ({ ...waiting, errors: way, road: 'durable' })),
				...(isPassing ? [{ ...waiting, road: 'Wait for Task', lasts: 'once' } as const] : []),
			];
		}),
];

const everyRoad = ROADS.flatMap((road, r) =>
	[...SUBMIT_FAULTS, ...QUERY_FAULTS].flatMap((fault, f): Facts[] => {
		if (road === 'plain workflow' || fault.isRare) return [];
		if (fault.isDear && road !== 'Wait for Task') return [];
		if (!ALL && (r + f) % 2 > 0) return [];
		// One of the three roads of a Retry, in turn.
		if (isRetry(road) && r % 3 !== (f >> 1) % 3) return [];
		return [draw({ road, fault }, 5 * f + 11 * r)];
	}),
);

const FEW_KINDS: readonly Kind[] = ['V1 task', 'synchronous'];
const everyKind = SUBMIT_FAULTS.flatMap((fault, f) =>
	(fault.isDear ? FEW_KINDS : KIND_NAMES)
		.filter((_, k, kinds) => ALL || k === 1 + (f % (kinds.length - 1)))
		.map((kind): Facts => ({ ...PLAIN, road: 'plain workflow', kind, fault })),
);

const worstEverywhere = ROADS.flatMap((road, r) =>
	KIND_NAMES.flatMap((kind, k) =>
		WORST.filter((_, f) => ALL || (k + r + f) % WORST.length === 0).map(
			(fault, f): Facts => ({
				...PLAIN,
				road,
				kind,
				fault,
				waits: road === 'submit and wait',
				lasts: inTurn(CHOICES.lasts, k + f),
				atOnce: AGENTS[road] === undefined && (k + f) % 3 === 0 ? 3 : 1,
			}),
		),
	),
).filter(isPossible);

/** Seconds that a request may take: many, unless it shall be given up. Of a download, the quick clock measures them. */
const secondsFor = ({ on, isSilent }: Fault): Trip['seconds'] => ({
	submit: isSilent && on === 'submit' ? 2.5 : 30,
	query: (isSilent ? 3 : 30) * (on === 'download' ? QUICK : 1),
});

/** Minutes that a node waits for what never comes, and for what comes in the end, however busy the machine is. */
export const IMPATIENT = 0.3;
const PATIENT = 10;
const comesThrough = ({ fault, lasts }: Facts): boolean =>
	fault.meaning === 'through' || fault.on === 'download' || lasts === 'once';

const slowness = ({ fault: { isSilent, address, rule, on }, road, waits }: Facts): number =>
	(on === 'download' ? 8 : 0) +
	(isSilent || address || rule?.kind === '429' ? 4 : 0) +
	(waits ? 2 : 0) +
	(road === 'plain workflow' ? 0 : 1);

const toCell = (isJudged: boolean) => (facts: Facts) => ({
	...facts,
	isJudged,
	seconds: secondsFor(facts.fault),
	waitMinutes: isJudged && comesThrough(facts) ? PATIENT : IMPATIENT,
});

const all = [
	...judged.map(toCell(true)),
	...[...everyRoad, ...everyKind, ...worstEverywhere].map(toCell(false)),
];
const nameOf = ({ fault, road, kind, errors, atOnce, waits, lasts, downloads }: Cell) =>
	JSON.stringify([fault.on, fault.name, road, kind, errors, atOnce, waits, lasts, downloads]);

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
