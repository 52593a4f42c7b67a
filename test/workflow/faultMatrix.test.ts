/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { CASES, MODES, type FaultCase, type Mode, type Waiter } from './faults/cases';
import { PLANTED, runCases, type CaseResult } from './faults/runCase';
import { RUNS } from './faults/runs';
import { captureLog, dressesOf, keyHits } from './faults/traces';

// A file that may come later is fetched again for a minute; its pauses are a tenth here.
jest.mock('../../nodes/shared/util/time', () => {
	const time = jest.requireActual<typeof import('../../nodes/shared/util/time')>(
		'../../nodes/shared/util/time',
	);
	const pause: typeof time.pause = async (ms, signal) => await time.pause(ms / 10, signal);
	return { ...time, pause };
});

/**
 * Every fault of a question and of a download, through n8n's own engine: what an item comes to, and whether it can be
 * had later. In Kexiang Wait for Task with Retry On Fail and where errors become items, in turns, in the node that
 * submits where it stops.
 */

const LANES = 32;
const MODE_NAMES = Object.keys(MODES) as Mode[];

interface Cell {
	fault: FaultCase;
	waiter: Waiter;
}

const CELLS: Cell[] = CASES.flatMap((fault): Cell[] => {
	const alone: Cell = { fault, waiter: 'Wait for Task' };
	// The node that submits speaks to one address only.
	if (fault.address !== undefined && fault.phase === 'query') return [alone];
	return [alone, { fault, waiter: 'submitting node' }];
});

const modesOf = ({ fault, waiter }: Cell): Mode[] => {
	// A name that nobody knows takes n8n's resolver seconds.
	if (waiter === 'submitting node' || fault.address === 'unresolvable') return ['stop on error'];
	// An error that stops is the same with Retry On Fail.
	const ways: Mode[] = ['Retry On Fail', 'continue', 'error output'];
	return RUNS > 1 ? ways : [ways[CASES.indexOf(fault) % ways.length] ?? 'continue'];
};

const results = new Map<string, CaseResult>();
const nameOf = ({ fault, waiter }: Cell, mode: Mode) =>
	`${fault.phase} ${fault.name} ${waiter} ${mode}`;
const log = captureLog();

beforeAll(async () => {
	// Retry On Fail takes longest, so it begins first.
	const jobs = [...MODE_NAMES]
		.reverse()
		.flatMap((mode) =>
			CELLS.filter((cell) => modesOf(cell).includes(mode)).map((cell) => ({ ...cell, mode })),
		);
	await runCases(LANES, jobs, (result) => results.set(nameOf(result, result.mode), result));
}, 150_000);

const all = () => [...results.values()];
const sum = (of: (result: CaseResult) => number) =>
	all().reduce((total, one) => total + of(one), 0);

describe.each(CELLS.map((cell) => [`${cell.fault.phase}, ${cell.fault.name}`, cell] as const))(
	'%s',
	(_name, cell) => {
		it.each(modesOf(cell))(`${cell.waiter}, %s`, (mode) => {
			const result = results.get(nameOf(cell, mode));
			expect(result && complaints(result)).toEqual([]);
		});
	},
);

describe('the whole matrix', () => {
	it('pays no item twice, loses no id, hangs nowhere', () => {
		expect(all()).toHaveLength(CELLS.flatMap(modesOf).length);
		expect({
			paidTwice: sum((one) => one.paidTwice),
			lost: sum((one) => one.lost),
			hangs: sum((one) => Number(one.hung)),
		}).toEqual({ paidTwice: 0, lost: 0, hangs: 0 });
	});

	it('shows the key nowhere', () => {
		expect(log.length).toBeGreaterThan(1000);
		expect({
			inRuns: sum((one) => one.keyHits),
			inLog: keyHits(log, dressesOf(PLANTED)),
			toResultHosts: sum((one) => one.keysElsewhere),
		}).toEqual({ inRuns: 0, inLog: 0, toResultHosts: 0 });
	});
});

afterAll(() => void process.stdout.write(table()));

/** What is not as it must be; empty for a good cell. */
function complaints(one: CaseResult): string[] {
	const { fault, mode, items, run } = one;
	const wrong: string[] = [];
	const must = (is: boolean, what: string) => void (is || wrong.push(what));
	must(!one.hung, 'hung');
	must(one.paidTwice === 0, 'an item was paid twice');
	must(one.lost === 0, 'a task is lost');
	must(one.keyHits + one.keysElsewhere === 0, 'the key is out');
	const stops = mode === 'stop on error' || mode === 'Retry On Fail';
	const good = items.filter(({ json }) => json.error === undefined);
	const bad = items.filter(({ json }) => json.error !== undefined);
	const struck = fault.address === undefined ? 1 : 3;
	const comesThrough = fault.meaning === 'through' || fault.phase === 'download';
	if (comesThrough) {
		must(run?.error === undefined && good.length === 3 && bad.length === 0, 'three good items');
	} else if (stops) {
		must(/ \[item [01]\]$/.test(run?.error?.message ?? ''), 'an error that names its item');
		must(items.length === 0, 'no output beside an error');
	} else {
		must(run?.error === undefined, 'no error of the node');
		must(bad.length === struck && good.length === 3 - struck, 'each item its own fate');
		must(
			mode !== 'error output' || bad.every(({ json }) => 'taskId' in json),
			'the data of the item on the error branch',
		);
	}
	if (fault.meaning === 'later') {
		must(one.idsShown === 3, 'every task is named');
		const files = fault.phase !== 'download' || fault.address === undefined;
		must(
			one.recovered?.length === 3 &&
				one.recovered.every(({ json, binary }) => json.state === 'success' && (!files || binary)),
			`Get Status fetches every task later: ${JSON.stringify(one.recovered?.map(({ json }) => json))}`,
		);
	}
	if (fault.phase === 'download') {
		const missing = items.filter(({ json }) => json.filesNotDownloaded !== undefined);
		must(missing.length === (fault.meaning === 'later' ? struck : 0), 'names missing files only');
		must(
			items.every(({ json }) => json.url !== undefined),
			'keeps the URL',
		);
	}
	return wrong;
}

function table(): string {
	const lines = CELLS.map((cell) => {
		const row = MODE_NAMES.map((mode) => results.get(nameOf(cell, mode)));
		const counts = row.map((one) =>
			one ? `${one.created}/${one.paid}/${one.idsShown} ${outcome(one)}` : '-',
		);
		return [cell.fault.name, cell.fault.phase, cell.waiter, ...counts];
	});
	const head = ['fault', 'phase', 'waits in', ...MODE_NAMES];
	const rows = [head, ...lines];
	const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	const text = rows
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
	return [
		'\nEach cell: tasks created / paid / ids delivered, and what became of the item that the fault met',
		text,
		`Cases: ${all().length}. Paid more than once: ${sum((one) => one.paidTwice)}. Ids lost: ${sum((one) => one.lost)}. ` +
			`Hangs: ${sum((one) => Number(one.hung))}. Key found: ${sum((one) => one.keyHits + one.keysElsewhere)}. ` +
			`Longest run: ${Math.max(...all().map(({ seconds }) => seconds)).toFixed(1)} s.\n`,
	].join('\n');
}

function outcome({ fault, run, items, mode }: CaseResult): string {
	if (items.some(({ json }) => json.filesNotDownloaded)) return 'delivered, file later';
	const failed = run?.error !== undefined || items.some(({ json }) => json.error !== undefined);
	if (!failed) return 'delivered';
	const where = { continue: 'item', 'error output': 'error branch' }[mode as string] ?? 'error';
	return `${where}: ${fault.meaning === 'later' ? 'task named' : ''}`;
}
