import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { clientFor } from '../client/client';
import type { PollOptions } from '../client/poll';
import { addHint, readTimeLimit } from '../host/execution';
import { readFields, type ReadRaw } from '../operation/field';
import { TIME_LIMIT_MINUTES, TOOL_TIME_LIMIT_MINUTES } from '../operation/timeLimit';
import { WATCH_OPTIONS } from '../operation/waitFields';
import { attempt } from '../util/attempt';
import { MONOTONIC } from '../util/time';
import { expectedOf, learnFrom } from '../waiting/durations';
import { SMART, type Policy } from '../waiting/schedule';
import { waitForTasks, type WaitResult, type WatchedTask } from '../waiting/waitForTasks';
import { NoCredential, type WaitState } from '../waiting/waitState';
import * as words from '../words/tasks';

/** How to watch the tasks of a run, all in one schedule. */
export interface WatchSettings {
	timeLimitSeconds: number;
	schedule: 'smart' | 'fixed';
	/** Between two polls of one task. For the smart schedule the minimum, if given. */
	intervalSeconds?: number;
	requestsPerSecond: number;
	/** For one poll. Usually that of its task source. */
	requestTimeoutSeconds?: number;
}

interface Watched {
	task: WatchedTask;
	/** Index of the input item whose credential is used. */
	index: number;
	/** The body of the request that created the task, if this node sent it. */
	sent?: unknown;
	/** The earlier state of its wait. */
	state?: WaitState;
}

/** Polls in progress at once, over all tasks of a run. */
const CONCURRENCY = 20;

/** How to watch, with defaults for what the user did not set. @throws ParameterProblem */
export function readWatchSettings(raw: ReadRaw, asTool: boolean): WatchSettings {
	const {
		schedule,
		interval,
		requestsPerSecond = 20,
		queryTimeout,
	} = readFields(WATCH_OPTIONS, raw);
	const usual = asTool ? TOOL_TIME_LIMIT_MINUTES : TIME_LIMIT_MINUTES;
	const timeLimit = readTimeLimit(raw) ?? usual;
	return {
		timeLimitSeconds: timeLimit * 60,
		schedule: schedule === 'fixed' ? 'fixed' : 'smart',
		...(interval !== undefined && { intervalSeconds: interval }),
		requestsPerSecond,
		...(queryTimeout !== undefined && { requestTimeoutSeconds: queryTimeout }),
	};
}

/**
 * Watches tasks with n8n's clock and network, the gates of this process and what it has learned. Never rejects.
 * @param ended called once for each task, by its position, as soon as its wait is over
 * @returns how each wait ended, by position
 */
export async function watchTasks(
	context: IExecuteFunctions,
	watched: readonly Watched[],
	settings: WatchSettings,
	ended?: (position: number, outcome: WaitResult) => void,
): Promise<WaitResult[]> {
	const outcomes = new Array<WaitResult>(watched.length);
	const watchedOf = new Map(watched.map((one) => [one.task, one]));
	const unknownStates = new Map<string, { state: string; taskId: string }>();
	const signal = context.getExecutionCancelSignal();
	const { requestTimeoutSeconds: timeoutSeconds } = settings;
	const options: PollOptions = {
		perSecond: settings.requestsPerSecond,
		// A long poll occupies its slot, so it is only for a few tasks.
		longPoll: settings.schedule === 'smart' && watched.length <= CONCURRENCY / 2,
		...(timeoutSeconds !== undefined && { timeoutSeconds }),
	};
	// The first poll reports why a credential cannot be read.
	const first = await attempt(clientFor(context, watched[0]?.index ?? 0));
	const host = first.ok ? first.value.hostOf('task') : '';

	await waitForTasks(
		watched.map(({ task }) => task),
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
				const { index = 0, sent } = watchedOf.get(task) ?? {};
				const client = await attempt(clientFor(context, index));
				if (client.ok) return await client.value.poll(task, limits, { ...options, sent });
				const { cause } = client;
				throw cause instanceof NodeOperationError ? cause : new NoCredential(cause);
			},
			expected: (task) => expectedOf(host, task),
			finished: (task, polled, seen) => learnFrom(host, task, polled, seen),
			unknownStatus: ({ taskId }, state) =>
				void unknownStates.set(`${state} ${taskId}`, { state, taskId }),
			ended(position, outcome) {
				outcomes[position] = outcome;
				ended?.(position, outcome);
			},
		},
		watched.map(({ state }) => state),
	);
	if (unknownStates.size > 0) {
		const states = [...unknownStates.values()].slice(0, 5);
		addHint(context, { message: words.unknownStates(states) });
	}
	return outcomes;
}

const policyOf = ({ schedule, intervalSeconds }: WatchSettings): Policy => {
	if (schedule === 'fixed') return { kind: 'fixed', intervalSeconds: intervalSeconds ?? 5 };
	return { ...SMART, ...(intervalSeconds !== undefined && { minSeconds: intervalSeconds }) };
};
