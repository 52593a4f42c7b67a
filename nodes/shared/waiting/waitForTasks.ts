import { attempt } from '../attempt';
import type { Task } from '../platform/task';
import type { TaskHandle, Watch } from '../taskItem';
import { DueQueue } from './dueQueue';
import { reactTo } from './reaction';
import { nextDelaySeconds, type Expected, type Policy } from './schedule';

/** What is known of a task before it is first asked for. */
export type WatchedTask = Pick<TaskHandle, 'taskId' | 'taskSource'> & Partial<TaskHandle>;

/** An answer that told a task's state. */
export interface Asked {
	task: Task;
	body: unknown;
}

/** How the wait for one task ended. */
export type Outcome = Watch &
	(
		| ({ kind: 'finished' } & Asked)
		/** The deadline came first; what was last seen, if anything. */
		| { kind: 'stillRunning'; last?: Asked; cause?: unknown }
		/** The task cannot be asked for. */
		| { kind: 'refused'; cause: unknown; last?: Asked }
		/** The execution was stopped. */
		| { kind: 'canceled'; last?: Asked }
	);

export interface WaitSettings {
	policy: Policy;
	/** Seconds after which the wait ends, counted from its start. */
	deadlineSeconds: number;
	/** Questions under way at once. */
	concurrency: number;
	/** Questions started per second, all tasks together. */
	requestsPerSecond: number;
}

/** The outside world, so that the scheduler itself has no clock and no network. */
export interface WaitEnvironment {
	now(): number;
	pause(ms: number, signal?: AbortSignal): Promise<void>;
	signal?: AbortSignal;
	/** Asks once; must end by itself, at most a few seconds after `withinSeconds`. */
	ask(task: WatchedTask, withinSeconds: number): Promise<Asked>;
	/** What is known of the task's duration, by now. */
	expected(task: WatchedTask): Expected | undefined;
	/** Called once for each finished task. */
	finished(task: WatchedTask, asked: Asked): void;
	/** Called for each state that the reference does not list and that is no end. */
	unknownStatus(task: WatchedTask, status: string): void;
}

interface Entry {
	readonly task: WatchedTask;
	/** Where its outcome belongs; more than one place when the same task was given twice. */
	readonly places: number[];
	readonly submittedMs: number;
	polls: number;
	failures: number;
	last?: Asked;
	cause?: unknown;
}

/** For so long after the deadline, a crowd of tasks gets its last questions; each task gets one in any case. */
const LAST_QUESTIONS_SECONDS = 10;

/** Requests reach the platform less evenly than they are sent; even so no second may hold more than the limit. */
const SLOT_MARGIN = 1.05;

/**
 * Watches all tasks of a run together: the one that is due first is asked first, under one limit on
 * requests per second and one on requests under way. Identical tasks are asked for once.
 * @returns one outcome per task given, in the same order; never rejects
 */
export async function waitForTasks(
	tasks: readonly WatchedTask[],
	settings: WaitSettings,
	world: WaitEnvironment,
): Promise<Outcome[]> {
	const startedMs = world.now();
	const deadlineMs = startedMs + settings.deadlineSeconds * 1000;
	const lastCallMs = deadlineMs + LAST_QUESTIONS_SECONDS * 1000;
	const outcomes = new Array<Outcome>(tasks.length);
	const queue = new DueQueue<Entry>();
	const pending = new Set<Entry>();
	let underWay = 0;
	let nextSlotMs = startedMs;
	let wake = () => {};

	const settle = (entry: Entry, end: DistributiveOmit<Outcome, keyof Watch>) => {
		pending.delete(entry);
		const watch = {
			polls: entry.polls,
			secondsWaited: Math.round((world.now() - startedMs) / 100) / 10,
		};
		for (const place of entry.places) outcomes[place] = { ...end, ...watch };
	};

	const finish = (entry: Entry, { task, body }: Asked) => {
		world.finished(entry.task, { task, body });
		settle(entry, { kind: 'finished', task, body });
	};
	const leaveRunning = (entry: Entry) =>
		settle(entry, { kind: 'stillRunning', last: entry.last, cause: entry.cause });

	const plan = (entry: Entry, retryAfterSeconds?: number) => {
		const now = world.now();
		const delay = nextDelaySeconds(
			{
				elapsedSeconds: (now - entry.submittedMs) / 1000,
				polls: entry.polls,
				remainingSeconds: Math.max(0, (deadlineMs - now) / 1000),
				expected: world.expected(entry.task),
				failures: entry.failures,
				...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
			},
			settings.policy,
		);
		queue.add(now + delay * 1000, entry);
	};

	const ask = async (entry: Entry) => {
		const isLast = world.now() >= deadlineMs;
		entry.polls += 1;
		const answer = await attempt(world.ask(entry.task, (deadlineMs - world.now()) / 1000));
		if (!pending.has(entry)) return; // The execution was stopped meanwhile.
		let retryAfterSeconds: number | undefined;
		if (answer.ok) {
			const asked = answer.value;
			Object.assign(entry, { last: asked, cause: undefined, failures: 0 });
			if (asked.task.state !== 'pending') return finish(entry, asked);
			if (asked.task.unknownStatus) world.unknownStatus(entry.task, asked.task.status);
		} else {
			const { cause } = answer;
			entry.failures += 1;
			entry.cause = cause;
			const reaction = reactTo(cause, entry.failures);
			if (reaction.kind === 'finished') return finish(entry, reaction);
			if (reaction.kind === 'giveUp')
				return settle(entry, { kind: 'refused', cause, last: entry.last });
			retryAfterSeconds = reaction.retryAfterSeconds;
		}
		if (isLast) return leaveRunning(entry);
		plan(entry, retryAfterSeconds);
	};

	for (const entry of entriesOf(tasks, startedMs)) {
		pending.add(entry);
		plan(entry);
	}
	const stopped = whenAborted(world.signal);
	while (pending.size > 0 && !world.signal?.aborted) {
		const now = world.now();
		if (
			queue.nextDue !== undefined &&
			queue.nextDue <= now &&
			nextSlotMs <= now &&
			underWay < settings.concurrency
		) {
			const entry = queue.take();
			if (entry && entry.polls > 0 && now >= lastCallMs) {
				leaveRunning(entry);
				continue;
			}
			nextSlotMs = now + (SLOT_MARGIN * 1000) / settings.requestsPerSecond;
			underWay += 1;
			if (entry) {
				void ask(entry).finally(() => {
					underWay -= 1;
					wake();
				});
			}
			continue;
		}
		const answered = new Promise<void>((resolve) => (wake = resolve));
		// With no free place, or nothing in the queue, only an answer can change anything.
		const waitsForAnswer = underWay >= settings.concurrency || queue.nextDue === undefined;
		const alarm = new AbortController();
		await Promise.race([
			answered,
			stopped,
			...(waitsForAnswer
				? []
				: [world.pause(Math.max(queue.nextDue ?? 0, nextSlotMs) - now, alarm.signal)]),
		]);
		alarm.abort();
	}
	for (const entry of pending) settle(entry, { kind: 'canceled', last: entry.last });
	return outcomes;
}

/** Omit, applied to each member of a union by itself. */
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown
	? Omit<Union, Key>
	: never;

/** Tells tasks apart: the same one, given twice, is asked for once. */
export const taskKey = (task: WatchedTask) =>
	`${task.taskSource} ${task.queryPath ?? ''} ${task.taskId}`;

function entriesOf(tasks: readonly WatchedTask[], nowMs: number): Iterable<Entry> {
	const entries = new Map<string, Entry>();
	tasks.forEach((task, place) => {
		const key = taskKey(task);
		const known = entries.get(key);
		if (known) known.places.push(place);
		else
			entries.set(key, {
				task,
				places: [place],
				submittedMs: submittedMs(task, nowMs),
				polls: 0,
				failures: 0,
			});
	});
	return entries.values();
}

/** When the task began, in ms; the present where its handle does not tell, or tells nonsense. */
function submittedMs(task: WatchedTask, nowMs: number): number {
	const given = Date.parse(task.submittedAt ?? '');
	return given <= nowMs ? given : nowMs;
}

function whenAborted(signal: AbortSignal | undefined): Promise<void> {
	return new Promise((resolve) => {
		if (signal?.aborted) resolve();
		signal?.addEventListener('abort', () => resolve(), { once: true });
	});
}
