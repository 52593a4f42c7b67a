import type { IExecuteFunctions } from 'n8n-workflow';

import { MAX_ANSWER_MB } from '../answers/endpoints';
import type { NetworkFault } from '../answers/problem';
import type { PlatformResponse } from '../answers/read';
import { isObject, textOf } from '../util/json';
import { milliseconds } from '../util/time';
import { endedWithinAnswer } from '../words/connection';

/** Largest part of one response that is read, in bytes, decompressed. Real responses have a few thousand. */
const MAX_ANSWER_BYTES = MAX_ANSWER_MB * 1024 * 1024;

export interface Received extends PlatformResponse {
	/** What interrupted the response. `text` is what came before. */
	broken?: unknown;
}

type Stream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Uint8Array>;

/**
 * Reads a response that n8n returned as a stream, up to the limit, and then closes the connection.
 * @param signal aborts the reading as it aborts the request
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
	// Stays on after reading ends, because an unhandled stream error would end n8n.
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

/** The headers needed here. Node gives their names in lower case. */
function readHeaders(all: Record<string, unknown>): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const name of ['content-type', 'retry-after'])
		if (all[name] !== undefined) headers[name] = String(all[name]);
	return headers;
}

/** Uses axios's name for an aborted request. */
class Aborted extends Error {
	readonly code = 'ERR_CANCELED';
}

/** Uses Node's name for a connection that closes within a response. */
class Closed extends Error {
	readonly code = 'ECONNRESET';

	constructor() {
		super(endedWithinAnswer());
	}
}

const isStream = (value: unknown): value is Stream =>
	isObject(value) && typeof value.destroy === 'function' && typeof value.on === 'function';

/** Reads until the stream ends, reaches the limit or breaks. What came before is kept. */
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
		// A stream that broke before anyone listened emits no more events.
		if (stream.destroyed) resolve({ broken: new Closed() });
	});
	// Data buffered when the stream broke can still be read. Each read would also call the listener.
	if ('broken' in end) {
		stream.removeAllListeners('data');
		for (let chunk: unknown = stream.read(); chunk !== null; chunk = stream.read()) add(chunk);
	}
	const bytes = new Uint8Array(length);
	let place = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, place);
		place += chunk.length;
	}
	return { bytes: bytes.subarray(0, limit), isCut: length > limit, ...end };
}

/** Decodes the bytes with the response's charset, or UTF-8. Removes a byte order mark. */
function textFrom(bytes: Uint8Array, contentType: string): string {
	const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
	try {
		return new TextDecoder(charset).decode(bytes);
	} catch {
		return new TextDecoder().decode(bytes);
	}
}

/** Aborts one request before its response: at its time limit, and on Stop if the request allows that. */
interface RequestEnd {
	readonly signal: AbortSignal;
	readonly isTimeUp: boolean;
	/** Call it when the request is over, however it ended. */
	forget(): void;
}

/**
 * The time limit covers the whole response, while n8n's own limit ends with the first byte.
 *
 * Each request gets a signal of its own, with listeners that are removed. `AbortSignal.any` would leave some bytes
 * on the execution's signal with every poll, and an execution may poll for days.
 * @param stopped the execution's signal; absent for a paid request, which is left to finish so that its task id
 * still arrives and can be logged
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

/** Codes that only occur before the first byte of a request is sent. */
const NEVER_SENT =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;
/** Codes that may occur at any time, including before. */
const PERHAPS_SENT = /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/** n8n's own errors when its protection against requests to private addresses blocks one (2.12 and later). */
const BLOCKED = /^SsrfBlocked/;

/** How Node's messages begin when it could not connect. n8n 1.x keeps the message but drops the original error. */
const CONNECTING = /^(connect|getaddrinfo) E/;

/** Extracts Node's error code from n8n's wrapping. */
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
