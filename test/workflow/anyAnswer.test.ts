import fc from 'fast-check';

import { Submissions } from '../../nodes/shared/run/submissions';
import { countingPlatform } from '../support/countingPlatform';
import { quickTime, withOwnDate } from '../support/quickTime';
import { captureLog, dressesOf, keyHits, shownByAll, textsIn } from '../support/traces';
import { doneReply, goodReply, KEY_HERE, replyTo, stray, type Reply } from './faults/anyAnswers';
import { CHOICES, IMPATIENT, isPossibleTrip, RUNS } from './faults/design';
import { KEY } from './faults/judge';
import { AGENTS, ROADS, travel, type Road, type Trip } from './faults/roads';

/** Whatever the platform answers, in whatever order, on whatever road. */

/** For each road; a multiple can be asked for. */
const STORIES = 12 * RUNS;
const DRESSES = dressesOf(KEY);

interface Case {
	trip: Omit<Trip, 'seconds' | 'waitMinutes'>;
	/** Answers to each item's paid requests, in order; good ones follow. */
	scripts: Reply[][];
	/** Answers to questions about tasks, before each is told to have ended. */
	polls: Reply[];
}

const casesOn = (road: Road): fc.Arbitrary<Case> =>
	fc
		.record({
			road: fc.constant(road),
			kind: fc.constantFrom(...CHOICES.kind),
			errors: fc.constantFrom(...CHOICES.errors),
			atOnce: fc.constantFrom(...CHOICES.atOnce),
			waits: road === 'submit and wait' ? fc.constant(true) : fc.boolean(),
		})
		.filter(isPossibleTrip)
		.chain((trip) => {
			const script = fc.array(replyTo(trip.kind), { maxLength: 4 });
			return fc.record({
				trip: fc.constant(trip),
				scripts: fc.array(script, { minLength: 1, maxLength: 3 }),
				polls: fc.array(stray, { maxLength: 4 }),
			});
		});

/** The key as it would stand in a JSON text. */
const KEY_IN_JSON = JSON.stringify(KEY).slice(1, -1);
const withKey = (reply: Reply): Reply => ({
	...reply,
	body: reply.body.replaceAll(KEY_HERE, KEY_IN_JSON),
});

let trips = 0;
const log = captureLog();
/** So that a proof of nothing is seen. */
const seen = { payments: 0, ids: 0 };

async function check({ scripts, polls, trip }: Case): Promise<void> {
	const name = `any-${++trips}`;
	const prompts = scripts.map((_, item) => `boat-any-${trips}-${item}-`);
	const platform = await countingPlatform(KEY);
	const open = new Map(prompts.map((word, item) => [word, (scripts[item] ?? []).map(withKey)]));
	const strays = polls.map(withKey);
	/** Payments, by word, and the ids that left in whole answers. */
	const paid = new Map<string, number>();
	const named: string[] = [];
	platform.reply = ({ body, path, query }) => {
		const word = prompts.find((one) => body.includes(one));
		if (word === undefined) return strays.shift() ?? doneReply(trip.kind, `${path}?${query}`);
		const reply = open.get(word)?.shift() ?? goodReply(trip.kind);
		if (reply.isTaken) paid.set(word, (paid.get(word) ?? 0) + 1);
		const { id } = reply;
		return { ...reply, ...(id !== undefined && { sent: () => named.push(id) }) };
	};
	try {
		const timed = { ...trip, seconds: { submit: 30, query: 30 }, waitMinutes: IMPATIENT };
		const work = async () => await travel(platform, timed, prompts, name);
		const { runs, shown } = await withOwnDate(work);
		// A Retry may bring what the execution before it was refused.
		const lastSaid = AGENTS[trip.road] === undefined ? shownByAll(runs.slice(-1)) : shown;
		const isTold = (id: string) => shown.includes(id) || log.some((line) => line.includes(id));
		expect({
			paidMoreThanOnce: [...paid].filter(([, times]) => times > 1),
			lost: named.filter((id) => !isTold(id)),
			// Where there is one item alone, it is plain whose the words are.
			toldThatNothingWasMade:
				prompts.length === 1 && paid.size === 1 && isRefusal(lastSaid) && lastSaid,
			keyHits: keyHits([...textsIn(runs.map(({ run }) => run)), shown], DRESSES),
		}).toEqual({ paidMoreThanOnce: [], lost: [], toldThatNothingWasMade: false, keyHits: 0 });
		seen.payments += [...paid.values()].reduce((sum, times) => sum + times, 0);
		seen.ids += named.length;
	} finally {
		await platform.stop();
	}
}

/** An error, in an item, beside it or told to an agent, that neither names a task nor says that there may be one. */
const isRefusal = (shown: string) =>
	/"error\\*":\{|"state\\*":\\*"refused|"description":/.test(shown) &&
	!/"taskMayExist\\*":true|"taskId\\*":\\*"|"url\\*":\\*"/.test(shown);

const property = (road: Road) => fc.asyncProperty(casesOn(road), check);

describe('any answers in any order', () => {
	let time: ReturnType<typeof quickTime>;
	const results = new Map<Road, fc.RunDetails<[Case]>>();
	beforeAll(async () => {
		time = quickTime();
		// They mostly wait, so all roads are taken side by side.
		const all = ROADS.map(async (road) => {
			results.set(road, await fc.check(property(road), { numRuns: STORIES }));
		});
		await Promise.all(all);
	}, 900_000);
	afterAll(() => time.restore());

	it.each(ROADS)(
		'%s: each is paid once at most, every accepted id is told, the key is not',
		(road) => {
			const details = results.get(road);
			expect(details?.failed && fc.defaultReportMessage(details)).toBe(false);
			expect(details?.numRuns).toBe(STORIES);
		},
	);

	it('took money and gave ids in most of them, and showed the key in no log', () => {
		expect(seen.payments).toBeGreaterThan((STORIES * ROADS.length) / 2);
		expect(seen.ids).toBeGreaterThan((STORIES * ROADS.length) / 4);
		expect(keyHits(log, DRESSES)).toBe(0);
	});

	it('fails where nothing is remembered', async () => {
		const forgets = jest.spyOn(Submissions.prototype, 'find').mockReturnValue(undefined);
		const details = await fc.check(property('Retry On Fail'), { numRuns: 60, endOnFailure: true });
		forgets.mockRestore();
		expect(details.failed).toBe(true);
	}, 60_000);
});
