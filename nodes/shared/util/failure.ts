import { NodeApiError, NodeOperationError, type IDataObject } from 'n8n-workflow';

/**
 * Why something failed. It travels unchanged from where it was found to the outermost layer, which turns it into
 * n8n's error, an item, or words for an agent. Plain JSON, and never contains the key.
 */
export interface Failure {
	/** What happened, in one sentence. */
	message: string;
	/** What the user can do about it. */
	description: string;
	/** Facts for the error branch and for support. */
	details: IDataObject;
	/** HTTP status, if the platform answered. */
	status?: number;
	/** True if it was found before anything was sent. Every place that shows the failure says so. */
	isUnsent?: boolean;
}

/** An error that explains itself to the user. */
export abstract class ExplainedError extends Error {
	abstract readonly failure: Failure;
}

/** Turns anything thrown into plain words and facts. An unexplained error keeps its own message. */
export function failureOf(cause: unknown): Failure {
	if (cause instanceof ExplainedError) return cause.failure;
	if (cause instanceof NodeApiError || cause instanceof NodeOperationError)
		return { message: cause.message, description: cause.description ?? '', details: {} };
	const message = cause instanceof Error ? cause.message : String(cause);
	return { message, description: '', details: {} };
}
