import type { IExecuteFunctions } from 'n8n-workflow';

import { clientFor } from '../client/client';
import type { PollOptions } from '../client/poll';
import { attempt } from '../util/attempt';
import { MONOTONIC } from '../util/clock';
import { expectedOf, learnFrom } from '../waiting/durations';
import { SMART, type Policy } from '../waiting/schedule';
import { waitForTasks, type WaitResult, type WatchedTask } from '../waiting/waitForTasks';
import type { WaitState } from '../waiting/waitState';
import * as words from '../words/tasks';
import { addHint } from './hints';

export interface WatchSettings {
	timeLimitSeconds: number;
	schedule: 'smart' | 'fixed';
	/** Between two polls about one task; for the smart schedule the least, where given. */
	intervalSeconds?: number;
	requestsPerSecond: number;
	/** For one poll; usually that of its task source. */
	requestTimeoutSeconds?: number;
}

/** What is known before a wait begins, by the position of each task. */
interface WatchMemory {
	/** How the waits stood before. */
	states?: ReadonlyArray<WaitState | undefined>;
	/** The bodies of the requests that made the tasks. */
	sent?: readonly unknown[];
}

/** Polls under way at once, over all tasks of a run. */
const CONCURRENCY = 20;

/**
 * Watches tasks with n8n's clock and network, through the gates of this process and with what it has learned. Never
 * rejects.
 * @param itemIndexes the input item of each task, whose credential asks for it
 * @param ended called once for each task, by its position, as soon as its wait is over
 */
export async function watchEach(
	context: IExecuteFunctions,
	tasks: readonly WatchedTask[],
	itemIndexes: readonly number[],
	settings: WatchSettings,
	ended: (position: number, outcome: WaitResult) => void,
	{ states, sent = [] }: WatchMemory = {},
): Promise<void> {
	const itemOf = new Map(tasks.map((task, position) => [task, itemIndexes[position] ?? 0]));
	const sentFor = new Map(tasks.map((task, position) => [task, sent[position]]));
	const unknownStates = new Map<string, { state: string; taskId: string }>();
	const signal = context.getExecutionCancelSignal();
	const { requestTimeoutSeconds: timeoutSeconds } = settings;
	const options: PollOptions = {
		perSecond: settings.requestsPerSecond,
		// A long poll holds its place open, so it is only for a few tasks.
		longPoll: settings.schedule === 'smart' && tasks.length <= CONCURRENCY / 2,
		...(timeoutSeconds !== undefined && { timeoutSeconds }),
	};
	// What keeps a credential from being read, the first poll will tell.
	const first = await attempt(clientFor(context, itemIndexes[0] ?? 0));
	const host = first.ok ? first.value.hostOf('task') : '';

	await waitForTasks(
		tasks,
		{
			policy: policyOf(settings),
			deadlineSeconds: settings.timeLimitSeconds,
			concurrency: CONCURRENCY,
		},
		{
			...MONOTONIC,
			date: Date.now,
			...(signal && { signal }),
			poll: async (task, limits) => {
				const client = await clientFor(context, itemOf.get(task) ?? 0);
				return await client.poll(task, limits, { ...options, sent: sentFor.get(task) });
			},
			expected: (task) => expectedOf(host, task),
			finished: (task, polled, seen) => learnFrom(host, task, polled, seen),
			unknownStatus: ({ taskId }, state) =>
				void unknownStates.set(`${state} ${taskId}`, { state, taskId }),
			ended,
		},
		states,
	);
	if (unknownStates.size > 0) {
		const states = [...unknownStates.values()].slice(0, 5);
		addHint(context, { message: words.unknownStates(states) });
	}
}

/** The same, for those who want all outcomes together, in the order of the tasks. */
export async function watchTasks(
	context: IExecuteFunctions,
	tasks: readonly WatchedTask[],
	itemIndexes: readonly number[],
	settings: WatchSettings,
	states?: ReadonlyArray<WaitState | undefined>,
): Promise<WaitResult[]> {
	const outcomes = new Array<WaitResult>(tasks.length);
	const keep = (position: number, outcome: WaitResult) => (outcomes[position] = outcome);
	await watchEach(context, tasks, itemIndexes, settings, keep, { ...(states && { states }) });
	return outcomes;
}

const policyOf = ({ schedule, intervalSeconds }: WatchSettings): Policy => {
	if (schedule === 'fixed') return { kind: 'fixed', intervalSeconds: intervalSeconds ?? 5 };
	return { ...SMART, ...(intervalSeconds !== undefined && { minSeconds: intervalSeconds }) };
};
