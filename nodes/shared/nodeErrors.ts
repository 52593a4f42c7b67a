import { NodeApiError, NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';

import { ParameterProblem } from './parameters/problem';
import { PlatformProblem } from './platform/errors';
import { SpendingLimitReached } from './spending';

/** What an item's branch and n8n's error view are told. */
export interface ItemError {
	message: string;
	description: string;
	details: IDataObject;
	/** HTTP status, where the platform answered. */
	status?: number;
}

/** Any failure as plain words and facts; unknown ones keep their own message. */
export function describeError(cause: unknown): ItemError {
	if (cause instanceof ParameterProblem) {
		return {
			message: cause.message,
			description: cause.advice ?? 'Nothing was sent to the platform.',
			details: { parameter: cause.label, taskMayExist: false },
		};
	}
	if (cause instanceof PlatformProblem) {
		const { message, description, details } = cause.explanation;
		return {
			message,
			description,
			details: { ...details },
			...(cause.status !== undefined && { status: cause.status }),
		};
	}
	if (cause instanceof SpendingLimitReached) {
		const { limit, spent, price } = cause;
		return {
			message: cause.message,
			description:
				'Nothing was sent for this item. Raise Options > Spending Limit to go on; what was taken so far is kept.',
			details: {
				reason: 'spendingLimit',
				limit,
				spent,
				...(price !== undefined && { expectedCost: price }),
				taskMayExist: false,
			},
		};
	}
	if (cause instanceof NodeApiError || cause instanceof NodeOperationError) {
		return { message: cause.message, description: cause.description ?? '', details: {} };
	}
	return {
		message: cause instanceof Error ? cause.message : String(cause),
		description: '',
		details: {},
	};
}

/**
 * n8n's error for one item. The facts go to `context.details`, and the description, which n8n
 * shows and stores, names every task that exists.
 */
export function nodeError(
	node: INode,
	error: ItemError,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const options = {
		message: `${error.message} [item ${itemIndex}]`,
		description: error.description,
		itemIndex,
	};
	const raised =
		error.status === undefined
			? new NodeOperationError(node, options.message, options)
			: new NodeApiError(
					node,
					{ message: error.message },
					{ ...options, httpCode: String(error.status) },
				);
	// n8n puts advice of its own, "retry immediately", in place of a message that holds a code such as ECONNRESET.
	raised.message = options.message;
	raised.context.details = error.details;
	return raised;
}

/**
 * The output of a failed item under Continue On Fail. n8n sends it to the error branch only if it
 * knows it for an error; the one shape with facts in it that n8n 1.x and 2.x both know is an object
 * under the key `error` alone.
 */
export const errorJson = (error: ItemError): IDataObject => ({
	error: { ...error.details, message: error.message, description: error.description },
});
