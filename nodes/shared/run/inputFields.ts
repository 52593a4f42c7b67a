import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { collectionOf, isTool } from '../host/itemInput';
import { EXTRAS } from '../operation/extras';
import { OPTIONS } from '../operation/field';
import { isObject, textOf } from '../util/json';

/** They belong to our task and are misleading beside any other. */
const TASK_FIELDS = new Set(['taskId', 'taskSource', 'queryPath']);
/** What one of our tasks reported about itself before it ended. */
const STATE_FIELDS = new Set([
	'state',
	'status',
	'progress',
	'updatedAt',
	'polls',
	'secondsWaited',
]);

/**
 * Adds the fields and files of the input items to the output items, if an item requests it. Not for an agent's tool,
 * whose input is what the model said.
 */
export function withInputFields(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): INodeExecutionData[] {
	const inputs = context.getInputData();
	return items.map((item) => {
		const index = indexOf(item);
		const input = inputs[index];
		if (input === undefined || !isRequested(context, index) || n8nAddsInput(context, item))
			return item;
		const binary = { ...input.binary, ...item.binary };
		return {
			...item,
			json: mergeInput(item.json, input.json),
			...(Object.keys(binary).length > 0 && { binary }),
		};
	});
}

/**
 * Merges both into one flat object. Our fields win; input fields with the same name go under `input`. So does an
 * input `error`, which n8n's Retry On Fail treats as a reason to run the node again, and every field that would make
 * the input's task look like ours. Pure.
 */
export function mergeInput(ours: IDataObject, theirs: IDataObject): IDataObject {
	const kept: IDataObject = {};
	const clashes: IDataObject = {};
	for (const [name, value] of Object.entries(theirs)) {
		if (name === 'input') continue;
		if (name === 'error' || isOther(name, ours, theirs)) put(clashes, name, value);
		else if (!Object.hasOwn(ours, name)) put(kept, name, value);
		else if (!isSame(ours[name], value) && !isEarlierState(name, ours, theirs))
			put(clashes, name, value);
	}
	const input = inputOf(clashes, Object.hasOwn(theirs, 'input') ? theirs.input : undefined);
	return { ...kept, ...ours, ...(input !== undefined && { input }) };
}

/**
 * Keeps the `input` of an earlier node. If both have a field with the same name, the earlier `input` goes one level
 * deeper.
 */
function inputOf(clashes: IDataObject, before: unknown): unknown {
	if (Object.keys(clashes).length === 0) return before;
	if (before === undefined) return clashes;
	const isFree =
		isObject(before) && Object.keys(before).every((name) => !Object.hasOwn(clashes, name));
	return isFree ? { ...before, ...clashes } : { ...clashes, input: before };
}

const isOther = (name: string, ours: IDataObject, theirs: IDataObject) =>
	TASK_FIELDS.has(name) &&
	('state' in ours || 'preview' in ours) &&
	!isSame(ours.taskId, theirs.taskId);

const isEarlierState = (name: string, ours: IDataObject, theirs: IDataObject) =>
	STATE_FIELDS.has(name) &&
	theirs.submittedAt !== undefined &&
	isSame(ours.taskId, theirs.taskId) &&
	isSame(ours.submittedAt, theirs.submittedAt);

const isSame = (one: unknown, other: unknown) =>
	one !== undefined &&
	// A table may contain an ID as a number.
	(JSON.stringify(one) === JSON.stringify(other) ||
		(textOf(one) !== undefined && textOf(one) === textOf(other)));

/** Not by assignment, which treats `__proto__` differently. */
const put = (target: IDataObject, name: string, value: unknown) =>
	Object.defineProperty(target, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});

/** n8n recognizes an item for the error branch by its only key, and adds the input itself. */
const n8nAddsInput = (context: IExecuteFunctions, { json }: INodeExecutionData) =>
	context.getNode().onError === 'continueErrorOutput' &&
	Object.keys(json).length === 1 &&
	json.error !== undefined;

function isRequested(context: IExecuteFunctions, index: number): boolean {
	if (isTool(context)) return false;
	try {
		const given = collectionOf(context, index, OPTIONS).includeInputFields;
		return EXTRAS.includeInputFields.parse(given) === true;
	} catch {
		// The item itself reports what is wrong with it.
		return false;
	}
}

const indexOf = ({ pairedItem }: INodeExecutionData): number =>
	isObject(pairedItem) && typeof pairedItem.item === 'number' ? pairedItem.item : -1;
