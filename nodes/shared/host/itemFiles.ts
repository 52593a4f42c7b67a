import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ItemFiles } from '../files/namedFiles';
import { isObject } from '../util/json';
import { isTool } from './rawParameters';

/** As many as are looked at of a node; files of a wait come out of its second. */
const OUTPUTS = [0, 1, 2, 3];

/**
 * The binary fields of an item. To a tool n8n hands none: its item holds what the model says. The files are those
 * of the agent's own input item, such as one uploaded in a chat, where it is certain which item that is.
 */
export function filesOf(context: IExecuteFunctions, itemIndex: number): ItemFiles {
	const item = context.getInputData()[itemIndex];
	const isOfExecution = (id: string) =>
		id.includes(`/executions/${context.getExecutionId()}/`) || cameBefore(context, id);
	if (!isTool(context)) return { binary: item?.binary, json: item?.json ?? {}, isOfExecution };
	const owner = item?.binary ? item : itemOfAgent(context, item);
	return { binary: owner?.binary, json: owner?.json ?? {}, isOfExecution, isOfAgent: true };
}

/** The item that a row of a table is: to a tool n8n may hand nothing of it but what the model said. */
export function rowOf(context: IExecuteFunctions, itemIndex: number): INodeExecutionData {
	const item = context.getInputData()[itemIndex] ?? { json: {} };
	if (!isTool(context)) return item;
	return { ...item, json: { ...itemOfAgent(context, item)?.json, ...item.json } };
}

/**
 * Whether a node before this one put a file out, as `$('Form').item.binary.Photo` behind a node that hands no files
 * on. Its id says nothing of the execution where n8n keeps files in a database, or one came by a form or webhook.
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
	// Of agents of version 3, the tool's item holds the fields of the agent's item too.
	const alike = items.filter(({ json }) => {
		const fields = Object.entries(json);
		return (
			fields.length > 0 &&
			fields.every(([name, value]) => JSON.stringify(item?.json[name]) === JSON.stringify(value))
		);
	});
	return alike.length === 1 ? alike[0] : undefined;
}

/** All input items of the agent; none where n8n does not tell them. */
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
	// Agents up to version 2 run the tool within themselves, with their own input as its input.
	return itemsTold(context, ({ $input: input }) =>
		isObject(input) && typeof input.all === 'function' ? input.all() : [],
	);
}

/** What a node put out, in its last run unless another is told. */
const itemsPutOut = (
	context: IExecuteFunctions,
	...place: [node: string, output: number, run?: number]
): INodeExecutionData[] =>
	itemsTold(context, (data) => (typeof data.$items === 'function' ? data.$items(...place) : []));

/** The items that n8n's data for expressions hold; none where n8n does not tell them. */
function itemsTold(
	context: IExecuteFunctions,
	ask: (data: Record<string, unknown>) => unknown,
): INodeExecutionData[] {
	try {
		const data: unknown = context.getWorkflowDataProxy(0);
		const told = isObject(data) ? ask(data) : [];
		return Array.isArray(told) ? told.filter(isItem) : [];
	} catch {
		return [];
	}
}

const isItem = (value: unknown): value is INodeExecutionData =>
	isObject(value) && isObject(value.json);
