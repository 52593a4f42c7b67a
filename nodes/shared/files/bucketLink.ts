import { randomBytes } from 'crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { attempt } from '../util/attempt';
import { pause } from '../util/clock';
import { isObject, textOf } from '../util/json';
import { unreachable } from '../util/reachable';
import type { Refusal } from '../words/fields';
import { noAnswer } from '../words/storage';
import { linkOf, objectKey, uploadUrl, type Bucket } from './bucket';
import { requestBucket, BucketFault } from './bucketRequest';
import type { FileContext, LocalFile } from './localFile';
import {
	type ByteStream,
	isByteStream,
	type TransferMeter,
	watchTransfer,
	readStart,
} from './transfer';
import * as words from '../words/storage';

interface BucketLinkSettings {
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

/** What a link gives to somebody without a login. */
export type Probe =
	| 'works'
	/** Nobody answered: that may be different for the platform. */
	| { silent: string }
	/** Something else came: 0 stands for other bytes. */
	| { status: number };

type ProbeContext = Pick<FileContext, 'helpers' | 'getExecutionCancelSignal'>;
type ProbedFile = Pick<LocalFile, 'size' | 'start'>;

interface Answer {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

const TIMEOUT_MS = 10_000;
/** n8n reads the whole file to answer: one that is larger is not asked for. */
const MOST_READ = 2 * 1024 * 1024;
const NO_HEAD = new Set([405, 501]);

/** Opens a link to a store as the platform will, once, and compares its first bytes. Never throws. */
async function probeStart(context: ProbeContext, url: string, file: ProbedFile): Promise<Probe> {
	const headers = { range: `bytes=0-${Math.max(0, file.start.length - 1)}` };
	return await ask(context, { url, headers, encoding: 'stream' }, async ({ status, body }) => {
		if (!isGood(status)) return { status };
		if (!isByteStream(body)) return OTHER_BYTES;
		const { start } = await readStart(body, () => {});
		return isSame(start, file) ? 'works' : OTHER_BYTES;
	});
}

/**
 * Asks n8n for a link as the platform will, once. By HEAD, as n8n leaves a file open whenever a connection closes
 * before it has seen the file's end, also where all bytes have come; n8n 1.x then keeps it open until it restarts.
 * Of a large file only the way to n8n is tried. Never throws.
 */
export async function probeN8n(
	context: ProbeContext,
	url: string,
	file: ProbedFile,
): Promise<Probe> {
	if (file.size > MOST_READ) return await probeWay(context, url);
	const head: IHttpRequestOptions = { url, method: 'HEAD', encoding: 'text' };
	const probe = await ask(context, head, ({ status, headers }) => {
		if (!isGood(status)) return { status };
		return isLike(headers, file) ? 'works' : OTHER_BYTES;
	});
	// What stands before n8n may take no HEAD.
	const isUnknown = typeof probe === 'object' && 'status' in probe && NO_HEAD.has(probe.status);
	return isUnknown ? await probeWay(context, url) : probe;
}

/** n8n answers 400 to a token that is none, and opens no file for it; what stands before n8n answers something else. */
async function probeWay(context: ProbeContext, url: string): Promise<Probe> {
	const noToken = url.replace(/([?&]token=)[^&]*/, '$1none');
	return await ask(context, { url: noToken, encoding: 'text' }, ({ status, headers }) => {
		if (isGood(status)) return OTHER_BYTES;
		return status === 400 && !isPage(headers) ? 'works' : { status };
	});
}

/** What stands before n8n may leave the length out: then a page alone is something else. */
function isLike(headers: Answer['headers'], { size }: ProbedFile): boolean {
	const length = textOf(headers['content-length']);
	return length === undefined ? !isPage(headers) : Number(length) === size;
}

const isPage = (headers: Answer['headers']) =>
	String(headers['content-type']).startsWith('text/html');

const OTHER_BYTES: Probe = { status: 0 };

const isGood = (status: number) => status === 200 || status === 206;

const isSame = (start: Uint8Array, file: ProbedFile) =>
	Buffer.from(start.subarray(0, file.start.length)).equals(file.start);

async function ask(
	context: ProbeContext,
	options: IHttpRequestOptions,
	judge: (answer: Answer) => Probe | Promise<Probe>,
): Promise<Probe> {
	const abort = new AbortController();
	const over = new AbortController();
	const stop = () => abort.abort();
	const signal = context.getExecutionCancelSignal();
	signal?.addEventListener('abort', stop, { once: true });
	void pause(TIMEOUT_MS, over.signal).then(stop);
	const probed = await attempt(
		(async () => {
			const response: unknown = await context.helpers.httpRequest({
				...options,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				timeout: TIMEOUT_MS,
				abortSignal: abort.signal,
			});
			if (!isObject(response)) throw new Error(noAnswer());
			const { body } = response;
			// Also when nobody reads it any more: an error that no one hears would end n8n.
			if (isByteStream(body)) body.on('error', () => {});
			const status = Number(response.statusCode);
			const probe = await judge({
				status,
				headers: isObject(response.headers) ? response.headers : {},
				body,
			});
			if (isByteStream(body)) body.destroy();
			return probe;
		})(),
	);
	over.abort();
	signal?.removeEventListener('abort', stop);
	return probed.ok ? probed.value : { silent: reasonOf(probed.cause) };
}

const reasonOf = (cause: unknown) => {
	const code = isObject(cause) ? (cause.code ?? cause.message) : undefined;
	return typeof code === 'string' ? code : noAnswer();
};
