import { costsText } from '../../nodes/shared/run/outcomes';
import type { Taken } from '../../nodes/shared/run/submissions';

const taken = (model: string | undefined, cost?: string): Taken => ({
	outcome: 'taken',
	handle: { operation: 'anOperation', ...(model !== undefined && { model }) },
	isTask: true,
	task: {
		state: 'pending',
		status: 'pending',
		unknownStatus: false,
		urls: [],
		imageUrls: [],
		videoUrls: [],
		audioUrls: [],
		hasResult: false,
		...(cost !== undefined && { cost }),
	},
});

describe('what a run cost, in one sentence', () => {
	it('adds what the platform named, by model', () =>
		expect(costsText([...Array(12)].map(() => taken('gemini-3-pro', '1.2')))).toBe(
			'12 tasks accepted, 14.4 credits (gemini-3-pro 1.2 each)',
		));
	it('says each price of a model', () =>
		expect(costsText([taken('a', '1'), taken('a', '2'), taken(undefined, '0')])).toBe(
			'3 tasks accepted, 3 credits (a 1 each, a 2 each, anOperation 0 each)',
		));
	it('says for how many none was named', () =>
		expect(costsText([taken('a', '1.2'), taken('a'), taken('a', 'soon'), taken('a', '-1')])).toBe(
			'4 tasks accepted, 1.2 credits (a 1.2 each); price not reported for 3',
		));
	it('says that none was named, and nothing where nothing was accepted', () => {
		expect(costsText([taken('a')])).toBe('1 task accepted, price not reported');
		expect(costsText([taken('a'), taken('b')])).toBe('2 tasks accepted, price not reported');
		expect(costsText([])).toBeUndefined();
	});
});
