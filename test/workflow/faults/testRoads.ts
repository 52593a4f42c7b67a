/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { acceptedInLog, captureLog, dressesOf, keyHits } from '../../support/traces';
import { CELLS } from './design';
import { complaints } from './ends';
import type { Place } from './faults';
import { KEY, nameOf, type Verdict } from './judge';
import { makesTask } from './kinds';
import { figuresOf, runsOf, table, violationsOf } from './table';
import { say, verdictsOn } from './verdicts';

/** Tests, with all guards, the cells whose fault strikes this place. All cells run before the first test. */
export function testRoads(place: Place): void {
	const cells = CELLS.filter(({ fault }) => fault.on === place);
	const log = captureLog();
	let verdicts: Verdict[] = [];
	beforeAll(async () => {
		log.length = 0;
		verdicts = await verdictsOn(cells);
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
		expect(log.length).toBeGreaterThan(cells.length);
		expect(keyHits(log, dressesOf(KEY))).toBe(0);
	});

	it('hangs nowhere', () => expect(named(({ hung }) => hung)).toEqual([]));

	it('brings each item to the end that its fault means', () => {
		const judged = verdicts.filter(({ cell }) => cell.isJudged);
		const wrong = judged.map((one) => ({ name: nameOf(one), wrong: complaints(one) }));
		expect(wrong.filter((one) => one.wrong.length > 0)).toEqual([]);
	});
}
