import { ExplainedError, type Failure } from '../util/failure';
import { nothingSent, ofParameter } from '../words/fields';

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
		super(ofParameter(label, reason));
		this.name = 'ParameterProblem';
	}

	get failure(): Failure {
		return {
			message: this.message,
			description: this.advice ?? nothingSent(),
			details: { parameter: this.label, taskMayExist: false },
		};
	}
}
