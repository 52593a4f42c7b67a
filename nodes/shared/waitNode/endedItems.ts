import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { attempt } from '../base/attempt';
import { failureOf, type Failure } from '../base/failure';
import { isObject, textOf } from '../base/json';
import { mapInOrder } from '../base/mapInOrder';
import { writtenParameters } from '../host/rawParameters';
import { isTool } from '../host/toolMode';
import { isUnset } from '../parameters/readText';
import { TASK_ID } from '../parameters/taskId';
import { withResultFiles, type DeliverySettings } from '../run/delivery';

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

/** Items whose files are fetched at once. */
const DELIVERIES_AT_ONCE = 3;

/**
 * Whether an item without a task has ended before it came: by its result, as a service gives it that makes no task, or
 * by the error of the node that was to submit it. Only where the user named no task for it. What an agent says is no item.
 */
export function endBefore(
	context: IExecuteFunctions,
	index: number,
	json: IDataObject,
): EndedItem['ended'] | undefined {
	if (!isUnset(json.taskId) || isTool(context)) return undefined;
	const written = writtenParameters(context, index)('taskId', 'form');
	if (written !== TASK_ID.property.default) return undefined;
	// What the failed item was made of may be a result.
	if (!isUnset(json.error)) return isOwnError(json.error) ? 'failed' : undefined;
	return isOwnResult(json) ? 'success' : undefined;
}

/** One that names a task does not end it: that can be asked for. */
const isOwnError = (error: unknown): boolean =>
	isObject(error) &&
	typeof error.message === 'string' &&
	typeof error.description === 'string' &&
	textOf(error.taskId) === undefined;

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
	goOn: () => boolean,
): Promise<Array<HandedOn | undefined>> {
	const outcomes = await mapInOrder(all.length, DELIVERIES_AT_ONCE, goOn, async (place) => {
		const own = all[place];
		return own && (await handOn(context, own));
	});
	const { length } = outcomes.filter((outcome) => outcome && 'items' in outcome);
	if (length > 0)
		context.addExecutionHints({
			message: `${length} of ${context.getInputData().length} items had no task ID, but a result or an error already: they were handed on as they were`,
			location: 'outputPane',
		});
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
