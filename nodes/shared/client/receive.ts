import type { IExecuteFunctions } from 'n8n-workflow';

import { MAX_ANSWER_MB } from '../answers/endpoints';
import type { NetworkFault } from '../answers/problem';
import type { PlatformResponse } from '../answers/read';
import { isObject, textOf } from '../util/json';
import { milliseconds } from '../util/time';
import { endedWithinAnswer } from '../words/connection';

/** Most bytes of one answer that are read, decompressed. Real ones have some thousand. */
const MAX_ANSWER_BYTES = MAX_ANSWER_MB * 1024 * 1024;

export interface Received extends PlatformResponse {
	/** What ended the answer before its end; the text is what came until then. */
	broken?: unknown;
}

type Stream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Uint8Array>;

/**
 * Reads an answer that n8n gave as a stream, up to the limit; the connection is closed then.
 * @param signal ends the reading, as it ends the request
 */
export async function receive(response: unknown, signal: AbortSignal): Promise<Received> {
	const head = isObject(response) ? response : {};
	const headers = isObject(head.headers) ? readHeaders(head.headers) : {};
	const status = typeof head.statusCode === 'number' ? head.statusCode : 0;
	const { body } = head;
	if (!isStream(body)) {
		const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
		return { status, headers, text, isCut: false };
	}
	// Also when nobody reads it any more: an error that no one hears would end n8n.
	body.on('error', () => {});
	const stop = () => body.destroy(new Aborted());
	signal.addEventListener('abort', stop, { once: true });
	try {
		const reading = readStart(body, MAX_ANSWER_BYTES);
		if (signal.aborted) stop();
		const { bytes, ...end } = await reading;
		return { status, headers, text: textFrom(bytes, headers['content-type'] ?? ''), ...end };
	} finally {
		signal.removeEventListener('abort', stop);
		body.destroy();
	}
}

/** The headers that are of use here; Node gives their names in lower case. */
function readHeaders(all: Record<string, unknown>): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const name of ['content-type', 'retry-after'])
		if (all[name] !== undefined) headers[name] = String(all[name]);
	return headers;
}

/** What axios calls it when a request is aborted. */
class Aborted extends Error {
	readonly code = 'ERR_CANCELED';
}

/** What Node calls it when a connection ends within an answer. */
class Closed extends Error {
	readonly code = 'ECONNRESET';

	constructor() {
		super(endedWithinAnswer());
	}
}

const isStream = (value: unknown): value is Stream =>
	isObject(value) && typeof value.destroy === 'function' && typeof value.on === 'function';

/** Reads to the end, to the limit, or to where the stream breaks; what came before that is not lost. */
async function readStart(
	stream: Stream,
	limit: number,
): Promise<{ bytes: Uint8Array; isCut: boolean; broken?: unknown }> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	const add = (chunk: unknown) => {
		if (!(chunk instanceof Uint8Array)) return;
		chunks.push(chunk);
		length += chunk.length;
	};
	const end = await new Promise<{ broken?: unknown }>((resolve) => {
		stream.on('data', (chunk: unknown) => {
			add(chunk);
			if (length > limit) resolve({});
		});
		let isOver = false;
		stream.once('end', () => {
			isOver = true;
			resolve({});
		});
		stream.once('error', (broken: unknown) => resolve({ broken }));
		stream.once('close', () => {
			if (!isOver) resolve({ broken: new Closed() });
		});
		// What broke before anybody listened says so no more.
		if (stream.destroyed) resolve({ broken: new Closed() });
	});
	stream.removeAllListeners('data');
	// What a stream held back when it broke can still be read.
	if ('broken' in end)
		for (let chunk: unknown = stream.read(); chunk !== null; chunk = stream.read()) add(chunk);
	const bytes = new Uint8Array(length);
	let place = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, place);
		place += chunk.length;
	}
	return { bytes: bytes.subarray(0, limit), isCut: length > limit, ...end };
}

/** The bytes as text, in the charset that the answer names, else in UTF-8; without a byte order mark. */
function textFrom(bytes: Uint8Array, contentType: string): string {
	const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
	try {
		return new TextDecoder(charset).decode(bytes);
	} catch {
		return new TextDecoder().decode(bytes);
	}
}

/** What ends one request before its answer: its time limit, and Stop where the request heeds that. */
interface RequestEnd {
	readonly signal: AbortSignal;
	readonly isTimeUp: boolean;
	/** To be called when the request is over, however it ended. */
	forget(): void;
}

/**
 * The time limit holds for the whole answer, while n8n's own ends with the first byte.
 *
 * A signal of its own for each request, with listeners that are taken back: `AbortSignal.any` leaves some bytes on the
 * execution's signal with every poll, and an execution may ask for days.
 * @param stopped the execution's; absent for a paid request, which is left to finish, so that its task id still
 * arrives and can be written to the log
 */
export function requestEnd(limitSeconds: number, stopped: AbortSignal | undefined): RequestEnd {
	const end = new AbortController();
	const timeout = AbortSignal.timeout(milliseconds(limitSeconds));
	const sources = stopped === undefined ? [timeout] : [timeout, stopped];
	const abort = () => end.abort();
	for (const source of sources) source.addEventListener('abort', abort);
	if (stopped?.aborted) abort();
	return {
		signal: end.signal,
		get isTimeUp() {
			return timeout.aborted;
		},
		forget: () => {
			for (const source of sources) source.removeEventListener('abort', abort);
		},
	};
}

/** Codes that arise before the first byte of a request is sent. */
const NEVER_SENT =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;
/** Codes that arise at any time, so also before. */
const PERHAPS_SENT = /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/** n8n's own errors where its protection against requests to private addresses lets none through (2.12 and later). */
const BLOCKED = /^SsrfBlocked/;

/** How Node's own words begin when it could not connect; n8n 1.x keeps them, and drops the error that said them. */
const CONNECTING = /^(connect|getaddrinfo) E/;

/** Digs Node's error code out of n8n's wrapping. */
export function readFault(cause: unknown): NetworkFault {
	const seen = new Set<unknown>();
	let current: unknown = cause;
	let code = '';
	let connecting = false;
	let blocked = false;
	while (isObject(current) && !seen.has(current)) {
		seen.add(current);
		const found = textOf(current.code) ?? textOf(current.errorCode) ?? textOf(current.httpCode);
		if (code === '' && found !== undefined && /^[A-Z][A-Z0-9_]+$/.test(found)) code = found;
		blocked ||= BLOCKED.test(String(current.name));
		if (current.syscall === 'connect' || current.syscall === 'getaddrinfo') connecting = true;
		if (Array.isArray(current.messages) && CONNECTING.test(String(current.messages[0])))
			connecting = true;
		current = current.cause ?? current.errorResponse;
	}
	return {
		code,
		said: cause instanceof Error ? cause.message : '',
		neverSent: blocked || NEVER_SENT.test(code) || (connecting && PERHAPS_SENT.test(code)),
	};
}
