import { MONOTONIC, type Clock, msOf, secondsOf } from '../util/time';

/** One start that a pace has let through. */
interface Start {
	/** The request was answered, so it has reached the platform. */
	answered(nowMs: number): void;
}

interface Counted {
	/** From here on it has surely reached the platform, as far as is known. */
	reachedMs: number;
	roundTripMs: number | undefined;
}

/** A request counts as under way to the platform for at most so long; a slow answer may as well be one that is held back. */
const WAY_MS = 1000;
/** Until so many were answered, nobody knows how much of the time until an answer is the way back. */
const FEW = 10;
const SECOND_MS = 1000;

/**
 * Lets starts through evenly, and at most so many in any second at their place of arrival. Requests reach the
 * platform less evenly than they are sent: when this process stalls, one second's requests arrive with those of
 * the next. So a request counts from when it has surely arrived: its answer, less half of the shortest way there and
 * back, as an answer takes at least that.
 */
class Pace {
	private nextSlotMs = -Infinity;
	private startedMs = -Infinity;
	private answers = 0;
	private readonly most: number;
	/** The last `most` starts, oldest first. */
	private readonly counted: Counted[] = [];

	constructor(readonly perSecond: number) {
		this.most = Math.max(1, Math.floor(perSecond));
	}

	/** When the next may start. */
	get nextMs(): number {
		const [oldest] = this.counted;
		const isFull = oldest !== undefined && this.counted.length >= this.most;
		return isFull ? Math.max(this.nextSlotMs, oldest.reachedMs + SECOND_MS) : this.nextSlotMs;
	}

	/** From then on the past does not matter to it, whatever is still under way. */
	get restsFromMs(): number {
		return Math.max(this.nextSlotMs, this.startedMs + WAY_MS + SECOND_MS);
	}

	start(nowMs: number): Start {
		const own: Counted = { reachedMs: nowMs + WAY_MS, roundTripMs: undefined };
		if (this.counted.length >= this.most) this.counted.shift();
		this.counted.push(own);
		this.startedMs = nowMs;
		this.nextSlotMs = nowMs + SECOND_MS / this.perSecond;
		return {
			answered: (answeredMs) => {
				own.roundTripMs = answeredMs - nowMs;
				this.answers += 1;
				const wayBackMs = this.answers > FEW ? this.shortestWith(own.roundTripMs) / 2 : 0;
				own.reachedMs = nowMs + Math.min(own.roundTripMs - wayBackMs, WAY_MS);
			},
		};
	}

	private shortestWith(roundTripMs: number): number {
		let shortest = roundTripMs;
		for (const one of this.counted)
			if (one.roundTripMs !== undefined && one.roundTripMs < shortest) shortest = one.roundTripMs;
		return shortest;
	}
}

interface GateLimits {
	/** Turns given in any second, to all runs together. */
	readonly perSecond?: number;
	/** Turns that may be held at once. */
	readonly atOnce?: number;
}

/** Leave to send one request. */
export interface Turn {
	/** To be called when the request has its answer, or has failed. */
	leave(): void;
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
}

interface Waiter {
	readonly until: number;
	readonly isUrgent: boolean;
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

	/** Waits for a turn; undefined when the signal aborts or `until` has passed before it comes. Never rejects. */
	async enter(run: object, options: EnterOptions = {}): Promise<Turn | undefined> {
		const { signal, until = Infinity, perSecond, isUrgent = false } = options;
		if (signal?.aborted) return undefined;
		return await new Promise((resolve) => {
			const line = this.lineOf(run, perSecond);
			const waiter: Waiter = {
				until,
				isUrgent,
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
		if (until > this.quietUntilMs) this.quietUntilMs = until;
	}

	/** How long nobody gets a turn, as the platform asked; 0 when it did not. */
	get quietSeconds(): number {
		return secondsOf(Math.max(0, this.quietUntilMs - this.clock.now()));
	}

	/** Nobody is here, and a new gate in its place would do the same. */
	get isIdle(): boolean {
		const rests = Math.max(this.restsFromMs, this.quietUntilMs, this.pace?.restsFromMs ?? 0);
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
		let soonest: Next | undefined;
		for (const [run, line] of this.lines) {
			const waiter = firstOf(line, isQuiet);
			if (waiter === undefined) continue;
			const shared = this.sharedPaceOf(line);
			const atMs = Math.max(line.pace?.nextMs ?? -Infinity, shared?.nextMs ?? -Infinity);
			if (soonest === undefined || atMs < soonest.atMs) soonest = { run, line, waiter, atMs };
			if (soonest.atMs <= now) break;
		}
		return soonest;
	}

	/** The gate's pace, where the run has none above it. */
	private sharedPaceOf({ pace }: Line): Pace | undefined {
		const isAbove = pace !== undefined && pace.perSecond > (this.limits.perSecond ?? Infinity);
		return isAbove ? undefined : this.pace;
	}

	private admit({ run, line, waiter }: Next, now: number): void {
		// To the end of the queue of runs.
		this.lines.delete(run);
		this.lines.set(run, line);
		const starts = [line.pace?.start(now), this.sharedPaceOf(line)?.start(now)];
		if (line.pace) this.restsFromMs = Math.max(this.restsFromMs, line.pace.restsFromMs);
		this.held += 1;
		waiter.admit(this.turnOf(starts));
	}

	private turnOf(starts: ReadonlyArray<Start | undefined>): Turn {
		let isOver = false;
		return {
			leave: () => {
				if (isOver) return;
				isOver = true;
				this.held -= 1;
				const now = this.clock.now();
				for (const start of starts) start?.answered(now);
				if (this.isPumping) this.wake();
			},
		};
	}

	private async sleepUntil(atMs: number, now: number): Promise<void> {
		const called = new Promise<void>((resolve) => (this.wake = resolve));
		await this.clock.pause(atMs - now, called);
		this.wake = () => {};
	}
}

/** The one who has waited for longest; while it is quiet, of those who are urgent. */
function firstOf({ waiters }: Line, isQuiet: boolean): Waiter | undefined {
	for (const waiter of waiters) if (waiter.isUrgent || !isQuiet) return waiter;
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
