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

/** How to get unstuck, and that nothing was sent where this is so. */
export const descriptionOf = ({
	description,
	isUnsent,
}: Pick<Failure, 'description' | 'isUnsent'>): string =>
	sentences(description, isUnsent ? 'Nothing was sent.' : '');

/** The same in a text that tells of other items, too. */
export const descriptionOfItem = ({ description, isUnsent }: Failure): string =>
	sentences(description, isUnsent ? 'Nothing was sent for this item.' : '');

export const NOT_CHARGED = 'Nothing was charged by this call.';

export const platformSaid = (said: string): string => {
	const text = `The platform said: ${said}`;
	return /[.!?。！？]$/.test(text) ? text : `${text}.`;
};

export const answerBegan = (beginning: string): string => `The answer began: ${beginning}`;

export const webPage = (title: string | undefined): string =>
	title === undefined ? 'a web page' : `a web page titled "${title}"`;

/** Of a failed task. */
export const noReasonFound = (status: string): string =>
	`no reason was found in the platform's answer (state "${status}")`;

export const mayExist = (message: string): string => `${message}; the task may have been created`;

export const namesTask = (message: string, taskId: string): string =>
	`${message}; the answer names task ${taskId}`;

export const askForNamedTask = (taskId: string): string =>
	`The answer names task ${taskId}: ask for it before you submit again.`;

/** Of a request with an unknown outcome. */
export const notSentAgain = (): string =>
	'It was not sent again, because that could be charged twice. Look at the task list on the platform before you submit again; ' +
	'if the task is there, pass its id to Kexiang Wait for Task.';

export const refusedBefore = (): string =>
	'The same request was refused before in this execution, so it was not sent again. Change the request, or retry the execution.';

export const keyRefused = (): Explanation => ({
	message: 'The platform refused the API key (401)',
	advice: `Check the API Key in the credential; keys are made at ${ACCOUNT}.`,
});

export const keyHasNoRights = (): Explanation => ({
	message: 'The API key may not use this service (403)',
	advice: `Check the rights and the balance of the key at ${ACCOUNT}.`,
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
	advice: `This API path is derived, not confirmed by the platform. Look up the real one at ${docs} and enter it under ${
		isPoll
			? 'Advanced > Query Path in Kexiang Wait for Task, or in a node that submits and waits'
			: 'Advanced > Path'
	}.`,
});

export const noServiceAtOwnPath = (path: string, status: number, docs: string): Explanation => ({
	message: `The platform has no service at ${path} (${status})`,
	advice: `Compare the path, the method and the base URLs in the credential with ${docs}.`,
});

export const noServiceAtKnownPath = (path: string, status: number, docs: string): Explanation => ({
	message: `The platform has no service at ${path} (${status})`,
	advice: `Check the base URLs in the credential; the service may also have moved: ${docs}.`,
});

export const noServiceAnywhere = (paths: readonly string[]): string =>
	`The platform has no service at any known path: ${paths.join(', ')}`;

export const taskNotKnown = (taskId: string, status: number): Explanation => ({
	message: `The platform does not know task ${taskId} (${status})`,
	advice:
		'Check the Task ID and the Task Source; a task is known only to the API and to the account that created it.',
});

export const inputRefused = (said: string, status: number, docs: string): Explanation => ({
	message: `The platform refused the input (${status})${said === '' ? '' : `: ${said}`}`,
	advice: `Correct the named fields; missing ones can be added under Advanced > Additional Fields. The fields are described at ${docs}.`,
});

export const slowDown = (retryAfterSeconds: number | undefined): Explanation => ({
	message: 'The platform asks to slow down (429)',
	advice:
		retryAfterSeconds === undefined
			? 'Wait a minute, then run again with fewer requests at a time.'
			: `Try again after ${Math.ceil(retryAfterSeconds)} seconds, with fewer requests at a time.`,
});

export const notAvailable = (isPaid: boolean): Explanation => ({
	message: 'The platform is not available right now (503)',
	advice: isPaid ? '' : 'Try again in a few minutes.',
});

export const serverFault = (status: number, isPaid: boolean): Explanation => ({
	message: `The platform stopped with a fault of its own (${status})`,
	advice: isPaid ? '' : 'Try again in a few minutes.',
});

/** The answer of a proxy on the way, which let nothing through (RFC 9110, 15.5.8). */
export const proxyRefused = (): Explanation => ({
	message: 'A proxy between n8n and the platform asks for a user name and a password (407)',
	advice: 'Correct HTTPS_PROXY or HTTP_PROXY of n8n, or add the host of the platform to NO_PROXY.',
});

export const redirected = (status: number): Explanation => ({
	message: `The platform answered with a redirect (${status}), which is not followed to keep the key safe`,
	advice: 'Enter the final address as base URL in the credential.',
});

export const notJson = (): Explanation => ({
	message: 'The platform did not answer with JSON',
	advice:
		'Usually the base URL in the credential leads to a web site or a proxy instead of the API.',
});

export const answerTooLarge = (megabytes: number): Explanation => ({
	message: `The platform answered with more than ${megabytes} MB`,
	advice: `The answer is larger than ${megabytes} MB and was not read to its end.`,
});

export const otherTask = (taskId: string, other: string | undefined): Explanation => ({
	message: `The platform answered about another task, ${other ?? 'unnamed'}`,
	advice: `Task ${taskId} was asked for. Check the Task Source; what came of the other task is not handed on.`,
});

export const unknownCode = (code: string, said: string, docs: string): Explanation => ({
	message: `The platform answered with code ${code}${said === '' ? '' : `: ${said}`}`,
	advice: `What the service expects is described at ${docs}.`,
});

export const unknownStatus = (status: number, docs: string): Explanation => ({
	message: `The platform answered with HTTP ${status}`,
	advice: `See ${docs}.`,
});

/** Of a service that makes a task, or of one that answers with its result. */
export const nothingInAnswer = (wants: 'task' | 'result', said: string): Explanation => ({
	message: `The platform answered, but the answer ${wants === 'task' ? 'names no task' : 'holds no result'}${said === '' ? '' : `: ${said}`}`,
	advice: '',
});

export const noAnswer = (why: string): string => `No answer came from the platform (${why})`;

export const notReached = (why: string): string => `The platform could not be reached (${why})`;

export const checkNetwork = (urlLabel: string): string =>
	`Check the network, and the ${urlLabel} in the credential.`;

export const sentBefore = (at: string): Explanation => ({
	message:
		'This request was sent before in this execution and brought no clear answer; the task may have been created',
	advice:
		`It was sent at ${at} and is not sent again, because that could be charged twice. ` +
		'Look at the task list on the platform: if the task is there, pass its id to Kexiang Wait for Task; if not, start a new execution.',
});

export const sentByOtherExecution = (at: string, execution: string): Explanation => ({
	message: `This request was sent by execution ${execution}, which belongs to the same run; the task may have been created`,
	advice:
		`It was sent at ${at} and is not sent again, because that could be charged twice. ` +
		'Look at that execution and at the task list on the platform; if nothing was made, start a new execution.',
});

export const parametersChanged = (): string =>
	'The parameters have changed since then; what was sent first counts, as another request would be paid by itself.';
