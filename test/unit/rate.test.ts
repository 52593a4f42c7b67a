import { Gate } from '../../nodes/shared/waiting/gate';
import { Throttle, type PaceFeedback } from '../../nodes/shared/waiting/rate';
import { runCrowd, type Crowd } from './crowdOfTasks';
import { FakeClock } from '../support/fakeClock';

/** What becomes of the others where the platform tells some to slow down. */

const REST = 60;

describe('of 40 tasks', () => {
	const waitFor = async (restOf: Crowd['restOf']) =>
		await runCrowd(
			{ count: 40, endOf: (task) => 20 + 4 * task, restOf },
			{ settings: { policy: { kind: 'fixed', intervalSeconds: 3 }, deadlineSeconds: 600 } },
		);
	const told = (some: number[]) => (task: number) => (some.includes(task) ? REST : undefined);
	/** Times before the deadline, on which each task is asked for once more. */
	const early = (some: Array<{ at: number }>) =>
		some.map(({ at }) => at).filter((at) => at < 599.9);
	const shortestGap = (times: number[]) =>
		Math.min(...times.slice(1).map((at, n) => at - (times[n] ?? 0)));

	it.each([
		[[20], 5],
		// Several neighbours make all rest for a moment, once.
		[[10, 11, 12], 8],
		[Array.from({ length: 12 }, (_, n) => 10 + n), 8],
	])('%j that are always told 429 keep nobody else waiting', async (some, lateSeconds) => {
		const { late, polled } = await waitFor(told(some));
		expect(late).toHaveLength(40 - some.length);
		expect(Math.max(...late)).toBeLessThan(lateSeconds);
		if (some.length > 1) return;
		const own = early(polled.filter(({ task }) => task === some[0]));
		expect(own).toHaveLength(10);
		expect(shortestGap(own)).toBeGreaterThanOrEqual(REST);
	});

	it('all that are told so after a good beginning ask one soon, and then once in each Retry-After', async () => {
		const { told: times } = await waitFor((_, seconds) => (seconds > 10 ? REST : undefined));
		const at = early(times);
		expect(at.filter((seconds) => seconds < 10 + REST).length).toBeLessThanOrEqual(5);
		expect(shortestGap(at.filter((seconds) => seconds > 30))).toBeGreaterThanOrEqual(REST);
	});

	it('all that are told so at once ask once in each Retry-After together, after the first three', async () => {
		const times = early((await waitFor(() => REST)).polled);
		expect(times.filter((at) => at < REST)).toHaveLength(3);
		expect(times).toHaveLength(12);
		expect(shortestGap(times.slice(2))).toBeGreaterThanOrEqual(REST);
		// Of a rest of an hour all hear for a minute at a time.
		expect(early((await waitFor(() => 3600)).polled)).toHaveLength(12);
	});

	it('all go on as soon as one is answered again', async () => {
		const { late, polled, ...run } = await waitFor((_, at) => (at < 120 ? REST : undefined));
		expect(late).toHaveLength(40);
		expect(run.told).toHaveLength(4);
		// The rest that was asked last ends after 120 s; the pace has fallen to an eighth, and grows.
		const times = early(polled);
		expect(times.filter((at) => at >= 64 && at < 119)).toEqual([]);
		expect(times.filter((at) => at > 119 && at < 135).length).toBeGreaterThanOrEqual(40);
	});
});

describe('the pace', () => {
	const slow: PaceFeedback = { isSlowDown: true };
	const fine: PaceFeedback = { isSlowDown: false };
	const at = (startedMs: number, nowMs = startedMs + 100) => ({ startedMs, nowMs });

	it('halves at a 429, once for what was under way together, and grows back with answers', () => {
		const throttle = new Throttle();
		const shareAfter = (startedMs: number, feedback: PaceFeedback = slow) => {
			throttle.hear('a', feedback, at(startedMs));
			return throttle.share;
		};
		expect([0, 50, 200].map((ms) => shareAfter(ms))).toEqual([0.5, 0.5, 0.25]);
		const shares = Array.from({ length: 400 }, (_, n) => shareAfter(1000 + 50 * n, fine));
		const steps = shares.map((share, n) => share - (shares[n - 1] ?? 0.25));
		expect(Math.max(...steps)).toBeLessThan(0.0101);
		expect(shares.at(-1)).toBe(1);
		expect(shares[20]).toBeLessThan(0.5);
		// It never comes to a stand by halving alone.
		for (let n = 0; n < 100; n++) shareAfter(100_000 + 1000 * n);
		expect(throttle.share).toBe(1 / 20);
	});

	it('is asked by one at a time while it is in doubt, and no longer than 5 seconds by one', () => {
		const throttle = new Throttle();
		expect(throttle.probeMs).toBeUndefined();
		throttle.hear('a', slow, at(0));
		expect(throttle.probeMs).toBe(-Infinity);
		const probe = throttle.start(1000);
		expect(throttle.probeMs).toBe(6000);
		probe.answered();
		expect(throttle.probeMs).toBe(-Infinity);
		throttle.hear('b', fine, at(1000));
		expect(throttle.probeMs).toBeUndefined();
	});

	it('stops for all when three are newly told in a row, and not for one that is told again and again', () => {
		const rest: PaceFeedback = { isSlowDown: true, restSeconds: 30 };
		const throttle = new Throttle();
		for (let n = 0; n < 5; n++) expect(throttle.hear('a', rest, at(1000 * n))).toBeUndefined();
		expect(throttle.hear('b', rest, at(6000))).toBeUndefined();
		expect(throttle.hear('c', rest, at(7000))).toEqual({ restSeconds: 30 });
		// The one that is asked afterwards decides.
		expect(throttle.hear('a', rest, at(40_000))).toEqual({ restSeconds: 30 });
		expect(throttle.hear('d', fine, at(80_000))).toBe('goOn');
		expect(throttle.hear('a', rest, at(90_000))).toBeUndefined();
	});

	/** A gate that lets one request after another through, and hears what its answer says. */
	function gateOf() {
		const clock = new FakeClock();
		const gate = new Gate({ perSecond: 20 }, clock);
		const pass = async (run: object, subject: string, feedback: PaceFeedback) => {
			const entering = gate.enter(run, { subject, comesAgain: true });
			await clock.run(entering);
			(await entering)?.leave(feedback);
		};
		const wait = async (ms: number) => await clock.run(clock.pause(ms, new Promise(() => {})));
		return { clock, gate, pass, wait };
	}

	it.each(['c', 'd'])(
		'goes first to another run, though it comes a little later than %s of the one that was told',
		async (early) => {
			const { clock, gate, pass, wait } = gateOf();
			const rest: PaceFeedback = { isSlowDown: true, restSeconds: 60 };
			const run = {};
			for (const subject of ['a', 'b', 'c']) await pass(run, subject, rest);
			expect(gate.quietSeconds).toBeCloseTo(60, 0);
			await wait(60_001);
			const order: string[] = [];
			const enter = async (whose: object, subject: string) => {
				const turn = await gate.enter(whose, { subject, comesAgain: true });
				order.push(subject);
				turn?.leave(subject === 'well' ? fine : rest);
			};
			const first = enter(run, early);
			await wait(50);
			await clock.run(Promise.all([first, enter({}, 'well')]));
			expect(order).toEqual(['well', early]);
		},
	);

	it('is that of the gate, and leaves a slower run its own', async () => {
		const { clock, gate, pass } = gateOf();
		await pass({}, 'told', slow);
		await pass({}, 'other', fine);
		/** How long it takes to pass so often. */
		const span = async (count: number, perSecond?: number) => {
			const own = {};
			let first = NaN;
			for (let n = 0; n < count; n++) {
				const turn = await gate.enter(own, { subject: 'any', ...(perSecond && { perSecond }) });
				first = n === 0 ? clock.now() : first;
				turn?.leave();
			}
			return clock.now() - first;
		};
		const spans = Promise.all([span(5, 1), span(30)]);
		await clock.run(spans);
		const [ofSlow, ofUsual] = await spans;
		expect(ofSlow).toBeCloseTo(4000, -2);
		// 29 gaps of a tenth of a second and a little less, beside one request a second of the other run.
		expect(ofUsual).toBeGreaterThan(2700);
		expect(ofUsual).toBeLessThan(3500);
	});
});
