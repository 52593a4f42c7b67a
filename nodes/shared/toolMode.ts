import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether an AI agent runs the node as its tool: n8n names the tool form of a node type with this
 * suffix, and tells it in no other way (its `isToolExecution()` is false in an execute context).
 */
export const isTool = (context: Pick<IExecuteFunctions, 'getNode'>): boolean =>
	/Tool$/.test(context.getNode().type);
