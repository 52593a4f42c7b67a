import type { IHttpRequestOptions } from 'n8n-workflow';

import { attempt } from '../util/attempt';
import { isObject, textOf } from '../util/json';
import { msOf, secondsOf } from '../util/time';
import { linkOf, requestOf, uploadUrl, type Bucket } from './bucket';
import { presignedUrl, type ObjectRequest } from './signatureV4';

/** The store refused, or could not be reached; the message says which credential field to look at. */
export class BucketFault extends Error {
	constructor(readonly refusal: BucketRefusal) {
		super(`The file storage ${refusal.reason}. ${refusal.advice}`);
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
export interface BucketRefusal {
	/** Continues "The file storage ...". */
	reason: string;
	/** How to get unstuck. */
	advice: string;
	/** Whether the same may work a moment later. */
	passing: boolean;
}

/** What a store answered. */
export interface BucketAnswer {
	status: number;
	/** XML where it is a store. */
	body: string;
	/** The store's clock, from its Date header. */
	date?: string | undefined;
}

const KEYS = 'Check Access Key ID and Secret Access Key in the credential.';
const REGION =
	'Enter the region of the bucket and the endpoint that belongs to it in the credential.';

/** The codes of S3 and of the stores that are like it. */
const CODES: Array<[code: RegExp, reason: string, advice: string]> = [
	[
		/^SignatureDoesNotMatch$/,
		'refuses the signature',
		`The Secret Access Key is not that of the Access Key ID, or the region is another. ${KEYS}`,
	],
	[/^InvalidAccessKeyId$/, 'does not know the Access Key ID', KEYS],
	[/^NoSuchBucket$/, 'has no such bucket', 'Check Bucket, Region and Endpoint in the credential.'],
	[
		/^(InvalidBucketName|NoSuchKey)$/,
		'does not know the bucket by this name',
		'Check Bucket and Address Style in the credential.',
	],
	[
		/^(AuthorizationHeaderMalformed|AuthorizationQueryParametersError|InvalidRegion\w*|IncorrectEndpoint|PermanentRedirect|TemporaryRedirect|IllegalLocationConstraintException)$/,
		'says that the bucket is in another region',
		REGION,
	],
	[
		/^(SecondLevelDomainForbidden|PathStyleDomainForbidden|InvalidPathStyle\w*)$/,
		'wants the name of the bucket in front of its own',
		'Choose Virtual Host as Address Style in the credential.',
	],
	[
		/^(EntityTooLarge|QuotaExceeded\w*|InsufficientCapacity|XMinioStorageFull)$/,
		'has no room for the file',
		'Free some room, or raise the limit of the bucket.',
	],
	[
		/^(AccessDenied|AccessForbidden|UnauthorizedAccess|AllAccessDisabled|AccountProblem|UserDisable)$/,
		'does not let this key do it',
		'Give the key the rights to write and to read objects in this bucket (s3:PutObject, s3:GetObject).',
	],
];

/** Stores take a clock that is off by 15 minutes at most. */
const CLOCK_ADVICE = 'Set the clock of the computer on which n8n runs, for example by NTP.';
const MOST_SKEW_MS = msOf(15 * 60);

/** @param now this computer's time; undefined for an answer that is fine */
export function refusalOf(answer: BucketAnswer, now: Date): BucketRefusal | undefined {
	const { status, body } = answer;
	if (status >= 200 && status < 300) return undefined;
	const code = /<Code>\s*([\w.]+)\s*<\/Code>/.exec(body)?.[1];
	const told = /<Message>\s*([^<]{1,200})/.exec(body)?.[1]?.trim();
	const suffix = ` (${[String(status), code].filter((part) => part !== undefined).join(' ')})`;
	const passing = status === 429 || status >= 500 || code === 'RequestTimeout';
	const refusal = (reason: string, advice: string): BucketRefusal => ({
		reason: `${reason}${suffix}`,
		advice,
		passing,
	});
	if (isOfClock(answer, code, told, now))
		return refusal(`says that the time is wrong${skewText(answer, now)}`, CLOCK_ADVICE);
	const region = /<Region>\s*([\w-]+)\s*<\/Region>/.exec(body)?.[1];
	const known = CODES.find(([pattern]) => code !== undefined && pattern.test(code));
	if (known) {
		const [, reason, advice] = known;
		return refusal(
			region !== undefined && advice === REGION ? `${reason}: ${region}` : reason,
			advice,
		);
	}
	if (status >= 300 && status < 400)
		return refusal('says that the bucket is in another region', REGION);
	if (code === undefined && status < 500)
		return refusal(
			'is none: its address does not answer like a store',
			'Check Endpoint in the credential: it is the address of the API, not that of a web page or console.',
		);
	return refusal(
		told === undefined ? `answers ${status}` : `answers: ${told}`,
		passing ? 'Try again later.' : 'Check the credential.',
	);
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

function skewText({ date }: BucketAnswer, now: Date): string {
	const minutes = Math.round(secondsOf(skewMs(date, now)) / 60);
	if (minutes === 0) return '';
	return `: n8n's clock is ${Math.abs(minutes)} minutes ${minutes > 0 ? 'ahead' : 'behind'}`;
}

const CONNECTION: Array<[code: RegExp, reason: string, advice: string]> = [
	[
		/^(ENOTFOUND|EAI_AGAIN)$/,
		'has an address that is not known',
		'Check Endpoint in the credential; where the store knows no names of buckets in front of its own, choose Path as Address Style.',
	],
	[/^ECONNREFUSED$/, 'is not there', 'Check Endpoint in the credential, and that the store runs.'],
	[
		/CERT|SSL|TLS|^EPROTO$/,
		'has no valid certificate for this address',
		'Check Endpoint in the credential; a bucket with a dot in its name needs Path as Address Style.',
	],
];

/** Why a store was not reached at all. */
export function silenceOf(cause: unknown): BucketRefusal {
	const { code, message } = isObject(cause) ? cause : {};
	const name =
		textOf(code) ?? textOf(isObject(cause) && isObject(cause.cause) ? cause.cause.code : '');
	const [, reason, advice] = CONNECTION.find(([pattern]) => pattern.test(name ?? '')) ?? [];
	return {
		reason: `${reason ?? 'was not reached'} (${name ?? textOf(message) ?? 'no answer'})`,
		advice: advice ?? 'Check Endpoint in the credential, and the network.',
		passing: name === undefined || !/^(ENOTFOUND)$|CERT|SSL|TLS|EPROTO/.test(name),
	};
}

/** The one object that the credential's test writes, reads and deletes; small, and always the same. */
const TEST_NAME = 'kexiang-credential-test.txt';
const CONTENT = 'Written by the test of an n8n credential.';

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
		body: CONTENT,
	});
	const read = await requestBucket(request, { url: linkOf(bucket, keyOf(bucket), now) });
	if (read === CONTENT) return;
	throw new Error(
		bucket.publicUrl === undefined
			? 'The link to a file that was written gives something else: check Endpoint'
			: 'Public Base URL gives something else than the file that was written: check that it leads to this bucket',
	);
}

/** What removes the object again. */
export const deletion = (bucket: Bucket): ObjectRequest =>
	requestOf(bucket, keyOf(bucket), 'DELETE');
