import { NodeApiError, NodeOperationError, type IDataObject } from 'n8n-workflow';

/**
 * Why something did not succeed, on its whole way from where it was found to the edge, where it becomes
 * n8n's error, an item, or words for an agent. Plain JSON, never with the key in it.
 */
export interface Failure {
	/** What happened, in one sentence. */
	message: string;
	/** How to get unstuck. */
	description: string;
	/** Facts for the error branch and for support. */
	details: IDataObject;
	/** HTTP status, where the platform answered. */
	status?: number;
	/** Found before anything was sent, which is said wherever the failure is shown. */
	isUnsent?: boolean;
}

/** An error that says itself what it means for the user. */
export abstract class ExplainedError extends Error {
	abstract readonly failure: Failure;
}

/** Whatever was thrown as plain words and facts; what nobody explained keeps its own message. */
export function failureOf(cause: unknown): Failure {
	if (cause instanceof ExplainedError) return cause.failure;
	if (cause instanceof NodeApiError || cause instanceof NodeOperationError)
		return { message: cause.message, description: cause.description ?? '', details: {} };
	const message = cause instanceof Error ? cause.message : String(cause);
	return { message, description: '', details: {} };
}
