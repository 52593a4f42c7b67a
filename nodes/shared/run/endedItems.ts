import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { writtenParameters, isTool } from '../host/rawParameters';
import { isUnset } from '../operation/field';
import { TASK_ID } from '../operation/waitFields';
import { attempt, mapInOrder } from '../util/attempt';
import { failureOf, type Failure } from '../util/failure';
import { isObject, textOf, toData } from '../util/json';
import * as words from '../words/items';
import { addHint } from './hints';
import { DELIVERIES_AT_ONCE, withResultFiles, type DeliverySettings } from './itemOutcomes';
import { readHandle } from './taskItem';

/** An input item that is an outcome already, so that nobody is asked about it. */
export interface EndedItem {
	ended: 'success' | 'failed';
	/** Of the input item. */
	index: number;
	settings: DeliverySettings;
}

/** How such an item leaves the node. */
export type HandedOn =
	| { output: EndedItem['ended']; items: INodeExecutionData[]; isAsItWas: true }
	| { error: Failure };

/**
 * Whether an item without a task has ended before it came: by its result, as a service gives it that makes no task, or
 * by the error of the node that was to submit it. Only where the user named no task for it. What an agent says is no item.
 */
export function endBefore(
	context: IExecuteFunctions,
	index: number,
	json: IDataObject,
): EndedItem['ended'] | undefined {
	if (!isLeftToItem(context, index, json)) return undefined;
	// What the failed item was made of may be a result.
	if (!isUnset(json.error)) return isOwnError(json.error) ? 'failed' : undefined;
	return isOwnResult(json) ? 'success' : undefined;
}

/**
 * The task that the error of such an item names, and where it is asked for: its submission ended unclear, or its wait
 * came to no end.
 */
export function taskOfError(
	context: IExecuteFunctions,
	index: number,
	json: IDataObject,
): (IDataObject & { taskId: string }) | undefined {
	const handle = handleIn(json.error);
	return handle && isLeftToItem(context, index, json) ? handle : undefined;
}

/** A task without its source could be any. */
function handleIn(error: unknown): (IDataObject & { taskId: string }) | undefined {
	if (!isObject(error)) return undefined;
	const { taskId, taskSource } = readHandle(toData(error));
	return taskId === undefined || taskSource === undefined ? undefined : { taskId, taskSource };
}

/** Whether an item without a task shall say itself what becomes of it. */
function isLeftToItem(context: IExecuteFunctions, index: number, json: IDataObject): boolean {
	if (!isUnset(json.taskId) || isTool(context)) return false;
	return writtenParameters(context, index)('taskId', 'form') === TASK_ID.property.default;
}

/** One that names a task does not end it: that can be asked for, where it is known where. */
const isOwnError = (error: unknown): boolean =>
	isObject(error) &&
	typeof error.message === 'string' &&
	typeof error.description === 'string' &&
	handleIn(error) === undefined;

const isOwnResult = (json: IDataObject): boolean =>
	json.state === 'success' &&
	textOf(json.provider) !== undefined &&
	textOf(json.operation) !== undefined &&
	(urlsOf(json).length > 0 ||
		[json.text, json.assetId].some((value) => textOf(value) !== undefined) ||
		!isUnset(json.result));

/** The addresses of an item's result, each once. */
const urlsOf = (json: IDataObject): string[] => [
	...new Set(
		[json.url, json.imageUrls, json.videoUrls, json.audioUrls, json.otherUrls]
			.flat()
			.filter((url) => typeof url === 'string' && /^https?:\/\//i.test(url))
			.map(String),
	),
];

/** Hands such items on as they are, with the files of their results where those are wanted. */
export async function handOnEnded(
	context: IExecuteFunctions,
	all: readonly EndedItem[],
	canGoOn: () => boolean,
): Promise<Array<HandedOn | undefined>> {
	const outcomes = await mapInOrder(all.length, DELIVERIES_AT_ONCE, canGoOn, async (index) => {
		const own = all[index];
		return own && (await handOn(context, own));
	});
	const { length } = outcomes.filter((outcome) => outcome && 'items' in outcome);
	if (length > 0)
		addHint(context, { message: words.handedOn(length, context.getInputData().length) });
	return outcomes;
}

async function handOn(
	context: IExecuteFunctions,
	{ ended, index, settings }: EndedItem,
): Promise<HandedOn> {
	const { json = {}, binary } = context.getInputData()[index] ?? {};
	const result = ended === 'success' ? { urls: urlsOf(json), download: settings.download } : NONE;
	const items = await attempt(withResultFiles(context, json, result, index, settings));
	if (!items.ok) return { error: failureOf(items.cause) };
	return {
		output: ended,
		items: items.value.map((item) =>
			binary ? { ...item, binary: { ...binary, ...item.binary } } : item,
		),
		isAsItWas: true,
	};
}

const NONE = { urls: [], download: false };
