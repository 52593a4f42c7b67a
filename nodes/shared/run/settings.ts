import type { DeliverySettings } from './itemOutcomes';
import { DOWNLOAD_OPTIONS } from '../operation/resultFiles';
import {
	TIME_LIMIT_MINUTES,
	TOOL_TIME_LIMIT_MINUTES,
	WATCH_OPTIONS,
} from '../operation/waitFields';
import { readFields, type ReadRaw } from '../operation/field';
import type { WatchSettings } from './watch';

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
