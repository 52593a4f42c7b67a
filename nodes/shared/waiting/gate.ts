import { MONOTONIC, type Clock, msOf, secondsOf } from '../util/time';
import { Pace, type Start, type Rank, Throttle, type Told } from './rate';

interface GateLimits {
	/** Turns given in any second, to all runs together. */
	readonly perSecond?: number;
	/** Turns that may be held at once. */
	readonly atOnce?: number;
}

/** Leave to send one request. */
export interface Turn {
	/**
	 * To be called when the request has its answer, or has failed.
	 * @param told what the answer says of the pace, if anything
	 */
	leave(told?: Told): void;
}

export interface EnterOptions {
	/** Ends the waiting for a turn. */
	signal?: AbortSignal;
	/** Until when a turn is of use, by the gate's clock. */
	until?: number;
	/** The run's own pace; one above the gate's is what its user asked for, and holds in place of the gate's. */
	perSecond?: number;
	/** It does not wait until the platform may be asked again, as a person waits for it. */
	isUrgent?: boolean;
	/** It does not wait while all rest, but comes again by itself, and holds no place of its run meanwhile. */
	comesAgain?: boolean;
	/** What is asked for, such as a task: to be told twice of one says nothing of the others. */
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

/** One run's place at the gate. */
interface Line {
	readonly waiters: Set<Waiter>;
	/** One listener for each signal, however many wait: Node warns of a crowd of them. */
	readonly listeners: Map<AbortSignal, () => void>;
	pace: Pace | undefined;
}

/** Who gets the next turn, and when. */
interface Next {
	readonly run: object;
	readonly line: Line;
	readonly waiter: Waiter;
	readonly atMs: number;
}

/** A platform that asks to be left alone for longer is asked again all the same. */
const LONGEST_QUIET_SECONDS = 600;
/** After a rest, who was told to slow down, and the run of the last one, give way to the others, who come again by themselves. */
const GIVE_WAY_MS = 500;

/**
 * Requests of all executions pass here, one run's after another's in turn, first come first served within a run.
 * Stop of a run takes its own requests out and touches no other.
 */
export class Gate {
	/** Runs with someone waiting, the one whose turn is next first. */
	private readonly lines = new Map<object, Line>();
	/** Paces of runs, also while none of theirs is waiting. */
	private readonly paces = new WeakMap<object, Pace>();
	private readonly pace: Pace | undefined;
	private readonly throttle = new Throttle();
	/** Whose request was the last to be told to slow down. */
	private slowedRun: object | undefined;
	private held = 0;
	private quietUntilMs = -Infinity;
	private restsFromMs = -Infinity;
	/** Nobody's time is over before then. */
	private nobodyEndsBeforeMs = Infinity;
	private isPumping = false;
	private wake = () => {};

	constructor(
		private readonly limits: GateLimits,
		private readonly clock: Clock = MONOTONIC,
	) {
		this.pace = limits.perSecond === undefined ? undefined : new Pace(limits.perSecond);
	}

	/**
	 * Waits for a turn. Never rejects.
	 * @returns undefined when the signal aborts or `until` has passed before it comes, or when all rest and it comes again
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
			if (this.isPumping) this.wake();
			else void this.pump();
		});
	}

	/** The platform asked to be left alone for so long: nobody gets a turn meanwhile but who is urgent. */
	slowDown(seconds: number): void {
		const until = this.clock.now() + msOf(Math.min(seconds, LONGEST_QUIET_SECONDS));
		if (!(until > this.quietUntilMs)) return;
		this.quietUntilMs = until;
		for (const { waiters } of [...this.lines.values()])
			for (const waiter of [...waiters]) if (waiter.comesAgain) waiter.admit(undefined);
	}

	/** How long nobody gets a turn, as the platform asked; 0 when it did not. */
	get quietSeconds(): number {
		return secondsOf(Math.max(0, this.quietUntilMs - this.clock.now()));
	}

	/** Nobody is here, and a new gate in its place would do the same. */
	get isIdle(): boolean {
		const rests = Math.max(
			...[this.restsFromMs, this.quietUntilMs, this.throttle.restsFromMs],
			this.pace?.restsFromMs ?? 0,
		);
		return this.lines.size === 0 && this.held === 0 && rests <= this.clock.now();
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
		// An empty gate needs no alarm.
		if (this.lines.size === 0) this.wake();
	}

	/** Gives turns for as long as anybody waits for one. */
	private async pump(): Promise<void> {
		this.isPumping = true;
		// Those who come in one go stand in line before the first of them gets a turn.
		await Promise.resolve();
		while (this.lines.size > 0) {
			const now = this.clock.now();
			if (this.nobodyEndsBeforeMs <= now) {
				this.dismiss(now);
				continue;
			}
			const isFull = this.held >= (this.limits.atOnce ?? Infinity);
			const next = isFull ? undefined : this.nextRun(now);
			if (next && next.atMs <= now) this.admit(next, now);
			else {
				// Where it is full, somebody's leaving tells when there is room, and not a time.
				const freeMs = isFull ? Infinity : (next?.atMs ?? this.quietUntilMs);
				await this.sleepUntil(Math.min(this.nobodyEndsBeforeMs, freeMs), now);
			}
		}
		this.isPumping = false;
	}

	/** Takes out those whose time is over. */
	private dismiss(now: number): void {
		this.nobodyEndsBeforeMs = Infinity;
		for (const { waiters } of [...this.lines.values()]) {
			for (const waiter of waiters) {
				if (waiter.until <= now) waiter.admit(undefined);
				else this.nobodyEndsBeforeMs = Math.min(this.nobodyEndsBeforeMs, waiter.until);
			}
		}
	}

	/** The first run in turn that may start now, or the one that may start soonest. */
	private nextRun(now: number): Next | undefined {
		const isQuiet = this.quietUntilMs > now;
		const isFree = ({ isUrgent }: Waiter) => isUrgent || !isQuiet;
		const { probeMs } = this.throttle;
		if (probeMs === undefined) return this.soonest(now, isFree);
		const opensMs = this.quietUntilMs + GIVE_WAY_MS;
		const giving = now < opensMs ? this.slowedRun : undefined;
		const inTurn: Array<[rank: Rank, without: object | undefined, fromMs: number]> = [
			[0, undefined, -Infinity],
			[1, giving, -Infinity],
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

	/** @param giving a run that gives way to the others */
	private soonest(
		now: number,
		isWanted: (waiter: Waiter) => boolean,
		giving?: object,
	): Next | undefined {
		let soonest: Next | undefined;
		for (const [run, line] of this.lines) {
			if (run === giving) continue;
			const waiter = firstOf(line, isWanted);
			if (waiter === undefined) continue;
			const atMs = Math.max(...this.pacesOf(line).map(({ pace, share }) => pace.nextMs(share)));
			if (soonest === undefined || atMs < soonest.atMs) soonest = { run, line, waiter, atMs };
			if (soonest.atMs <= now) break;
		}
		return soonest;
	}

	/**
	 * What a run keeps to: its own pace below the gate's, and the gate's; or its own alone, where that is above. The one
	 * that is the fastest gives way to the platform.
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
		// To the end of the queue of runs.
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
			leave: (told) => {
				if (isOver) return;
				isOver = true;
				this.held -= 1;
				const now = this.clock.now();
				for (const start of starts) start.answered(now);
				probe.answered();
				if (told?.isSlowDown) this.slowedRun = run;
				if (told) this.hear(subject, told, startedMs);
				if (this.isPumping) this.wake();
			},
		};
	}

	/** The platform is heard through all that was asked of it. */
	private hear(subject: string | undefined, told: Told, startedMs: number): void {
		const verdict = this.throttle.hear(subject, told, { startedMs, nowMs: this.clock.now() });
		if (verdict === 'goOn') this.quietUntilMs = -Infinity;
		else if (verdict !== undefined) this.slowDown(verdict.restSeconds);
	}

	private async sleepUntil(atMs: number, now: number): Promise<void> {
		const called = new Promise<void>((resolve) => (this.wake = resolve));
		await this.clock.pause(atMs - now, called);
		this.wake = () => {};
	}
}

/** The one who has waited for longest. */
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
