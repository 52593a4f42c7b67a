/** What people read of the credential, of the places where requests go, and of files that do not come. */
import type { Refusal } from './fields';
import { ACCOUNT } from './platform';

export const isNoBaseUrl = (): Refusal => ({
	reason: 'in the credential is not a valid base URL',
	advice: `Enter a URL such as ${ACCOUNT}, without a question mark or login.`,
});

export const isNotHttps = (): Refusal => ({
	reason: 'in the credential must begin with https://',
	advice: 'Otherwise, the API key would be sent unencrypted.',
});

export const keyIsEmpty = (): Refusal => ({
	reason: 'in the credential is empty',
	advice: `Create an API key at ${ACCOUNT}.`,
});

export const keyHoldsOddSign = (): Refusal => ({
	reason:
		'in the credential contains a character that no API key has, such as a line break or a non-ASCII letter',
	advice: `Copy the key again from ${ACCOUNT}, with nothing before or after it.`,
});

/** Of the test of a credential, which asks for nothing that a key may not have. */
export const keyHasNoRightsAtAll = (): string => 'The API key has no permissions (403)';

/** Of a file that the platform would have to fetch. */
export const isOfOwnNetwork = (url: string, host: string): Refusal => ({
	reason: `contains ${url.slice(0, 60)}, which the platform cannot reach`,
	advice: `Put the file at a public URL first (S3, OSS, a web server). The platform fetches files over the internet, but ${host} is only known to this machine or its network.`,
});

/** Of a signed link. */
export const hasExpired = (url: string, end: Date): Refusal => ({
	reason: `contains ${url.replace(/\?.*/s, '').slice(0, 80)}, a link that expired on ${end.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
	advice: 'Create a new link, or run the node that creates it again.',
});

export const notSentAsStopped = (): string => 'Not sent, because the execution was stopped';

export const endedWithinAnswer = (): string =>
	'The connection closed in the middle of the response';

export const pathHasHost = (): Refusal => ({
	reason: 'must be a path without a host',
	advice:
		'Enter only what follows the host, such as /minimalist/api/...; the host is set in the credential.',
});

export const pathHasNoSlash = (): Refusal => ({
	reason: 'must begin with a slash',
	advice: 'Enter a path such as /minimalist/api/...',
});

/** @param idPlace what may stand for the id of a task; undefined where nothing may */
export const pathHoldsPlaceholder = (named: string, idPlace: string | undefined): Refusal => ({
	reason: `still contains the placeholder ${named.slice(0, 40)}`,
	advice:
		idPlace === undefined ? 'Replace it with a value.' : `Write ${idPlace} where the task ID goes.`,
});

export const pathLeadsUp = (): Refusal => ({
	reason: 'must not contain // or the segments . and ..',
	advice: 'Enter the full path of the service.',
});

export const pathHoldsOddSign = (): Refusal => ({
	reason: 'contains a character that is not allowed in a path',
	advice: 'Percent-encode spaces, backslashes, # and non-ASCII letters.',
});

/** A service that was found at another path than its derived one. */
export interface FoundPath {
	/** Label of the operation or of the task source. */
	service: string;
	/** As `POST /minimalist/api/...`. */
	derived: string;
	found: string;
}

export const tasksOfService = (source: string, operation: string | undefined): string =>
	operation === undefined ? source : `${source} (${operation})`;

/** @param issueUrl of the issue form, filled in */
export const answeredElsewhere = (
	{ service, derived, found }: FoundPath,
	issueUrl: string,
): string =>
	`"${service}" responded at ${found}, not at ${derived}. Please <a href="${issueUrl}" target="_blank">tell us</a>, so that others don't have to search for it.`;

/** What stands in the issue form. */
export const issueTitle = ({ service, found }: FoundPath): string =>
	`${service}: the path is ${found}`;
export const issueDifference = ({ service, derived, found }: FoundPath): string =>
	`${service} responded at ${found}. There is no service at ${derived}.`;

/** Why a result file is not there, in words that follow the address of the file. */

export const isEmpty = (): string => 'the file is empty';

export const isPageOrMessage = (): string =>
	'the server returned a web page or a message instead of a media file';

/** @param claim the type that the server or the name says */
export const isNotWhatItIsCalled = (claim: string): string =>
	`the file is labeled ${claim}, but its content does not begin like a media file`;

export const serverAnswered = (status: number): string => `the file's server returned ${status}`;

export const nothingCame = (seconds: number): string => `no data arrived for ${seconds} seconds`;

export const tooLittleCame = (bytesPerSecond: number, seconds: number): string =>
	`less than ${bytesPerSecond} bytes per second arrived for ${seconds} seconds`;

export const connectionEnded = (): string => 'the connection closed before the file was complete';

export const isLargerThanLimit = (megabytes: number): string =>
	`the file is larger than the limit of ${megabytes} MB (Options > Max File Size)`;

export const isNoStream = (): string => 'the file could not be read as a stream';
