/**
 * Schedules the polls of a durable wait. It polls in rounds, and between rounds n8n keeps the execution in its
 * database. Pure.
 *
 * Once a minute n8n looks for executions to resume within the next 70 seconds, then sets an exact timer. A sleep of
 * more than 60 seconds ends within 0.1 seconds of its time. A shorter one ends up to a minute late (measured, n8n
 * 2.41).
 */
import type { WatchSettings } from '../shared/run/watch';
import { msOf, secondsOf } from '../shared/util/time';
import { nextDelaySeconds, type Expected, type Policy } from '../shared/waiting/schedule';
import { secondsWaited, type WaitState } from '../shared/waiting/waitState';

const LONGEST_SECONDS = 600;
/**
 * Target mean delay in seconds once durations are known. Fewer rounds are enough, because each sleep is longer than
 * the shortest possible one.
 */
const DELAY_SECONDS = 30;
/** For long tasks the target delay is this share of their median: two minutes for an hour's task. */
const DELAY_SHARE = 1 / 30;
/** Longest polling time of one round. If a round is killed, only its polls are lost. */
const ROUND_SECONDS = 60;

/** What is known about a task besides the state of its wait. */
interface WaitFacts {
	readonly now: number;
	/** When the task was submitted, ms. */
	readonly submitted: number;
	/** Absent if nothing is known about such tasks. */
	readonly expected?: Expected | undefined;
}

/** When to poll an unfinished task again, in ms. */
export function nextDue(
	state: WaitState,
	{ now, submitted, expected }: WaitFacts,
	settings: WatchSettings,
): number {
	const { polls, failures, retryAfterSeconds } = state;
	const remainingSeconds = Math.max(0, settings.timeLimitSeconds - secondsWaited(state, now));
	const delay = nextDelaySeconds(
		{
			elapsedSeconds: secondsOf(Math.max(0, now - submitted)),
			polls,
			remainingSeconds,
			failures,
			...(expected !== undefined && { expected }),
			...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
		},
		policyFor(settings, expected),
	);
	const shortest = Math.max(settings.intervalSeconds ?? 0, SHORTEST_SECONDS);
	return now + msOf(Math.min(Math.max(delay, shortest), remainingSeconds));
}

function policyFor(
	{ schedule, intervalSeconds = 0 }: WatchSettings,
	expected: Expected | undefined,
): Policy {
	const seconds = Math.max(intervalSeconds, SHORTEST_SECONDS);
	if (schedule === 'fixed') return { kind: 'fixed', intervalSeconds: seconds };
	const median = expected === undefined ? 0 : Math.exp(expected.meanLog);
	return {
		kind: 'smart',
		// Plan for tasks that may end within the shortest sleep too. The sleep itself is lengthened afterwards.
		minSeconds: 1,
		maxSeconds: Math.max(LONGEST_SECONDS, seconds),
		delaySeconds: Math.max(DELAY_SECONDS, DELAY_SHARE * median),
	};
}

/**
 * The tasks to poll in this round: those that are due before the next round could begin, most urgent first, as many
 * as the round's time allows. Always at least one: a round that was resumed early polls the most urgent task.
 */
export function chooseDue<Task extends { kept: { due: number } }>(
	open: readonly Task[],
	now: number,
	requestsPerSecond: number,
): Task[] {
	const byDue = [...open].sort((a, b) => a.kept.due - b.kept.due);
	const first = byDue[0]?.kept.due ?? 0;
	const until = Math.max(now, first) + msOf(SHORTEST_SECONDS / 2);
	const most = Math.max(1, Math.floor(requestsPerSecond * ROUND_SECONDS));
	return byDue.filter(({ kept }) => kept.due <= until).slice(0, most);
}

/** When n8n should resume the execution, ms. */
export const wakeAt = (dues: readonly number[], now: number): number =>
	Math.max(now + msOf(SHORTEST_SECONDS), Math.min(...dues));

/** Shortest sleep that n8n times exactly, in seconds. Shorter waits happen within the process. */
export const SHORTEST_SECONDS = 65;
