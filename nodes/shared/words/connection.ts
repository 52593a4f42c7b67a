/** What people read of the credential, of the places where requests go, and of files that do not come. */
import type { Refusal } from './fields';
import { ACCOUNT } from './platform';

export const isNoBaseUrl = (): Refusal => ({
	reason: 'in the credential is no valid base URL',
	advice: `Enter it like ${ACCOUNT}, without a question mark or login.`,
});

export const isNotHttps = (): Refusal => ({
	reason: 'in the credential must begin with https://',
	advice: 'The API key would travel unencrypted otherwise.',
});

export const keyIsEmpty = (): Refusal => ({
	reason: 'in the credential is empty',
	advice: `Keys are made at ${ACCOUNT}.`,
});

export const keyHoldsOddSign = (): Refusal => ({
	reason:
		'in the credential holds a character that no key has, such as a line break or a letter outside ASCII',
	advice: `Copy the key again from ${ACCOUNT}, and nothing else with it.`,
});

/** Of the test of a credential, which asks for nothing that a key may not have. */
export const keyHasNoRightsAtAll = (): string => 'The API key has no rights on the platform (403)';

/** Of a file that the platform would have to fetch. */
export const isOfOwnNetwork = (url: string, host: string): Refusal => ({
	reason: `holds ${url.slice(0, 60)}, which the platform cannot reach`,
	advice: `${host} is known only to this machine or its network, and the platform fetches files over the internet. Put the file on a public address first (S3, OSS, a web server).`,
});

/** Of a signed link. */
export const hasExpired = (url: string, end: Date): Refusal => ({
	reason: `holds ${url.replace(/\?.*/s, '').slice(0, 80)}, a link that has expired on ${end.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
	advice: 'Make a new link, or run the node that makes it again.',
});

export const notSentAsStopped = (): string => 'Not sent, as the execution was stopped';

export const endedWithinAnswer = (): string => 'The connection ended within the answer';

export const pathHasHost = (): Refusal => ({
	reason: 'must be a path without a host',
	advice:
		'Enter what follows the host, such as /minimalist/api/...; the host stands in the credential.',
});

export const pathHasNoSlash = (): Refusal => ({
	reason: 'must begin with a slash',
	advice: 'Enter it like /minimalist/api/...',
});

/** @param idPlace what may stand for the id of a task; undefined where nothing may */
export const pathHoldsPlaceholder = (named: string, idPlace: string | undefined): Refusal => ({
	reason: `still holds the placeholder ${named.slice(0, 40)}`,
	advice:
		idPlace === undefined
			? 'Put the value in its place.'
			: `Write ${idPlace} where the task ID belongs.`,
});

export const pathLeadsUp = (): Refusal => ({
	reason: 'must not hold //, . or .. as a part',
	advice: 'Enter the full path of the service.',
});

export const pathHoldsOddSign = (): Refusal => ({
	reason: 'holds a character that no path may hold',
	advice: 'Spaces, backslashes, # and letters outside ASCII must be percent-encoded.',
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
	`"${service}" answered at ${found}, not at ${derived}. Please <a href="${issueUrl}" target="_blank">tell us</a>, so that nobody has to search for it again.`;

/** What stands in the issue form. */
export const issueTitle = ({ service, found }: FoundPath): string =>
	`${service}: the path is ${found}`;
export const issueDifference = ({ service, derived, found }: FoundPath): string =>
	`${service} answered at ${found}. At ${derived} there is no service.`;

/** Why a result file is not there, in words that follow the address of the file. */

export const isEmpty = (): string => 'the file is empty';

export const isPageOrMessage = (): string => 'a web page or message came instead of a media file';

/** @param claim the type that the server or the name says */
export const isNotWhatItIsCalled = (claim: string): string =>
	`what came is called ${claim}, but does not begin like a media file`;

export const serverAnswered = (status: number): string => `the file's server answered ${status}`;

export const nothingCame = (seconds: number): string => `nothing came for ${seconds} seconds`;

export const tooLittleCame = (bytesPerSecond: number, seconds: number): string =>
	`less than ${bytesPerSecond} bytes a second came for ${seconds} seconds`;

export const connectionEnded = (): string => 'the connection ended before the file did';

export const isLargerThanLimit = (megabytes: number): string =>
	`the file is larger than the limit of ${megabytes} MB (Options > Max File Size)`;

export const isNoStream = (): string => 'the file could not be read as a stream';
