import fc from 'fast-check';

import type { AccountName } from '../../nodes/shared/client/connection';
import { learnPrice, type PriceTag } from '../../nodes/shared/client/paidRequests';
import { SpendingLimit, SpendingLimitReached, type Spent } from '../../nodes/shared/run/spending';
import { mapInOrder } from '../../nodes/shared/util/attempt';

let platforms = 0;
/** A kind of task at a platform of its own, where no price is known. */
function newAccount(): AccountName {
	const host = `platform-${platforms++}.example`;
	return { host, id: `${host} key` };
}
const tagOf = (account: AccountName, kind: number): PriceTag => ({
	account,
	kind: `kind ${kind}`,
	name: `name ${kind}`,
});

interface WaitRequest {
	kind: number;
	/** What becomes of it when it is sent. */
	end: 'taken' | 'refused' | 'unclear';
	/** Turns of the event loop that its answer takes. */
	turns: number;
}

const request = (kinds: number) =>
	fc.record({
		kind: fc.integer({ min: 0, max: kinds - 1 }),
		end: fc.constantFrom('taken', 'taken', 'taken', 'refused', 'unclear') as fc.Arbitrary<
			WaitRequest['end']
		>,
		turns: fc.integer({ min: 0, max: 5 }),
	});

/** Sends wishes under one limit, so many at once, and tells what was spent. */
async function send(requests: WaitRequest[], prices: number[], limit: number, atOnce: number) {
	const account = newAccount();
	const spent: Spent[] = [];
	const guard = new SpendingLimit(limit, {}, () => spent);
	const ends = await mapInOrder(
		requests.length,
		atOnce,
		() => true,
		async (index) => {
			const { kind, end, turns } = requests[index] ?? { kind: 0, end: 'taken', turns: 0 };
			const tag = tagOf(account, kind);
			let done = () => {};
			try {
				done = await guard.admit(tag);
			} catch (cause) {
				expect(cause).toBeInstanceOf(SpendingLimitReached);
				return 'notSent';
			}
			for (let turn = 0; turn < turns; turn++) await Promise.resolve();
			const credits = prices[kind] ?? 0;
			if (end === 'taken') learnPrice(tag, credits);
			if (end !== 'refused') spent.push({ name: tag.name, ...(end === 'taken' && { credits }) });
			done();
			return end;
		},
	);
	const sum = requests.reduce(
		(total, { kind }, index) =>
			ends[index] === 'taken' || ends[index] === 'unclear' ? total + (prices[kind] ?? 0) : total,
		0,
	);
	return { ends, sum };
}

const price = fc.integer({ min: 1, max: 30 }).map((tenths) => tenths / 10);
const limit = fc.integer({ min: 0, max: 120 }).map((tenths) => tenths / 10);
const atOnce = fc.integer({ min: 1, max: 8 });

describe('a spending limit', () => {
	it('whatever is under way: is passed by one task of unknown price at most', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(request(3), { maxLength: 25 }),
				fc.array(price, { minLength: 3, maxLength: 3 }),
				limit,
				atOnce,
				async (requests, prices, allowed, together) => {
					const { sum, ends } = await send(requests, prices, allowed, together);
					expect(ends).toHaveLength(requests.length);
					expect(sum).toBeLessThanOrEqual(allowed + Math.max(...prices) + 1e-9);
					if (allowed === 0) expect(sum).toBe(0);
				},
			),
		);
	});

	it('of one price: is kept to, and used as far as it goes', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 25 }),
				price,
				limit,
				atOnce,
				async (count, each, allowed, together) => {
					const requests = Array.from({ length: count }, (_, index) => ({
						kind: 0,
						end: 'taken' as const,
						turns: index % 4,
					}));
					const { ends } = await send(requests, [each], allowed, together);
					const taken = ends.filter((end) => end === 'taken').length;
					// The first is sent before anybody knows its price.
					const fitting = Math.max(Math.floor(allowed / each + 1e-9), allowed > 0 ? 1 : 0);
					expect(taken).toBe(Math.min(count, fitting));
				},
			),
		);
	});
});
