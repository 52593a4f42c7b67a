import { ExplainedError, type Failure } from './failure';

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
