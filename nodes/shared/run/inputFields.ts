/** Puts the fields of an input item beside those of its task. */
import type { IDataObject } from 'n8n-workflow';

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
