import { NodeOperationError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { isObject, toData } from './json';
import { toRequest, type Operation } from './operation';
import { EXTRAS } from './parameters/extras';
import { readFields } from './parameters/readFields';
import { TASK_ID } from './parameters/taskId';
import {
	DOWNLOAD_FILES,
	WAIT_FOR_COMPLETION,
	WAIT_OPTIONS_NAME,
	WHEN_TIMED_OUT,
} from './parameters/waiting';
import { rawParameters } from './rawParameters';
import type { Submissions } from './submissions';
import { submit } from './submit';
import { readHandle, resultItem, submittedItem, syncItem } from './taskItem';
import type { WatchedItem } from './waiting/fates';
import { readDeliverySettings, readWatchSettings } from './waiting/settings';
import { askOnce, type WatchSettings } from './waiting/watch';

/** A provider node: its label, and what its dropdown offers. */
export interface Provider {
	readonly name: string;
	readonly operations: readonly Operation[];
}

/** What one input item brought. */
export interface ItemResult {
	json: IDataObject;
	taskId?: string;
	/** Under which the submission is remembered; absent for queries. */
	submissionKey?: string;
	/** Set when the node shall wait for the task itself. */
	wait?: (WatchedItem & { watch: WatchSettings }) | undefined;
}

/**
 * Sends what one input item asks for, and reads its answer.
 * @throws ParameterProblem, PlatformProblem
 */
export async function runItem(
	context: IExecuteFunctions,
	provider: Provider,
	submissions: Submissions,
	itemIndex: number,
): Promise<ItemResult> {
	const raw = rawParameters(context, itemIndex);
	const chosen = chosenOperation(context, provider, itemIndex);
	const operation = chosen.resolve?.(raw) ?? chosen;
	const {
		simplify = true,
		requestTimeout,
		...extras
	} = readFields(EXTRAS, (name) => raw(name, 'options'));
	const rawAnswer = (body: unknown): IDataObject =>
		simplify || !isObject(body) ? {} : { raw: toData(body) };
	const common = { provider: provider.name, operation: operation.value };
	const limit = requestTimeout === undefined ? {} : { timeoutSeconds: requestTimeout };

	if (operation.kind === 'query' && operation.taskSource !== undefined) {
		const { taskId } = readFields({ taskId: TASK_ID }, raw);
		const input = readHandle(context.getInputData()[itemIndex]?.json ?? {});
		const handle = {
			...(input.taskId === taskId ? input : {}),
			taskId,
			taskSource: operation.taskSource,
			...(extras.path !== undefined && { queryPath: extras.path }),
		};
		const asked = await askOnce(context, handle, itemIndex, limit);
		return { json: { ...resultItem(handle, asked), ...rawAnswer(asked.body) }, taskId };
	}

	const request = { ...toRequest(operation, raw, extras), ...limit };
	// Before anything is paid, so that a mistake in the wait options costs nothing.
	const wait = readWait(context, operation, simplify, itemIndex);
	const { task, body, submittedAt, key } = await submit(
		context,
		submissions,
		operation,
		request,
		itemIndex,
	);
	const model = modelOf(request.body);
	const handle = { ...common, ...(model !== undefined && { model }) };
	const traced = {
		...handle,
		...(task.id !== undefined && { taskId: task.id }),
		...(operation.taskSource !== undefined && { taskSource: operation.taskSource }),
		...(operation.queryPath !== undefined && { queryPath: operation.queryPath }),
		submittedAt,
	};
	const { taskId, taskSource } = traced;
	// Some tools answer either with the result or with a task; what the answer holds decides.
	const isTask =
		taskId !== undefined &&
		taskSource !== undefined &&
		(operation.kind === 'submit' || task.state === 'pending');
	const json = isTask
		? submittedItem(traced, task, operation.kind === 'sync' ? body : undefined)
		: syncItem(traced, task, body);
	return {
		json: { ...json, ...rawAnswer(body) },
		submissionKey: key,
		...(taskId !== undefined && { taskId }),
		...(isTask &&
			wait && { wait: { ...wait, index: itemIndex, task: { ...traced, taskId, taskSource } } }),
	};
}

function chosenOperation(
	context: IExecuteFunctions,
	provider: Provider,
	itemIndex: number,
): Operation {
	const value: unknown = context.getNodeParameter('operation', itemIndex);
	const resource: unknown = context.getNodeParameter('resource', itemIndex, null);
	const found = provider.operations.find(
		(operation) =>
			operation.value === value &&
			(operation.resource === undefined || operation.resource === resource),
	);
	if (!found)
		throw new NodeOperationError(
			context.getNode(),
			`The operation "${String(value)}" is not known`,
			{ itemIndex },
		);
	return found;
}

/** How to wait for the task of one item; undefined when the user did not ask for it. @throws ParameterProblem */
function readWait(
	context: IExecuteFunctions,
	operation: Operation,
	simplify: boolean,
	index: number,
): Pick<NonNullable<ItemResult['wait']>, 'watch' | 'settings'> | undefined {
	if (operation.taskSource === undefined) return undefined;
	const raw = rawParameters(context, index, WAIT_OPTIONS_NAME);
	if (!WAIT_FOR_COMPLETION.parse(raw('waitForCompletion', 'form') ?? false)) return undefined;
	const downloadFiles = DOWNLOAD_FILES.parse(raw('downloadFiles', 'form') ?? false);
	const onTimeout = WHEN_TIMED_OUT.parse(raw('onTimeout', 'options')) === 'pass' ? 'pass' : 'error';
	return {
		watch: readWatchSettings(raw),
		settings: { ...readDeliverySettings(raw, { downloadFiles, simplify }), onTimeout },
	};
}

function modelOf(body: unknown): string | undefined {
	const name = isObject(body) && isObject(body.user_input) ? body.user_input.modelName : undefined;
	return typeof name === 'string' ? name : undefined;
}
