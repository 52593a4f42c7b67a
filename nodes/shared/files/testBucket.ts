import type { IHttpRequestOptions } from 'n8n-workflow';

import { attempt } from '../base/attempt';
import { linkOf, requestOf, uploadUrl, type Bucket } from './bucket';
import { requestBucket } from './bucketRequest';
import { presignedUrl, type ObjectRequest } from './signatureV4';

type Request = (options: IHttpRequestOptions) => Promise<unknown>;

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
