import { Account, gatesKept } from '../../nodes/shared/client/connection';
import { Gate, type EnterOptions } from '../../nodes/shared/waiting/gate';
import { seeded } from '../bench/waiting/random';
import { FakeClock, mostPerSecond } from '../support/fakeClock';

/** Runs by name that pass one gate, on a clock of their own. */
class Crowd {
	readonly clock: FakeClock;
	readonly gate: Gate;
	private readonly passed: Array<{ name: string; at: number }> = [];
	private readonly runs = new Map<string, object>();

	constructor(
		limits: ConstructorParameters<typeof Gate>[0],
		private readonly answerMs: () => number = () => 30,
		late?: () => number,
	) {
		this.clock = new FakeClock(late);
		this.gate = new Gate(limits, this.clock);
	}

	/** Sends so many requests one after another, or `atOnce` of them together. */
	async sends(name: string, count: number, more: EnterOptions & { atOnce?: number } = {}) {
		const { atOnce = 1, ...options } = more;
		const run = this.runs.get(name) ?? { name };
		this.runs.set(name, run);
		let left = count;
		const sendOne = async () => {
			while (left-- > 0) {
				const turn = await this.gate.enter(run, options);
				if (turn === undefined) return;
				this.passed.push({ name, at: this.clock.now() });
				await this.clock.pause(this.answerMs());
				turn.leave();
			}
		};
		await Promise.all(Array.from({ length: atOnce }, sendOne));
	}

	/** When requests of one run, or of all, passed. */
	times = (run?: string) =>
		this.passed.filter(({ name }) => run === undefined || name === run).map(({ at }) => at);
	lastOf = (run: string) => this.times(run).at(-1) ?? Infinity;
	run = async (...work: Array<Promise<unknown>>) => await this.clock.run(Promise.all(work));
}

const many = (count: number, of: (n: number) => Promise<void>) =>
	Array.from({ length: count }, (_, n) => of(n));

describe('a gate for questions', () => {
	const perSecond = 20;

	it('holds all runs together to its limit in every second, and uses it', async () => {
		const random = seeded(3);
		const crowd = new Crowd(
			{ perSecond },
			() => 100 + 40 * random(),
			() => 3 * random(),
		);
		await crowd.run(...many(60, async (n) => await crowd.sends(`run ${n}`, 20)));
		expect(mostPerSecond(crowd.times())).toBe(20);
		expect(crowd.times().length / (crowd.clock.now() / 1000)).toBeGreaterThan(17.5);
	});

	it.each([0, 100, 700])('counts what arrives, stalled for %i ms', async (stalledMs) => {
		const { clock, gate, run } = new Crowd({ perSecond });
		const arrived: number[] = [];
		/** Nothing leaves the process at first, and in the last fifth of each second. */
		const stallAt = (now: number) =>
			Math.max(stalledMs - now, now % 1000 > 800 ? 1000 - (now % 1000) : 0, 0);
		const send = async (n = 0) => {
			const turn = await gate.enter({});
			await clock.pause(stallAt(clock.now()) + 2 + (n % 3));
			arrived.push(clock.now());
			await clock.pause(2);
			turn?.leave();
		};
		const others = async () => {
			await clock.pause(stalledMs);
			await Promise.all(many(300, send));
		};
		await run(send(), others());
		expect(mostPerSecond(arrived)).toBeLessThanOrEqual(20);
		expect(clock.now()).toBeLessThan(stalledMs + 18_000);
	});

	it('gives turns by run, not by request, and first come first served within a run', async () => {
		const { clock, gate, run } = new Crowd({ perSecond: 10 });
		const runs: Record<string, object> = { big: {}, small: {}, late: {} };
		const order: string[] = [];
		const enter = async (name: string) => {
			if (name === 'late') await clock.pause(50);
			const turn = await gate.enter(runs[name.split(' ')[0]!]!);
			order.push(name);
			turn?.leave();
		};
		const coming = ['big a', 'big b', 'big c', 'big d', 'big e', 'small a', 'small b', 'late'];
		await run(...coming.map(enter));
		expect(order).toEqual([
			...['big a', 'small a', 'big b', 'late', 'small b', 'big c', 'big d', 'big e'],
		]);
	});

	it.each([0.1, 0.5, 7.5])('keeps a run to its own pace of %d', async (own) => {
		const crowd = new Crowd({ perSecond });
		const other = crowd.sends('other', 40, { perSecond: 20 });
		await crowd.run(other, crowd.sends('slow', 12, { perSecond: own, atOnce: 6 }));
		const gaps = crowd.times('slow').map((at, n, all) => at - (all[n - 1] ?? -Infinity));
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000 / own - 1e-6);
		expect(crowd.lastOf('other')).toBeLessThan(3000);
	});

	it('lets a run go faster whose user asked for it, without slowing the others', async () => {
		const crowd = new Crowd({ perSecond });
		const fast = crowd.sends('fast', 1000, { perSecond: 200, atOnce: 20 });
		await crowd.run(fast, crowd.sends('usual', 40, { atOnce: 5 }));
		expect(mostPerSecond(crowd.times('fast'))).toBeLessThanOrEqual(200);
		expect(crowd.lastOf('fast')).toBeLessThan(5500);
		expect(mostPerSecond(crowd.times('usual'))).toBe(20);
		expect(crowd.lastOf('usual')).toBeLessThan(2200);
	});

	it('is quiet for all when the platform asked one to slow down, and no longer than ten minutes', async () => {
		const crowd = new Crowd({ perSecond });
		for (const [at, seconds] of [
			[1000, 30],
			[2000, 5],
			[40_000, 1e9],
		] as const)
			crowd.clock.after(at, () => crowd.gate.slowDown(seconds));
		await crowd.run(...many(10, async (n) => await crowd.sends(`${n}`, 100)));
		const inSpan = (from: number, to: number) =>
			crowd.times().filter((at) => at > from && at < to).length;
		expect(inSpan(0, 1000)).toBeGreaterThan(15);
		expect(inSpan(1000, 31_000)).toBe(0);
		expect(inSpan(31_000, 40_000)).toBeGreaterThan(150);
		expect(inSpan(40_000, 640_000)).toBe(0);
		expect(inSpan(640_000, 645_000)).toBeGreaterThan(50);
		expect(crowd.times()).toHaveLength(1000);
	});

	it('tells how long it is quiet', () => {
		const { gate } = new Crowd({ perSecond });
		gate.slowDown(Number.NaN);
		expect(gate.quietSeconds).toBe(0);
		gate.slowDown(12);
		expect([gate.quietSeconds, gate.isIdle]).toEqual([12, false]);
	});
});

it('a gate for submissions has so many under way, and takes the next when one is answered', async () => {
	const { clock, gate, run } = new Crowd({ atOnce: 10 });
	let [underWay, most] = [0, 0];
	const send = async (n: number) => {
		const turn = await gate.enter({ n });
		most = Math.max(most, ++underWay);
		await clock.pause(1000);
		underWay--;
		turn?.leave();
		turn?.leave();
	};
	await run(...many(35, send));
	expect([most, clock.now(), gate.isIdle]).toEqual([10, 4000, true]);
});

describe('whoever waits at a gate', () => {
	it('is let go when the execution is stopped, and takes nobody along', async () => {
		const crowd = new Crowd({ perSecond: 20 });
		const stopped = new AbortController();
		const { signal } = stopped;
		crowd.clock.after(1000, () => stopped.abort());
		let ended = NaN;
		const leaving = crowd
			.sends('stopped', 1000, { signal, atOnce: 20 })
			.then(() => (ended = crowd.clock.now()));
		await crowd.run(leaving, crowd.sends('staying', 100));
		expect(ended).toBeLessThan(1100);
		expect(crowd.lastOf('stopped')).toBeLessThanOrEqual(1000);
		expect(crowd.times('staying')).toHaveLength(100);
		expect(await crowd.gate.enter({}, { signal })).toBeUndefined();
	});
	it('is let go at its time, also while the gate is quiet or full', async () => {
		const { clock, gate } = new Crowd({ perSecond: 20, atOnce: 1 });
		const enter = async (options?: EnterOptions) => {
			const entering = gate.enter({}, options);
			await clock.run(entering);
			return await entering;
		};
		gate.slowDown(600);
		expect([await enter({ until: 5000 }), clock.now()]).toEqual([undefined, 5000]);
		const holding = await enter();
		expect([await enter({ until: 700_000 }), clock.now()]).toEqual([undefined, 700_000]);
		holding?.leave();
		expect(await enter({ until: 0 })).toBeUndefined();
	});
	it('leaves no listener behind', async () => {
		const crowd = new Crowd({ perSecond: 200 });
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		await crowd.run(crowd.sends('one', 2000, { signal, atOnce: 7 }));
		expect(added.mock.calls.length).toBeGreaterThan(0);
		expect(removed.mock.calls.length).toBe(added.mock.calls.length);
	});
});

describe('the gates of this process', () => {
	const gatesOf = (host: string, key: string) => new Account(`https://${host}`, key).gates;

	it('are dropped when nobody uses them, after 10,000 keys too', async () => {
		const used = gatesOf('platform.example', 'kx-test-used');
		const turn = await used.submissions.enter({});
		for (let n = 0; n < 10_000; n++) gatesOf('platform.example', `kx-test-${n}`);
		expect(gatesKept()).toBeLessThan(200);
		expect(gatesOf('platform.example', 'kx-test-used')).toBe(used);
		turn?.leave();
	});
	it('let 20 questions through in a second, and 10 paid requests at once', async () => {
		const { polls, submissions } = gatesOf('limits.example', 'kx-test-1');
		const passing = async (gate: Gate, count: number, ms: number) => {
			const until = performance.now() + ms;
			const turns = Array.from({ length: count }, async () => await gate.enter({}, { until }));
			return (await Promise.all(turns)).filter(Boolean).length;
		};
		expect(await passing(polls, 25, 300)).toBeLessThanOrEqual(9);
		expect(await passing(submissions, 15, 200)).toBe(10);
	});
});
