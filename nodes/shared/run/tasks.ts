import type { IDataObject } from 'n8n-workflow';

import { FROM_ITEM } from '../parameters/taskId';
import { ParameterProblem } from '../base/problem';
import {
	checkItemPath,
	isTaskSourceName,
	queryRequest,
	type TaskSourceName,
} from '../platform/taskSources';
import { readHandle } from './taskItem';
import type { WatchedTask } from '../waiting/waitForTasks';

/**
 * The task that one input item and its parameters mean. Pure.
 * @throws ParameterProblem when the source cannot be told, or the task cannot be asked for there
 */
export function taskOf(
	json: IDataObject,
	parameters: { taskId: string; taskSource: string; queryPath?: string },
): WatchedTask {
	const handle = readHandle(json);
	// What the item says of its task counts only if it is that task which is asked for.
	const known = handle.taskId === parameters.taskId ? handle : {};
	const { taskId } = parameters;
	const taskSource = sourceOf(parameters, known.taskSource);
	if (parameters.queryPath === undefined && known.queryPath !== undefined) {
		checkItemPath(taskSource, known.queryPath);
	}
	const path = parameters.queryPath ?? known.queryPath;
	// What no poll can be made of is told before the first one.
	queryRequest(taskSource, taskId, { ...(path !== undefined && { path }) });
	return { ...known, ...(path !== undefined && { queryPath: path }), taskId, taskSource };
}

function sourceOf(
	parameters: { taskId: string; taskSource: string },
	known: TaskSourceName | undefined,
): TaskSourceName {
	const { taskSource, taskId } = parameters;
	if (isTaskSourceName(taskSource)) return taskSource;
	if (taskSource === FROM_ITEM && known !== undefined) return known;
	// Ids of user_task are numbers, trace ids of tools are not (reference 1.3).
	if (/^\d+$/.test(taskId)) return 'userTask';
	if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(taskId)) return 'toolTask';
	throw new ParameterProblem(
		'Task Source',
		`cannot be told from the task ID "${taskId.slice(0, 60)}"`,
		'Connect the node that submitted the task, or choose the task source yourself.',
	);
}
