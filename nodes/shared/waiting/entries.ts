import { begin, type WaitState } from './waitState';
import type { PollAnswer, WatchedTask } from './waitForTasks';

/** A task while it is waited for in this process. */
export interface Entry {
	readonly task: WatchedTask;
	/** Where its outcome belongs; more than one place when the same task was given twice. */
	readonly places: number[];
	/** By the clock of the wait, ms; where its handle tells. */
	readonly submitted: number | undefined;
	state: WaitState;
	/** When it was last seen running. */
	runningAt: number;
	last?: PollAnswer;
	cause?: unknown;
}

/** Tells tasks apart: the same one, given twice, is asked for once. */
export const taskKey = (task: WatchedTask) =>
	`${task.taskSource} ${task.queryPath ?? ''} ${task.taskId}`;

/**
 * Each task once.
 * @param begun the start of the wait, by its clock and in ms since 1970
 */
export function entriesOf(
	tasks: readonly WatchedTask[],
	states: ReadonlyArray<WaitState | undefined>,
	begun: { now: number; date: number },
): Iterable<Entry> {
	const entries = new Map<string, Entry>();
	tasks.forEach((task, place) => {
		const key = taskKey(task);
		const known = entries.get(key);
		if (known) known.places.push(place);
		else {
			const age = begun.date - Date.parse(task.submittedAt ?? '');
			const submitted = age >= 0 ? begun.now - age : undefined;
			entries.set(key, {
				task,
				places: [place],
				submitted,
				state: states[place] ?? begin(begun.date),
				runningAt: submitted ?? begun.now,
			});
		}
	});
	return entries.values();
}
