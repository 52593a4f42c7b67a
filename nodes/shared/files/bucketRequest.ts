import type { IHttpRequestOptions } from 'n8n-workflow';

import { attempt } from '../util/attempt';
import { isObject, textOf } from '../util/json';
import { msOf, secondsOf } from '../util/time';
import * as words from '../words/storage';
import type { Refusal } from '../words/fields';
import { linkOf, requestOf, uploadUrl, type Bucket } from './bucket';
import { presignedUrl, type ObjectRequest } from './signatureV4';

/** The store refused, or could not be reached; the message says which credential field to look at. */
export class BucketFault extends Error {
	constructor(readonly refusal: BucketRefusal) {
		super(words.storageFault(refusal));
		this.name = 'BucketFault';
	}
}

type Request = (options: IHttpRequestOptions) => Promise<unknown>;

/**
 * Sends one request to a store and gives its body as text.
 * @throws BucketFault when it was refused or not answered
 */
export async function requestBucket(
	request: Request,
	options: IHttpRequestOptions,
): Promise<string> {
	const polled = await attempt(
		request({
			...options,
			encoding: 'text',
			json: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect leads to another region, and following one would keep the whole body in memory.
			disableFollowRedirect: true,
		}),
	);
	if (!polled.ok) throw new BucketFault(silenceOf(polled.cause));
	const response = isObject(polled.value) ? polled.value : {};
	const headers = isObject(response.headers) ? response.headers : {};
	const body = typeof response.body === 'string' ? response.body : '';
	const refusal = refusalOf(
		{ status: Number(response.statusCode), body, date: textOf(headers.date) },
		new Date(),
	);
	if (refusal) throw new BucketFault(refusal);
	return body;
}

/** Why a store did not do as it was asked, in words for people. */
interface BucketRefusal extends Refusal {
	/** Whether the same may work a moment later. */
	passing: boolean;
}

/** What a store answered. */
interface BucketAnswer {
	status: number;
	/** XML where it is a store. */
	body: string;
	/** The store's clock, from its Date header. */
	date?: string | undefined;
}

/** The codes of S3 and of the stores that are like it. */
const CODES: Array<[code: RegExp, said: (answer: words.StorageAnswer) => Refusal]> = [
	[/^SignatureDoesNotMatch$/, words.signatureRefused],
	[/^InvalidAccessKeyId$/, words.keyNotKnown],
	[/^NoSuchBucket$/, words.noSuchBucket],
	[/^(InvalidBucketName|NoSuchKey)$/, words.bucketNotKnownByName],
	[
		/^(AuthorizationHeaderMalformed|AuthorizationQueryParametersError|InvalidRegion\w*|IncorrectEndpoint|PermanentRedirect|TemporaryRedirect|IllegalLocationConstraintException)$/,
		words.inOtherRegion,
	],
	[
		/^(SecondLevelDomainForbidden|PathStyleDomainForbidden|InvalidPathStyle\w*)$/,
		words.nameBelongsInFront,
	],
	[/^(EntityTooLarge|QuotaExceeded\w*|InsufficientCapacity|XMinioStorageFull)$/, words.noRoom],
	[
		/^(AccessDenied|AccessForbidden|UnauthorizedAccess|AllAccessDisabled|AccountProblem|UserDisable)$/,
		words.keyMayNot,
	],
];

/** Stores take a clock that is off by 15 minutes at most. */
const MOST_SKEW_MS = msOf(15 * 60);

/** @param now this computer's time; undefined for an answer that is fine */
export function refusalOf(answer: BucketAnswer, now: Date): BucketRefusal | undefined {
	const { status, body } = answer;
	if (status >= 200 && status < 300) return undefined;
	const code = /<Code>\s*([\w.]+)\s*<\/Code>/.exec(body)?.[1];
	const told = /<Message>\s*([^<]{1,200})/.exec(body)?.[1]?.trim();
	const passing = status === 429 || status >= 500 || code === 'RequestTimeout';
	const region = /<Region>\s*([\w-]+)\s*<\/Region>/.exec(body)?.[1];
	const isWrongTime = isOfClock(answer, code, told, now);
	const said = isWrongTime
		? words.timeIsWrong({ status, code }, minutesAhead(answer, now))
		: saidOf({ status, code, told, region }, passing);
	return { ...said, passing };
}

function saidOf(answer: words.StorageAnswer, passing: boolean): Refusal {
	const { status, code } = answer;
	const [, known] = CODES.find(([pattern]) => code !== undefined && pattern.test(code)) ?? [];
	if (known) return known(answer);
	if (status >= 300 && status < 400) return words.inOtherRegion({ status, code });
	return code === undefined && status < 500
		? words.isNoStore(answer)
		: words.answeredOtherwise(answer, passing);
}

function isOfClock(
	{ status, date }: BucketAnswer,
	code: string | undefined,
	told: string | undefined,
	now: Date,
): boolean {
	if (code === 'RequestTimeTooSkewed' || code === 'RequestExpired') return true;
	if (status !== 403 || !/expired|not (yet )?valid yet/i.test(told ?? '')) return false;
	return Math.abs(skewMs(date, now)) > MOST_SKEW_MS;
}

const skewMs = (date: string | undefined, now: Date) =>
	now.getTime() - (Date.parse(date ?? '') || now.getTime());

const minutesAhead = ({ date }: BucketAnswer, now: Date): number =>
	Math.round(secondsOf(skewMs(date, now)) / 60);

const CONNECTION: Array<[code: RegExp, said: (why: string) => Refusal]> = [
	[/^(ENOTFOUND|EAI_AGAIN)$/, words.addressNotKnown],
	[/^ECONNREFUSED$/, words.isNotThere],
	[/CERT|SSL|TLS|^EPROTO$/, words.hasNoCertificate],
];

/** Why a store was not reached at all. */
export function silenceOf(cause: unknown): BucketRefusal {
	const { code, message } = isObject(cause) ? cause : {};
	const name =
		textOf(code) ?? textOf(isObject(cause) && isObject(cause.cause) ? cause.cause.code : '');
	const [, said = words.notReached] =
		CONNECTION.find(([pattern]) => pattern.test(name ?? '')) ?? [];
	return {
		...said(name ?? textOf(message) ?? words.noAnswer()),
		passing: name === undefined || !/^(ENOTFOUND)$|CERT|SSL|TLS|EPROTO/.test(name),
	};
}

/** The one object that the credential's test writes, reads and deletes; small, and always the same. */
const TEST_NAME = 'kexiang-credential-test.txt';

const keyOf = ({ folder }: Bucket) => (folder === '' ? TEST_NAME : `${folder}/${TEST_NAME}`);

/**
 * Writes an object, reads it as the platform will, by its link, and deletes it.
 * @throws BucketFault, or an Error in words where the link does not give what was written
 */
export async function tryBucket(request: Request, bucket: Bucket): Promise<void> {
	const now = new Date();
	await writeAndRead(request, bucket, now);
	const url = presignedUrl(deletion(bucket), bucket.key, { at: now, validSeconds: 60 });
	// A key without the right to delete will do: a rule of the bucket can delete.
	await attempt(requestBucket(request, { url, method: 'DELETE' }));
}

async function writeAndRead(request: Request, bucket: Bucket, now: Date): Promise<void> {
	await requestBucket(request, {
		url: uploadUrl(bucket, keyOf(bucket), now),
		method: 'PUT',
		headers: { 'content-type': 'text/plain' },
		body: words.testContent(),
	});
	const read = await requestBucket(request, { url: linkOf(bucket, keyOf(bucket), now) });
	if (read === words.testContent()) return;
	throw new Error(words.testReadsOther(bucket.publicUrl !== undefined));
}

/** What removes the object again. */
export const deletion = (bucket: Bucket): ObjectRequest =>
	requestOf(bucket, keyOf(bucket), 'DELETE');
