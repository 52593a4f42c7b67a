import type { IHttpRequestOptions } from 'n8n-workflow';

import { attempt } from '../util/attempt';
import { isObject, textOf } from '../util/json';
import { msOf, secondsOf } from '../util/time';
import * as words from '../words/storage';
import type { Refusal } from '../words/fields';
import { deletionUrl, linkOf, uploadUrl, type Bucket } from './bucket';
import { readAnswer } from './transfer';

/** The storage refused a request or could not be reached. The message says which credential field to check. */
export class BucketFault extends Error {
	constructor(readonly refusal: BucketRefusal) {
		super(words.storageFault(refusal));
		this.name = 'BucketFault';
	}
}

type Request = (options: IHttpRequestOptions) => Promise<unknown>;

/**
 * Sends one request to a storage service and returns the body as text.
 * @throws BucketFault if it was refused or got no response
 */
export async function requestBucket(
	request: Request,
	options: IHttpRequestOptions,
): Promise<string> {
	const sent = await attempt(
		request({
			...options,
			encoding: 'text',
			json: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect leads to another region. Following it would keep the whole body in memory.
			disableFollowRedirect: true,
		}),
	);
	if (!sent.ok) throw new BucketFault(silenceOf(sent.cause));
	const { status, headers, body } = readAnswer(sent.value);
	const text = typeof body === 'string' ? body : '';
	const refusal = refusalOf({ status, body: text, date: textOf(headers.date) }, new Date());
	if (refusal) throw new BucketFault(refusal);
	return text;
}

interface BucketRefusal extends Refusal {
	/** Whether the same request may work a moment later. */
	passing: boolean;
}

interface BucketAnswer {
	status: number;
	/** XML if it comes from a storage service. */
	body: string;
	/** The storage's clock, from its Date header. */
	date?: string | undefined;
}

/** Error codes of S3 and compatible services. */
const CODES: Array<[code: RegExp, said: (answer: words.StorageAnswer) => Refusal]> = [
	[/^SignatureDoesNotMatch$/, words.signatureRefused],
	[/^InvalidAccessKeyId$/, words.keyNotKnown],
	[/^NoSuchBucket$/, words.noSuchBucket],
	[
		/^(AuthorizationHeaderMalformed|AuthorizationQueryParametersError|InvalidRegion\w*|IncorrectEndpoint|PermanentRedirect|TemporaryRedirect|IllegalLocationConstraintException)$/,
		words.inOtherRegion,
	],
	[
		/^(SecondLevelDomainForbidden|PathStyleDomainForbidden|InvalidPathStyle\w*)$/,
		words.nameBelongsInFront,
	],
	[
		/^(AccessDenied|AccessForbidden|UnauthorizedAccess|AllAccessDisabled|AccountProblem|UserDisable)$/,
		words.keyMayNot,
	],
];

/** Storage services accept a clock that is off by up to 15 minutes. */
const MOST_SKEW_MS = msOf(15 * 60);

/**
 * @param now this computer's time
 * @returns undefined for a successful response
 */
export function refusalOf(
	{ status, body, date }: BucketAnswer,
	now: Date,
): BucketRefusal | undefined {
	if (status >= 200 && status < 300) return undefined;
	const code = /<Code>\s*([\w.]+)\s*<\/Code>/.exec(body)?.[1];
	const told = /<Message>\s*([^<]{1,200})/.exec(body)?.[1]?.trim();
	const region = /<Region>\s*([\w-]+)\s*<\/Region>/.exec(body)?.[1];
	const answer = { status, code, told, region };
	const passing = status === 429 || status >= 500 || code === 'RequestTimeout';
	const aheadMs = now.getTime() - (Date.parse(date ?? '') || now.getTime());
	// For a signed URL with a wrong time, storage services report an access error.
	const isOfClock =
		code === 'RequestTimeTooSkewed' || (status === 403 && Math.abs(aheadMs) > MOST_SKEW_MS);
	const said = isOfClock
		? words.timeIsWrong(answer, Math.round(secondsOf(aheadMs) / 60))
		: saidOf(answer, passing);
	return { ...said, passing };
}

function saidOf(answer: words.StorageAnswer, passing: boolean): Refusal {
	const { status, code = '' } = answer;
	const known = CODES.find(([pattern]) => pattern.test(code));
	if (known) return known[1](answer);
	if (status >= 300 && status < 400) return words.inOtherRegion(answer);
	return code === '' && status < 500
		? words.isNoStore(answer)
		: words.answeredOtherwise(answer, passing);
}

const CONNECTION: Array<[code: RegExp, said: (why: string) => Refusal]> = [
	[/^(ENOTFOUND|EAI_AGAIN)$/, words.addressNotKnown],
	[/^ECONNREFUSED$/, words.isNotThere],
	[/CERT|SSL|TLS|^EPROTO$/, words.hasNoCertificate],
];

export function silenceOf(cause: unknown): BucketRefusal {
	const { code, message, cause: inner } = isObject(cause) ? cause : {};
	const name = textOf(code) ?? (isObject(inner) ? textOf(inner.code) : undefined);
	const [, said] = CONNECTION.find(([pattern]) => pattern.test(name ?? '')) ?? [];
	return {
		...(said ?? words.notReached)(name ?? textOf(message) ?? words.noAnswer()),
		passing: !/^ENOTFOUND$|CERT|SSL|TLS|^EPROTO$/.test(name ?? ''),
	};
}

/** The one object that the credential's test writes, reads and deletes. It is small and always the same. */
const testObject = ({ folder }: Bucket) =>
	[folder, 'kexiang-credential-test.txt'].filter((part) => part !== '').join('/');

export const testDeletionUrl = (bucket: Bucket): string =>
	deletionUrl(bucket, testObject(bucket), new Date());

/**
 * Writes an object, reads it by its link as the platform will, and deletes it.
 * @throws BucketFault, or an Error with a readable message if the link returns other content
 */
export async function tryBucket(request: Request, bucket: Bucket): Promise<void> {
	const now = new Date();
	await requestBucket(request, {
		url: uploadUrl(bucket, testObject(bucket), now),
		method: 'PUT',
		headers: { 'content-type': 'text/plain' },
		body: words.testContent(),
	});
	const read = await requestBucket(request, { url: linkOf(bucket, testObject(bucket), now) });
	if (read !== words.testContent())
		throw new Error(words.testReadsOther(bucket.publicUrl !== undefined));
	// A key without permission to delete is fine, because a rule of the bucket can delete.
	await attempt(requestBucket(request, { url: testDeletionUrl(bucket), method: 'DELETE' }));
}
