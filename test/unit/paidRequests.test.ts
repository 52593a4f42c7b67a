import fc from 'fast-check';

import { CREATE_TASK } from '../../nodes/shared/answers/endpoints';
import { outlineOf, type Task } from '../../nodes/shared/answers/task';
import type { AccountName } from '../../nodes/shared/client/connection';
import * as paid from '../../nodes/shared/client/paidRequests';
import type { PaidRequest, PriceTag } from '../../nodes/shared/client/paidRequests';
import { costsText } from '../../nodes/shared/run/outcomes';
import { SpendingLimit, SpendingLimitReached, type Spent } from '../../nodes/shared/run/spending';
import type { Taken } from '../../nodes/shared/run/submissions';
import { attempt, mapInOrder } from '../../nodes/shared/util/attempt';
import { ProcessMemory } from '../../nodes/shared/util/processMemory';

const { acceptedBy, forgetPaid, paidFrom, paidRequests } = paid;
const { awaitPrice, dearestPrice, lastPrice, learnPrice, learnTaskPrice, priceTagOf } = paid;

describe('paid requests are remembered', () => {
	const note = (place: string, more: Partial<PaidRequest> = {}) =>
		paid.notePaid({
			account: 'host key',
			place,
			sender: { execution: '1', node: 'Submit' },
			at: new Date().toISOString(),
			fingerprint: 'f',
			state: 'pending',
			...more,
		});
	const see = (account: string, task: Partial<Task>) =>
		paid.noteState(account, '1', {
			...outlineOf({ state: 'success', status: 'done' }, undefined),
			...task,
		});

	beforeEach(() => {
		for (const { place, sender } of acceptedBy(['host key', 'other']))
			forgetPaid(place, sender.execution);
	});

	it('at least 20,000 of them, and the oldest is forgotten first', () => {
		const noteMany = (from: number, to: number) => {
			for (let n = from; n < to; n++) note(`many ${n}`, { taskId: String(n) });
		};
		noteMany(0, 20_000);
		expect([paidFrom('many 0')?.taskId, paidRequests()]).toEqual(['0', 20_000]);
		noteMany(20_000, 41_000);
		expect(paidRequests()).toBe(40_000);
		expect([paidFrom('many 0'), paidFrom('many 40999')?.taskId]).toEqual([undefined, '40999']);
	});

	it('for a day', () => {
		const at = (hours: number) => ({ at: new Date(Date.now() - hours * 3600_000).toISOString() });
		for (const hours of [25, 24.5, 23]) note(`before ${hours} h`, at(hours));
		expect(acceptedBy(['host key']).map(({ place }) => place)).toEqual(['before 23 h']);
		expect(paidFrom('before 24.5 h')).toBeUndefined();
		note('now');
		expect(paidRequests()).toBe(2);
	});

	it('for each account by itself', () => {
		note('a', { taskId: '1' });
		note('b', { taskId: '1', account: 'other' });
		see('other', { cost: '2' });
		expect(acceptedBy(['host key'])).toMatchObject([{ state: 'pending' }]);
		expect(acceptedBy(['other'])).toMatchObject([{ state: 'success', cost: '2' }]);
	});

	it('with a cost that only the submission named, and no long word', () => {
		note('a', { taskId: '1', cost: '1.2' });
		see('host key', { state: 'failed', status: 'failed' });
		expect(acceptedBy(['host key'])).toMatchObject([{ state: 'failed', cost: '1.2' }]);
		see('host key', { status: 'x'.repeat(4096), cost: '9'.repeat(4096) });
		expect(acceptedBy(['host key'])).toMatchObject([{ state: 'success', cost: '1.2' }]);
		expect(acceptedBy(['host key'])[0]?.status).toBeUndefined();
	});

	it('but not listed while on their way or unclear, and forgotten where not taken', () => {
		note('a', { state: undefined });
		expect(acceptedBy(['host key'])).toEqual([]);
		forgetPaid('a', 'another execution');
		expect(paidFrom('a')).toBeDefined();
		forgetPaid('a', '1');
		expect(paidFrom('a')).toBeUndefined();
	});
});

describe('the price of a task', () => {
	const HOST = 'prices.example';
	const tagFor = (user_input: Record<string, string | number | string[]>) =>
		priceTagOf(
			{ host: HOST, id: `${HOST} key` },
			{ operation: 'make', model: 'm' },
			{ ...CREATE_TASK, body: { user_input }, timeoutSeconds: 1, paid: true },
		);

	it('is what its end names, also where its submission named less', () => {
		const tag = tagFor({ prompt: 'a boat', resolution: '1k' });
		learnPrice(tag, 1);
		awaitPrice('71', tag);
		expect([lastPrice(tag), dearestPrice(tag)]).toEqual([1, 1]);
		// It is learned once.
		for (const price of ['3', '9']) learnTaskPrice(HOST, '71', price);
		expect([lastPrice(tag), dearestPrice(tag)]).toEqual([3, 3]);
	});

	it('is another with another resolution or number of pictures, and not with another prompt', () => {
		const nameOf = (...given: Parameters<typeof tagFor>) => tagFor(...given).name;
		const name = nameOf({ prompt: 'a', image_urls: ['x'] });
		expect(nameOf({ prompt: 'b', image_urls: ['y'] })).toBe(name);
		expect(nameOf({ prompt: 'a', image_urls: ['x', 'y'] })).not.toBe(name);
		expect(nameOf({ prompt: 'a', image_urls: ['x'], resolution: '4k' })).not.toBe(name);
	});
});

describe('a spending limit', () => {
	interface Wish {
		kind: number;
		/** What becomes of it when it is sent. */
		end: 'taken' | 'refused' | 'unclear';
		/** Turns of the event loop that its answer takes. */
		turns: number;
	}
	let platforms = 0;

	/** Sends wishes under one limit, so many at once, and tells what was spent. */
	async function send(wishes: Wish[], prices: number[], limit: number, atOnce: number) {
		const host = `platform-${platforms++}.example`;
		const account: AccountName = { host, id: `${host} key` };
		const spent: Spent[] = [];
		const guard = new SpendingLimit(limit, {}, () => spent);
		let sum = 0;
		const sendOne = async ({ kind, end, turns }: Wish) => {
			const tag: PriceTag = { account, kind: `kind ${kind}`, name: `name ${kind}` };
			const done = await guard.admit(tag);
			for (let turn = 0; turn < turns; turn++) await Promise.resolve();
			const credits = prices[kind] ?? 0;
			if (end === 'taken') learnPrice(tag, credits);
			if (end !== 'refused') spent.push({ name: tag.name, ...(end === 'taken' && { credits }) });
			if (end !== 'refused') sum += credits;
			done();
			return end;
		};
		const ends = await mapInOrder(
			wishes.length,
			atOnce,
			() => true,
			async (index) => {
				const end = await attempt(sendOne(wishes[index]!));
				if (end.ok) return end.value;
				expect(end.cause).toBeInstanceOf(SpendingLimitReached);
				return 'notSent';
			},
		);
		return { ends, sum };
	}

	const tenths = (min: number, max: number) => fc.integer({ min, max }).map((count) => count / 10);
	const [price, limit, atOnce] = [tenths(1, 30), tenths(0, 120), fc.integer({ min: 1, max: 8 })];

	it('whatever is under way: is passed by one task of unknown price at most', async () => {
		const ends = fc.constantFrom<Wish['end']>('taken', 'taken', 'taken', 'refused', 'unclear');
		const wish = fc.record({ kind: fc.nat(2), end: ends, turns: fc.nat(5) });
		const wishes = fc.array(wish, { maxLength: 25 });
		const prices = fc.tuple(price, price, price);
		await fc.assert(
			fc.asyncProperty(wishes, prices, limit, atOnce, async (some, costs, allowed, together) => {
				const { sum, ends } = await send(some, costs, allowed, together);
				expect(ends).toHaveLength(some.length);
				expect(sum).toBeLessThanOrEqual(allowed === 0 ? 0 : allowed + Math.max(...costs) + 1e-9);
			}),
		);
	});

	it('lets a task of unknown price be sent by itself alone', async () => {
		const account: AccountName = { host: 'alone.example', id: 'alone.example key' };
		const known: PriceTag = { account, kind: 'known', name: 'known' };
		learnPrice(known, 1);
		const guard = new SpendingLimit(10, {}, () => []);
		const done = await guard.admit(known);
		const sent = jest.fn();
		const sending = guard.admit({ account, kind: 'other', name: 'other' }).then(sent);
		for (let turn = 0; turn < 9; turn++) await Promise.resolve();
		expect(sent).not.toHaveBeenCalled();
		done();
		await sending;
	});

	it('of one price: is kept to, and used as far as it goes', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(25), price, limit, atOnce, async (count, each, allowed, together) => {
				const wishes = Array.from(
					{ length: count },
					(_, n): Wish => ({ kind: 0, end: 'taken', turns: n % 4 }),
				);
				const { ends } = await send(wishes, [each], allowed, together);
				// The first is sent before anybody knows its price.
				const fitting = Math.max(Math.floor(allowed / each + 1e-9), allowed > 0 ? 1 : 0);
				expect(ends.filter((end) => end === 'taken')).toHaveLength(Math.min(count, fitting));
			}),
		);
	});
});

describe('the memory of the process', () => {
	it('keeps what it is given, by scope and name, which do not mix', () => {
		const memory = new ProcessMemory<number>(10);
		const NAMES = ['a|x', 'b|x', 'a b|c', 'a|b c', 'a|__proto__'].map(
			(text) => text.split('|') as [string, string],
		);
		for (const [value, [scope, name]] of NAMES.entries()) memory.set(scope, name, value);
		expect(NAMES.map((one) => memory.get(...one))).toEqual([0, 1, 2, 3, 4]);
		expect([memory.get('a', 'other'), memory.get('c', 'x')]).toEqual([undefined, undefined]);
		memory.set('a', 'x', 9);
		expect([memory.get('a', 'x'), memory.size]).toEqual([9, 5]);
		memory.forget('a', 'x');
		expect([memory.get('a', 'x'), memory.size]).toEqual([undefined, 4]);
	});
	it('forgets what was not used for longest, and takes no long name', () => {
		const memory = new ProcessMemory<number>(3);
		for (const [value, name] of ['one', 'two', 'three'].entries()) memory.set('a', name, value);
		memory.get('a', 'one');
		memory.set('a', 'four', 3);
		const kept = ['one', 'two', 'three', 'four'].map((name) => memory.get('a', name));
		expect(kept).toEqual([0, undefined, 2, 3]);
		memory.set('a', 'x'.repeat(10_000), 1);
		expect([memory.size, memory.get('a', 'x'.repeat(10_000))]).toEqual([3, undefined]);
	});
});

/** A task as its submission named it: its model, and what it cost. */
const taken = (model: string | undefined, cost?: string): Taken => ({
	outcome: 'taken',
	handle: { operation: 'anOperation', ...(model !== undefined && { model }) },
	isTask: true,
	task: {
		state: 'pending',
		status: 'pending',
		unknownStatus: false,
		hasResult: false,
		urls: [],
		imageUrls: [],
		videoUrls: [],
		audioUrls: [],
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
