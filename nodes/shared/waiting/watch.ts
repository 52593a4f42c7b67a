import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt } from '../attempt';
import { MONOTONIC } from './clock';
import { expectedOf, learnFrom } from './learned';
import { hostFor } from './place';
import { askInTurn, type QuestionOptions } from './question';
import { SMART, type Policy } from './schedule';
import { waitForTasks, type Outcome, type WatchedTask } from './waitForTasks';
import type { WaitState } from './waitState';

export { askOnce } from './question';

export interface WatchSettings {
	timeLimitSeconds: number;
	schedule: 'smart' | 'fixed';
	/** Between two questions about one task; for the smart schedule the least, where given. */
	intervalSeconds?: number;
	requestsPerSecond: number;
	/** For one question; usually that of its task source. */
	requestTimeoutSeconds?: number;
}

/** Questions under way at once, over all tasks of a run. */
const CONCURRENCY = 20;

/**
 * Watches tasks with n8n's clock and network, through the gates of this process and with what it has learned. Never
 * rejects.
 * @param itemIndexes the input item of each task, whose credential asks for it
 * @param ended called once for each task, by its place, as soon as its wait is over
 * @param states how the waits stood before, by place; absent where a wait begins
 */
export async function watchEach(
	context: IExecuteFunctions,
	tasks: readonly WatchedTask[],
	itemIndexes: readonly number[],
	settings: WatchSettings,
	ended: (place: number, outcome: Outcome) => void,
	states?: ReadonlyArray<WaitState | undefined>,
): Promise<void> {
	const itemOf = new Map(tasks.map((task, place) => [task, itemIndexes[place] ?? 0]));
	const strange = new Set<string>();
	const signal = context.getExecutionCancelSignal();
	const { requestTimeoutSeconds: timeoutSeconds } = settings;
	const options: QuestionOptions = {
		perSecond: settings.requestsPerSecond,
		// A long poll holds its place open, so it is only for a few tasks.
		longPoll: settings.schedule === 'smart' && tasks.length <= CONCURRENCY / 2,
		...(timeoutSeconds !== undefined && { timeoutSeconds }),
	};
	// What keeps a credential from being read, the first question will tell.
	const host = await attempt(hostFor(context, 'task', itemIndexes[0] ?? 0));
	const place = host.ok ? host.value : '';

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
			ask: async (task, limits) =>
				await askInTurn(context, task, itemOf.get(task) ?? 0, limits, options),
			expected: (task) => expectedOf(place, task),
			finished: (task, asked, seen) => learnFrom(place, task, asked, seen),
			unknownStatus: (task, status) => void strange.add(`${status} (task ${task.taskId})`),
			ended,
		},
		states,
	);
	if (strange.size > 0) {
		context.addExecutionHints({
			message: `The platform used states that are not known here and count as still running: ${[...strange].slice(0, 5).join(', ')}`,
			location: 'outputPane',
		});
	}
}

/** The same, for those who want all outcomes together, in the order of the tasks. */
export async function watchTasks(
	context: IExecuteFunctions,
	tasks: readonly WatchedTask[],
	itemIndexes: readonly number[],
	settings: WatchSettings,
	states?: ReadonlyArray<WaitState | undefined>,
): Promise<Outcome[]> {
	const outcomes = new Array<Outcome>(tasks.length);
	const keep = (place: number, outcome: Outcome) => (outcomes[place] = outcome);
	await watchEach(context, tasks, itemIndexes, settings, keep, states);
	return outcomes;
}

const policyOf = ({ schedule, intervalSeconds }: WatchSettings): Policy => {
	if (schedule === 'fixed') return { kind: 'fixed', intervalSeconds: intervalSeconds ?? 5 };
	return { ...SMART, ...(intervalSeconds !== undefined && { minSeconds: intervalSeconds }) };
};
