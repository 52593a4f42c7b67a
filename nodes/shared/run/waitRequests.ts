import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { rawParameters, isTool } from '../host/rawParameters';
import { readFields, isUnset } from '../operation/field';
import { DOWNLOAD_FILES, TASK_ID, ON_TIMEOUT, type OnTimeout } from '../operation/waitFields';
import { failureOf, type Failure } from '../util/failure';
import { endBefore, taskOfError, type EndedItem } from './endedItems';
import type { WatchedItem } from './itemOutcomes';
import { taskOf } from './knownTask';
import { readDeliverySettings, readWatchSettings } from './settings';
import { STATUS_OPTIONS, TASK_SOURCE } from './waitForm';
import type { WatchSettings } from './watch';
import { ParameterProblem } from '../answers/parameterProblem';
import * as words from '../words/tasks';

/** What one input item asks for, or why it cannot be asked for. */
export type WaitRequest = WatchedItem | EndedItem | { error: Failure };

/** What a run of a node that waits is asked for. */
export interface Plan {
	/** One for each input item. */
	requests: WaitRequest[];
	/** The requests that can be asked for. */
	watched: WatchedItem[];
	/** The requests that nobody need be asked about. */
	ended: EndedItem[];
	/** Of the whole run, as one schedule watches all of it; absent where it cannot be read, as all requests then tell. */
	watch?: WatchSettings;
}

/**
 * Reads the parameters: what holds for the whole run once, the rest for every input item.
 * Bad input of one item does not touch the others.
 */
export function readPlan(context: IExecuteFunctions, onTimeout: OnTimeout): Plan {
	const watch = read(() => readWatchSettings(rawParameters(context, 0), isTool(context)));
	const requests = context.getInputData().map((_, index): WaitRequest => {
		if ('error' in watch) return watch;
		const item = read(() => readItem(context, index, onTimeout));
		return 'error' in item ? item : item.value;
	});
	return {
		requests,
		watched: requests.filter((request): request is WatchedItem => 'task' in request),
		ended: requests.filter((request): request is EndedItem => 'ended' in request),
		...('value' in watch && { watch: watch.value }),
	};
}

/**
 * What happens to the tasks that outlast the time limit. The node's outputs follow from it, so that it is taken from
 * the node itself, as the editor does, and is the same for all items.
 * @throws NodeOperationError for an expression
 */
export function readOnTimeout(context: IExecuteFunctions): OnTimeout {
	const onTimeout = read(() => ON_TIMEOUT.parse(context.getNode().parameters.onTimeout));
	if ('error' in onTimeout) {
		const { message, description } = onTimeout.error;
		throw new NodeOperationError(context.getNode(), message, { description });
	}
	const { value } = onTimeout;
	return value === 'output' || value === 'pass' ? value : 'error';
}

function readItem(
	context: IExecuteFunctions,
	index: number,
	onTimeout: OnTimeout,
): WatchedItem | EndedItem {
	const raw = rawParameters(context, index);
	const json = context.getInputData()[index]?.json ?? {};
	if (json.preview === true && isUnset(raw('taskId', 'form'))) throw ofPreview();
	const { downloadFiles } = readFields({ downloadFiles: DOWNLOAD_FILES }, raw);
	const { simplify = true, onFailedTask, ...read } = readFields(STATUS_OPTIONS, raw);
	const settings = readDeliverySettings(raw, { downloadFiles, simplify });
	const ended = endBefore(context, index, json);
	if (ended) return { ended, index, settings };
	const named = taskOfError(context, index, json);
	const task = named
		? { taskId: named.taskId, ...readFields({ taskSource: TASK_SOURCE }, raw) }
		: readFields({ taskId: TASK_ID, taskSource: TASK_SOURCE }, raw);
	const { queryPath } = read;
	return {
		task: taskOf(named ?? json, { ...task, ...(queryPath !== undefined && { queryPath }) }),
		index,
		settings: {
			...settings,
			onTimeout,
			onFailed: onFailedTask === 'error' ? 'error' : 'output',
		},
	};
}

const ofPreview = () =>
	new ParameterProblem(TASK_ID.property.displayName, words.isOfPreview(), words.switchPreviewOff());

/** The value, or why there is none. */
function read<Value>(make: () => Value): { value: Value } | { error: Failure } {
	try {
		return { value: make() };
	} catch (cause) {
		return { error: failureOf(cause) };
	}
}
