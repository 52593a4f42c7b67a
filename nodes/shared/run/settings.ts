import type { IExecuteFunctions } from 'n8n-workflow';

import type { DeliverySettings, WaitedSettings } from './itemOutcomes';
import {
	DOWNLOAD_OPTIONS,
	DOWNLOAD_FILES,
	TIME_LIMIT_MINUTES,
	TOOL_TIME_LIMIT_MINUTES,
	WATCH_OPTIONS,
	WAIT_OPTIONS_NAME,
	WAIT_FOR_COMPLETION,
	QUERY_PATH,
	WHEN_TIMED_OUT,
	WHEN_TASK_FAILED,
} from '../operation/waitFields';
import { readFields, type ReadRaw } from '../operation/field';
import type { WatchSettings } from './watch';
import type { Operation } from '../operation/operation';
import { rawParameters, isTool } from '../host/rawParameters';
import { checkQueryPath } from '../answers/queryRequest';

/** How the node that submits waits for the task itself. */
export interface WaitPlan {
	watch: WatchSettings;
	settings: WaitedSettings;
	/** In place of the task source's own path, as the form says. */
	queryPath?: string;
}

/** How to watch, with the defaults of what the user did not set. @throws ParameterProblem */
export function readWatchSettings(raw: ReadRaw, asTool: boolean): WatchSettings {
	const {
		timeLimit = asTool ? TOOL_TIME_LIMIT_MINUTES : TIME_LIMIT_MINUTES,
		schedule,
		interval,
		requestsPerSecond = 20,
		queryTimeout,
	} = readFields(WATCH_OPTIONS, raw);
	return {
		timeLimitSeconds: timeLimit * 60,
		schedule: schedule === 'fixed' ? 'fixed' : 'smart',
		...(interval !== undefined && { intervalSeconds: interval }),
		requestsPerSecond,
		...(queryTimeout !== undefined && { requestTimeoutSeconds: queryTimeout }),
	};
}

/** How to hand out results, with the defaults of what the user did not set. @throws ParameterProblem */
export function readDeliverySettings(
	raw: ReadRaw,
	form: { downloadFiles: boolean; simplify: boolean },
): DeliverySettings {
	const {
		maxFileSize = 1024,
		binaryProperty = 'data',
		itemPerFile = false,
		fileName,
		queryTimeout,
	} = readFields(DOWNLOAD_OPTIONS, raw);
	return {
		download: form.downloadFiles,
		simplify: form.simplify,
		maxFileSize,
		binaryProperty,
		itemPerFile,
		...(fileName !== undefined && { fileName }),
		...(queryTimeout !== undefined && { stallSeconds: queryTimeout }),
	};
}

/** How to wait for the task of one item; undefined when the user did not ask for it. @throws ParameterProblem */
export function readWait(
	context: IExecuteFunctions,
	operation: Operation,
	simplify: boolean,
	index: number,
): WaitPlan | undefined {
	if (operation.taskSource === undefined) return undefined;
	const raw = rawParameters(context, index, WAIT_OPTIONS_NAME);
	if (!WAIT_FOR_COMPLETION.parse(raw('waitForCompletion', 'form') ?? false)) return undefined;
	const downloadFiles = DOWNLOAD_FILES.parse(raw('downloadFiles', 'form') ?? false);
	const queryPath = QUERY_PATH.parse(raw('queryPath', 'advanced'));
	if (queryPath !== undefined) checkQueryPath(operation.taskSource, queryPath);
	const passes = WHEN_TIMED_OUT.parse(raw('onTimeout', 'options')) === 'pass' || isTool(context);
	const passesFailed = WHEN_TASK_FAILED.parse(raw('onFailedTask', 'options')) === 'pass';
	return {
		watch: readWatchSettings(raw, isTool(context)),
		settings: {
			...readDeliverySettings(raw, { downloadFiles, simplify }),
			onTimeout: passes ? 'pass' : 'error',
			// An agent is told of it in words, which a passed task has none of.
			onFailed: passesFailed && !isTool(context) ? 'pass' : 'error',
		},
		...(queryPath !== undefined && { queryPath }),
	};
}
