import type { IExecuteFunctions, INodeExecutionData, NodeOperationError } from 'n8n-workflow';

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
