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
 * n8n's error for one item. The facts go to `context.details`. The description, which n8n shows and stores, names
 * every existing task.
 */
export function nodeError(
	node: INode,
	failure: Failure,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const { status, details } = failure;
	// An agent reads only the message of an error.
	const asTool = isTool({ getNode: () => node });
	const text = asTool ? agents.wholeFailure(failure) : failure.message;
	const description = asTool ? '' : descriptionOf(failure);
	const message = ofItem(text, itemIndex);
	const options = { message, description, itemIndex };
	const raised =
		status === undefined
			? new NodeOperationError(node, message, options)
			: new NodeApiError(
					node,
					{ message: failure.message },
					{ ...options, httpCode: String(status) },
				);
	// n8n replaces a message that contains a code such as ECONNRESET with its own advice, "retry immediately".
	raised.message = message;
	raised.context.details = details;
	return raised;
}

/**
 * The output of a failed item under Continue On Fail. n8n sends it to the error branch only if it recognizes it as
 * an error. The only shape with facts that both n8n 1.x and 2.x recognize is an object whose only key is `error`.
 */
export const errorJson = (failure: Failure): IDataObject => ({
	error: { ...failure.details, message: failure.message, description: descriptionOf(failure) },
});

/** The same as an item, with the files of the input. On the error branch n8n adds the input's fields but no files. */
export function errorItem(
	context: IExecuteFunctions,
	failure: Failure,
	item: number,
): INodeExecutionData {
	const binary = context.getInputData()[item]?.binary;
	return { json: errorJson(failure), ...(binary && { binary }), pairedItem: { item } };
}

/** n8n's error for a problem that stops the whole node before anything is sent. */
export const refusal = (node: INode, { message, description }: Explained): NodeOperationError =>
	new NodeOperationError(node, message, {
		description: descriptionOf({ description, isUnsent: true }),
	});

/**
 * Ends a node whose execution was stopped. Under Retry On Fail n8n waits after an error and runs the node again,
 * even in a stopped execution. Such a node ends without output instead, so no node after it runs.
 * @param left what is still running on the platform. n8n keeps nothing of a stopped node, so this goes to the log
 * @throws the error, if n8n accepts it as the end
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
