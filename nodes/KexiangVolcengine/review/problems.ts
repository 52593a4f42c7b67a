/** The errors of a review that brings no asset. */
import { PlatformProblem } from '../../shared/answers/problem';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import * as words from '../../shared/words/review';

/** Label of the switch that has assets reviewed. */
export const REVIEW_ASSETS_FIRST = 'Review Assets First';

/** A review that may have begun is no video that may have been paid. */
export function problemOfReview(cause: unknown, shown: string): unknown {
	if (!(cause instanceof PlatformProblem) || cause.failure.details.taskMayExist !== true)
		return cause;
	const { message, details } = cause.failure;
	return new PlatformProblem(
		{
			message: words.noClearAnswer(REVIEW_ASSETS_FIRST, shown, message),
			description: words.noVideoWasSubmitted(),
			details,
		},
		cause.cause,
	);
}

export const refusedFile = (shown: string, reason?: string) =>
	new ParameterProblem(
		REVIEW_ASSETS_FIRST,
		words.endedWithRefusal(shown, reason),
		words.useAnotherFile(),
	);

export const unknownVerdict = (shown: string, taskId: string | undefined) =>
	new ParameterProblem(
		REVIEW_ASSETS_FIRST,
		words.broughtNoVerdict(shown, taskId),
		words.askForReview(),
	);
