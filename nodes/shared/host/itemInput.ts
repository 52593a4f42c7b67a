/** What n8n gives a node for one item: its parameters and its files. */
import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import type { ItemFiles } from '../files/namedFiles';
import { ADVANCED, OPTIONS, OTHER_SUFFIX, OTHER, type ReadRaw } from '../operation/field';
import { isObject } from '../util/json';

/**
 * The parameters of one item as n8n gives them, with expressions evaluated.
 * @param options name of the collection with the optional parameters
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

/** Collections already read, by run, item and name. */
const collectionsOf = new WeakMap<IExecuteFunctions, Array<Record<string, Collection>>>();

/** One collection of an item. Read once per run, because n8n evaluates and checks the whole collection each time. */
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

/** The parameters as the user wrote them, with expressions not evaluated. */
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
 * Whether an AI agent runs the node as its tool. n8n adds this suffix to the tool form of a node type and gives no
 * other sign (its `isToolExecution()` is false in an execute context).
 */
export const isTool = (context: Pick<IExecuteFunctions, 'getNode'>): boolean =>
	/Tool$/.test(nodeOf(context).type);

/** The node, read once per run: n8n copies it with all of its parameters on each call. */
export function nodeOf(
	context: Pick<IExecuteFunctions, 'getNode'>,
): Readonly<Pick<INode, 'name' | 'type' | 'typeVersion'>> {
	const known = nodes.get(context) ?? context.getNode();
	nodes.set(context, known);
	return known;
}

const nodes = new WeakMap<object, INode>();

/** The outputs of a node to search. The files of a wait come from its second output. */
const OUTPUTS = [0, 1, 2, 3];

/**
 * The binary fields of an item. n8n gives a tool no files, because its item contains the model's input. Then the
 * files are those of the agent's own input item, such as an upload in a chat, if it is certain which item that is.
 */
export function filesOf(context: IExecuteFunctions, itemIndex: number): ItemFiles {
	const item = context.getInputData()[itemIndex];
	const isOfExecution = (id: string) =>
		id.includes(`/executions/${context.getExecutionId()}/`) || cameBefore(context, id);
	if (!isTool(context)) return { binary: item?.binary, json: item?.json ?? {}, isOfExecution };
	const owner = item?.binary ? item : itemOfAgent(context, item);
	return { binary: owner?.binary, json: owner?.json ?? {}, isOfExecution, isOfAgent: true };
}

/** The item with all of its columns. n8n may give a tool only what the model said. */
export function rowOf(context: IExecuteFunctions, itemIndex: number): INodeExecutionData {
	const item = context.getInputData()[itemIndex] ?? { json: {} };
	if (!isTool(context)) return item;
	return { ...item, json: { ...itemOfAgent(context, item)?.json, ...item.json } };
}

/**
 * Whether an earlier node output this file, as with `$('Form').item.binary.Photo` after a node that passes no files
 * on. The file's id does not show its execution if n8n keeps files in a database, or if the file came from a form or
 * webhook.
 */
function cameBefore(context: IExecuteFunctions, id: string): boolean {
	const before = context.getParentNodes(context.getNode().name);
	const items = before.flatMap(({ name }) =>
		OUTPUTS.flatMap((output) => itemsPutOut(context, name, output)),
	);
	return items.some(({ binary = {} }) => Object.values(binary).some((file) => file.id === id));
}

function itemOfAgent(
	context: IExecuteFunctions,
	item: INodeExecutionData | undefined,
): INodeExecutionData | undefined {
	const items = itemsOfAgent(context, item);
	if (items.length < 2) return items[0];
	// With agents of version 3, the tool's item also contains the fields of the agent's item.
	const matching = items.filter(({ json }) => {
		const fields = Object.entries(json);
		return (
			fields.length > 0 &&
			fields.every(([name, value]) => JSON.stringify(item?.json[name]) === JSON.stringify(value))
		);
	});
	return matching.length === 1 ? matching[0] : undefined;
}

/** All input items of the agent. Empty if n8n does not give them. */
function itemsOfAgent(
	context: IExecuteFunctions,
	item: INodeExecutionData | undefined,
): INodeExecutionData[] {
	const paired = item?.pairedItem;
	// Agents of version 3 say which node, output and run the item came from.
	const source =
		typeof paired === 'object' && !Array.isArray(paired) ? paired.sourceOverwrite : undefined;
	if (source !== undefined) {
		const { previousNode, previousNodeOutput = 0, previousNodeRun = 0 } = source;
		return itemsPutOut(context, previousNode, previousNodeOutput, previousNodeRun);
	}
	// Agents up to version 2 run the tool themselves and pass their own input to it.
	return itemsInData(context, ({ $input: input }) =>
		isObject(input) && typeof input.all === 'function' ? input.all() : [],
	);
}

/** What a node output, in its last run unless another is given. */
const itemsPutOut = (
	context: IExecuteFunctions,
	...place: [node: string, output: number, run?: number]
): INodeExecutionData[] =>
	itemsInData(context, (data) => (typeof data.$items === 'function' ? data.$items(...place) : []));

/** The items in n8n's data for expressions. Empty if n8n does not give them. */
function itemsInData(
	context: IExecuteFunctions,
	ask: (data: Record<string, unknown>) => unknown,
): INodeExecutionData[] {
	try {
		const data: unknown = context.getWorkflowDataProxy(0);
		const found = isObject(data) ? ask(data) : [];
		return Array.isArray(found) ? found.filter(isItem) : [];
	} catch {
		return [];
	}
}

const isItem = (value: unknown): value is INodeExecutionData =>
	isObject(value) && isObject(value.json);
