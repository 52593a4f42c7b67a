import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { attempt } from '../util/attempt';
import { isObject, textOf } from '../util/json';
import { pause } from '../util/clock';
import { milliseconds, secondsOf } from '../util/time';
import * as words from '../words/connection';
import { fileNameOf, judgeFile } from './fileType';
import {
	isByteStream,
	readStart,
	type ByteStream,
	type SpeedLimits,
	type TransferMeter,
	type Trouble,
	watchTransfer,
	type Transfer,
} from './transfer';

export interface DownloadSettings {
	/** Largest file that is accepted, bytes. */
	maxBytes: number;
	/** Key of the first file in the item's binary data; the next ones get `_1`, `_2` ... */
	property: string;
	/** The name of a file by its place; that of its URL unless given. */
	nameOf?(place: number, mimeType: string): string;
	/** A transfer without a single byte for so long is broken. */
	stallSeconds?: number;
	/** A transfer that brings less over so long a time is broken, too. */
	leastSpeed?: { bytesPerSecond: number; seconds: number };
}

/** What became of one result URL. */
interface DownloadReport extends IDataObject {
	url: string;
	/** Key in the item's binary data. */
	property?: string;
	fileName?: string;
	/** Why the file is not there. */
	failReason?: string;
}

export interface Downloads {
	binary: Record<string, IBinaryData>;
	reports: DownloadReport[];
}

const TRIES = 3;
const PAUSE_MS = 1000;
const STALL_SECONDS = 30;
const LEAST_SPEED = { bytesPerSecond: 1024, seconds: 30 };

/**
 * Streams result files into n8n's binary storage, one after another. The API key is not sent.
 * Never throws: a file that cannot be had is reported, so that the finished task is not lost.
 */
export async function downloadFiles(
	context: IExecuteFunctions,
	urls: readonly string[],
	settings: DownloadSettings,
): Promise<Downloads> {
	const downloads: Downloads = { binary: {}, reports: [] };
	for (const [index, url] of urls.entries()) {
		const property = index === 0 ? settings.property : `${settings.property}_${index}`;
		try {
			const file = await withRetries(
				() => downloadFile(context, { url, place: index }, settings),
				context.getExecutionCancelSignal(),
			);
			downloads.binary[property] = file;
			downloads.reports.push({
				url,
				property,
				...(file.fileName !== undefined && { fileName: file.fileName }),
			});
		} catch (cause) {
			downloads.reports.push({
				url,
				failReason: reasonOf(cause),
			});
		}
	}
	return downloads;
}

/** A file that would be no better the next time. */
class UnusableFile extends Error {}

async function withRetries<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	for (let tries = 1; ; tries++) {
		const done = await attempt(work());
		if (done.ok) return done.value;
		if (tries >= TRIES || done.cause instanceof UnusableFile) throw done.cause;
		await pause(PAUSE_MS * tries, signal);
		if (signal?.aborted) throw done.cause;
	}
}

async function downloadFile(
	context: IExecuteFunctions,
	{ url, place }: { url: string; place: number },
	{ maxBytes, nameOf, stallSeconds = STALL_SECONDS, leastSpeed = LEAST_SPEED }: DownloadSettings,
): Promise<IBinaryData> {
	const stallMs = milliseconds(stallSeconds);
	// Whoever lets a server be silent for longer lets it be slow for as long.
	const windowMs = Math.max(milliseconds(leastSpeed.seconds), stallMs);
	const { bytesPerSecond } = leastSpeed;
	const name = (mimeType: string) => nameOf?.(place, mimeType) ?? fileNameOf(url, mimeType);
	const stored = await watchTransfer(
		{ stallMs, windowMs, bytesPerSecond },
		context.getExecutionCancelSignal(),
		async (transfer) => await store(context, { url, name }, { maxBytes, stallMs }, transfer),
	);
	if (stored.ok) return stored.value;
	if (stored.trouble === undefined) throw stored.cause;
	throw new Error(troubleText(stored.trouble, { stallSeconds, bytesPerSecond, windowMs }));
}

const troubleText = (
	trouble: Trouble,
	of: { stallSeconds: number } & Pick<SpeedLimits, 'windowMs' | 'bytesPerSecond'>,
) =>
	trouble === 'stalled'
		? words.nothingCame(of.stallSeconds)
		: words.tooLittleCame(of.bytesPerSecond, secondsOf(of.windowMs));

/** A result file, and what it is called once its type is known. */
interface Source {
	url: string;
	name(mimeType: string): string;
}

/** One try: asks for the file, looks at its beginning, and streams it into n8n. */
async function store(
	context: IExecuteFunctions,
	source: Source,
	{ maxBytes, stallMs }: { maxBytes: number; stallMs: number },
	{ meter, signal }: Transfer,
): Promise<IBinaryData> {
	const response: unknown = await context.helpers.httpRequest({
		url: source.url,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		timeout: stallMs,
		abortSignal: signal,
	});
	const file = readResponse(response);
	const kept = await attempt(keep(context, source, file, { maxBytes, meter }));
	if (kept.ok) return kept.value;
	file.stream.destroy();
	throw kept.cause;
}

/** Looks at an answer, and streams it into n8n where it is a file. */
async function keep(
	context: IExecuteFunctions,
	{ url, name }: Source,
	{ status, headers, stream }: FileResponse,
	{ maxBytes, meter }: { maxBytes: number; meter: TransferMeter },
): Promise<IBinaryData> {
	if (status < 200 || status >= 300) {
		const message = words.serverAnswered(status);
		throw status === 404 || status === 403 || status === 410
			? new UnusableFile(message)
			: new Error(message);
	}
	if (status === 206 && !isWhole(headers)) throw new Error(words.onlyPartCame());
	if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
	const { start, whole } = await readStart(stream, (bytes) => meter.add(bytes, performance.now()));
	const verdict = judgeFile(start, { url, contentType: textOf(headers['content-type']) });
	if ('refusal' in verdict) throw new UnusableFile(verdict.refusal);
	const { mimeType } = verdict;
	const source = isByteStream(whole) ? limited(whole, maxBytes, meter) : whole;
	return await context.helpers.prepareBinaryData(source, name(mimeType), mimeType);
}

/** Whether a part that nobody asked for is the whole file all the same: `bytes 0-69/70`. */
function isWhole(headers: Record<string, unknown>): boolean {
	const range = /^bytes 0-(\d+)\/(\d+)$/i.exec(textOf(headers['content-range']) ?? '');
	return range !== null && Number(range[1]) + 1 === Number(range[2]);
}

/** The stream, measured, and broken off where it is larger than allowed. */
function limited(stream: ByteStream, maxBytes: number, meter: TransferMeter): ByteStream {
	let bytes = 0;
	return stream.map((chunk: Uint8Array) => {
		meter.add(chunk.length, performance.now());
		bytes += chunk.length;
		if (bytes > maxBytes) throw tooLarge(maxBytes);
		return chunk;
	});
}

/** Why a file is not there, in words for people. */
function reasonOf(cause: unknown): string {
	const message = isObject(cause) ? textOf(cause.message) : undefined;
	if (message !== undefined && /^(aborted|socket hang up|.*ECONNRESET.*)$/.test(message))
		return words.connectionEnded();
	return message ?? String(cause);
}

const tooLarge = (maxBytes: number) =>
	new UnusableFile(words.isLargerThanLimit(Math.round(maxBytes / 1024 / 1024)));

interface FileResponse {
	status: number;
	headers: Record<string, unknown>;
	stream: ByteStream;
}

function readResponse(response: unknown): FileResponse {
	if (!isObject(response) || !isByteStream(response.body)) throw new Error(words.isNoStream());
	// Also when nobody reads it any more: an error that no one hears would end n8n.
	response.body.on('error', () => {});
	return {
		status: typeof response.statusCode === 'number' ? response.statusCode : 0,
		headers: isObject(response.headers) ? response.headers : {},
		stream: response.body,
	};
}
