/**
 * When a durable wait asks: in rounds, between which n8n keeps the execution in its database. Pure.
 *
 * n8n looks once a minute for executions to resume in the next 70 seconds and then sets an exact timer: what is more
 * than 60 seconds ahead comes within a tenth of a second, what is nearer comes up to a minute late (measured, n8n 2.41).
 */
import { nextDelaySeconds, type Expected, type Policy } from '../shared/waiting/schedule';
import type { WatchSettings } from '../shared/waiting/watch';

/** Shortest sleep that n8n keeps exactly; what is shorter is waited in the process. */
export const SHORTEST_SECONDS = 65;
const LONGEST_SECONDS = 600;
/** Mean delay to aim at once durations are known: with longer sleeps than the shortest, fewer rounds do. */
const DELAY_SECONDS = 30;
/** Asking takes so long at most, as what is lost with a round that is killed is its questions. */
const ROUND_SECONDS = 60;

/** How one task stands between two rounds. */
export interface Standing {
	/** When it was first waited for here, ms. */
	readonly since: number;
	/** When the next question is due, ms. */
	readonly due: number;
	/** Questions asked. */
	readonly polls: number;
	/** Questions in a row that failed. */
	readonly failures: number;
}

/**
 * When a task that is not finished is to be asked for again, in ms.
 * @param submitted when it was submitted, ms
 */
export function nextDue(
	{ since, polls, failures }: Pick<Standing, 'since' | 'polls' | 'failures'>,
	facts: {
		now: number;
		submitted: number;
		timeLimitSeconds: number;
		expected?: Expected | undefined;
		retryAfterSeconds?: number | undefined;
	},
	policy: Policy,
): number {
	const { now, submitted, timeLimitSeconds, expected, retryAfterSeconds } = facts;
	const delay = nextDelaySeconds(
		{
			elapsedSeconds: Math.max(0, (now - submitted) / 1000),
			polls,
			remainingSeconds: Math.max(0, timeLimitSeconds - (now - since) / 1000),
			failures,
			...(expected !== undefined && { expected }),
			...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
		},
		policy,
	);
	return now + delay * 1000;
}

/** The schedule of rounds that suits the user's settings. */
export const roundPolicy = ({ schedule, intervalSeconds = 0 }: WatchSettings): Policy => {
	const seconds = Math.max(intervalSeconds, SHORTEST_SECONDS);
	if (schedule === 'fixed') return { kind: 'fixed', intervalSeconds: seconds };
	return {
		kind: 'smart',
		minSeconds: seconds,
		maxSeconds: Math.max(LONGEST_SECONDS, seconds),
		delaySeconds: DELAY_SECONDS,
	};
};

/**
 * The tasks that this round asks for: those that are due before the next round could come, most urgent first, as many
 * as its time allows. Never none: a round that was resumed early asks for the most urgent.
 */
export function chooseDue<Task extends { standing: Pick<Standing, 'due'> }>(
	open: readonly Task[],
	now: number,
	requestsPerSecond: number,
): Task[] {
	const byDue = [...open].sort((a, b) => a.standing.due - b.standing.due);
	const first = byDue[0]?.standing.due ?? 0;
	const until = Math.max(now, first) + (SHORTEST_SECONDS / 2) * 1000;
	const most = Math.max(1, Math.floor(requestsPerSecond * ROUND_SECONDS));
	return byDue.filter(({ standing }) => standing.due <= until).slice(0, most);
}

/** When n8n shall resume the execution, ms. */
export const wakeAt = (dues: readonly number[], now: number): number =>
	Math.max(now + SHORTEST_SECONDS * 1000, Math.min(...dues));
