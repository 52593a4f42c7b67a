/** What the user reads where a review brings no asset. */
import { PlatformProblem } from '../../shared/answers/errors';
import { ParameterProblem } from '../../shared/util/failure';

/** Label of the switch that has assets reviewed. */
export const REVIEW_ASSETS_FIRST = 'Review Assets First';

/** A review that may have begun is no video that may have been paid. */
export function problemOfReview(cause: unknown, shown: string): unknown {
	if (!(cause instanceof PlatformProblem) || cause.failure.details.taskMayExist !== true)
		return cause;
	const { message, details } = cause.failure;
	const why = message.replace(/; the task may have been created$/, '');
	return new PlatformProblem(
		{
			message: `${REVIEW_ASSETS_FIRST}: no clear answer came to the review of ${shown} (${why})`,
			description:
				'No video was submitted, and nothing was paid for one. The review itself may have begun; it is not sent again in this execution. Start a new one to have the file reviewed.',
			details,
		},
		cause.cause,
	);
}

export const refusedFile = (shown: string, reason = 'no reason given') =>
	new ParameterProblem(
		REVIEW_ASSETS_FIRST,
		`ended with a refusal of ${shown}: ${reason}`,
		"The reason is the platform's own. Nothing was paid for a video; use another file.",
	);

export const unknownVerdict = (shown: string, taskId: string | undefined) =>
	new ParameterProblem(
		REVIEW_ASSETS_FIRST,
		`brought no verdict on ${shown}${taskId === undefined ? '' : ` (review ${taskId})`}`,
		'Nothing was paid for a video. Ask for the review with Kexiang Wait for Task (task source Asset Review), or run again later.',
	);
