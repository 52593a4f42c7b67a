import { randomBytes } from 'crypto';

import { attempt } from '../util/attempt';
import { ParameterProblem } from '../util/failure';
import { unreachable } from '../util/reachable';
import { pause } from '../util/clock';
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
	const problem = platformIsNear ? undefined : unreachable(link);
	if (problem !== undefined)
		throw new ParameterProblem(
			label,
			`holds a file, but the address of the file storage ${problem}, so that the platform cannot fetch the file`,
			'Enter an address of the store in the credential that is public, or a Public Base URL.',
		);
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
	if (!(cause instanceof BucketFault)) return cause;
	return new ParameterProblem(
		label,
		`holds a file, but the file storage ${cause.refusal.reason}`,
		cause.refusal.advice,
	);
}

function refuseDead(probe: Probe, { publicUrl }: Bucket, label: string): void {
	// That n8n itself is not let out to a public address says nothing about the platform.
	if (probe === 'works' || 'silent' in probe) return;
	const { status } = probe;
	const what = status === 0 ? 'gives something else' : `answers ${status}`;
	throw new ParameterProblem(
		label,
		`holds a file; it is in the file storage, but the link to it ${what}`,
		publicUrl === undefined
			? 'Give the key the right to read objects too (s3:GetObject), and check the address of the bucket.'
			: 'Let everyone read the objects of the bucket, check Public Base URL in the credential, or choose signed links.',
	);
}
