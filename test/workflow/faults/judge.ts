import { REFUSED_URL, UNRESOLVABLE_URL, type Simulator } from '../../../simulator/server';
import { itemsOf, run, wait } from '../../support/kexiang';
import { withOwnDate } from '../../support/quickTime';
import { dressesOf, keyHits, textsIn } from '../../support/traces';
import type { Cell } from './design';
import { makesTask } from './kinds';
import { travel } from './roads';

/** Runs one cell, and reads the stand-in's books afterwards. */

export type Verdict = Awaited<ReturnType<typeof judge>>;

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

export async function judge(simulator: Simulator, cell: Cell) {
	/** Of the first execution; a Retry has a number behind it. */
	const name = `trip-${++trips}`;
	// Tell the items, or the tool's calls, apart.
	const prompts = [0, 1, 2].map((item) => `boat-${trips}-${item}`);
	addFault(simulator, cell, prompts[1] ?? '');
	const away = cell.fault.address && AWAY[cell.fault.address];
	const at = {
		platformUrl: away ?? simulator.platformUrl,
		toolsUrl: away ?? simulator.toolsUrl,
		key: PASTED_KEY,
	};
	const late = new Promise<undefined>((resolve) =>
		AbortSignal.timeout(HANG_MS).addEventListener('abort', () => resolve(undefined)),
	);
	const work = async () => await travel(at, cell, prompts, name);
	const journey = await Promise.race([withOwnDate(work), late]);
	const shown = journey?.shown ?? '';
	const books = audit(simulator, cell, prompts, shown);
	const isLater = cell.isJudged && cell.fault.meaning === 'later' && journey !== undefined;
	const texts = textsIn(journey?.runs.map(({ run: one, staticData }) => [one, staticData]));
	return {
		cell,
		name,
		...books,
		keyHits: keyHits([...texts, shown], DRESSES) + simulator.ledger.summary().keysSentToResultHosts,
		hung: journey === undefined,
		journey,
		/** What a later Get Status brings for every task, where its state or its file could not be had. */
		recovered: isLater ? await recover(simulator, cell) : undefined,
	};
}

/** Asks later, without the fault, for every task. */
async function recover(simulator: Simulator, { downloads: downloadFiles = false }: Cell) {
	simulator.clearFaults();
	const input = itemsOf(...simulator.ledger.tasks.map(({ id }) => ({ id })));
	const node = wait({ operation: 'getStatus', taskId: '={{ $json.id }}', downloadFiles });
	return (await run(simulator, [node], { input })).items('Wait');
}

function addFault(simulator: Simulator, { fault: { on, rule }, lasts }: Cell, word: string): void {
	if (rule === undefined) return;
	const times = rule.times ?? (lasts === 'once' ? 1 : undefined);
	simulator.addFault({
		message: rule.kind === 'spelled' ? KEY : `Refused, with the key ${KEY}`,
		...rule,
		...(times !== undefined && { times }),
		// Before a paid request is read nobody knows whose it is.
		...((on !== 'submit' || rule.kind !== 'resetBeforeRead') && { contains: word }),
	});
}

function audit(
	{ ledger }: Simulator,
	{ kind, fault }: Cell,
	prompts: readonly string[],
	shown: string,
) {
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
		/** Of all tasks that were made. */
		ids: tasks.map(({ id }) => id),
		/** Requests that the stand-in took, and took money for. */
		paid: tasks.length,
		/** Items, or tool calls, that were paid more than once. */
		paidTwice: prompts.filter((word) => own(word).length > 1).length,
		/** Ids that came to the client whole. */
		arrived: arrived.map(({ id }) => id),
		/** Tasks that neither output nor error names, and of which neither says that it may exist. */
		lost: hidden + Math.max(0, unnamed.length - hidden - warnings),
		/** Requests of the item that the fault strikes. */
		submissions: ledger.requests.filter(
			({ method, body }) => method === 'POST' && holds(prompts[1] ?? '', body),
		).length,
	};
}

/** Whether a text holds the id, or a result that is named after it; the port of an address is none. */
export const names = (text: string, id: string): boolean =>
	text.includes(id) && new RegExp(`(?<![:\\d])${id}(?![\\da-f])`).test(text);
