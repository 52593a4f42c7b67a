import { Throttle, type PaceFeedback } from '../../nodes/shared/waiting/rate';
import { Gate } from '../../nodes/shared/waiting/gate';
import { runCrowd, type Crowd } from '../support/crowdOfTasks';
import { FakeClock } from '../support/fakeClock';

/** What becomes of the others where the platform tells some to slow down. */

const COUNT = 40;
const REST = 60;
const endOf = (task: number) => 20 + 4 * task;
const told =
	(...some: number[]) =>
	(task: number) =>
		some.includes(task) ? REST : undefined;
const waitFor = async (restOf: Crowd['restOf'], deadlineSeconds = 600) =>
	await runCrowd(
		{ count: COUNT, endOf, restOf },
		{ settings: { policy: { kind: 'fixed', intervalSeconds: 3 }, deadlineSeconds } },
	);

describe('of 40 tasks', () => {
	it('one that is always told 429 keeps nobody else waiting, and is asked once in each Retry-After', async () => {
		const { late, polled } = await waitFor(told(20));
		expect(late).toHaveLength(COUNT - 1);
		expect(Math.max(...late)).toBeLessThan(5);
		const own = polled.filter(({ task }) => task === 20).map(({ at }) => at);
		const gaps = own.slice(1).map((at, n) => at - (own[n] ?? 0));
		// The last question is that on the deadline.
		expect(Math.min(...gaps.slice(0, -1))).toBeGreaterThanOrEqual(REST);
		expect(own).toHaveLength(11);
	});

	it('two of them neither, each by itself', async () => {
		const { late } = await waitFor(told(10, 30));
		expect(late).toHaveLength(COUNT - 2);
		expect(Math.max(...late)).toBeLessThan(5);
	});

	it.each([3, 5, 12])('%i neighbours make all rest for a moment, once', async (count) => {
		const some = Array.from({ length: count }, (_, n) => 10 + n);
		const { late } = await waitFor(told(...some));
		expect(late).toHaveLength(COUNT - count);
		expect(Math.max(...late)).toBeLessThan(8);
	});

	it('all that are told so after a good beginning ask one soon, and then once in each Retry-After', async () => {
		const { told: times } = await waitFor((_, seconds) => (seconds > 10 ? REST : undefined));
		const at = times.map((one) => one.at).filter((seconds) => seconds < 600);
		expect(at.filter((seconds) => seconds < 10 + REST).length).toBeLessThanOrEqual(5);
		const later = at.filter((seconds) => seconds > 30);
		const gaps = later.slice(1).map((seconds, n) => seconds - (later[n] ?? 0));
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(REST);
	});

	it('all that are told 429 ask no more than once in each Retry-After together, after the first three', async () => {
		const { polled } = await waitFor(() => REST);
		const times = polled.map(({ at }) => at).filter((at) => at < 600);
		expect(times.filter((at) => at < REST)).toHaveLength(3);
		const later = times.slice(2);
		const gaps = later.slice(1).map((at, n) => at - (later[n] ?? 0));
		expect(gaps).toHaveLength(9);
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(REST);
	});

	it('all go on as soon as one is answered again', async () => {
		const {
			late,
			polled,
			told: times,
		} = await waitFor((_, seconds) => (seconds < 120 ? REST : undefined));
		expect(late).toHaveLength(COUNT);
		expect(times).toHaveLength(4);
		// The rest that was asked last ends after 120 s; the pace has fallen to an eighth, and grows.
		expect(Math.max(...polled.filter(({ at }) => at < 119).map(({ at }) => at))).toBeLessThan(64);
		expect(polled.filter(({ at }) => at > 119 && at < 135).length).toBeGreaterThanOrEqual(COUNT);
	});

	it('all hear of a rest of an hour too, for a minute at a time', async () => {
		const { polled } = await waitFor(() => 3600);
		const times = polled.map(({ at }) => at).filter((at) => at < 599);
		expect(times.length).toBeLessThanOrEqual(3 + 9);
	});
});

describe('the pace', () => {
	const slow: PaceFeedback = { isSlowDown: true };
	const fine: PaceFeedback = { isSlowDown: false };
	const at = (startedMs: number, nowMs = startedMs + 100) => ({ startedMs, nowMs });

	it('halves at a 429, once for what was under way together, and grows back with answers', () => {
		const throttle = new Throttle();
		throttle.hear('a', slow, at(0));
		throttle.hear('a', slow, at(50));
		expect(throttle.share).toBe(0.5);
		throttle.hear('a', slow, at(200));
		expect(throttle.share).toBe(0.25);
		const shares = Array.from({ length: 400 }, (_, n) => {
			throttle.hear('b', fine, at(1000 + 50 * n));
			return throttle.share;
		});
		const steps = shares.map((share, n) => share - (shares[n - 1] ?? 0.25));
		expect(Math.max(...steps)).toBeLessThan(0.0101);
		expect(shares.at(-1)).toBe(1);
		expect(shares[20]).toBeLessThan(0.5);
	});

	it('never comes to a stand by halving alone', () => {
		const throttle = new Throttle();
		for (let n = 0; n < 100; n++) throttle.hear('a', slow, at(1000 * n));
		expect(throttle.share).toBe(1 / 20);
	});

	it.each(['c', 'd'])(
		'goes first to another run, though it comes a little later than %s of the one that was told',
		async (early) => {
			const clock = new FakeClock();
			const gate = new Gate({ perSecond: 20 }, clock);
			const rest: PaceFeedback = { isSlowDown: true, restSeconds: 60 };
			const told = {};
			for (const subject of ['a', 'b', 'c']) {
				const entering = gate.enter(told, { subject, comesAgain: true });
				await clock.run(entering);
				(await entering)?.leave(rest);
			}
			expect(gate.quietSeconds).toBeCloseTo(60, 0);
			await clock.run(clock.pause(60_001, new Promise(() => {})));
			const order: string[] = [];
			const enter = async (run: object, subject: string) => {
				const turn = await gate.enter(run, { subject, comesAgain: true });
				order.push(subject);
				turn?.leave(subject === 'well' ? { isSlowDown: false } : rest);
			};
			const first = enter(told, early);
			await clock.run(clock.pause(50, new Promise(() => {})));
			await clock.run(Promise.all([first, enter({}, 'well')]));
			expect(order).toEqual(['well', early]);
		},
	);

	it('is that of the gate, and leaves a slower run its own', async () => {
		const clock = new FakeClock();
		const gate = new Gate({ perSecond: 20 }, clock);
		const times = { slow: [] as number[], usual: [] as number[] };
		const run = async (name: 'slow' | 'usual', count: number, perSecond?: number) => {
			const own = {};
			for (let n = 0; n < count; n++) {
				const turn = await gate.enter(own, { subject: name, ...(perSecond && { perSecond }) });
				times[name].push(clock.now());
				turn?.leave();
			}
		};
		const first = await gate.enter({}, { subject: 'told' });
		first?.leave({ isSlowDown: true });
		const entering = gate.enter({}, { subject: 'other' });
		await clock.run(entering);
		const probe = await entering;
		probe?.leave({ isSlowDown: false });
		await clock.run(Promise.all([run('slow', 5, 1), run('usual', 30)]));
		expect((times.slow.at(-1) ?? 0) - (times.slow[0] ?? 0)).toBeCloseTo(4000, -2);
		const span = (times.usual.at(-1) ?? 0) - (times.usual[0] ?? 0);
		// 29 gaps of a tenth of a second and a little less, beside one request a second of the other run.
		expect(span).toBeGreaterThan(2700);
		expect(span).toBeLessThan(3500);
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
});
