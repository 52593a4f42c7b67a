import { randomBytes } from 'crypto';

import { attempt } from '../util/attempt';
import { ParameterProblem } from '../answers/parameterProblem';
import { unreachable } from '../util/reachable';
import { pause } from '../util/clock';
import * as words from '../words/storage';
import type { Refusal } from '../words/values';
import { linkOf, objectKey, uploadUrl, type Bucket } from './bucket';
import { requestBucket, BucketFault } from './bucketRequest';
import type { FileContext, LocalFile } from './localFile';
import { probeStart, type Probe } from './probeLink';
import { type ByteStream, isByteStream, type TransferMeter, watchTransfer } from './transfer';

export interface BucketLinkSettings {
	/** The field that holds the file. */
	label: string;
	/** The platform is on this network too. */
	platformIsNear: boolean;
}

const TRIES = 3;
const PAUSE_MS = 1000;
/** A store may take a while to keep a large file that has arrived whole. */
const LIMITS = { stallMs: 120_000, windowMs: 120_000, bytesPerSecond: 1024 };

/**
 * Streams a file into one's own bucket and gives the link to it.
 * @throws ParameterProblem when the bucket does not take it, or the platform could not open the link
 */
export async function bucketLink(
	context: FileContext,
	file: LocalFile,
	bucket: Bucket,
	{ label, platformIsNear }: BucketLinkSettings,
): Promise<string> {
	const at = new Date();
	const extension = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[1]?.toLowerCase() ?? '';
	const key = objectKey(bucket, randomBytes(16).toString('hex'), extension, at);
	const link = linkOf(bucket, key, at);
	const why = platformIsNear ? undefined : unreachable(link);
	if (why !== undefined) throw problem(label, words.storageIsUnreachable(why));
	const sent = await attempt(upload(context, file, bucket, key));
	if (!sent.ok) throw notUploaded(sent.cause, label);
	refuseDead(await probeStart(context, link, file), bucket, label);
	return link;
}

/** One object has one name over all tries, so that none is left behind twice. */
async function upload(
	context: FileContext,
	file: LocalFile,
	bucket: Bucket,
	key: string,
): Promise<void> {
	const signal = context.getExecutionCancelSignal();
	for (let tries = 1; ; tries++) {
		const sent = await attempt(put(context, file, uploadUrl(bucket, key, new Date())));
		if (sent.ok) return;
		const { cause } = sent;
		if (tries >= TRIES || !(cause instanceof BucketFault) || !cause.refusal.passing) throw cause;
		await pause(PAUSE_MS * tries, signal);
		if (signal?.aborted) throw cause;
	}
}

async function put(context: FileContext, file: LocalFile, url: string): Promise<void> {
	const content = await file.open();
	const sent = await watchTransfer(
		LIMITS,
		context.getExecutionCancelSignal(),
		async ({ meter, signal }) =>
			await requestBucket(context.helpers.httpRequest, {
				url,
				method: 'PUT',
				headers: { 'content-type': file.mimeType, 'content-length': String(file.size) },
				body: isByteStream(content) ? metered(content, meter) : content,
				abortSignal: signal,
			}),
	);
	if (isByteStream(content)) content.destroy();
	if (!sent.ok) throw sent.cause;
}

function metered(content: ByteStream, meter: TransferMeter): ByteStream {
	// An error that no one hears any more, as after a refusal, would end n8n.
	content.on('error', () => {});
	const counted = content.map((chunk: Uint8Array) => {
		meter.add(chunk.length, performance.now());
		return chunk;
	});
	counted.on('error', () => {});
	return counted;
}

function notUploaded(cause: unknown, label: string): unknown {
	return cause instanceof BucketFault ? problem(label, words.isNotStored(cause.refusal)) : cause;
}

function refuseDead(probe: Probe, { publicUrl }: Bucket, label: string): void {
	// That n8n itself is not let out to a public address says nothing about the platform.
	if (probe === 'works' || 'silent' in probe) return;
	throw problem(label, words.linkOfStorageIsDead(probe.status, publicUrl !== undefined));
}

const problem = (label: string, { reason, advice }: Refusal) =>
	new ParameterProblem(label, reason, advice);
