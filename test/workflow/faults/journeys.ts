/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { REFUSED_URL, UNRESOLVABLE_URL, type Simulator } from '../../../simulator/server';
import { withOwnDate } from '../../support/quickTime';
import { makesTask } from './kinds';
import type { PaidFault } from './paidFaults';
import { travel, type Journey, type Trip } from './roads';
import { dressesOf, keyHits, textsIn } from './traces';

/** Runs one trip under one fault, and reads the stand-in's books afterwards. */

export interface Cell extends Trip {
	fault: PaidFault;
	/** The fault strikes the second item so often: at its first request, or at all. */
	lasts: 'once' | 'for good';
}

export interface Verdict {
	cell: Cell;
	/** Of the first execution; a Retry has a number behind it. */
	name: string;
	/** Tells the items, or the tool's calls, apart. */
	prompts: readonly string[];
	/** Requests that the stand-in took, and took money for. */
	paid: number;
	/** Items, or tool calls, that were paid more than once. */
	paidTwice: number;
	/** Ids that came to the client whole. */
	arrived: string[];
	/** Tasks that neither output nor error names, and of which neither says that it may exist. */
	lost: number;
	/** Requests of the item that the fault strikes. */
	submissions: number;
	keyHits: number;
	hung: boolean;
	seconds: number;
	journey: Journey | undefined;
}

/** For people who look for what went wrong. */
export const nameOf = ({ cell }: Verdict): string =>
	[
		cell.kind,
		cell.road,
		`${cell.fault.on}: ${cell.fault.name}`,
		cell.lasts,
		cell.errors,
		`${cell.atOnce} at once`,
		...(cell.waits ? ['waits'] : []),
	].join(', ');

/** Holds what must be written otherwise in JSON, and comes with what is copied along with a key. */
export const KEY = 'kx-"roads"/b41f\\not-a-real-key';
const PASTED_KEY = ` ${KEY}\n`;
const DRESSES = dressesOf(KEY);

/** Longest that one trip may take, ms. */
const HANG_MS = 90_000;
const AWAY = {
	refused: REFUSED_URL,
	unresolvable: UNRESOLVABLE_URL.replace('http:', 'https:'),
};

let trips = 0;

export async function judge(simulator: Simulator, cell: Cell): Promise<Verdict> {
	const name = `trip-${++trips}`;
	const prompts = [0, 1, 2].map((item) => `boat-${trips}-${item}`);
	addFault(simulator, cell, prompts[1] ?? '');
	const away = cell.fault.address && AWAY[cell.fault.address];
	const at = {
		platformUrl: away ?? simulator.platformUrl,
		toolsUrl: away ?? simulator.toolsUrl,
		key: PASTED_KEY,
	};
	const started = process.hrtime();
	const work = async () => await travel(at, cell, prompts, name);
	const journey = await within(HANG_MS, withOwnDate(work));
	const [seconds, nanoseconds] = process.hrtime(started);
	const shown = journey?.shown ?? '';
	return {
		cell,
		name,
		prompts,
		...audit(simulator, cell, prompts, shown),
		keyHits:
			keyHits(textsIn(journey?.runs.map(({ run }) => run)), DRESSES) + keyHits([shown], DRESSES),
		hung: journey === undefined,
		seconds: seconds + nanoseconds / 1e9,
		journey,
	};
}

async function within(ms: number, journey: Promise<Journey>): Promise<Journey | undefined> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<undefined>((resolve) => {
		timer = setTimeout(() => resolve(undefined), ms);
	});
	try {
		return await Promise.race([journey, late]);
	} finally {
		clearTimeout(timer);
	}
}

function addFault(simulator: Simulator, { fault, lasts }: Cell, word: string): void {
	if (fault.rule === undefined) return;
	const times = fault.rule.times ?? (lasts === 'once' ? 1 : undefined);
	simulator.addFault({
		message: fault.rule.kind === 'spelled' ? KEY : `Refused, with the key ${KEY}`,
		...fault.rule,
		on: fault.on,
		...(times !== undefined && { times }),
		// Before a request is read nobody knows whose it is.
		...(fault.rule.kind !== 'resetBeforeRead' && { contains: word }),
	});
}

type Books = Pick<Verdict, 'paid' | 'paidTwice' | 'arrived' | 'lost' | 'submissions'>;

function audit(
	{ ledger }: Simulator,
	{ kind, fault }: Cell,
	prompts: readonly string[],
	shown: string,
): Books {
	const holds = (word: string, body: unknown) => JSON.stringify(body ?? '').includes(word);
	const own = (word: string) => ledger.tasks.filter(({ body }) => holds(word, body));
	const tasks = prompts.flatMap(own);
	const unnamed = tasks.filter(({ id }) => !names(shown, id));
	// What brings its result at once may name no id at all; and an answer may come as its request is given up.
	const isCertain = makesTask(kind) && fault.isSilent !== true && fault.isCut !== true;
	const arrived = tasks.filter(({ deliveredIds }) => isCertain && deliveredIds.length > 0);
	const hidden = unnamed.filter((task) => arrived.includes(task)).length;
	// Each item that may have been taken says so, however often the text repeats it.
	const warnings = shown.match(/taskMayExist\\*":true/g)?.length ?? 0;
	return {
		paid: tasks.length,
		paidTwice: prompts.filter((word) => own(word).length > 1).length,
		arrived: arrived.map(({ id }) => id),
		lost: hidden + Math.max(0, unnamed.length - hidden - warnings),
		submissions: ledger.requests.filter(
			({ method, body }) => method === 'POST' && holds(prompts[1] ?? '', body),
		).length,
	};
}

/** Whether a text holds the id, or a result that is named after it; the port of an address is none. */
const names = (text: string, id: string): boolean =>
	text.includes(id) && new RegExp(`(?<![:\\d])${id}(?![\\da-f])`).test(text);
