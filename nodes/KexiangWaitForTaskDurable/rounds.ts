/**
 * When a durable wait asks: in rounds, between which n8n keeps the execution in its database. Pure.
 *
 * n8n looks once a minute for executions to resume in the next 70 seconds and then sets an exact timer: what is more
 * than 60 seconds ahead comes within a tenth of a second, what is nearer comes up to a minute late (measured, n8n 2.41).
 */
import type { WatchSettings } from '../shared/run/watch';
import { msOf, secondsOf } from '../shared/util/time';
import { nextDelaySeconds, type Expected, type Policy } from '../shared/waiting/schedule';
import { secondsWaited, type WaitState } from '../shared/waiting/waitState';

const LONGEST_SECONDS = 600;
/** Mean delay to aim at once durations are known: with longer sleeps than the shortest, fewer rounds do. */
const DELAY_SECONDS = 30;
/** Of long tasks, this share of their median; an hour's task is found two minutes late. */
const DELAY_SHARE = 1 / 30;
/** Asking takes so long at most, as what is lost with a round that is killed is its polls. */
const ROUND_SECONDS = 60;

/** What is known of a task, beside how its wait stands. */
interface WaitFacts {
	readonly now: number;
	/** When it was submitted, ms. */
	readonly submitted: number;
	/** Absent when nothing is known of such tasks. */
	readonly expected?: Expected | undefined;
}

/** When a task that is not finished is to be asked for again, in ms. */
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
		// What may end within the shortest sleep is planned for, too; the sleep itself is made long enough afterwards.
		minSeconds: 1,
		maxSeconds: Math.max(LONGEST_SECONDS, seconds),
		delaySeconds: Math.max(DELAY_SECONDS, DELAY_SHARE * median),
	};
}

/**
 * The tasks that this round asks for: those that are due before the next round could come, most urgent first, as many
 * as its time allows. Never none: a round that was resumed early asks for the most urgent.
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

/** When n8n shall resume the execution, ms. */
export const wakeAt = (dues: readonly number[], now: number): number =>
	Math.max(now + msOf(SHORTEST_SECONDS), Math.min(...dues));

/** Shortest sleep that n8n keeps exactly, in seconds; what is shorter is waited in the process. */
export const SHORTEST_SECONDS = 65;
