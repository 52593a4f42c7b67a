import { isObject, textOf } from '../util/json';
import type { NetworkFault } from '../answers/problem';

/** Codes that arise before the first byte of a request is sent. */
const NEVER_SENT =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;
/** Codes that arise at any time, so also before. */
const PERHAPS_SENT = /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/** How Node's own words begin when it could not connect; n8n 1.x keeps them, and drops the error that said them. */
const CONNECTING = /^(connect|getaddrinfo) E/;

/** Digs Node's error code out of n8n's wrapping. */
export function readFault(cause: unknown): NetworkFault {
	const seen = new Set<unknown>();
	let current: unknown = cause;
	let code = '';
	let connecting = false;
	while (isObject(current) && !seen.has(current)) {
		seen.add(current);
		const found = textOf(current.code) ?? textOf(current.errorCode) ?? textOf(current.httpCode);
		if (code === '' && found !== undefined && /^[A-Z][A-Z0-9_]+$/.test(found)) code = found;
		if (current.syscall === 'connect' || current.syscall === 'getaddrinfo') connecting = true;
		if (Array.isArray(current.messages) && CONNECTING.test(String(current.messages[0])))
			connecting = true;
		current = current.cause ?? current.errorResponse;
	}
	return {
		code,
		said: cause instanceof Error ? cause.message : '',
		neverSent: NEVER_SENT.test(code) || (connecting && PERHAPS_SENT.test(code)),
	};
}
