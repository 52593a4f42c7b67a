import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { attempt } from '../util/attempt';
import { isObject, textOf } from '../util/json';
import { hostOf, isWebAddress } from '../util/addresses';
import { milliseconds, secondsOf } from '../util/time';
import * as words from '../words/connection';
import { START_BYTES } from '../util/signatures';
import { beginningOf, writtenFile } from '../util/writtenFile';
import { fileNameOf, judgeFile, judgeWritten } from './fileType';
import {
	aFewTries,
	type Answer,
	isByteStream,
	metered,
	readAnswer,
	readStart,
	type Transfer,
	type TransferMeter,
	watchTransfer,
	withTries,
} from './transfer';

export interface DownloadSettings {
	/** Largest accepted file, bytes. */
	maxBytes: number;
	/** Key of the first file in the item's binary data. The next ones get `_1`, `_2` ... */
	property: string;
	/** The file's name by its position in the list. By default, the name in its URL. */
	nameOf?(place: number, mimeType: string): string;
	/** A transfer without a single byte for this long is broken. */
	stallSeconds?: number;
	/** A transfer below this speed is broken, too. */
	leastSpeed?: { bytesPerSecond: number; seconds: number };
}

export interface Downloads {
	binary: Record<string, IBinaryData>;
	/** Stored files that have no URL. */
	files: Array<{ property: string; mimeType: string; fileName: string }>;
	missing: Array<{ url: string; failReason: string }>;
}

const STALL_SECONDS = 30;
const LEAST_SPEED = { bytesPerSecond: 1024, seconds: 30 };

/**
 * Streams result files into n8n's binary storage, one after another. The API key is not sent. Never throws: a file
 * that cannot be downloaded is reported, so that the finished task is not lost.
 * @param urls addresses, and files written as text; undefined for a file that is not wanted
 */
export async function downloadFiles(
	context: IExecuteFunctions,
	urls: ReadonlyArray<string | undefined>,
	settings: DownloadSettings,
): Promise<Downloads> {
	const downloads: Downloads = { binary: {}, files: [], missing: [] };
	for (const [index, url] of urls.entries()) {
		if (url === undefined) continue;
		const property = index === 0 ? settings.property : `${settings.property}_${index}`;
		const isWritten = !isWebAddress(url);
		const name = (mimeType: string) =>
			settings.nameOf?.(index, mimeType) ?? fileNameOf(isWritten ? '' : url, mimeType);
		const patience = patienceOf(context, hostOf(url) ?? '');
		const bring = isWritten ? keepWritten : downloadFile;
		const done = await attempt(
			withTries(
				async () => await bring(context, { url, name }, settings),
				context.getExecutionCancelSignal(),
				(cause, tries) => {
					if (cause instanceof NotYetThere) return patience.next(tries);
					return cause instanceof UnusableFile ? undefined : aFewTries(tries);
				},
			),
		);
		if (!done.ok) {
			const shown = isWritten ? beginningOf(url) : url;
			downloads.missing.push({ url: shown, failReason: reasonOf(done.cause) });
			continue;
		}
		const { mimeType, fileName = '' } = done.value;
		downloads.binary[property] = done.value;
		if (isWritten) downloads.files.push({ property, mimeType, fileName });
	}
	return downloads;
}

/** Another try would give the same unusable file. */
class UnusableFile extends Error {}

/** A file that may become available shortly after its task has ended. */
class NotYetThere extends Error {}

/** Statuses of a file that is not available yet. Many storage services answer so at first. */
const NOT_YET = new Set([403, 404, 409, 425]);
const LONGEST_PAUSES_SECONDS = 60;

/** Limits how long a run waits for files of one host that are not available yet. */
class Patience {
	private isOver = false;

	/** Seconds until the next try. Each pause is as long as all earlier ones together. */
	next(tries: number): number | undefined {
		// After one wait in vain, don't wait for others: the links of old tasks have expired together.
		if (this.isOver) return undefined;
		const before = tries === 1 ? 0 : 2 ** (tries - 2);
		const seconds = Math.min(Math.max(before, 1), LONGEST_PAUSES_SECONDS - before);
		this.isOver = seconds <= 0;
		return this.isOver ? undefined : seconds;
	}
}

const patiences = new WeakMap<IExecuteFunctions, Map<string, Patience>>();

function patienceOf(context: IExecuteFunctions, host: string): Patience {
	const known = patiences.get(context) ?? new Map<string, Patience>();
	patiences.set(context, known);
	const patience = known.get(host) ?? new Patience();
	known.set(host, patience);
	return patience;
}

interface Source {
	url: string;
	name(mimeType: string): string;
}

async function downloadFile(
	context: IExecuteFunctions,
	source: Source,
	{ maxBytes, stallSeconds = STALL_SECONDS, leastSpeed = LEAST_SPEED }: DownloadSettings,
): Promise<IBinaryData> {
	const { bytesPerSecond } = leastSpeed;
	const stallMs = milliseconds(stallSeconds);
	// A longer stall only makes sense with a longer window for the speed.
	const windowMs = Math.max(milliseconds(leastSpeed.seconds), stallMs);
	const stored = await watchTransfer(
		{ stallMs, windowMs, bytesPerSecond },
		context.getExecutionCancelSignal(),
		async (transfer) => await store(context, source, { maxBytes, stallMs }, transfer),
	);
	if (stored.ok) return stored.value;
	if (stored.trouble === undefined) throw stored.cause;
	throw new Error(
		stored.trouble === 'stalled'
			? words.nothingCame(stallSeconds)
			: words.tooLittleCame(bytesPerSecond, secondsOf(windowMs)),
	);
}

/** One try: requests the file, checks its beginning and streams it into n8n. */
async function store(
	context: IExecuteFunctions,
	source: Source,
	{ maxBytes, stallMs }: { maxBytes: number; stallMs: number },
	{ meter, signal }: Transfer,
): Promise<IBinaryData> {
	const answer = readAnswer(
		await context.helpers.httpRequest({
			url: source.url,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout: stallMs,
			abortSignal: signal,
		}),
	);
	const kept = await attempt(keep(context, source, answer, { maxBytes, meter }));
	if (kept.ok) return kept.value;
	if (isByteStream(answer.body)) answer.body.destroy();
	throw kept.cause;
}

async function keep(
	context: IExecuteFunctions,
	{ url, name }: Source,
	{ status, headers, body }: Answer,
	{ maxBytes, meter }: { maxBytes: number; meter: TransferMeter },
): Promise<IBinaryData> {
	const refuseTooLarge = (bytes: number) => refuseLarger(bytes, maxBytes);
	if (!isByteStream(body)) throw new Error(words.isNoStream());
	if (NOT_YET.has(status)) throw new NotYetThere(words.serverAnswered(status));
	if (status === 410) throw new UnusableFile(words.serverAnswered(status));
	// A partial response that was not requested is not the file.
	if (status < 200 || status >= 300 || status === 206)
		throw new Error(words.serverAnswered(status));
	refuseTooLarge(Number(headers['content-length'] ?? 0));
	const { start, whole } = await readStart(body, meter);
	if (start.length === 0) throw new NotYetThere(words.isEmpty());
	const verdict = judgeFile(start, { url, contentType: textOf(headers['content-type']) });
	if ('refusal' in verdict) throw new UnusableFile(verdict.refusal);
	const { mimeType } = verdict;
	const source = isByteStream(whole) ? metered(whole, meter, refuseTooLarge) : whole;
	return await context.helpers.prepareBinaryData(source, name(mimeType), mimeType);
}

/** Stores a file that the answer contained. */
async function keepWritten(
	context: IExecuteFunctions,
	{ url, name }: Source,
	{ maxBytes }: DownloadSettings,
): Promise<IBinaryData> {
	const { declared = '', bytes = () => Buffer.alloc(0) } = writtenFile(url, true) ?? {};
	const content = bytes();
	refuseLarger(content.length, maxBytes);
	const verdict = judgeWritten(content.subarray(0, START_BYTES), declared);
	if ('refusal' in verdict) throw new UnusableFile(verdict.refusal);
	return await context.helpers.prepareBinaryData(content, name(verdict.mimeType), verdict.mimeType);
}

/** @throws UnusableFile */
function refuseLarger(bytes: number, maxBytes: number): void {
	if (bytes > maxBytes)
		throw new UnusableFile(words.isLargerThanLimit(Math.round(maxBytes / 1024 / 1024)));
}

/** Why a file is missing, in words for users. */
function reasonOf(cause: unknown): string {
	const message = isObject(cause) ? textOf(cause.message) : undefined;
	if (message !== undefined && /^(aborted|socket hang up|.*ECONNRESET.*)$/.test(message))
		return words.connectionEnded();
	return message ?? String(cause);
}
