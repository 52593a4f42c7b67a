import type { IExecuteFunctions } from 'n8n-workflow';

import { ADVANCED, OPTIONS, OTHER_SUFFIX, OTHER, type ReadRaw } from '../operation/field';
import { isObject } from '../util/json';

/**
 * The parameters of one item as n8n gives them, expressions evaluated.
 * @param options name of the collection that holds the optional ones
 */
export function rawParameters(
	context: IExecuteFunctions,
	itemIndex: number,
	options = OPTIONS,
): ReadRaw {
	const collections = {
		options: collectionOf(context, itemIndex, options),
		advanced: collectionOf(context, itemIndex, ADVANCED),
	};
	return (name, place) => {
		if (place !== 'form') return collections[place][name];
		const value: unknown = context.getNodeParameter(name, itemIndex, null);
		if (value !== OTHER) return value;
		return context.getNodeParameter(`${name}${OTHER_SUFFIX}`, itemIndex, null) ?? value;
	};
}

type Collection = Readonly<Record<string, unknown>>;

/** Collections that were read, by run, item and name. */
const collectionsOf = new WeakMap<IExecuteFunctions, Array<Record<string, Collection>>>();

/** One collection of an item. Read once in a run, as n8n evaluates and checks all of it each time. */
export function collectionOf(
	context: IExecuteFunctions,
	itemIndex: number,
	name: string,
): Collection {
	const ofRun = collectionsOf.get(context) ?? [];
	collectionsOf.set(context, ofRun);
	const ofItem = (ofRun[itemIndex] ??= {});
	const known = ofItem[name];
	if (known) return known;
	const given: unknown = context.getNodeParameter(name, itemIndex, {});
	return (ofItem[name] = isObject(given) ? given : {});
}

/** The same as the user wrote them, with expressions as they are. */
export function writtenParameters(context: IExecuteFunctions, itemIndex: number): ReadRaw {
	const asWritten = (name: string): unknown =>
		context.getNodeParameter(name, itemIndex, null, { rawExpressions: true });
	return (name, place) => {
		if (place === 'form') return asWritten(name);
		const given = asWritten(place === 'options' ? OPTIONS : ADVANCED);
		return isObject(given) ? given[name] : undefined;
	};
}

/**
 * Whether an AI agent runs the node as its tool: n8n names the tool form of a node type with this
 * suffix, and tells it in no other way (its `isToolExecution()` is false in an execute context).
 */
export function isTool(context: Pick<IExecuteFunctions, 'getNode'>): boolean {
	const known = asTool.get(context) ?? /Tool$/.test(context.getNode().type);
	asTool.set(context, known);
	return known;
}

/** n8n copies the whole node each time that it is asked for, and it is asked here several times for each item. */
const asTool = new WeakMap<object, boolean>();
