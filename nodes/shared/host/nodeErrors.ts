import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import type { Failure } from '../util/failure';
import * as agents from '../words/agents';
import { descriptionOf, type Explained } from '../words/platform';
import { stoppedInLog } from '../words/log';
import { ofItem } from '../words/wiring';
import { isTool } from './itemInput';

/**
 * n8n's error for one item. The facts go to `context.details`, and the description, which n8n
 * shows and stores, names every task that exists.
 */
export function nodeError(
	node: INode,
	failure: Failure,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const { status, details } = failure;
	// Of an error, an agent reads the message alone.
	const asTool = isTool({ getNode: () => node });
	const told = asTool ? agents.wholeFailure(failure) : failure.message;
	const description = asTool ? '' : descriptionOf(failure);
	const message = ofItem(told, itemIndex);
	const options = { message, description, itemIndex };
	const raised =
		status === undefined
			? new NodeOperationError(node, message, options)
			: new NodeApiError(
					node,
					{ message: failure.message },
					{ ...options, httpCode: String(status) },
				);
	// n8n puts advice of its own, "retry immediately", in place of a message that holds a code such as ECONNRESET.
	raised.message = message;
	raised.context.details = details;
	return raised;
}

/**
 * The output of a failed item under Continue On Fail. n8n sends it to the error branch only if it
 * knows it for an error; the one shape with facts in it that n8n 1.x and 2.x both know is an object
 * under the key `error` alone.
 */
export const errorJson = (failure: Failure): IDataObject => ({
	error: { ...failure.details, message: failure.message, description: descriptionOf(failure) },
});

/** The same as an item, with the files of the input: n8n adds its fields on the error branch, and no files. */
export function errorItem(
	context: IExecuteFunctions,
	failure: Failure,
	item: number,
): INodeExecutionData {
	const binary = context.getInputData()[item]?.binary;
	return { json: errorJson(failure), ...(binary && { binary }), pairedItem: { item } };
}

/** n8n's error for what keeps the whole node from its work, before anything is sent. */
export const refusal = (node: INode, { message, description }: Explained): NodeOperationError =>
	new NodeOperationError(node, message, {
		description: descriptionOf({ description, isUnsent: true }),
	});

/**
 * Ends a node whose execution was stopped. Under Retry On Fail n8n waits after an error and runs the node again, also
 * in a stopped execution, so that such a node ends without output: no node behind it is run any more.
 * @param left what goes on running on the platform. n8n keeps nothing of a stopped node, so it is told in the log
 * @throws the error, where n8n takes it as the end
 */
export function endStopped(
	context: Pick<IExecuteFunctions, 'getNode' | 'logger'>,
	message: string,
	left: string,
): INodeExecutionData[][] {
	if (left !== '') context.logger.warn(stoppedInLog(left));
	const node = context.getNode();
	if (node.retryOnFail !== true) throw new NodeOperationError(node, message, { description: left });
	return [[]];
}
