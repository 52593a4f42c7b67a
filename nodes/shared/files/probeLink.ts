import { attempt } from '../attempt';
import { isObject } from '../json';
import { isByteStream, readStart } from '../media/fileStart';
import { pause } from '../waiting/pause';
import type { FileContext } from './fileContext';

/** What a link gives to somebody without a login. */
export type Probe =
	| 'works'
	/** Nobody answered: that may be different for the platform. */
	| { silent: string }
	/** Something else came: 0 stands for other bytes. */
	| { status: number };

const TIMEOUT_MS = 10_000;

/**
 * Opens a link as the platform will, once, and compares its first bytes. Never throws.
 * @param start the first bytes of the file
 */
export async function probeLink(
	context: Pick<FileContext, 'helpers' | 'getExecutionCancelSignal'>,
	url: string,
	start: Uint8Array,
): Promise<Probe> {
	const asked = await attempt(read(context, url, start.length));
	if (!asked.ok) return { silent: reasonOf(asked.cause) };
	const { status, bytes } = asked.value;
	if (status !== 200 && status !== 206) return { status };
	return Buffer.from(bytes).equals(start) ? 'works' : { status: 0 };
}

async function read(
	context: Pick<FileContext, 'helpers' | 'getExecutionCancelSignal'>,
	url: string,
	length: number,
): Promise<{ status: number; bytes: Uint8Array }> {
	const abort = new AbortController();
	const over = new AbortController();
	const stop = () => abort.abort();
	const signal = context.getExecutionCancelSignal();
	signal?.addEventListener('abort', stop, { once: true });
	void pause(TIMEOUT_MS, over.signal).then(stop);
	const got = await attempt(
		(async () => {
			const response: unknown = await context.helpers.httpRequest({
				url,
				headers: { range: `bytes=0-${Math.max(0, length - 1)}` },
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				timeout: TIMEOUT_MS,
				abortSignal: abort.signal,
			});
			if (!isObject(response) || !isByteStream(response.body)) throw new Error('no answer');
			const { body, statusCode } = response;
			// Also when nobody reads it any more: an error that no one hears would end n8n.
			body.on('error', () => {});
			const { start } = await readStart(body, () => {});
			body.destroy();
			const status = typeof statusCode === 'number' ? statusCode : 0;
			return { status, bytes: start.subarray(0, length) };
		})(),
	);
	over.abort();
	signal?.removeEventListener('abort', stop);
	if (!got.ok) throw got.cause;
	return got.value;
}

const reasonOf = (cause: unknown) => {
	const code = isObject(cause) ? (cause.code ?? cause.message) : undefined;
	return typeof code === 'string' ? code : 'no answer';
};
