/**
 * What people read where an operation refuses what is filled in: values that do not go together. What is wrong is the
 * end of a sentence that begins with a label.
 */
import { mayExist } from './platform';

export const holdsIdBeforeSubmission = (place: string): string =>
	`holds ${place}, but nothing has an ID before it is submitted`;
export const enterSubmissionPath = (): string =>
	'Enter the path that takes the submission. Where its task is asked for is set under Advanced > Query Path where the node waits, or in Kexiang Wait for Task under Advanced > Query Path.';

export const cannotBeSentByGet = (): string => 'cannot be sent by GET';
export const choosePost = (): string =>
	'Choose POST, or put the values into the path, after a question mark.';

export const isNoneOfNumbers = (value: number, allowed: readonly number[]): string =>
	`is ${value}; allowed is ${allowed.join(' or ')}`;

/** @param others labels of the other fields for references */
export const isEmptyLike = (others: readonly string[]): string =>
	`is empty, and ${others.join(' and ')} too; this mode needs at least one of them`;
export const addReference = (): string => 'Add a reference, or choose the mode Text to Video.';

// Custom Request.

export const saysOther = (
	name: string,
	inInput: unknown,
	{ label, value }: { label: string; value: string },
): string => `says ${name} ${JSON.stringify(inInput)}, but ${label} is "${value}"`;
export const leaveOutOfInput = (name: string): string =>
	`Leave ${name} out of User Input, or make both the same.`;

export const isEmptyBody = (): string => 'is empty';
export const enterEmptyObject = (): string => 'Enter {} to send nothing on purpose.';

export const hasNoTaskSource = (): string => 'is set, but Task Source is None';
export const chooseTaskSource = (): string =>
	'Choose the task source that is nearest to the service, or take the path out.';

// Hunyuan.

export const isWrongCountForTemplate = (needed: number, template: string, count: number): string =>
	`must hold ${needed === 1 ? '1 URL' : '2 URLs'} for the template ${template}, but holds ${count}`;

// Kling.

export const isModelOfOther = (name: string): string =>
	`is ${name}, the model of another operation`;
export const removeOrSetModel = (own: string): string => `Remove the option, or set it to ${own}.`;

export const holdsTooManyBesideVideo = (count: number, max: number): string =>
	`holds ${count} URLs; together with a video at most ${max} are allowed`;

export const isTooLongBesideVideo = (seconds: number, max: number): string =>
	`is ${seconds}; together with a video at most ${max} is allowed`;

// Video tools.

export const isNotAfterStart = (end: number, start: number): string =>
	`is ${end}, which is not after Start (%), ${start}`;
export const bothArePercent = (): string => 'Both are percent of the length, not seconds.';

/** @param other label of the field that belongs to it */
export const isNotSetBeside = (other: string): string => `is not set, but ${other} is`;
export const setBothOrNone = (): string => 'Set both, or none of them.';

// Volcengine.

export const isShorterThanSeedance = (seconds: number): string =>
	`is ${seconds}; allowed is 4 to 15, or -1 to let the model decide`;

export const isOnlyReference = (): string => 'cannot be the only reference';
export const addPictureOrVideo = (): string =>
	'Add a picture under Image URLs or a video under Video URLs.';

export const isTooFineForModel = (
	resolution: string,
	model: string,
	resolutions: readonly string[],
): string => `is ${resolution}; ${model} makes ${resolutions.join(' and ')} only`;
export const chooseSmallerResolution = (model: string): string =>
	`Choose a smaller resolution, or the model ${model}.`;

export const needsSeries = (): string =>
	'means a series of pictures, but Image Series is not switched on';
export const switchSeriesOn = (): string => 'Set Image Series to On, or empty Max Images.';

export const areTooManyPictures = (maxImages: number, given: number, most: number): string =>
	`is ${maxImages}; together with ${given} reference pictures at most ${most} are allowed`;

// What people read where the review of a file brings no asset for a video.

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
