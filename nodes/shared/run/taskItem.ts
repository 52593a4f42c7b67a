import type { IDataObject } from 'n8n-workflow';

import { isTaskSourceName, type TaskSourceName, type TaskHandle } from '../answers/sources';
import type { Task } from '../answers/task';
import { textOf } from '../util/json';
import type { Watch } from '../waiting/waitForTasks';
import { holdsList } from '../answers/results';
import * as words from '../words/items';

/**
 * The output of a submission. Without a top-level `error`, which n8n's Retry On Fail
 * would take as a reason to submit again.
 */
export const submittedItem = (handle: Partial<TaskHandle>, reading: Task): IDataObject =>
	compact({
		...taskItem(handle, reading),
		status: reading.status || 'pending',
		// A tool might have put its result beside the task.
		result: holdsList(reading.result) ? reading.result : undefined,
		...noteOfCut(reading),
	});

/**
 * The output of a service that answers with its result at once.
 * @param family who is asked for its task, should it have made one instead
 */
export const syncItem = (
	handle: Partial<TaskHandle>,
	reading: Task,
	family?: TaskSourceName,
): IDataObject =>
	compact({
		...(!reading.hasResult && family !== undefined && { taskSource: family }),
		...taskItem(handle, reading),
		// Most such answers say nothing of a state, and a refusal does not come here.
		...(/^\d*$/.test(reading.status) && reading.state === 'pending' && reading.hasResult
			? { state: 'success', status: 'success' }
			: { status: reading.status || reading.state }),
		result: reading.result,
		note: reading.hasResult ? undefined : words.namesTaskInstead(),
		...noteOfCut(reading),
	});

/** The output of a poll, with the lists that a tool gives in place of a file, such as subtitles with times. */
export const resultItem = (
	handle: Partial<TaskHandle>,
	{ task, queryPath }: { task: Task; queryPath?: string },
	watch?: Watch,
): IDataObject =>
	compact({
		...taskItem({ ...handle, ...(queryPath !== undefined && { queryPath }) }, task, watch),
		result: task.state === 'success' && task.urls.length === 0 ? task.result : undefined,
		...noteOfCut(task),
	});

/** An item from memory may hold less than the answer did. */
const noteOfCut = ({ cut }: Task) =>
	cut === true
		? {
				note: words.partTooLarge(),
			}
		: {};

/** The output of a poll: handle, state and results in one flat object. */
export function taskItem(handle: Partial<TaskHandle>, task: Task, watch?: Watch): IDataObject {
	return compact({
		taskId: handle.taskId,
		state: task.state,
		status: task.status,
		url: task.urls[0],
		imageUrls: nonEmpty(task.imageUrls),
		videoUrls: nonEmpty(task.videoUrls),
		audioUrls: nonEmpty(task.audioUrls),
		otherUrls: nonEmpty(otherUrls(task)),
		text: task.text,
		failReason: task.failReason,
		...costOf(task),
		progress: task.progress,
		assetId: task.assetId,
		assetUrl: task.assetId === undefined ? undefined : `asset://${task.assetId}`,
		...handle,
		model: handle.model ?? task.model,
		createdAt: task.createdAt,
		updatedAt: task.updatedAt,
		note: noteOf(task),
		...watch,
	});
}

/** Reads a handle back from an item of any of our nodes; the parts that are not there stay undefined. */
export function readHandle(json: IDataObject): Partial<TaskHandle> {
	const taskId = textOf(json.taskId);
	const source = json.taskSource;
	return {
		...(taskId !== undefined && { taskId }),
		...(isTaskSourceName(source) && { taskSource: source }),
		...optionalText(json, 'provider'),
		...optionalText(json, 'operation'),
		...optionalText(json, 'model'),
		...optionalText(json, 'submittedAt'),
		...optionalText(json, 'queryPath'),
	};
}

const optionalText = <Name extends string>(
	json: IDataObject,
	name: Name,
): { [key in Name]?: string } => {
	const value = json[name];
	const found: { [key in Name]?: string } = {};
	if (typeof value === 'string' && value !== '') found[name] = value;
	return found;
};

const nonEmpty = (urls: string[]) => (urls.length > 0 ? urls : undefined);

const otherUrls = (task: Task) =>
	task.urls.filter(
		(url) => ![task.imageUrls, task.videoUrls, task.audioUrls].some((kind) => kind.includes(url)),
	);

/** The price as a number where it is one; the vendor speaks of credits (reference 1.3, A and B). */
function costOf(task: Task): IDataObject {
	if (task.cost === undefined) return {};
	const number = Number(task.cost);
	return { cost: Number.isFinite(number) ? number : task.cost, costUnit: 'credits' };
}

const noteOf = (task: Task) =>
	task.state === 'success' && !task.hasResult && task.result === undefined
		? words.namesNoResult()
		: undefined;

const compact = (value: Record<string, unknown>): IDataObject => {
	const item: IDataObject = {};
	for (const [key, entry] of Object.entries(value)) {
		if (entry !== undefined) Object.assign(item, { [key]: entry });
	}
	return item;
};
