import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import type { Failure } from '../util/failure';
import { ofItem } from '../words/wiring';

/**
 * n8n's error for one item. The facts go to `context.details`, and the description, which n8n
 * shows and stores, names every task that exists.
 */
export function nodeError(
	node: INode,
	failure: Failure,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const { description, status, details } = failure;
	const message = ofItem(failure.message, itemIndex);
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
	error: { ...failure.details, message: failure.message, description: failure.description },
});

/**
 * Ends a node whose execution was stopped. Under Retry On Fail n8n waits after an error and runs the node again, also
 * in a stopped execution, so that such a node ends without output: no node behind it is run any more.
 * @throws the error, where n8n takes it as the end
 */
export function endStopped(
	context: Pick<IExecuteFunctions, 'getNode'>,
	error: NodeOperationError,
): INodeExecutionData[][] {
	if (context.getNode().retryOnFail !== true) throw error;
	return [[]];
}
