import type { IExecuteFunctions } from 'n8n-workflow';

import { send } from '../platform/client';
import { otherTask, type Circumstances } from '../platform/errors';
import { readTask } from '../platform/task';
import { isAbout } from '../platform/taskIds';
import { queryRequest, taskSource } from '../platform/taskSources';
import { expected, learn, readDurations, type Durations } from './durations';
import { pause } from './pause';
import { SMART, type Policy } from './schedule';
import { waitForTasks, type Asked, type Outcome, type WatchedTask } from './waitForTasks';

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
/** An answer to the last question may come so many seconds after the time limit. */
const GRACE_SECONDS = 10;
/** Where n8n keeps learned durations between executions of an active workflow. */
const MEMORY = 'kexiangDurations';

/**
 * Watches tasks with n8n's clock, network and memory.
 * @param itemIndexes the input item of each task, whose credential asks for it
 */
export async function watchTasks(
	context: IExecuteFunctions,
	tasks: readonly WatchedTask[],
	itemIndexes: readonly number[],
	settings: WatchSettings,
): Promise<Outcome[]> {
	const memory = context.getWorkflowStaticData('node');
	let durations: Durations = readDurations(memory[MEMORY]);
	const itemOf = new Map(tasks.map((task, place) => [task, itemIndexes[place] ?? 0]));
	const strange = new Set<string>();
	const signal = context.getExecutionCancelSignal();
	// A long poll holds its place open, so it is only for a few tasks.
	const { requestTimeoutSeconds: timeoutSeconds } = settings;
	const longPoll = settings.schedule === 'smart' && tasks.length <= CONCURRENCY / 2;

	const outcomes = await waitForTasks(
		tasks,
		{
			policy: policyOf(settings),
			deadlineSeconds: settings.timeLimitSeconds,
			concurrency: CONCURRENCY,
			requestsPerSecond: settings.requestsPerSecond,
		},
		{
			now: Date.now,
			pause,
			...(signal && { signal }),
			ask: async (task, withinSeconds) =>
				await askOnce(context, task, itemOf.get(task) ?? 0, {
					withinSeconds,
					longPoll,
					...(timeoutSeconds !== undefined && { timeoutSeconds }),
				}),
			expected: (task) => expected(durations, durationKey(task)),
			finished: (task, asked) => {
				durations = learn(durations, durationKey(task), durationSeconds(asked));
			},
			unknownStatus: (task, status) => void strange.add(`${status} (task ${task.taskId})`),
		},
	);
	memory[MEMORY] = { ...durations };
	if (strange.size > 0) {
		context.addExecutionHints({
			message: `The platform used states that are not known here and count as still running: ${[...strange].slice(0, 5).join(', ')}`,
			location: 'outputPane',
		});
	}
	return outcomes;
}

/**
 * Asks once for one task.
 * @throws PlatformProblem or ParameterProblem
 */
export async function askOnce(
	context: IExecuteFunctions,
	task: WatchedTask,
	itemIndex: number,
	options: { withinSeconds?: number; longPoll?: boolean; timeoutSeconds?: number } = {},
): Promise<Asked> {
	const withinSeconds = Math.max(0, options.withinSeconds ?? Infinity);
	const request = queryRequest(task.taskSource, task.taskId, {
		...(task.queryPath !== undefined && { path: task.queryPath }),
		...(options.timeoutSeconds !== undefined && { timeoutSeconds: options.timeoutSeconds }),
		...(options.longPoll && { longPollSeconds: withinSeconds }),
	});
	const timeoutSeconds = Math.min(request.timeoutSeconds, withinSeconds + GRACE_SECONDS);
	const source = taskSource(task.taskSource);
	const circumstances: Omit<Circumstances, 'request'> = {
		operation: source.label,
		pathEvidence: task.queryPath === undefined ? source.evidence : 'user',
		taskId: task.taskId,
	};
	const body = await send(context, { ...request, timeoutSeconds }, circumstances, itemIndex);
	if (!isAbout(body, task.taskId, task.taskSource))
		throw otherTask(body, { ...circumstances, request });
	return { task: readTask(body, { source: task.taskSource }), body };
}

const policyOf = ({ schedule, intervalSeconds }: WatchSettings): Policy => {
	if (schedule === 'fixed') return { kind: 'fixed', intervalSeconds: intervalSeconds ?? 5 };
	return { ...SMART, ...(intervalSeconds !== undefined && { minSeconds: intervalSeconds }) };
};

const durationKey = (task: WatchedTask) =>
	[task.operation ?? task.taskSource, task.model ?? ''].filter(Boolean).join('/');

/** From creation to the last change, by the platform's own clock; NaN where it does not tell. */
function durationSeconds({ task }: Asked): number {
	if (task.state !== 'success') return Number.NaN;
	return (Date.parse(task.updatedAt ?? '') - Date.parse(task.createdAt ?? '')) / 1000;
}
