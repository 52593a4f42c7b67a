/* eslint-disable @n8n/community-nodes/no-restricted-globals */

import { Submissions } from '../../nodes/shared/run/submissions';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server';
import { quickTime } from '../support/quickTime';
import { acceptedInLog, captureLog, dressesOf, keyHits } from '../support/traces';
import { CELLS, SLICE, type Cell } from './faults/design';
import { complaints } from './faults/ends';
import { judge, KEY, nameOf, type Verdict } from './faults/judge';
import { ANSWERS, makesTask } from './faults/kinds';
import { figuresOf, runsOf, table, violationsOf } from './faults/table';

/** What guards against a mistake, so that it can be switched off. */
const mockGuards = { areOff: false };

jest.mock('../../nodes/shared/host/itemInput', () => {
	type Module = typeof import('../../nodes/shared/host/itemInput');
	const actual = jest.requireActual<Module>('../../nodes/shared/host/itemInput');
	const isTool: Module['isTool'] = (context) => !mockGuards.areOff && actual.isTool(context);
	return { ...actual, isTool };
});

jest.mock('../../nodes/shared/client/credential', () => {
	type Module = typeof import('../../nodes/shared/client/credential');
	const actual = jest.requireActual<Module>('../../nodes/shared/client/credential');
	const keyBlotter: Module['keyBlotter'] = (key) =>
		mockGuards.areOff ? (text) => text : actual.keyBlotter(key);
	return { ...actual, keyBlotter };
});

/** Every fault of a paid request, every kind of it, every road on which n8n takes it. */

const log = captureLog();
const say = (...lines: string[]) => void process.stdout.write(`\n${lines.join('\n')}\n`);

/**
 * Does all jobs, so many at once, each lane with a simulator of its own: starting one for each job would
 * take longer than the job. It comes to each job without faults and with an empty ledger.
 */
async function inLanes<Job>(
	lanes: number,
	jobs: readonly Job[],
	options: SimulatorOptions,
	work: (simulator: Simulator, job: Job) => Promise<void>,
): Promise<void> {
	const open = [...jobs];
	const lane = async () => {
		const simulator = await startSimulator(options);
		try {
			for (let next = open.shift(); next !== undefined; next = open.shift()) {
				simulator.ledger.clear();
				simulator.clearFaults();
				await work(simulator, next);
			}
		} finally {
			await simulator.stop();
		}
	};
	await Promise.all(Array.from({ length: Math.min(lanes, jobs.length) }, lane));
}

async function verdictsOn(cells: readonly Cell[]): Promise<Verdict[]> {
	const verdicts: Verdict[] = [];
	const simulator = { key: KEY, taskSeconds: 0.05, quiet: true, kinds: ANSWERS };
	const time = quickTime();
	try {
		await inLanes(64, cells, simulator, async (own, cell) => {
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
		say('Runs by road and kind', table(verdicts, runsOf));
		say('Paid twice/lost/key hits/hangs', table(verdicts, violationsOf));
		process.stdout.write(`${runs} runs, ${paid} payments\n`);
	}, 300_000);

	const named = (bad: (verdict: Verdict) => boolean) => verdicts.filter(bad).map(nameOf);

	it('pays no item twice', () => expect(named(({ paidTwice }) => paidTwice > 0)).toEqual([]));

	it('names every task that was paid, or says that it may exist', () =>
		expect(named(({ lost }) => lost > 0)).toEqual([]));

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

	it('hangs nowhere', () => expect(named(({ hung }) => hung)).toEqual([]));

	it('brings each item to the end that its fault means', () => {
		const judged = verdicts.filter(({ cell }) => cell.isJudged);
		const wrong = judged.map((one) => ({ name: nameOf(one), wrong: complaints(one) }));
		expect(wrong.filter((one) => one.wrong.length > 0)).toEqual([]);
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
		// The whole matrix where the figures of the documentation are wanted.
		const verdicts = await verdictsOn(process.env.KEXIANG_CONTROL === 'whole' ? CELLS : SLICE);
		const figures = figuresOf(verdicts);
		say('Without the guards, paid twice/lost/key hits/hangs', table(verdicts, violationsOf));
		say(JSON.stringify(figures));
		const roads = (all: readonly Cell[]) => [...new Set(all.map(({ road }) => road))].sort();
		const twice = verdicts.filter(({ paidTwice }) => paidTwice > 0).map(({ cell }) => cell);
		expect(roads(twice)).toEqual(expect.arrayContaining(roads(SLICE)));
		expect(figures.lost).toBeGreaterThan(0);
		expect(figures.keyHits).toBeGreaterThan(0);
	}, 300_000);
});
