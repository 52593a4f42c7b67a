/**
 * What people read where an operation refuses what is filled in: values that do not go together. What is wrong is the
 * end of a sentence that begins with a label.
 */
import { mayExist } from './platform';

export const holdsIdBeforeSubmission = (place: string): string =>
	`contains ${place}, but a task has no ID before it is submitted`;
export const enterSubmissionPath = (): string =>
	'Enter the path for submitting. Set the path for polling under Advanced > Query Path, in this node if it waits, or in Kexiang Wait for Task.';

export const cannotBeSentByGet = (): string => 'cannot be sent with GET';
export const choosePost = (): string =>
	'Choose POST, or put the values in the path after a question mark.';

export const isNoneOfNumbers = (value: number, allowed: readonly number[]): string =>
	`must be ${allowed.join(' or ')}, but is ${value}`;

/** @param others labels of the other fields for references */
export const isEmptyLike = (others: readonly string[]): string =>
	`is empty, and so ${others.length === 1 ? 'is' : 'are'} ${others.join(' and ')}; this mode needs at least one of them`;
export const addReference = (): string => 'Add a reference or choose the mode Text to Video.';

// Custom Request.

export const saysOther = (
	name: string,
	inInput: unknown,
	{ label, value }: { label: string; value: string },
): string => `sets ${name} to ${JSON.stringify(inInput)}, but ${label} is "${value}"`;
export const leaveOutOfInput = (name: string): string =>
	`Remove ${name} from User Input, or use the same value in both.`;

export const isEmptyBody = (): string => 'is empty';
export const enterEmptyObject = (): string => 'Enter {} to send an empty body.';

export const hasNoTaskSource = (): string => 'is set, but Task Source is None';
export const chooseTaskSource = (): string =>
	'Choose the task source that is closest to the service, or remove the path.';

// Hunyuan.

export const isWrongCountForTemplate = (needed: number, template: string, count: number): string =>
	`must contain ${needed} ${needed === 1 ? 'URL' : 'URLs'} for the template ${template}, but contains ${count}`;

// Kling.

export const isModelOfOther = (name: string): string =>
	`is ${name}, the model of another operation`;
export const removeOrSetModel = (own: string): string => `Remove the option or set it to ${own}.`;

export const holdsTooManyBesideVideo = (count: number, max: number): string =>
	`contains ${count} URLs; the limit with a video is ${max}`;

export const isTooLongBesideVideo = (seconds: number, max: number): string =>
	`is ${seconds}; the limit with a video is ${max}`;

// Video tools.

export const isNotAfterStart = (end: number, start: number): string =>
	`is ${end}, but must be greater than Start (%), which is ${start}`;
export const bothArePercent = (): string => 'Both are percentages of the length, not seconds.';

/** @param other label of the field that belongs to it */
export const isNotSetBeside = (other: string): string => `is not set, but ${other} is`;
export const setBothOrNone = (): string => 'Set both or neither.';

// Volcengine.

export const isShorterThanSeedance = (seconds: number): string =>
	`is ${seconds}, but must be 4 to 15, or -1 to let the model decide`;

export const isOnlyReference = (): string => 'cannot be the only reference';
export const addPictureOrVideo = (): string =>
	'Add an image under Image URLs or a video under Video URLs.';

export const isTooFineForModel = (
	resolution: string,
	model: string,
	resolutions: readonly string[],
): string => `is ${resolution}, but ${model} only supports ${resolutions.join(' and ')}`;
export const chooseSmallerResolution = (model: string): string =>
	`Choose a lower resolution or the model ${model}.`;

export const needsSeries = (): string => 'is set, but Image Series is not switched on';
export const switchSeriesOn = (): string => 'Set Image Series to On, or clear Max Images.';

export const areTooManyPictures = (maxImages: number, given: number, most: number): string =>
	`is ${maxImages}; the limit with ${given} reference ${given === 1 ? 'image' : 'images'} is ${most}`;

// What people read where the review of a file brings no asset for a video.

/** @param message of the error; what it says of a task would be taken for the video's */
export function noClearAnswer(label: string, shown: string, message: string): string {
	const doubt = mayExist('');
	const why = message.endsWith(doubt) ? message.slice(0, -doubt.length) : message;
	return `${label}: the review of ${shown} got no clear response (${why})`;
}
export const noVideoWasSubmitted = (): string =>
	'No video was submitted or charged. The review itself may have started, so it is not sent again in this execution. Start a new execution to have the file reviewed.';

/** The end of a sentence that begins with the label, as the next one is. */
export const endedWithRefusal = (shown: string, reason = 'no reason given'): string =>
	`failed, because the platform refused ${shown}: ${reason}`;
export const useAnotherFile = (): string =>
	'Use another file. The platform gave this reason. No video was charged.';

export const broughtNoVerdict = (shown: string, taskId: string | undefined): string =>
	`got no decision on ${shown}${taskId === undefined ? '' : ` (review ${taskId})`}`;
export const askForReview = (): string =>
	'Check the review with Kexiang Wait for Task (task source Asset Review), or run this node again later. No video was charged.';
