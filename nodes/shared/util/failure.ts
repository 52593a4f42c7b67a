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

/**
 * Bad input in one parameter, found before anything was sent.
 * The node adds the item's number when it shows this to the user.
 */
export class ParameterProblem extends ExplainedError {
	constructor(
		/** The parameter's label as the form shows it. */
		readonly label: string,
		/** What is wrong with the value, as the end of the sentence "LABEL ...". */
		reason: string,
		/** How to get unstuck. */
		readonly advice?: string,
	) {
		super(`${label} ${reason}`);
		this.name = 'ParameterProblem';
	}

	get failure(): Failure {
		return {
			message: this.message,
			description: this.advice ?? 'Nothing was sent to the platform.',
			details: { parameter: this.label, taskMayExist: false },
		};
	}
}

/**
 * Refuses text that n8n was meant to replace: a Fixed parameter keeps {{ ... }} as it stands.
 * @throws ParameterProblem
 */
export function refuseExpression(text: string, label: string): void {
	const start = text.search(/\{\{\s*\$\w/);
	if (start < 0 || !text.includes('}}', start)) return;
	throw new ParameterProblem(
		label,
		'still holds an expression that was not evaluated',
		'Switch the parameter from Fixed to Expression, so that n8n replaces {{ ... }} by its value.',
	);
}
