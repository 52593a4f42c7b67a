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
		if (tries >= TRIES || done.cause instanceof UnusableFile || signal?.aborted) throw done.cause;
		await pause(PAUSE_MS * tries, signal);
	}
}

async function downloadFile(
	context: IExecuteFunctions,
	url: string,
	{ maxBytes, stallSeconds = STALL_SECONDS }: DownloadSettings,
): Promise<IBinaryData> {
	const abort = new AbortController();
	const stop = () => abort.abort();
	const signal = context.getExecutionCancelSignal();
	signal?.addEventListener('abort', stop, { once: true });
	const transfer: Transfer = { abort, bytes: 0, done: false, stalled: false };
	const stallMs = stallSeconds * 1000;
	void abortWhenStalled(transfer, stallMs);
	const stored = await attempt(store(context, url, { maxBytes, stallMs }, transfer));
	transfer.done = true;
	signal?.removeEventListener('abort', stop);
	if (stored.ok) return stored.value;
	if (transfer.stalled) throw new Error(`nothing came for ${stallSeconds} seconds`);
	throw stored.cause;
}

/** One try: asks for the file, looks at its beginning, and streams it into n8n. */
async function store(
	context: IExecuteFunctions,
	url: string,
	{ maxBytes, stallMs }: { maxBytes: number; stallMs: number },
	transfer: Transfer,
): Promise<IBinaryData> {
	const response: unknown = await context.helpers.httpRequest({
		url,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		timeout: stallMs,
		abortSignal: transfer.abort.signal,
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
		transfer.bytes += chunk.length;
		if (transfer.bytes > maxBytes) throw tooLarge(maxBytes);
		return chunk;
	});
	return await context.helpers.prepareBinaryData(counted, fileNameOf(url, mimeType), mimeType);
}

/** Why a file is not there, in words for people. */
function reasonOf(cause: unknown): string {
	const message = isObject(cause) ? textOf(cause.message) : undefined;
	if (message !== undefined && /^(aborted|socket hang up|.*ECONNRESET.*)$/.test(message))
		return 'the connection ended before the file did';
	return message ?? String(cause);
}

const tooLarge = (maxBytes: number) =>
	new UnusableFile(
		`the file is larger than the limit of ${Math.round(maxBytes / 1024 / 1024)} MB (Options > Max File Size)`,
	);

interface Transfer {
	abort: AbortController;
	bytes: number;
	done: boolean;
	stalled: boolean;
}

async function abortWhenStalled(transfer: Transfer, stallMs: number): Promise<void> {
	for (let before = -1; !transfer.done; ) {
		if (transfer.bytes === before) {
			transfer.stalled = true;
			return transfer.abort.abort();
		}
		before = transfer.bytes;
		for (let waited = 0; waited < stallMs && !transfer.done; waited += 500) await pause(500);
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
