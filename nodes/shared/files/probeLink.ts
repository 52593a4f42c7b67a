import type { IHttpRequestOptions } from 'n8n-workflow';

import { attempt } from '../base/attempt';
import { isObject } from '../base/json';
import { isByteStream, readStart } from '../media/fileStart';
import { pause } from '../base/pause';
import type { FileContext } from './fileContext';
import type { LocalFile } from './localFile';

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
	headers: Record<string, unknown>;
	body: unknown;
}

const TIMEOUT_MS = 10_000;
/** n8n keeps a file open whose link is not read to its end: so far it is read. */
const MOST_READ = 1024 * 1024;

/** Opens a link to a store as the platform will, once, and compares its first bytes. Never throws. */
export async function probeStart(
	context: ProbeContext,
	url: string,
	file: ProbedFile,
): Promise<Probe> {
	const headers = { range: `bytes=0-${Math.max(0, file.start.length - 1)}` };
	return await probe(context, { url, headers, encoding: 'stream' }, async ({ body }) => {
		if (!isByteStream(body)) return false;
		const { start } = await readStart(body, () => {});
		return isSame(start, file);
	});
}

/**
 * Opens a link of n8n as the platform will, once: a small file is read whole and its first bytes are compared, of
 * a larger one n8n is asked for the size alone. Never throws.
 */
export async function probeWhole(
	context: ProbeContext,
	url: string,
	file: ProbedFile,
): Promise<Probe> {
	if (file.size > MOST_READ) {
		const head = await probe(context, { url, method: 'HEAD' }, ({ headers }) =>
			isOfSize(headers, file),
		);
		// Something between that knows no such question says nothing about the link.
		return head !== 'works' && 'status' in head && [405, 501].includes(head.status)
			? { silent: `HEAD ${head.status}` }
			: head;
	}
	return await probe(context, { url, encoding: 'stream' }, async ({ body }) => {
		if (!isByteStream(body)) return false;
		const { start, whole } = await readStart(body, () => {});
		if (!isSame(start, file)) return false;
		let size = 0;
		for await (const piece of whole instanceof Uint8Array ? [whole] : whole)
			if (piece instanceof Uint8Array) size += piece.length;
		return size === file.size;
	});
}

const isSame = (start: Uint8Array, file: ProbedFile) =>
	Buffer.from(start.subarray(0, file.start.length)).equals(file.start);

/** Something between may leave the length out; a page of its own is not the file. */
function isOfSize(headers: Answer['headers'], { size }: ProbedFile): boolean {
	const length = headers['content-length'];
	return length === undefined
		? !String(headers['content-type']).startsWith('text/html')
		: Number(length) === size;
}

async function probe(
	context: ProbeContext,
	options: IHttpRequestOptions,
	isFile: (answer: Answer) => boolean | Promise<boolean>,
): Promise<Probe> {
	const abort = new AbortController();
	const over = new AbortController();
	const stop = () => abort.abort();
	const signal = context.getExecutionCancelSignal();
	signal?.addEventListener('abort', stop, { once: true });
	void pause(TIMEOUT_MS, over.signal).then(stop);
	const polled = await attempt(
		(async (): Promise<Probe> => {
			const response: unknown = await context.helpers.httpRequest({
				...options,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				timeout: TIMEOUT_MS,
				abortSignal: abort.signal,
			});
			if (!isObject(response)) throw new Error('no answer');
			const { body } = response;
			// Also when nobody reads it any more: an error that no one hears would end n8n.
			if (isByteStream(body)) body.on('error', () => {});
			const status = Number(response.statusCode);
			const headers = isObject(response.headers) ? response.headers : {};
			const isGood = status === 200 || status === 206;
			const works = isGood && (await isFile({ headers, body }));
			if (isByteStream(body)) body.destroy();
			return works ? 'works' : { status: isGood ? 0 : status };
		})(),
	);
	over.abort();
	signal?.removeEventListener('abort', stop);
	return polled.ok ? polled.value : { silent: reasonOf(polled.cause) };
}

const reasonOf = (cause: unknown) => {
	const code = isObject(cause) ? (cause.code ?? cause.message) : undefined;
	return typeof code === 'string' ? code : 'no answer';
};
