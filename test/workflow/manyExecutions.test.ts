import { sleep } from 'n8n-workflow';

import { Account, gatesKept } from '../../nodes/shared/client/connection';
import {
	countingPlatform,
	success,
	running,
	type CountingPlatform,
} from '../support/countingPlatform';
import { mostPerSecond } from '../support/fakeClock';
import { captureLog } from './faults/traces';
import { itemsOf, run, submitImage, wait } from '../support/kexiang';

/** Executions of one n8n process with one key: what the platform sees of all of them together. */

let platform: CountingPlatform;
let log: string[] = [];
beforeEach(() => (log = captureLog()));
const begin = async (key: string) => (platform = await countingPlatform(key));
afterEach(async () => await platform.stop());

const times = () => platform.requests.map(({ at }) => at);
const options = { schedule: 'fixed', interval: 0.2 };
/** Execution n waits for a task of its own. */
const execution = async (n: number, cancelAfterMs?: number) =>
	await run(platform, [wait({ options })], {
		executionId: `many-${n}`,
		input: itemsOf({ taskId: String(1000 + n), taskSource: 'userTask' }),
		...(cancelAfterMs !== undefined && { cancelAfterMs }),
	});
const executions = (count: number) => Array.from({ length: count }, (_, n) => n);
const gatesHere = () => new Account(platform.platformUrl, platform.key).gates;

const SLOW_DOWN = { status: 429, headers: { 'retry-after': '1' }, body: { detail: 'slow down' } };

it('one that is told to slow down keeps no other waiting', async () => {
	await begin('kx-test-one-is-told');
	platform.reply = (request) => {
		if (request.id === '1003') return SLOW_DOWN;
		return platform.elapsed() > 3000 ? success(request) : running(request);
	};
	const runs = await Promise.all(
		executions(10).map(async (n) => await execution(n, n === 3 ? 5000 : undefined)),
	);
	expect(runs.map(({ run }) => run.status)).toEqual(
		executions(10).map((n) => (n === 3 ? 'canceled' : 'success')),
	);
	const ofOthers = platform.requests.filter(({ id }) => id !== '1003').map(({ at }) => at);
	const gaps = ofOthers.slice(1).map((at, place) => at - (ofOthers[place] ?? at));
	expect(Math.max(...gaps)).toBeLessThan(900);
	const own = platform.requests.filter(({ id }) => id === '1003').map(({ at }) => at);
	const ownGaps = own.slice(1).map((at, place) => at - (own[place] ?? at));
	expect(Math.min(...ownGaps)).toBeGreaterThanOrEqual(990);
});

it('60 that ask often stay at 20 questions in any second, in turns, and hear what several of them are told', async () => {
	await begin('kx-test-60-executions');
	const before = gatesKept();
	let told = Number.NaN;
	let tolds = 0;
	platform.reply = (request) => {
		if (platform.requests.length === 65) told = request.at;
		if (platform.requests.length >= 65 && request.at < told + 1500) {
			tolds += 1;
			return SLOW_DOWN;
		}
		return platform.elapsed() > 5000 ? success(request) : running(request);
	};
	const stopped = 7;
	const runs = await Promise.all(
		executions(60).map(async (n) => await execution(n, n === stopped ? 1000 : undefined)),
	);
	expect(mostPerSecond(times())).toBeLessThanOrEqual(20);
	// Stop of one is that of one.
	expect(runs.map(({ run }) => run.status)).toEqual(
		executions(60).map((n) => (n === stopped ? 'canceled' : 'success')),
	);
	// In the first round each has one turn, before anybody has a second one.
	const first = platform.requests.slice(0, 59).map(({ id }) => id);
	expect(new Set(first).size).toBeGreaterThanOrEqual(58);
	// The second that one was told begins when the answer has come; what was under way then comes all the same.
	const gaps = times().map((at, place) => (times()[place + 1] ?? at) - at);
	const longest = gaps.indexOf(Math.max(...gaps));
	expect(gaps[longest]).toBeGreaterThan(900);
	expect((times()[longest] ?? NaN) - told).toBeGreaterThanOrEqual(0);
	// Three in a row, and what was under way.
	expect(tolds).toBeLessThanOrEqual(6);
	expect(gatesKept()).toBeLessThanOrEqual(before + 1);
});

it('200 stay at 20 in any second, too, are stopped at once, and leave nothing', async () => {
	await begin('kx-test-200-executions');
	const runs = await Promise.all(executions(200).map(async (n) => await execution(n, 2500)));
	expect(mostPerSecond(times())).toBeLessThanOrEqual(20);
	// On a machine that is busy elsewhere, beginning takes most of the time.
	expect(platform.requests.length).toBeGreaterThan(0);
	// Nobody has had a second turn, as 200 of them take ten seconds.
	expect(new Set(platform.requests.map(({ id }) => id)).size).toBe(platform.requests.length);
	expect(runs.every(({ run }) => run.status === 'canceled')).toBe(true);
	// Each names its task, as n8n keeps nothing that a stopped node returns.
	const named = new Set(
		log.flatMap((line) => /keep running on the platform: (\d+)/.exec(line)?.[1] ?? []),
	);
	expect(executions(200).filter((n) => !named.has(String(1000 + n)))).toEqual([]);
	// What was under way is taken back in its own time, and two seconds later a new gate would do the same.
	const restsFrom = performance.now() + 2100;
	const isIdle = () => {
		const now = jest.spyOn(performance, 'now').mockReturnValue(restsFrom);
		const idle = gatesHere().polls.isIdle;
		now.mockRestore();
		return idle;
	};
	for (let looks = 0; looks < 20 && !isIdle(); looks++) await sleep(100);
	expect(isIdle()).toBe(true);
});

it('send at most 10 paid requests at once, each at most its own number', async () => {
	await begin('kx-test-submissions');
	platform.reply = () => ({ body: { id: platform.requests.length }, afterMs: 150 });
	const parameters = { options: { submissionsAtOnce: 8 } };
	const input = itemsOf(...executions(8).map((n) => ({ prompt: `boat ${n}` })));
	const runs = await Promise.all(
		executions(4).map(
			async (n) =>
				await run(platform, [submitImage({ parameters })], { executionId: `many-${n}`, input }),
		),
	);
	expect(runs.map(({ error }) => error)).toEqual(runs.map(() => undefined));
	expect(platform.requests).toHaveLength(32);
	expect(Math.max(...platform.requests.map(({ underWay }) => underWay))).toBe(10);
});
