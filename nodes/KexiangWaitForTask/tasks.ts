import type { IDataObject } from 'n8n-workflow';

import { ParameterProblem } from '../shared/parameters/problem';
import { isTaskSourceName, type TaskSourceName } from '../shared/platform/taskSources';
import { readHandle } from '../shared/taskItem';
import type { WatchedTask } from '../shared/waiting/waitForTasks';
import { FROM_ITEM } from './form';

/**
 * The task that one input item and its parameters mean. Pure.
 * @throws ParameterProblem when the source cannot be told
 */
export function taskOf(
	json: IDataObject,
	parameters: { taskId: string; taskSource: string; queryPath?: string },
): WatchedTask {
	const handle = readHandle(json);
	// What the item says of its task counts only if it is that task which is asked for.
	const known = handle.taskId === parameters.taskId ? handle : {};
	return {
		...known,
		...(parameters.queryPath !== undefined && { queryPath: parameters.queryPath }),
		taskId: parameters.taskId,
		taskSource: sourceOf(parameters, known.taskSource),
	};
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
