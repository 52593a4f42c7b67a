import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { attempt } from '../attempt';
import { isObject, textOf } from '../json';
import { pause } from '../waiting/pause';
import { fileNameOf, isMessage, mimeTypeOf } from './fileType';

export interface DownloadSettings {
	/** Largest file that is accepted, bytes. */
	maxBytes: number;
	/** Key of the first file in the item's binary data; the next ones get `_1`, `_2` ... */
	property: string;
	/** A transfer without a single byte for so long is broken. */
	stallSeconds?: number;
}

/** What became of one result URL. */
export interface DownloadReport extends IDataObject {
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

type Stream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Uint8Array>;

const TRIES = 3;
const PAUSE_MS = 1000;
const STALL_SECONDS = 30;

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
				() => downloadFile(context, url, settings),
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
				failReason: cause instanceof Error ? cause.message : String(cause),
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
		if (tries >= TRIES || done.cause instanceof UnusableFile || signal?.aborted) throw done.cause;
		await pause(PAUSE_MS * tries, signal);
	}
}

async function downloadFile(
	context: IExecuteFunctions,
	url: string,
	{ maxBytes, stallSeconds = STALL_SECONDS }: DownloadSettings,
): Promise<IBinaryData> {
	const transfer = new AbortController();
	const stop = () => transfer.abort();
	const signal = context.getExecutionCancelSignal();
	signal?.addEventListener('abort', stop, { once: true });
	const progress = { bytes: 0, done: false, stalled: false };
	void abortWhenStalled(progress, transfer, stallSeconds * 1000);
	try {
		const response: unknown = await context.helpers.httpRequest({
			url,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout: stallSeconds * 1000,
			abortSignal: transfer.signal,
		});
		const { status, headers, stream } = readResponse(response);
		if (status < 200 || status >= 300) {
			stream.destroy();
			const message = `the file's server answered ${status}`;
			throw status === 404 || status === 403 || status === 410
				? new UnusableFile(message)
				: new Error(message);
		}
		const announced = Number(headers['content-length'] ?? 0);
		if (announced > maxBytes) {
			stream.destroy();
			throw tooLarge(maxBytes);
		}
		const start = await firstBytes(stream);
		const name = fileNameOf(
			url,
			mimeTypeOf(start, textOf(headers['content-type']), url.split(/[?#]/, 1)[0] ?? ''),
		);
		const mimeType = mimeTypeOf(start, textOf(headers['content-type']), name);
		if (start.length === 0 || isMessage(start, mimeType)) {
			stream.destroy();
			throw new UnusableFile(
				start.length === 0
					? 'the file is empty'
					: 'a web page or message came instead of a media file',
			);
		}
		const counted = stream.map((chunk: Uint8Array) => {
			progress.bytes += chunk.length;
			if (progress.bytes > maxBytes) throw tooLarge(maxBytes);
			return chunk;
		});
		return await context.helpers.prepareBinaryData(counted, fileNameOf(url, mimeType), mimeType);
	} catch (cause) {
		throw progress.stalled ? new Error(`nothing came for ${stallSeconds} seconds`) : cause;
	} finally {
		progress.done = true;
		signal?.removeEventListener('abort', stop);
	}
}

const tooLarge = (maxBytes: number) =>
	new UnusableFile(
		`the file is larger than the limit of ${Math.round(maxBytes / 1024 / 1024)} MB (Options > Max File Size)`,
	);

async function abortWhenStalled(
	progress: { bytes: number; done: boolean; stalled: boolean },
	transfer: AbortController,
	stallMs: number,
): Promise<void> {
	for (let before = -1; !progress.done; ) {
		if (progress.bytes === before) {
			progress.stalled = true;
			return transfer.abort();
		}
		before = progress.bytes;
		for (let waited = 0; waited < stallMs && !progress.done; waited += 500) await pause(500);
	}
}

interface FileResponse {
	status: number;
	headers: Record<string, unknown>;
	stream: Stream;
}

function readResponse(response: unknown): FileResponse {
	if (!isObject(response) || !isStream(response.body))
		throw new Error('the file could not be read as a stream');
	// Also when nobody reads it any more: an error that no one hears would end n8n.
	response.body.on('error', () => {});
	return {
		status: typeof response.statusCode === 'number' ? response.statusCode : 0,
		headers: isObject(response.headers) ? response.headers : {},
		stream: response.body,
	};
}

const isStream = (value: unknown): value is Stream =>
	isObject(value) && typeof value.map === 'function' && typeof value.unshift === 'function';

/** The first chunk, put back so that it is not missing later. Empty for an empty file. */
async function firstBytes(stream: Stream): Promise<Uint8Array> {
	return await new Promise((resolve, reject) => {
		const done = (bytes: Uint8Array) => {
			stream.off('readable', look).off('end', ended).off('error', reject);
			resolve(bytes);
		};
		const ended = () => done(new Uint8Array());
		const look = () => {
			const chunk: unknown = stream.read();
			if (!(chunk instanceof Uint8Array)) return;
			stream.unshift(chunk);
			done(chunk);
		};
		stream.on('readable', look).on('end', ended).on('error', reject);
	});
}
