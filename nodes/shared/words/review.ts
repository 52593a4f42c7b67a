/** What people read where the review of a file brings no asset for a video. */
import { mayExist } from './platform';

/** @param message of the error; what it says of a task would be taken for the video's */
export function noClearAnswer(label: string, shown: string, message: string): string {
	const doubt = mayExist('');
	const why = message.endsWith(doubt) ? message.slice(0, -doubt.length) : message;
	return `${label}: no clear answer came to the review of ${shown} (${why})`;
}
export const noVideoWasSubmitted = (): string =>
	'No video was submitted, and nothing was paid for one. The review itself may have begun; it is not sent again in this execution. Start a new one to have the file reviewed.';

/** The end of a sentence that begins with the label, as the next one is. */
export const endedWithRefusal = (shown: string, reason = 'no reason given'): string =>
	`ended with a refusal of ${shown}: ${reason}`;
export const useAnotherFile = (): string =>
	"The reason is the platform's own. Nothing was paid for a video; use another file.";

export const broughtNoVerdict = (shown: string, taskId: string | undefined): string =>
	`brought no verdict on ${shown}${taskId === undefined ? '' : ` (review ${taskId})`}`;
export const askForReview = (): string =>
	'Nothing was paid for a video. Ask for the review with Kexiang Wait for Task (task source Asset Review), or run again later.';
