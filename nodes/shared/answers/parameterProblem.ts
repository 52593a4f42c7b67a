import { ExplainedError, type Failure } from '../util/failure';
import { ofParameter, type Refusal } from '../words/fields';

/**
 * Bad input in one parameter, found before anything was sent.
 * The node adds the item's number when it shows this to the user.
 */
export class ParameterProblem extends ExplainedError {
	/** What the user can do about it. */
	readonly advice?: string | undefined;

	constructor(
		/** The parameter's label as the form shows it. */
		readonly label: string,
		/** What is wrong with the value, as the end of the sentence "LABEL ...", optionally with advice. */
		refusal: string | Refusal,
		advice?: string,
	) {
		const whole = typeof refusal === 'string' ? { reason: refusal, advice } : refusal;
		super(ofParameter(label, whole.reason));
		this.name = 'ParameterProblem';
		this.advice = whole.advice;
	}

	get failure(): Failure {
		return {
			message: this.message,
			description: this.advice ?? '',
			details: { parameter: this.label, taskMayExist: false },
			isUnsent: true,
		};
	}
}
