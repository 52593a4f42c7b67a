import type { Task } from '../answers/task';
import { attempt } from '../util/attempt';
import { type Clock, msOf, secondsOf } from '../util/time';
import { DueQueue, nextDelaySeconds, type Expected, type Policy } from './schedule';
import { answered, failed, leftRunning, secondsWaited, type WaitState, begin } from './waitState';
import type { TaskHandle } from '../answers/sources';

/** What it took to find out. */
export interface Watch {
	polls: number;
	secondsWaited: number;
}

/** What is known about a task before its first poll. */
export type WatchedTask = Pick<TaskHandle, 'taskId' | 'taskSource'> & Partial<TaskHandle>;

/** An answer with a task's state. */
export interface PollAnswer {
	task: Task;
	body: unknown;
	/** The path that answered, if not the expected one. */
	queryPath?: string;
}

/** No poll was sent: others' requests came first, or the platform asked for this long a rest. */
export interface NoTurn {
	quietSeconds: number;
}

/** How the wait for one task ended. */
export type WaitResult = End & { state: WaitState };

export type End = Watch &
	(
		| ({ kind: 'finished' } & PollAnswer)
		/** The deadline came first. Has the last answer, if any. */
		| { kind: 'stillRunning'; last?: PollAnswer; cause?: unknown }
		/** The task cannot be polled. */
		| { kind: 'refused'; cause: unknown; last?: PollAnswer }
		/** The execution was stopped. */
		| { kind: 'canceled'; last?: PollAnswer }
	);

export interface WaitSettings {
	policy: Policy;
	/** Seconds from now after which the wait ends. 0 polls each task once. */
	deadlineSeconds: number;
	/** Polls in progress at once. */
	concurrency: number;
}

/** By the clock of the wait, ms. */
export interface PollLimits {
	/** When the wait ends. An answer may arrive a little later. */
	deadline: number;
	/** A poll that has not begun by then is not useful. */
	turnUntil: number;
}

/** What we observed of a task's duration, in seconds since its submission. */
export interface Seen {
	/** It was still running then. */
	runningAt: number;
	endedBy: number;
}

/** The outside world, so that the scheduler itself has no clock and no network. */
export interface WaitEnvironment extends Clock {
	/** Ms since 1970, read once at the start. */
	date(): number;
	signal?: AbortSignal;
	/** Polls once. Should end by itself soon after the deadline. */
	poll(task: WatchedTask, limits: PollLimits): Promise<PollAnswer | NoTurn>;
	/** What is currently known about the task's duration. */
	expected(task: WatchedTask): Expected | undefined;
	/** Called once for each finished task. `seen` is set if its handle has a submission time. */
	finished(task: WatchedTask, polled: PollAnswer, seen: Seen | undefined): void;
	/** Called for each state that the reference does not list and that is not an end. */
	unknownStatus(task: WatchedTask, status: string): void;
	/** Called once for each given task, by its position, as soon as its wait is over. */
	ended(position: number, outcome: WaitResult): void;
}

/** How long after the deadline many tasks may still get their last polls. */
const LAST_POLLS_MS = 10_000;
/** How much longer a task that could not be polled before the deadline may get its one poll. */
const FIRST_POLLS_MS = 50_000;
/** Pause before a last poll confirms what seems to be the end of a wait. */
const REPEAT_SECONDS = 3;
const SHORTEST_QUIET_SECONDS = 0.1;
const LATER_SECONDS = 0.001;
/** How long after the deadline everything ends, even hung requests: about one request's time limit. */
const OVER_MS = 60_000;

/**
 * Watches all tasks of a run together. Polls the one that is due first, with a limited number of polls at once.
 * Identical tasks are polled once. The gate behind `poll` decides the pace. Never rejects.
 * @param states the earlier states of the waits, by position; absent for a new wait
 */
export async function waitForTasks(
	tasks: readonly WatchedTask[],
	settings: WaitSettings,
	environment: WaitEnvironment,
	states: ReadonlyArray<WaitState | undefined> = [],
): Promise<void> {
	const started = environment.now();
	const startedAt = environment.date();
	const deadline = started + msOf(settings.deadlineSeconds);
	const queue = new DueQueue<Entry>();
	const pending = new Set<Entry>();
	let underWay = 0;
	let wake = () => {};
	/** The date by a clock that cannot be changed. */
	const date = () => Math.round(startedAt + environment.now() - started);

	const settle = (entry: Entry, end: DistributiveOmit<End, keyof Watch>) => {
		if (!pending.delete(entry)) return;
		const { state, positions } = entry;
		const waited = Math.round(10 * secondsWaited(state, date())) / 10;
		const outcome = { ...end, state, polls: state.polls, secondsWaited: waited };
		for (const position of positions) environment.ended(position, outcome);
	};
	const finish = (entry: Entry, polled: PollAnswer) => {
		const { task, submitted, runningAt } = entry;
		const seconds = (ms: number) => secondsOf(ms - (submitted ?? ms));
		const seen = { runningAt: seconds(runningAt), endedBy: seconds(environment.now()) };
		// First, because a result matters more than what can be learned from it.
		settle(entry, { kind: 'finished', ...polled });
		environment.finished(task, polled, submitted === undefined ? undefined : seen);
	};
	const leaveRunning = (entry: Entry) => {
		entry.state = leftRunning(entry.state, date());
		settle(entry, { kind: 'stillRunning', last: entry.last, cause: entry.cause });
	};

	const plan = (entry: Entry) => {
		const now = environment.now();
		const { polls, failures, retryAfterSeconds } = entry.state;
		const delay = nextDelaySeconds(
			{
				elapsedSeconds: secondsOf(now - (entry.submitted ?? started)),
				polls,
				remainingSeconds: secondsOf(Math.max(0, deadline - now)),
				expected: environment.expected(entry.task),
				failures,
				...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
			},
			settings.policy,
		);
		queue.add(now + msOf(delay), entry);
	};

	/** Tries again when the gate opens. If that would be too late, at the deadline. */
	const comeAgain = (entry: Entry, turnUntil: number, { quietSeconds }: NoTurn) => {
		const now = environment.now();
		// A task whose last poll was answered goes first. It shows soonest whether all may continue.
		const later = entry.state.failures > 0 || entry.state.polls === 0 ? LATER_SECONDS : 0;
		const opens = now + msOf(Math.max(quietSeconds, SHORTEST_QUIET_SECONDS) + later);
		if (now >= turnUntil || (now >= deadline && opens > turnUntil)) leaveRunning(entry);
		else queue.add(opens <= turnUntil ? opens : Math.max(deadline, now), entry);
	};

	const planOrEnd = (entry: Entry, pollStart: number) =>
		pollStart >= deadline ? leaveRunning(entry) : plan(entry);

	/** A task that succeeded and was only polled for its result stays successful. */
	const giveUp = (entry: Entry, cause: unknown) => {
		const { state, last } = entry;
		const seen = last ?? (state.last && { task: state.last, body: undefined });
		if (seen?.task.state !== 'success') return settle(entry, { kind: 'refused', cause, last });
		entry.state = { ...state, end: 'finished' };
		finish(entry, seen);
	};

	/** A poll without a usable answer, or with one that could not be processed. */
	const missed = (entry: Entry, cause: unknown, pollStart: number) => {
		if (!pending.has(entry)) return; // Its wait has ended since.
		const isSubmitted = entry.task.submittedAt !== undefined;
		const { state, reaction } = failed(entry.state, date(), cause, isSubmitted);
		Object.assign(entry, { state, cause });
		if (reaction.kind === 'giveUp') giveUp(entry, cause);
		// Immediately, so that it belongs to the same round of a durable wait.
		else if (reaction.kind === 'repeat' && pollStart < deadline + LAST_POLLS_MS)
			queue.add(environment.now() + msOf(REPEAT_SECONDS), entry);
		else planOrEnd(entry, pollStart);
	};

	const poll = async (entry: Entry, pollStart: number) => {
		const isFirst = entry.state.polls === 0;
		const turnUntil = deadline + (isFirst ? FIRST_POLLS_MS : LAST_POLLS_MS);
		const isLate = pollStart > deadline && pollStart >= turnUntil;
		const noTurn = { ok: true, value: { quietSeconds: 0 } } as const;
		const answer = isLate
			? noTurn
			: await attempt(environment.poll(entry.task, { deadline, turnUntil }));
		if (!answer.ok) return missed(entry, answer.cause, pollStart);
		if (!pending.has(entry)) return;
		if ('quietSeconds' in answer.value) return comeAgain(entry, turnUntil, answer.value);
		const polled = answer.value;
		const state = answered(entry.state, date(), polled.task);
		Object.assign(entry, { state, last: polled, cause: undefined });
		if (state.end === 'finished') return finish(entry, polled);
		if (polled.task.state === 'pending') entry.runningAt = pollStart;
		if (polled.task.unknownStatus) environment.unknownStatus(entry.task, polled.task.status);
		planOrEnd(entry, pollStart);
	};

	for (const entry of entriesOf(tasks, states, { now: started, date: startedAt })) {
		pending.add(entry);
		plan(entry);
	}
	const stop = () => wake();
	environment.signal?.addEventListener('abort', stop);
	while (pending.size > 0 && !environment.signal?.aborted) {
		const now = environment.now();
		if (now >= deadline + OVER_MS) {
			for (const entry of [...pending]) leaveRunning(entry);
			break;
		}
		const isFull = underWay >= settings.concurrency;
		const due = isFull ? undefined : queue.nextDue;
		const entry = due !== undefined && due <= now ? queue.take() : undefined;
		if (entry) {
			underWay += 1;
			void attempt(poll(entry, now)).then((done) => {
				underWay -= 1;
				wake();
				if (!done.ok) missed(entry, done.cause, now);
			});
			continue;
		}
		const called = new Promise<void>((resolve) => (wake = resolve));
		const until = Math.min(due ?? Infinity, deadline + OVER_MS);
		await environment.pause(until - now, called);
	}
	environment.signal?.removeEventListener('abort', stop);
	for (const entry of [...pending]) settle(entry, { kind: 'canceled', last: entry.last });
}

/** Omit, applied to each member of a union separately. */
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown
	? Omit<Union, Key>
	: never;

/** A task while this process waits for it. */
export interface Entry {
	readonly task: WatchedTask;
	/** Where its outcome goes. More than one position if the same task was given several times. */
	readonly positions: number[];
	/** By the clock of the wait, ms, if its handle has a submission time. */
	readonly submitted: number | undefined;
	state: WaitState;
	/** When it was last seen running. */
	runningAt: number;
	last?: PollAnswer;
	cause?: unknown;
}

/** Identifies a task, so that one given several times is polled once. */
export const taskKey = (task: WatchedTask) =>
	`${task.taskSource} ${task.queryPath ?? ''} ${task.taskId}`;

/**
 * Each task once.
 * @param start the start of the wait, by its clock and in ms since 1970
 */
export function entriesOf(
	tasks: readonly WatchedTask[],
	states: ReadonlyArray<WaitState | undefined>,
	start: { now: number; date: number },
): Iterable<Entry> {
	const entries = new Map<string, Entry>();
	tasks.forEach((task, position) => {
		const key = taskKey(task);
		const known = entries.get(key);
		if (known) known.positions.push(position);
		else {
			const age = start.date - Date.parse(task.submittedAt ?? '');
			const submitted = age >= 0 ? start.now - age : undefined;
			entries.set(key, {
				task,
				positions: [position],
				submitted,
				state: states[position] ?? begin(start.date),
				runningAt: submitted ?? start.now,
			});
		}
	});
	return entries.values();
}
