/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { Submissions } from '../../nodes/shared/run/submissions';
import { captureLog } from '../support/traces';
import { CELLS, SLICE, type Cell } from './faults/design';
import { figuresOf, table, violationsOf } from './faults/table';
import { say, verdictsOn } from './faults/verdicts';

captureLog();

jest.mock('../../nodes/shared/host/itemInput', () => ({
	...jest.requireActual<object>('../../nodes/shared/host/itemInput'),
	isTool: () => false,
}));

jest.mock('../../nodes/shared/client/credential', () => ({
	...jest.requireActual<object>('../../nodes/shared/client/credential'),
	keyBlotter: () => (text: string) => text,
}));

/** A check that cannot fail proves nothing: the runs of roads.test.ts, with what guards them switched off. */
describe('without the memory, the care for agents and the blotting of the key', () => {
	beforeAll(() => {
		jest.spyOn(Submissions.prototype, 'find').mockReturnValue(undefined);
		jest.spyOn(Submissions.prototype, 'has').mockReturnValue(false);
		jest.spyOn(Submissions.prototype, 'taken').mockReturnValue([]);
	});

	it('items are paid twice, tasks are lost and the key is found, on every road that n8n repeats', async () => {
		// The whole matrix where the figures of the documentation are wanted.
		const verdicts = await verdictsOn(process.env.KEXIANG_CONTROL === 'whole' ? CELLS : SLICE);
		const figures = figuresOf(verdicts);
		say('Without the guards, paid twice/lost/key hits/hangs', table(verdicts, violationsOf));
		say(`Without the guards: ${JSON.stringify(figures)}`);
		const roads = (all: readonly Cell[]) => [...new Set(all.map(({ road }) => road))].sort();
		const twice = verdicts.filter(({ paidTwice }) => paidTwice > 0).map(({ cell }) => cell);
		expect(roads(twice)).toEqual(expect.arrayContaining(roads(SLICE)));
		expect(figures.lost).toBeGreaterThan(0);
		expect(figures.keyHits).toBeGreaterThan(0);
	}, 300_000);
});
