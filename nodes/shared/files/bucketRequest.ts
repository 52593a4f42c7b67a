import type { IHttpRequestOptions } from 'n8n-workflow';

import { attempt } from '../base/attempt';
import { isObject, textOf } from '../base/json';
import { refusalOf, silenceOf, type BucketRefusal } from './bucketAnswer';

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
