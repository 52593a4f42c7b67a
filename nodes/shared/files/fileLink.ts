/** Creates a link to a file that the platform can open without a login: in the user's own bucket, or on n8n itself. */
import { randomBytes } from 'crypto';
import type { IBinaryData, IHttpRequestOptions } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { attempt } from '../util/attempt';
import { isObject, textOf } from '../util/json';
import { unreachable } from '../util/addresses';
import type { Refusal } from '../words/fields';
import * as words from '../words/storage';
import { encodePart, linkOf, objectKey, uploadUrl, type Bucket } from './bucket';
import { requestBucket, BucketFault } from './bucketRequest';
import { extensionOf, declaredType } from './fileType';
import type { FileContext, LocalFile } from './localFile';
import {
	type Answer,
	isByteStream,
	metered,
	readAnswer,
	readStart,
	silence,
	watchTransfer,
	aFewTries,
	withTries,
} from './transfer';

export interface LinkSettings {
	label: string;
	/** True if the platform is in this network too, as the simulator is. Then links may use local addresses. */
	platformIsNear: boolean;
}

/** A storage service may need a while to save a large file after it has arrived completely. */
const UPLOAD_LIMITS = { stallMs: 120_000, windowMs: 120_000, bytesPerSecond: 1024 };

/**
 * Streams a file into the user's own bucket and returns the link to it.
 * @throws ParameterProblem if the bucket does not accept it, or the platform could not open the link
 */
export async function bucketLink(
	context: FileContext,
	file: LocalFile,
	bucket: Bucket,
	{ label, platformIsNear }: LinkSettings,
): Promise<string> {
	const at = new Date();
	// All tries use the same object name, so that none leaves a second object behind.
	const object = objectKey(bucket, randomBytes(16).toString('hex'), extensionOf(file.name), at);
	const link = linkOf(bucket, object, at);
	const why = platformIsNear ? undefined : unreachable(link);
	if (why !== undefined) throw new ParameterProblem(label, words.storageIsUnreachable(why));
	const sent = await attempt(
		withTries(
			async () => await put(context, file, uploadUrl(bucket, object, new Date())),
			context.getExecutionCancelSignal(),
			(cause, tries) =>
				cause instanceof BucketFault && cause.refusal.passing ? aFewTries(tries) : undefined,
		),
	);
	if (!sent.ok)
		throw sent.cause instanceof BucketFault
			? new ParameterProblem(label, words.isNotStored(sent.cause.refusal))
			: sent.cause;
	const probe = await probeStart(context, link, file);
	// If only n8n cannot reach a public address, that says nothing about the platform.
	if (probe !== 'works' && 'status' in probe)
		throw new ParameterProblem(
			label,
			words.linkOfStorageIsDead(probe.status, bucket.publicUrl !== undefined),
		);
	return link;
}

async function put(context: FileContext, file: LocalFile, url: string): Promise<void> {
	const content = await file.open();
	if (isByteStream(content)) silence(content);
	const sent = await watchTransfer(
		UPLOAD_LIMITS,
		context.getExecutionCancelSignal(),
		async ({ meter, signal }) =>
			await requestBucket(context.helpers.httpRequest, {
				url,
				method: 'PUT',
				headers: { 'content-type': file.mimeType, 'content-length': String(file.size) },
				body: isByteStream(content) ? silence(metered(content, meter)) : content,
				abortSignal: signal,
			}),
	);
	if (isByteStream(content)) content.destroy();
	if (!sent.ok) throw sent.cause;
}

/**
 * A link signed by n8n. n8n builds it from WEBHOOK_URL, or from its own address if that is not set.
 * @param settings.validSeconds how long the link is valid
 * @throws ParameterProblem if the platform could not open it
 */
export async function signedLink(
	context: FileContext,
	file: LocalFile,
	{ label, validSeconds, platformIsNear }: LinkSettings & { validSeconds: number },
): Promise<string> {
	const stored = await storedForLong(context, file, label);
	const signed = await attempt(
		(async () => context.helpers.createBinarySignedUrl(stored, `${Math.ceil(validSeconds)} s`))(),
	);
	if (!signed.ok) throw new ParameterProblem(label, words.n8nMakesNoLinks());
	// Puts the file name at the end, for services that derive the type from the address.
	const url = `${signed.value}${signed.value.includes('?') ? '&' : '?'}file=${encodePart(file.name)}`;
	const why = platformIsNear ? undefined : unreachable(url);
	if (why !== undefined) throw new ParameterProblem(label, words.n8nIsUnreachable(why));
	const probe = await probeN8n(context, url, file);
	if (probe === 'works') return url;
	if ('status' in probe) throw new ParameterProblem(label, words.linkOfN8nIsDead(probe.status));
	const message = words.ownLinkNotOpened(probe.silent);
	context.addExecutionHints({ message, location: 'outputPane' });
	return url;
}

/** Why the platform could not open links to this n8n. Checked before any file is shared. */
export function faultOfLinks(
	{ helpers }: FileContext,
	platformIsNear: boolean,
): Refusal | undefined {
	try {
		const ofNothing = { id: 'none', data: '', mimeType: '' };
		const why = unreachable(helpers.createBinarySignedUrl(ofNothing, '1 s'));
		return why && !platformIsNear ? words.n8nIsUnreachable(why) : undefined;
	} catch {
		return words.n8nMakesNoLinks();
	}
}

/**
 * When the execution ends, n8n removes files of a form or webhook from their first location (their id contains
 * `temp`).
 */
const isTemporary = (id = '') => /(^|[/:])temp\//.test(id);

async function storedForLong(
	{ helpers }: FileContext,
	{ binary, name, mimeType, open }: LocalFile,
	label: string,
): Promise<IBinaryData> {
	// n8n serves a file with the type under which it was stored.
	const isRight =
		binary.id !== undefined && declaredType(binary.mimeType) === declaredType(mimeType);
	if (isRight && !isTemporary(binary.id)) return binary;
	const stored = await helpers.prepareBinaryData(await open(), name, mimeType);
	if (stored.id === undefined) throw new ParameterProblem(label, words.n8nKeepsFilesInMemory());
	return stored;
}

// What a link returns without a login.

type Probe =
	| 'works'
	/** No response. It may be different for the platform. */
	| { silent: string }
	/** Something else came. 0 stands for different bytes. */
	| { status: number };

const OTHER_BYTES: Probe = { status: 0 };
const PROBE_LIMITS = { stallMs: 10_000, windowMs: 10_000, bytesPerSecond: 0 };
/** n8n reads the whole file to respond, so larger files are not requested. */
const MOST_READ = 2 * 1024 * 1024;

/** Opens a link to a storage service once, as the platform will, and compares the first bytes. Never throws. */
async function probeStart(context: FileContext, url: string, file: LocalFile): Promise<Probe> {
	const headers = { range: `bytes=0-${Math.max(0, file.start.length - 1)}` };
	return await ask(context, { url, headers, encoding: 'stream' }, async ({ status, body }) => {
		if (!isGood(status)) return { status };
		if (!isByteStream(body)) return OTHER_BYTES;
		const { start } = await readStart(body);
		const isSame = Buffer.from(start.subarray(0, file.start.length)).equals(file.start);
		return isSame ? 'works' : OTHER_BYTES;
	});
}

/**
 * Requests n8n's link once, as the platform will. Uses HEAD: n8n leaves a file open if a connection closes before
 * n8n has seen the file's end, even after all bytes have arrived. n8n 1.x then keeps it open until it restarts. For
 * a large file, only the way to n8n is tested. Never throws.
 */
async function probeN8n(context: FileContext, url: string, { size }: LocalFile): Promise<Probe> {
	if (size > MOST_READ) return await probeWay(context, url);
	const probe = await ask(context, { url, method: 'HEAD' }, ({ status, headers }) => {
		if (!isGood(status)) return { status };
		const length = textOf(headers['content-length']);
		// A proxy in front of n8n may omit the length. Then only a web page counts as a different response.
		const isLike = length === undefined ? !isPage(headers) : Number(length) === size;
		return isLike ? 'works' : OTHER_BYTES;
	});
	// A proxy in front of n8n may not allow HEAD.
	const isUnknown = probe !== 'works' && 'status' in probe && [405, 501].includes(probe.status);
	return isUnknown ? await probeWay(context, url) : probe;
}

/** n8n answers 400 to an invalid token without opening a file. A proxy in front of n8n answers differently. */
async function probeWay(context: FileContext, url: string): Promise<Probe> {
	const noToken = url.replace(/([?&]token=)[^&]*/, '$1none');
	return await ask(context, { url: noToken }, ({ status, headers }) => {
		if (isGood(status)) return OTHER_BYTES;
		return status === 400 && !isPage(headers) ? 'works' : { status };
	});
}

const isPage = (headers: Answer['headers']) =>
	String(headers['content-type']).startsWith('text/html');

const isGood = (status: number) => status === 200 || status === 206;

async function ask(
	context: FileContext,
	options: IHttpRequestOptions,
	judge: (answer: Answer) => Probe | Promise<Probe>,
): Promise<Probe> {
	const asked = await watchTransfer(
		PROBE_LIMITS,
		context.getExecutionCancelSignal(),
		async ({ signal }) => {
			const answer = readAnswer(
				await context.helpers.httpRequest({
					encoding: 'text',
					...options,
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					abortSignal: signal,
				}),
			);
			const probe = await judge(answer);
			if (isByteStream(answer.body)) answer.body.destroy();
			return probe;
		},
	);
	if (asked.ok) return asked.value;
	const code = isObject(asked.cause) ? (asked.cause.code ?? asked.cause.message) : undefined;
	return { silent: typeof code === 'string' ? code : words.noAnswer() };
}
