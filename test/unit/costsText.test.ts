import { costsText } from '../../nodes/shared/run/outcomes';
import type { Taken } from '../../nodes/shared/run/submissions';

/** A task as its submission named it: its model, and what it cost. */
const taken = (model: string | undefined, cost?: string): Taken => ({
	outcome: 'taken',
	handle: { operation: 'anOperation', ...(model !== undefined && { model }) },
	isTask: true,
	task: {
		...{ state: 'pending', status: 'pending', unknownStatus: false, hasResult: false },
		...{ urls: [], imageUrls: [], videoUrls: [], audioUrls: [] },
		...(cost !== undefined && { cost }),
	},
});
const twelve = Array<Taken>(12).fill(taken('m', '1.2'));
const unnamed = [taken('a', '1.2'), taken('a'), taken('a', 'soon'), taken('a', '-1')];

it.each([
	[twelve, '12 tasks accepted, 14.4 credits (m 1.2 each)'],
	[
		[taken('a', '1'), taken('a', '2'), taken(undefined, '0')],
		'3 tasks accepted, 3 credits (a 1 each, a 2 each, anOperation 0 each)',
	],
	[unnamed, '4 tasks accepted, 1.2 credits (a 1.2 each); price not reported for 3'],
	[[taken('a')], '1 task accepted, price not reported'],
	[[taken('a'), taken('b')], '2 tasks accepted, price not reported'],
	[[], undefined],
])('what a run cost, in one sentence (%#)', (tasks, said) => expect(costsText(tasks)).toBe(said));
