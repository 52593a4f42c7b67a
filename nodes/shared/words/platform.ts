/** What the platform's answers mean, in sentences for people. */
import type { Failure } from '../util/failure';

export const ACCOUNT = 'https://kexiangai.com';

/** What happened, and how to get unstuck; of a task or a wire it is told as n8n names these. */
export type Explained = Pick<Failure, 'message' | 'description'>;

export interface Explanation {
	message: string;
	advice: string;
}

export const sentences = (...parts: readonly string[]): string =>
	parts.filter((part) => part !== '').join(' ');

/** A sentence with its period. */
export const ended = (sentence: string): string =>
	sentence.endsWith('.') ? sentence : `${sentence}.`;

/** How to get unstuck, and that nothing was sent where this is so. */
export const descriptionOf = ({
	description,
	isUnsent,
}: Pick<Failure, 'description' | 'isUnsent'>): string =>
	sentences(description, isUnsent ? 'Nothing was sent.' : '');

/** The same in a text that tells of other items, too. */
export const descriptionOfItem = ({ description, isUnsent }: Failure): string =>
	sentences(description, isUnsent ? 'Nothing was sent for this item.' : '');

export const NOT_CHARGED = 'Nothing was charged for this request.';

export const platformSaid = (said: string): string => {
	const text = `The platform said: ${said}`;
	return /[.!?。！？]$/.test(text) ? text : `${text}.`;
};

export const answerBegan = (beginning: string): string => `The response began: ${beginning}`;

export const webPage = (title: string | undefined): string =>
	title === undefined ? 'a web page' : `a web page titled "${title}"`;

/** Of a failed task. */
export const noReasonFound = (status: string): string =>
	`no reason was found in the platform's response (status "${status}")`;

export const mayExist = (message: string): string => `${message}; the task may have been created`;

export const namesTask = (message: string, taskId: string): string =>
	`${message}; the response contains task ID ${taskId}`;

export const askForNamedTask = (taskId: string): string =>
	`Check task ${taskId} with Kexiang Wait for Task before you submit again.`;

/** Of a request with an unknown outcome. */
export const notSentAgain = (): string =>
	'Check the task list on the platform before you submit again. If the task is there, pass its ID to Kexiang Wait for Task. ' +
	'The request was not sent again, because you could be charged twice.';

export const refusedBefore = (): string =>
	'Change the request, or retry the execution. The same request was refused earlier in this execution, so it was not sent again.';

export const keyRefused = (): Explanation => ({
	message: 'The platform refused the API key (401)',
	advice: `Check the API Key in the credential. You can create a key at ${ACCOUNT}.`,
});

export const keyHasNoRights = (): Explanation => ({
	message: 'The API key is not allowed to use this service (403)',
	advice: `Check the permissions and the balance of the key at ${ACCOUNT}.`,
});

export const insufficientBalance = (): Explanation => ({
	message: 'Insufficient balance (402)',
	advice: `Top up the account at ${ACCOUNT}.`,
});

export const noServiceAtDerivedPath = (
	path: string,
	status: number,
	{ docs, isPoll }: { docs: string; isPoll: boolean },
): Explanation => ({
	message: `The platform has no service at ${path} (${status})`,
	advice: `Look up the path at ${docs} and enter it under ${
		isPoll
			? 'Advanced > Query Path in Kexiang Wait for Task, or in the node that submits and waits'
			: 'Advanced > Path'
	}. This API path is derived and not confirmed by the platform.`,
});

export const noServiceAtOwnPath = (path: string, status: number, docs: string): Explanation => ({
	message: `The platform has no service at ${path} (${status})`,
	advice: `Compare the path, the method and the base URLs in the credential with the documentation at ${docs}.`,
});

export const noServiceAtKnownPath = (path: string, status: number, docs: string): Explanation => ({
	message: `The platform has no service at ${path} (${status})`,
	advice: `Check the base URLs in the credential. The service may also have moved; see ${docs}.`,
});

export const noServiceAnywhere = (paths: readonly string[]): string =>
	`The platform has no service at any known path: ${paths.join(', ')}`;

export const taskNotKnown = (taskId: string, status: number): Explanation => ({
	message: `The platform cannot find task ${taskId} (${status})`,
	advice:
		'Check the Task ID and the Task Source. A task can only be found with the API and the account that created it.',
});

export const inputRefused = (said: string, status: number, docs: string): Explanation => ({
	message: `The platform refused the input (${status})${said === '' ? '' : `: ${said}`}`,
	advice: `Correct the fields that the message names. Add missing fields under Advanced > Additional Fields. The fields are described at ${docs}.`,
});

export const slowDown = (retryAfterSeconds: number | undefined): Explanation => ({
	message: 'Too many requests (429)',
	advice:
		retryAfterSeconds === undefined
			? 'Wait a minute, then run again with fewer requests at a time.'
			: `Wait ${Math.ceil(retryAfterSeconds)} ${Math.ceil(retryAfterSeconds) === 1 ? 'second' : 'seconds'}, then run again with fewer requests at a time.`,
});

export const notAvailable = (isPaid: boolean): Explanation => ({
	message: 'The platform is currently unavailable (503)',
	advice: isPaid ? '' : 'Try again in a few minutes.',
});

export const serverFault = (status: number, isPaid: boolean): Explanation => ({
	message: `The platform had an internal fault (${status})`,
	advice: isPaid ? '' : 'Try again in a few minutes.',
});

/** The answer of a proxy on the way, which let nothing through (RFC 9110, 15.5.8). */
export const proxyRefused = (): Explanation => ({
	message: 'A proxy between n8n and the platform requires a user name and a password (407)',
	advice:
		"Correct n8n's environment variable HTTPS_PROXY or HTTP_PROXY, or add the platform's host to NO_PROXY.",
});

export const redirected = (status: number): Explanation => ({
	message: `The platform responded with a redirect (${status}), which is not followed, to keep the API key safe`,
	advice: 'Enter the final URL as the base URL in the credential.',
});

export const notJson = (): Explanation => ({
	message: 'The platform did not return JSON',
	advice:
		'Check the base URL in the credential. It probably leads to a website or a proxy instead of the API.',
});

export const answerTooLarge = (megabytes: number): Explanation => ({
	message: `The response of the platform is larger than ${megabytes} MB`,
	advice: 'The response was not read to its end.',
});

export const otherTask = (taskId: string, other: string | undefined): Explanation => ({
	message: `The platform returned another task${other === undefined ? '' : `, ${other}`}`,
	advice: `Check the Task Source. Task ${taskId} was requested, so the data of the other task is not passed on.`,
});

export const unknownCode = (code: string, said: string, docs: string): Explanation => ({
	message: `The platform returned code ${code}${said === '' ? '' : `: ${said}`}`,
	advice: `See ${docs} for what the service expects.`,
});

export const unknownStatus = (status: number, docs: string): Explanation => ({
	message: `The platform returned HTTP ${status}`,
	advice: `See ${docs}.`,
});

/** Of a service that makes a task, or of one that answers with its result. */
export const nothingInAnswer = (wants: 'task' | 'result', said: string): Explanation => ({
	message: `The platform responded, but its response contains no ${wants === 'task' ? 'task ID' : 'result'}${said === '' ? '' : `: ${said}`}`,
	advice: '',
});

export const noAnswer = (why: string): string =>
	`No complete response came from the platform (${why})`;

export const notReached = (why: string): string => `The platform could not be reached (${why})`;

export const checkNetwork = (urlLabel: string): string =>
	`Check the network and the ${urlLabel} in the credential.`;

const sentAt = (at: string): string =>
	`The request was sent at ${at} and is not sent again, because you could be charged twice.`;

export const sentBefore = (at: string): Explanation => ({
	message:
		'This request was already sent in this execution and got no clear response; the task may have been created',
	advice:
		'Check the task list on the platform. If the task is there, pass its ID to Kexiang Wait for Task; if not, start a new execution. ' +
		sentAt(at),
});

export const sentByOtherExecution = (at: string, execution: string): Explanation => ({
	message: `This request was already sent by execution ${execution}, which is linked to this one by Retry; the task may have been created`,
	advice:
		'Check that execution and the task list on the platform. If no task was created, start a new execution. ' +
		sentAt(at),
});

export const parametersChanged = (): string =>
	'The parameters have changed since then. The request with the new parameters was not sent, because it would be charged separately.';
