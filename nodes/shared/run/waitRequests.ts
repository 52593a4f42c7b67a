/** What the input items of a waiting node ask for. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { addHint } from '../host/execution';
import { refusal } from '../host/nodeErrors';
import { isTool, rawParameters, writtenParameters } from '../host/itemInput';
import { namingParameter } from './unreadable';
import { isUnset, readFields } from '../operation/field';
import { TIME_LIMIT } from '../operation/timeLimit';
import { DOWNLOAD_FILES, ON_TIMEOUT, TASK_ID, type OnTimeout } from '../operation/waitFields';
import { attempt } from '../util/attempt';
import { failureOf, type Failure } from '../util/failure';
import { isObject, textOf, toData } from '../util/json';
import { handedOn } from '../words/items';
import * as words from '../words/tasks';
import {
	DELIVERIES_AT_ONCE,
	outcomesOfEach,
	withResultFiles,
	type DeliverySettings,
	type Outcome,
	type Outcomes,
	type WatchedItem,
} from './itemOutcomes';
import { taskOf } from './knownTask';
import { costIn, readHandle } from './taskItem';
import { STATUS_OPTIONS, TASK_SOURCE, WAIT_OPTIONS } from './waitForm';
import { readWatchSettings, type WatchSettings } from './watch';

/** An input item that already has an outcome, so nothing is polled for it. */
interface EndedItem {
	output: 'success' | 'failed';
	index: number;
	settings: DeliverySettings;
}

/** What one run of a waiting node should do. */
export interface WaitRequests {
	watched: WatchedItem[];
	ended: EndedItem[];
	/** Why an item cannot be polled, by input item. */
	refused: Outcomes;
	/**
	 * For the whole run, because one schedule watches all tasks. Absent if it cannot be read. Then every item reports
	 * that.
	 */
	watch?: WatchSettings;
}

/**
 * Reads the parameters: those of the whole run once, the others for every input item. Bad input of one item does not
 * affect the others.
 */
export function readRequests(context: IExecuteFunctions, onTimeout: OnTimeout): WaitRequests {
	const requests: WaitRequests = { watched: [], ended: [], refused: [] };
	const watch = read(
		() => readWatchSettings(rawParameters(context, 0), isTool(context)),
		naming(context, 0),
	);
	if ('value' in watch) requests.watch = watch.value;
	for (const index of context.getInputData().keys()) {
		const item =
			'error' in watch
				? watch
				: read(() => readItem(context, index, onTimeout), naming(context, index));
		if ('error' in item) requests.refused[index] = item;
		else if ('task' in item.value) requests.watched.push(item.value);
		else requests.ended.push(item.value);
	}
	return requests;
}

/**
 * What to do with tasks that are still running at the time limit. It decides which outputs the node has, so it is
 * read from the node itself, as the editor does, and is the same for all items.
 * @throws NodeOperationError for an expression
 */
export function readOnTimeout(context: IExecuteFunctions): OnTimeout {
	const onTimeout = read(() => ON_TIMEOUT.parse(context.getNode().parameters.onTimeout));
	if ('error' in onTimeout) {
		throw refusal(context.getNode(), onTimeout.error);
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
	const download = DOWNLOAD_FILES.parse(raw('downloadFiles', 'form'));
	const { simplify = true, onFailedTask, queryPath, ...files } = readFields(STATUS_OPTIONS, raw);
	const settings = { ...files, download, simplify };
	const isDecided = isDecidedByItem(context, index, json);
	const output = isDecided ? endBefore(json) : undefined;
	if (output) return { output, index, settings };
	const named = isDecided ? handleIn(json.error) : undefined;
	const given = raw('taskId', 'form');
	if (isDecided && named === undefined && isUnset(given)) refuseBehindNoSubmission(context);
	const taskId = named?.taskId ?? TASK_ID.parse(given);
	const taskSource = TASK_SOURCE.parse(raw('taskSource', 'form'));
	const asked = { taskId, taskSource, ...(queryPath !== undefined && { queryPath }) };
	const cost = costIn(json, taskId);
	return {
		task: taskOf(named ?? json, asked),
		index,
		...(cost !== undefined && { cost }),
		settings: {
			...settings,
			onTimeout,
			// An agent reads about a failed task in words, as about any other.
			onFailed: onFailedTask === 'error' && !isTool(context) ? 'error' : 'output',
		},
	};
}

/** @throws ParameterProblem if no node before this one could have submitted a task */
function refuseBehindNoSubmission(context: IExecuteFunctions): void {
	// Tasks may come from a table.
	if (context.getInputData().some(({ json }) => !isUnset(json.taskId))) return;
	const { name: own } = context.getNode();
	const before = context.getParentNodes(own).filter(({ name }) => name !== own);
	if (before.some(({ type }) => isSubmitting(type))) return;
	const [first] = before;
	const straight = before.length === 1 ? first?.name : undefined;
	throw new ParameterProblem(
		TASK_ID.property.displayName,
		words.isBehindNoSubmission(),
		words.connectSubmission(straight),
	);
}

const isSubmitting = (type: string): boolean => /(^|\.)kexiang(?!WaitForTask)\w+$/.test(type);

const ofPreview = () =>
	new ParameterProblem(TASK_ID.property.displayName, words.isOfPreview(), words.switchPreviewOff());

/** The value, or why there is none. Nothing is sent before all values are read. */
function read<Value>(
	make: () => Value,
	explain = (cause: unknown) => cause,
): { value: Value } | { error: Failure } {
	try {
		return { value: make() };
	} catch (cause) {
		return { error: { ...failureOf(explain(cause)), isUnsent: true } };
	}
}

const naming = (context: IExecuteFunctions, index: number) => (cause: unknown) =>
	namingParameter(cause, context, index, {
		...WAIT_OPTIONS,
		timeLimit: TIME_LIMIT,
		taskId: TASK_ID,
		taskSource: TASK_SOURCE,
		downloadFiles: DOWNLOAD_FILES,
	});

// Items that had already ended when they came in.

/**
 * Whether the content of an item without a task decides its outcome. Only if the user named no task for it. An
 * agent's input is not an item.
 */
function isDecidedByItem(context: IExecuteFunctions, index: number, json: IDataObject): boolean {
	if (!isUnset(json.taskId) || isTool(context)) return false;
	return writtenParameters(context, index)('taskId', 'form') === TASK_ID.property.default;
}

/**
 * Whether an item without a task had already ended: with a result, as from a service that creates no task, or with
 * the error of the node that should have submitted it.
 */
function endBefore(json: IDataObject): EndedItem['output'] | undefined {
	// A failed item may contain the result of an earlier step.
	if (!isUnset(json.error)) return isOwnError(json.error) ? 'failed' : undefined;
	return isOwnResult(json) ? 'success' : undefined;
}

/**
 * The task named in such an item's error: its submission ended unclear, or its wait did not reach the end. Without a
 * source, a task could be any.
 */
function handleIn(error: unknown): (IDataObject & { taskId: string }) | undefined {
	if (!isObject(error)) return undefined;
	const { taskId, taskSource } = readHandle(toData(error));
	if (taskId === undefined || taskSource === undefined) return undefined;
	return { taskId: TASK_ID.parse(error.taskId), taskSource };
}

/** An error that names a task does not end the item, because the task can be polled if its source is known. */
const isOwnError = (error: unknown): boolean =>
	isObject(error) &&
	typeof error.message === 'string' &&
	typeof error.description === 'string' &&
	handleIn(error) === undefined;

const isOwnResult = (json: IDataObject): boolean =>
	json.state === 'success' &&
	textOf(json.provider) !== undefined &&
	textOf(json.operation) !== undefined &&
	(urlsOf(json).length > 0 || OF_RESULT.some((name) => !isUnset(json[name])));

/** With the last field, Recent Tasks names the execution that has the result. */
const OF_RESULT = 'text assetId result otherResults files filesNotDownloaded executionId'.split(
	' ',
);

/** The addresses of an item's result, each once. */
const urlsOf = (json: IDataObject): string[] => [
	...new Set(
		[json.url, json.imageUrls, json.videoUrls, json.audioUrls, json.otherUrls]
			.flat()
			.filter((url) => typeof url === 'string' && /^https?:\/\//i.test(url))
			.map(String),
	),
];

/** Passes such items on unchanged, with the files of their results if those are wanted. */
export async function passOnEnded(
	context: IExecuteFunctions,
	ended: readonly EndedItem[],
	canContinue: () => boolean,
): Promise<Outcomes> {
	const outcomes = await outcomesOfEach(ended, DELIVERIES_AT_ONCE, canContinue, async (own) => {
		return await passOn(context, own);
	});
	const { length } = outcomes.filter((outcome) => outcome && 'items' in outcome);
	if (length > 0) addHint(context, { message: handedOn(length, context.getInputData().length) });
	return outcomes;
}

async function passOn(
	context: IExecuteFunctions,
	{ output, index, settings }: EndedItem,
): Promise<Outcome> {
	const { json = {}, binary } = context.getInputData()[index] ?? {};
	const isResult = output === 'success';
	const files = { all: isResult ? urlsOf(json) : [], download: isResult && settings.download };
	const made = await attempt(withResultFiles(context, json, files, index, settings));
	if (!made.ok) return { error: failureOf(made.cause) };
	const withInput = (item: INodeExecutionData) =>
		binary ? { ...item, binary: { ...binary, ...item.binary } } : item;
	return { output, items: made.value.map(withInput) };
}
