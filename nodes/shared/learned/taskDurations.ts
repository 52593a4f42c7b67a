import { secondsOf } from '../base/milliseconds';
import { ProcessMemory } from '../base/processMemory';
import { expected, learn, plausibleSeconds, priorOf, type Learned } from './durations';
import { typicalOf } from './typicalTimes';
import type { Expected } from '../waiting/schedule';
import type { PollAnswer, Seen, WatchedTask } from '../waiting/waitForTasks';

/** How long tasks took, by platform host and kind; all executions of this process teach and use it. */
const DURATIONS = new ProcessMemory<Learned>(500);

/** What is known of how long such a task takes. */
export function expectedOf(place: string, task: WatchedTask): Expected | undefined {
	const typical = typicalOf(task.operation);
	const prior = typical === undefined ? undefined : priorOf(typical);
	return expected(prior, DURATIONS.get(place, kindOf(task)));
}

/** Learns from one finished task, where there is something to learn. */
export function learnFrom(
	place: string,
	task: WatchedTask,
	polled: PollAnswer,
	seen: Seen | undefined,
): void {
	const kind = kindOf(task);
	const known = DURATIONS.get(place, kind);
	const next = learn(known, plausibleSeconds(durationSeconds(polled), seen));
	if (next !== undefined && next !== known) DURATIONS.set(place, kind, next);
}

const kindOf = (task: WatchedTask) =>
	[task.operation ?? task.taskSource, task.model ?? ''].filter(Boolean).join('/');

/** From creation to the last change, by the platform's own clock; NaN where it does not tell. */
function durationSeconds({ task }: PollAnswer): number {
	if (task.state !== 'success') return Number.NaN;
	return secondsOf(Date.parse(task.updatedAt ?? '') - Date.parse(task.createdAt ?? ''));
}
