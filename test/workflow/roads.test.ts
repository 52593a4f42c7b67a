/* eslint-disable @n8n/community-nodes/no-restricted-globals */

import { Submissions } from '../../nodes/shared/run/submissions';
import { quickTime } from '../support/quickTime';
import { CELLS, SLICE, type Cell } from './faults/design';
import { complaints } from './faults/ends';
import { judge, KEY, nameOf, type Verdict } from './faults/judge';
import { ANSWERS, makesTask } from './faults/kinds';
import { inLanes } from './faults/lanes';
import { figuresOf, runsOf, table, violationsOf } from './faults/table';
import { acceptedInLog, captureLog, dressesOf, keyHits } from '../support/traces';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** What guards against a mistake, so that it can be switched off. */
const mockGuards = { areOff: false };

jest.mock('../../nodes/shared/host/itemInput', () => {
	const actual = jest.requireActual<typeof import('../../nodes/shared/host/itemInput')>(
		'../../nodes/shared/host/itemInput',
	);
	const isTool: typeof actual.isTool = (context) => !mockGuards.areOff && actual.isTool(context);
	return { ...actual, isTool };
});

jest.mock('../../nodes/shared/client/credential', () => {
	const actual = jest.requireActual<typeof import('../../nodes/shared/client/credential')>(
		'../../nodes/shared/client/credential',
	);
	const keyBlotter: typeof actual.keyBlotter = (key) =>
		mockGuards.areOff ? (text) => text : actual.keyBlotter(key);
	return { ...actual, keyBlotter };
});

/** Every fault of a paid request, every kind of it, every road on which n8n takes it. */

const LANES = 64;
const HEAD = 'Runs by road and kind';
/** Takes the whole matrix without the guards too, for the figures of the documentation. */
const WHOLE_CONTROL = process.env.KEXIANG_CONTROL === 'whole';

const log = captureLog();

async function verdictsOn(cells: readonly Cell[]): Promise<Verdict[]> {
	const verdicts: Verdict[] = [];
	const simulator = { key: KEY, taskSeconds: 0.05, quiet: true, kinds: ANSWERS };
	const time = quickTime();
	try {
		await inLanes(LANES, cells, simulator, async (own, cell) => {
			verdicts.push(await judge(own, cell));
		});
	} finally {
		time.restore();
	}
	return verdicts;
}

describe('with all guards', () => {
	let verdicts: Verdict[] = [];
	beforeAll(async () => {
		log.length = 0;
		verdicts = await verdictsOn(CELLS);
		const { runs, paid } = figuresOf(verdicts);
		process.stdout.write(
			`\n${HEAD}\n${table(verdicts, runsOf)}\n\nPaid twice/lost/key hits/hangs\n` +
				`${table(verdicts, violationsOf)}\n${runs} runs, ${paid} payments\n`,
		);
	}, 300_000);

	const named = (bad: (verdict: Verdict) => boolean) => verdicts.filter(bad).map(nameOf);

	it('pays no item twice', () => {
		expect(named(({ paidTwice }) => paidTwice > 0)).toEqual([]);
	});

	it('names every task that was paid, or says that it may exist', () => {
		expect(named(({ lost }) => lost > 0)).toEqual([]);
	});

	it('writes the id of every accepted task to the log', () => {
		const logged = acceptedInLog(log);
		const isLogged = ({ name, arrived }: Verdict) =>
			arrived.every((id) => logged.has(`${name} ${id}`));
		expect(named((one) => makesTask(one.cell.kind) && !isLogged(one))).toEqual([]);
	});

	it('shows the key nowhere', () => {
		expect(named((one) => one.keyHits > 0)).toEqual([]);
		expect(log.length).toBeGreaterThan(CELLS.length);
		expect(keyHits(log, dressesOf(KEY))).toBe(0);
	});

	it('hangs nowhere', () => {
		expect(named(({ hung }) => hung)).toEqual([]);
	});

	it('brings each item to the end that its fault means', () => {
		const wrong = verdicts
			.filter(({ cell }) => cell.isJudged)
			.flatMap((one) => {
				const all = complaints(one);
				return all.length === 0 ? [] : [`${nameOf(one)}: ${all.join('; ')}`];
			});
		expect(wrong).toEqual([]);
	});
});

/** A check that cannot fail proves nothing: the same runs, with what guards them switched off. */
describe('without the memory, the care for agents and the blotting of the key', () => {
	const off: jest.SpyInstance[] = [];
	beforeAll(() => {
		mockGuards.areOff = true;
		off.push(
			jest.spyOn(Submissions.prototype, 'find').mockReturnValue(undefined),
			jest.spyOn(Submissions.prototype, 'has').mockReturnValue(false),
			jest.spyOn(Submissions.prototype, 'taken').mockReturnValue([]),
		);
	});
	afterAll(() => {
		mockGuards.areOff = false;
		for (const one of off) one.mockRestore();
	});

	it('items are paid twice, tasks are lost and the key is found, on every road that n8n repeats', async () => {
		const verdicts = await verdictsOn(WHOLE_CONTROL ? CELLS : SLICE);
		const figures = figuresOf(verdicts);
		process.stdout.write(
			`\nWithout the guards, paid twice/lost/key hits/hangs\n` +
				`${table(verdicts, violationsOf)}\n${JSON.stringify(figures)}\n`,
		);
		for (const road of new Set(SLICE.map((cell) => cell.road)))
			expect({
				road,
				isPaidTwice: verdicts.some(({ cell, paidTwice }) => cell.road === road && paidTwice > 0),
			}).toEqual({ road, isPaidTwice: true });
		expect(figures.lost).toBeGreaterThan(0);
		expect(figures.keyHits).toBeGreaterThan(0);
	}, 300_000);
});
