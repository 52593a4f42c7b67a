import { MONOTONIC, type Clock, msOf, secondsOf } from '../util/time';
import { Pace, type Start, type Rank, Throttle, type PaceFeedback } from './rate';

interface GateLimits {
	/** Turns granted in any second, to all runs together. */
	readonly perSecond?: number;
	/** Turns that may be held at once. */
	readonly atOnce?: number;
}

/** Permission to send one request. */
export interface Turn {
	/**
	 * Call it when the request has its answer, or has failed.
	 * @param feedback what the answer says about the pace, if anything
	 */
	leave(feedback?: PaceFeedback): void;
}

export interface EnterOptions {
	/** Ends the wait for a turn. */
	signal?: AbortSignal;
	/** When a turn stops being useful, by the gate's clock. */
	until?: number;
	/** The run's own pace. If it is above the gate's, the user asked for it, and it replaces the gate's. */
	perSecond?: number;
	/** Does not wait until the platform may be called again, because a user is waiting for it. */
	isUrgent?: boolean;
	/** Does not wait while everyone rests. It tries again by itself and occupies no place of its run until then. */
	comesAgain?: boolean;
	/** What the request is about, such as a task. Two slow-downs for the same subject say nothing about others. */
	subject?: string;
}

interface Waiter {
	readonly subject: string | undefined;
	readonly until: number;
	readonly isUrgent: boolean;
	readonly comesAgain: boolean;
	readonly signal: AbortSignal | undefined;
	admit(turn: Turn | undefined): void;
}

/** The waiting requests of one run. */
interface Line {
	readonly waiters: Set<Waiter>;
	/** One listener per signal, however many requests wait, because Node warns about many listeners. */
	readonly listeners: Map<AbortSignal, () => void>;
	pace: Pace | undefined;
}

interface Next {
	readonly run: object;
	readonly line: Line;
	readonly waiter: Waiter;
	readonly atMs: number;
}

/** The platform is called again after this time, even if it asked for a longer rest. */
const LONGEST_QUIET_SECONDS = 600;
/**
 * After a rest, requests that were told to slow down, and the run of the last one, let the others go first. The
 * others try again by themselves.
 */
const GIVE_WAY_MS = 500;

/**
 * All executions send their requests through here. Runs take turns; within a run, requests go in order. Stop of a
 * run removes its own requests and no others.
 */
export class Gate {
	/** Runs with waiting requests, in order of their turns. */
	private readonly lines = new Map<object, Line>();
	/** Paces of runs, kept even while none of their requests is waiting. */
	private readonly paces = new WeakMap<object, Pace>();
	private readonly pace: Pace | undefined;
	private readonly throttle = new Throttle();
	/** The run whose request was last told to slow down. */
	private slowedRun: object | undefined;
	private held = 0;
	private quietUntilMs = -Infinity;
	private restsFromMs = -Infinity;
	/** No waiting request expires before this time. */
	private nobodyEndsBeforeMs = Infinity;
	private isPumping = false;
	/** When the pump looks again, unless it is woken. */
	private looksAgainMs = -Infinity;
	private wake = () => {};

	constructor(
		private readonly limits: GateLimits,
		private readonly clock: Clock = MONOTONIC,
	) {
		this.pace = limits.perSecond === undefined ? undefined : new Pace(limits.perSecond);
	}

	/**
	 * Waits for a turn. Never rejects.
	 * @returns undefined if the signal aborts or `until` passes first, or if everyone rests and the caller comes again
	 */
	async enter(run: object, options: EnterOptions = {}): Promise<Turn | undefined> {
		const { signal, until = Infinity, perSecond, isUrgent = false, comesAgain = false } = options;
		if (signal?.aborted || (comesAgain && this.quietSeconds > 0)) return undefined;
		return await new Promise((resolve) => {
			const line = this.lineOf(run, perSecond);
			const waiter: Waiter = {
				subject: options.subject,
				until,
				isUrgent,
				comesAgain,
				signal,
				admit: (turn) => {
					this.remove(run, line, waiter);
					resolve(turn);
				},
			};
			line.waiters.add(waiter);
			if (signal) listenOnce(line, signal);
			this.nobodyEndsBeforeMs = Math.min(this.nobodyEndsBeforeMs, until);
			if (this.isPumping) this.look();
			else void this.pump();
		});
	}

	/** The platform asked for this long a rest. Until then only urgent requests get a turn. */
	slowDown(seconds: number): void {
		const until = this.clock.now() + msOf(Math.min(seconds, LONGEST_QUIET_SECONDS));
		if (!(until > this.quietUntilMs)) return;
		this.quietUntilMs = until;
		for (const { waiters } of [...this.lines.values()])
			for (const waiter of [...waiters]) if (waiter.comesAgain) waiter.admit(undefined);
	}

	/** For how many more seconds nobody gets a turn, as the platform asked. 0 if it did not. */
	get quietSeconds(): number {
		return secondsOf(Math.max(0, this.quietUntilMs - this.clock.now()));
	}

	/** No request is waiting or in progress, and a new gate in its place would behave the same. */
	get isIdle(): boolean {
		const idleFromMs = Math.max(
			...[this.restsFromMs, this.quietUntilMs, this.throttle.restsFromMs],
			this.pace?.restsFromMs ?? 0,
		);
		return this.lines.size === 0 && this.held === 0 && idleFromMs <= this.clock.now();
	}

	private lineOf(run: object, perSecond: number | undefined): Line {
		const line = this.lines.get(run) ?? {
			waiters: new Set(),
			listeners: new Map(),
			pace: undefined,
		};
		this.lines.set(run, line);
		if (perSecond !== undefined && perSecond > 0) {
			const known = this.paces.get(run);
			line.pace = known?.perSecond === perSecond ? known : new Pace(perSecond);
			this.paces.set(run, line.pace);
		}
		return line;
	}

	private remove(run: object, line: Line, waiter: Waiter): void {
		line.waiters.delete(waiter);
		if (line.waiters.size === 0) {
			this.lines.delete(run);
			for (const [signal, listener] of line.listeners)
				signal.removeEventListener('abort', listener);
			line.listeners.clear();
		}
		// An empty gate needs no timer.
		if (this.lines.size === 0) this.wake();
	}

	/** Grants turns as long as any request waits for one. */
	private async pump(): Promise<void> {
		this.isPumping = true;
		// Requests that arrive together all get in line before the first of them gets a turn.
		await Promise.resolve();
		while (this.lines.size > 0) {
			const now = this.clock.now();
			if (this.nobodyEndsBeforeMs <= now) {
				this.dismiss(now);
				continue;
			}
			const next = this.isFull ? undefined : this.nextRun(now);
			if (next && next.atMs <= now) this.admit(next, now);
			else await this.sleepUntil(this.dueMs(next), now);
		}
		this.isPumping = false;
	}

	private get isFull(): boolean {
		return this.held >= (this.limits.atOnce ?? Infinity);
	}

	/** When the next request may start, or the time of one is over. */
	private dueMs(next: Next | undefined): number {
		// If the gate is full, the next free place depends on a request that leaves, not on the time.
		const freeMs = this.isFull ? Infinity : (next?.atMs ?? this.quietUntilMs);
		return Math.min(this.nobodyEndsBeforeMs, freeMs);
	}

	/** Wakes the pump if what has changed is due before it looks again. Otherwise its timer still holds. */
	private look(): void {
		const now = this.clock.now();
		const dueMs = this.dueMs(this.isFull ? undefined : this.nextRun(now));
		if (dueMs <= now || dueMs < this.looksAgainMs) this.wake();
	}

	/** Removes requests whose time is over. */
	private dismiss(now: number): void {
		this.nobodyEndsBeforeMs = Infinity;
		for (const { waiters } of [...this.lines.values()]) {
			for (const waiter of waiters) {
				if (waiter.until <= now) waiter.admit(undefined);
				else this.nobodyEndsBeforeMs = Math.min(this.nobodyEndsBeforeMs, waiter.until);
			}
		}
	}

	/** The first run in turn that may start now, otherwise the one that may start soonest. */
	private nextRun(now: number): Next | undefined {
		const isQuiet = this.quietUntilMs > now;
		const isFree = ({ isUrgent }: Waiter) => isUrgent || !isQuiet;
		const { probeMs } = this.throttle;
		if (probeMs === undefined) return this.soonest(now, isFree);
		const opensMs = this.quietUntilMs + GIVE_WAY_MS;
		const deferred = now < opensMs ? this.slowedRun : undefined;
		const inTurn: Array<[rank: Rank, without: object | undefined, fromMs: number]> = [
			[0, undefined, -Infinity],
			[1, deferred, -Infinity],
			[1, undefined, opensMs],
			[2, undefined, opensMs],
		];
		for (const [rank, without, fromMs] of inTurn) {
			const isNext = (one: Waiter) => isFree(one) && this.throttle.rankOf(one.subject) === rank;
			const next = this.soonest(now, isNext, without);
			if (next?.waiter.isUrgent) return { ...next, atMs: Math.max(next.atMs, probeMs) };
			if (next) return { ...next, atMs: Math.max(next.atMs, probeMs, fromMs) };
		}
		return undefined;
	}

	/** @param deferred a run that lets the others go first */
	private soonest(
		now: number,
		isWanted: (waiter: Waiter) => boolean,
		deferred?: object,
	): Next | undefined {
		let soonest: Next | undefined;
		for (const [run, line] of this.lines) {
			if (run === deferred) continue;
			const waiter = firstOf(line, isWanted);
			if (waiter === undefined) continue;
			const atMs = Math.max(...this.pacesOf(line).map(({ pace, share }) => pace.nextMs(share)));
			if (soonest === undefined || atMs < soonest.atMs) soonest = { run, line, waiter, atMs };
			if (soonest.atMs <= now) break;
		}
		return soonest;
	}

	/**
	 * The paces of a run: its own and the gate's, or only its own if that is above the gate's. The faster one slows
	 * down when the platform asks.
	 */
	private pacesOf({ pace: own }: Line): Array<{ pace: Pace; share: number }> {
		const { share } = this.throttle;
		const isAbove = own !== undefined && own.perSecond > (this.limits.perSecond ?? Infinity);
		if (isAbove) return [{ pace: own, share }];
		return [
			...(own ? [{ pace: own, share: 1 }] : []),
			...(this.pace ? [{ pace: this.pace, share }] : []),
		];
	}

	private admit({ run, line, waiter }: Next, now: number): void {
		// Moves the run to the end of the queue.
		this.lines.delete(run);
		this.lines.set(run, line);
		const starts = this.pacesOf(line).map(({ pace }) => pace.start(now));
		if (line.pace) this.restsFromMs = Math.max(this.restsFromMs, line.pace.restsFromMs);
		this.held += 1;
		waiter.admit(this.turnOf(run, waiter, starts, now));
	}

	private turnOf(
		run: object,
		{ subject }: Waiter,
		starts: readonly Start[],
		startedMs: number,
	): Turn {
		const probe = this.throttle.start(startedMs);
		let isOver = false;
		return {
			leave: (feedback) => {
				if (isOver) return;
				isOver = true;
				this.held -= 1;
				const now = this.clock.now();
				for (const start of starts) start.answered(now);
				probe.answered();
				if (feedback?.isSlowDown) this.slowedRun = run;
				if (feedback) this.hear(subject, feedback, startedMs);
				if (this.isPumping) this.look();
			},
		};
	}

	/** Passes what an answer says about the pace to the throttle and follows its verdict. */
	private hear(subject: string | undefined, feedback: PaceFeedback, startedMs: number): void {
		const verdict = this.throttle.hear(subject, feedback, { startedMs, nowMs: this.clock.now() });
		if (verdict === 'goOn') this.quietUntilMs = -Infinity;
		else if (verdict !== undefined) this.slowDown(verdict.restSeconds);
	}

	private async sleepUntil(atMs: number, now: number): Promise<void> {
		const called = new Promise<void>((resolve) => (this.wake = resolve));
		this.looksAgainMs = atMs;
		await this.clock.pause(atMs - now, called);
		this.wake = () => {};
	}
}

/** The request that has waited longest. */
function firstOf({ waiters }: Line, isWanted: (waiter: Waiter) => boolean): Waiter | undefined {
	for (const waiter of waiters) if (isWanted(waiter)) return waiter;
	return undefined;
}

function listenOnce({ waiters, listeners }: Line, signal: AbortSignal): void {
	if (listeners.has(signal)) return;
	const listener = () => {
		for (const waiter of [...waiters]) if (waiter.signal === signal) waiter.admit(undefined);
	};
	listeners.set(signal, listener);
	signal.addEventListener('abort', listener);
}
