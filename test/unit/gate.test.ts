import { Gate, type EnterOptions } from '../../nodes/shared/waiting/gate';
import { Account, gatesKept } from '../../nodes/shared/client/connection';
import { FakeClock, mostPerSecond } from '../support/fakeClock';
import { seeded } from '../bench/waiting/random';

interface Passed {
	run: string;
	at: number;
}

/** Runs by name that send `count` requests one after another, or `atOnce` of them together. */
class Crowd {
	readonly passed: Passed[] = [];
	private readonly runs = new Map<string, object>();

	constructor(
		readonly gate: Gate,
		readonly clock: FakeClock,
		private readonly answerMs: () => number = () => 30,
	) {}

	runOf(name: string): object {
		const run = this.runs.get(name) ?? { name };
		this.runs.set(name, run);
		return run;
	}

	async sends(name: string, count: number, options: EnterOptions & { atOnce?: number } = {}) {
		const { atOnce = 1, ...rest } = options;
		let left = count;
		const sendOne = async () => {
			while (left-- > 0) {
				const turn = await this.gate.enter(this.runOf(name), rest);
				if (turn === undefined) return;
				this.passed.push({ run: name, at: this.clock.now() });
				await this.clock.pause(this.answerMs());
				turn.leave();
			}
		};
		await Promise.all(Array.from({ length: atOnce }, sendOne));
	}

	of = (name: string) => this.passed.filter(({ run }) => run === name).map(({ at }) => at);
	get times() {
		return this.passed.map(({ at }) => at);
	}
}

const crowdAt = (
	limits: ConstructorParameters<typeof Gate>[0],
	answerMs?: () => number,
	late?: () => number,
) => {
	const clock = new FakeClock(late);
	return new Crowd(new Gate(limits, clock), clock, answerMs);
};

describe('a gate for questions', () => {
	it('holds all runs together to its limit in every second, and uses it', async () => {
		const random = seeded(3);
		const crowd = crowdAt(
			{ perSecond: 20 },
			() => 100 + 40 * random(),
			() => 3 * random(),
		);
		const runs = Array.from({ length: 60 }, async (_, n) => await crowd.sends(`run ${n}`, 20));
		await crowd.clock.run(Promise.all(runs));
		expect(mostPerSecond(crowd.times)).toBe(20);
		expect(crowd.times.length / (crowd.clock.now() / 1000)).toBeGreaterThan(17.5);
	});

	it('counts a request from when it has arrived, so that a stall on the way makes no crowd there', async () => {
		const clock = new FakeClock();
		const gate = new Gate({ perSecond: 20 }, clock);
		const arrived: number[] = [];
		const send = async (n: number) => {
			const turn = await gate.enter({});
			// Nothing leaves the process in the last fifth of each second.
			const stalled = clock.now() % 1000 > 800 ? 1000 - (clock.now() % 1000) : 0;
			await clock.pause(stalled + 5 + (n % 3));
			arrived.push(clock.now());
			await clock.pause(5);
			turn?.leave();
		};
		await clock.run(Promise.all(Array.from({ length: 300 }, async (_, n) => await send(n))));
		expect(mostPerSecond(arrived)).toBeLessThanOrEqual(20);
	});

	it.each([0, 100, 300, 700])(
		'counts so, too, while many begin and the process stands still for %i ms',
		async (stalledMs) => {
			const clock = new FakeClock();
			const gate = new Gate({ perSecond: 20 }, clock);
			const arrived: number[] = [];
			const send = async () => {
				const turn = await gate.enter({});
				await clock.pause(Math.max(0, stalledMs - clock.now()) + 2);
				arrived.push(clock.now());
				await clock.pause(2);
				turn?.leave();
			};
			const first = send();
			const others = async () => {
				await clock.pause(stalledMs);
				await Promise.all(Array.from({ length: 60 }, send));
			};
			await clock.run(Promise.all([first, others()]));
			expect(mostPerSecond(arrived)).toBeLessThanOrEqual(20);
			expect(clock.now()).toBeLessThan(stalledMs + 3300);
		},
	);

	it('gives turns by run, not by request, and first come first served within a run', async () => {
		const clock = new FakeClock();
		const gate = new Gate({ perSecond: 10 }, clock);
		const [big, small, late] = [{}, {}, {}];
		const order: string[] = [];
		const enter = async (run: object, name: string) => {
			const turn = await gate.enter(run);
			order.push(name);
			turn?.leave();
		};
		const all = [
			...['a', 'b', 'c', 'd', 'e'].map(async (name) => await enter(big, `big ${name}`)),
			...['a', 'b'].map(async (name) => await enter(small, `small ${name}`)),
			(async () => {
				await clock.pause(50);
				await enter(late, 'late');
			})(),
		];
		await clock.run(Promise.all(all));
		expect(order).toEqual([
			...['big a', 'small a', 'big b', 'late', 'small b', 'big c', 'big d', 'big e'],
		]);
	});

	it('lets nobody starve beside a run that asks for everything', async () => {
		const crowd = crowdAt({ perSecond: 20 });
		const greedy = crowd.sends('greedy', 400, { atOnce: 20 });
		const modest = crowd.sends('modest', 40);
		await crowd.clock.run(modest);
		expect(crowd.of('modest').at(-1)).toBeLessThan(40 * 110);
		await crowd.clock.run(greedy);
	});

	it.each([0.1, 0.5, 3, 7.5])('keeps a run to its own pace of %d', async (perSecond) => {
		const crowd = crowdAt({ perSecond: 20 });
		await crowd.clock.run(
			Promise.all([
				crowd.sends('slow', 12, { perSecond, atOnce: 6 }),
				crowd.sends('other', 40, { perSecond: 20 }),
			]),
		);
		const gaps = crowd.of('slow').map((at, n, all) => at - (all[n - 1] ?? -Infinity));
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000 / perSecond - 1e-6);
		expect(crowd.of('other').at(-1)).toBeLessThan(3000);
	});

	it('lets a run go faster whose user asked for it, without slowing the others', async () => {
		const crowd = crowdAt({ perSecond: 20 });
		await crowd.clock.run(
			Promise.all([
				crowd.sends('fast', 1000, { perSecond: 200, atOnce: 20 }),
				crowd.sends('usual', 40, { atOnce: 5 }),
			]),
		);
		expect(mostPerSecond(crowd.of('fast'))).toBeLessThanOrEqual(200);
		expect(crowd.of('fast').at(-1)).toBeLessThan(5500);
		expect(mostPerSecond(crowd.of('usual'))).toBe(20);
		expect(crowd.of('usual').at(-1)).toBeLessThan(2200);
	});

	it('is quiet for all when the platform asked one to slow down, and no longer than ten minutes', async () => {
		const crowd = crowdAt({ perSecond: 20 });
		crowd.clock.after(1000, () => crowd.gate.slowDown(30));
		crowd.clock.after(2000, () => crowd.gate.slowDown(5));
		crowd.clock.after(40_000, () => crowd.gate.slowDown(1e9));
		const runs = Array.from({ length: 10 }, async (_, n) => await crowd.sends(`${n}`, 100));
		await crowd.clock.run(Promise.all(runs));
		const inSpan = (from: number, to: number) =>
			crowd.times.filter((at) => at > from && at < to).length;
		expect(inSpan(0, 1000)).toBeGreaterThan(15);
		expect(inSpan(1000, 31_000)).toBe(0);
		expect(inSpan(31_000, 40_000)).toBeGreaterThan(150);
		expect(inSpan(40_000, 640_000)).toBe(0);
		expect(crowd.times).toHaveLength(1000);
	});

	it('tells how long it is quiet', () => {
		const clock = new FakeClock();
		const gate = new Gate({ perSecond: 20 }, clock);
		expect(gate.quietSeconds).toBe(0);
		gate.slowDown(Number.NaN);
		expect(gate.quietSeconds).toBe(0);
		gate.slowDown(12);
		expect(gate.quietSeconds).toBe(12);
		expect(gate.isIdle).toBe(false);
	});
});

describe('a gate for submissions', () => {
	it('has so many under way, and takes the next when one is answered', async () => {
		const clock = new FakeClock();
		const gate = new Gate({ atOnce: 10 }, clock);
		let [underWay, most] = [0, 0];
		const send = async (n: number) => {
			const turn = await gate.enter({ n });
			most = Math.max(most, ++underWay);
			await clock.pause(1000);
			underWay--;
			turn?.leave();
			turn?.leave();
		};
		await clock.run(Promise.all(Array.from({ length: 35 }, async (_, n) => await send(n))));
		expect([most, clock.now()]).toEqual([10, 4000]);
		expect(gate.isIdle).toBe(true);
	});
});

describe('whoever waits at a gate', () => {
	it('is let go when the execution is stopped, and takes nobody along', async () => {
		const crowd = crowdAt({ perSecond: 20 });
		const stopped = new AbortController();
		crowd.clock.after(1000, () => stopped.abort());
		const ended: number[] = [];
		const leaving = crowd
			.sends('stopped', 1000, { signal: stopped.signal, atOnce: 20 })
			.then(() => ended.push(crowd.clock.now()));
		const staying = crowd.sends('staying', 100);
		await crowd.clock.run(Promise.all([leaving, staying]));
		expect(ended[0]).toBeLessThan(1100);
		expect(crowd.of('stopped').every((at) => at <= 1000)).toBe(true);
		expect(crowd.of('staying')).toHaveLength(100);
		expect(await crowd.gate.enter({}, { signal: stopped.signal })).toBeUndefined();
	});
	it('is let go at its time, also while the gate is quiet or full', async () => {
		const clock = new FakeClock();
		const gate = new Gate({ perSecond: 20, atOnce: 1 }, clock);
		gate.slowDown(600);
		const quiet = gate.enter({}, { until: 5000 });
		await clock.run(quiet);
		expect([await quiet, clock.now()]).toEqual([undefined, 5000]);

		const holding = gate.enter({});
		await clock.run(holding);
		const full = gate.enter({}, { until: 700_000 });
		await clock.run(full);
		expect([await full, clock.now()]).toEqual([undefined, 700_000]);
		(await holding)?.leave();
		expect(await gate.enter({}, { until: 0 })).toBeUndefined();
	});
	it('leaves no listener behind', async () => {
		const crowd = crowdAt({ perSecond: 200 });
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		await crowd.clock.run(crowd.sends('one', 2000, { signal, atOnce: 7 }));
		expect(added.mock.calls.length).toBeGreaterThan(0);
		expect(removed.mock.calls.length).toBe(added.mock.calls.length);
	});
	it('may be one of 10,000', async () => {
		const clock = new FakeClock();
		const gate = new Gate({ atOnce: 10 }, clock);
		const one = {};
		let served = 0;
		const enter = async (n: number) => {
			const turn = await gate.enter(n % 2 ? one : { n });
			served++;
			turn?.leave();
		};
		await Promise.all(Array.from({ length: 10_000 }, async (_, n) => await enter(n)));
		expect(served).toBe(10_000);
		expect(gate.isIdle).toBe(true);
	});
});

describe('the gates of this process', () => {
	const gatesOf = (host: string, key: string) => new Account(`https://${host}`, key).gates;

	it('are one for each host and key, whoever asks', () => {
		const gates = gatesOf('Platform.example', 'kx-test-1');
		expect(gatesOf('platform.example', 'kx-test-1')).toBe(gates);
		expect(gatesOf('platform.example', 'kx-test-2')).not.toBe(gates);
		expect(gatesOf('other.example', 'kx-test-1')).not.toBe(gates);
	});
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
		const until = performance.now() + 300;
		const poll = async () => (await polls.enter({}, { until })) !== undefined;
		const polled = await Promise.all(Array.from({ length: 25 }, poll));
		expect(polled.filter(Boolean).length).toBeLessThanOrEqual(9);
		const pay = async () =>
			(await submissions.enter({}, { until: performance.now() + 200 })) !== undefined;
		const paid = await Promise.all(Array.from({ length: 15 }, pay));
		expect(paid.filter(Boolean)).toHaveLength(10);
	});
});
