import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { attempt } from '../attempt';
import { isObject, textOf } from '../json';
import { milliseconds } from '../milliseconds';
import { readAnswer, type Answer } from './answer';
import { baseUrl, CREDENTIAL } from './credential';
import type { PlatformRequest } from './endpoints';
import {
	explainFault,
	explainRefusal,
	PlatformProblem,
	type Circumstances,
	type NetworkFault,
} from './errors';

/** One answer that the platform meant as a success. */
export type Body = Record<string, unknown>;

/**
 * Sends one request, once, and gives the body of its answer. The only place that speaks with the platform.
 * The key is added by n8n; redirects are refused, so it goes to the configured host alone.
 * @throws PlatformProblem with an explanation for people; before anything is sent, as `assertSendable`
 */
export async function send(
	context: IExecuteFunctions,
	request: PlatformRequest,
	circumstances: Omit<Circumstances, 'request'>,
	itemIndex: number,
): Promise<Body> {
	const full: Circumstances = { ...circumstances, request };
	const credential = await context.getCredentials(CREDENTIAL, itemIndex);
	const options = httpOptions(request, baseUrl(credential, request.api));
	const timeout = AbortSignal.timeout(milliseconds(request.timeoutSeconds));
	const sent = await attempt<unknown>(
		context.helpers.httpRequestWithAuthentication.call(
			caller(context, request, timeout),
			CREDENTIAL,
			options,
		),
	);
	if (!sent.ok) {
		const fault = readFault(sent.cause);
		if (timeout.aborted && fault.code === 'ERR_CANCELED') fault.code = 'ETIMEDOUT';
		fault.said = withoutKey(fault.said, credential);
		throw new PlatformProblem(explainFault(fault, full), { fault });
	}
	const answer = readHttp(sent.value);
	// A platform may repeat the key that it refuses.
	answer.text = withoutKey(answer.text, credential);
	const reading = readAnswer(answer, request.api, Date.now());
	if (reading.ok) return reading.body;
	throw new PlatformProblem(explainRefusal(reading.refusal, full), { refusal: reading.refusal });
}

/**
 * Whether a request can be sent at all, found out before it counts as sent.
 * @throws ParameterProblem for a bad base URL, or n8n's error for a credential that is not there
 */
export async function assertSendable(
	context: IExecuteFunctions,
	request: PlatformRequest,
	itemIndex: number,
): Promise<void> {
	baseUrl(await context.getCredentials(CREDENTIAL, itemIndex), request.api);
}

/** The text with the key blotted out; a key of a few letters could be part of any word. */
function withoutKey(text: string, credential: ICredentialDataDecryptedObject): string {
	const key = credential.apiKey;
	return typeof key === 'string' && key.length >= 8 ? text.replaceAll(key, '***') : text;
}

function httpOptions(request: PlatformRequest, base: string): IHttpRequestOptions {
	return {
		method: request.method,
		url: `${base}${request.path}`,
		headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		...(request.query && { qs: { ...request.query } }),
		...(request.body && { body: JSON.stringify(request.body) }),
		// As text: HTML or broken JSON must be seen, not guessed at.
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: milliseconds(request.timeoutSeconds),
	};
}

/**
 * n8n aborts the requests of a stopped execution. A paid one is left to finish, so that its task id
 * still arrives and can be written to the log. The time limit holds for the whole answer, while
 * n8n's own ends with the first byte and begins anew with each further one.
 */
function caller(
	context: IExecuteFunctions,
	request: PlatformRequest,
	timeout: AbortSignal,
): IExecuteFunctions {
	const stopped = request.paid ? undefined : context.getExecutionCancelSignal();
	const signal = stopped === undefined ? timeout : AbortSignal.any([stopped, timeout]);
	const limited: IExecuteFunctions = Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	});
	return limited;
}

function readHttp(response: unknown): Answer {
	if (!isObject(response)) return { status: 0, headers: {}, text: '' };
	const headers = isObject(response.headers) ? response.headers : {};
	return {
		status: typeof response.statusCode === 'number' ? response.statusCode : 0,
		headers: Object.fromEntries(
			Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
		),
		text: typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? ''),
	};
}

/** Codes that arise before the first byte of a request is sent. */
const NEVER_SENT =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;
/** Codes that arise at any time, so also before. */
const PERHAPS_SENT = /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/** Digs Node's error code out of n8n's wrapping. */
export function readFault(cause: unknown): NetworkFault {
	const seen = new Set<unknown>();
	let current: unknown = cause;
	let code = '';
	let connecting = false;
	while (isObject(current) && !seen.has(current)) {
		seen.add(current);
		const found = textOf(current.code) ?? textOf(current.errorCode);
		if (code === '' && found !== undefined && /^[A-Z][A-Z0-9_]+$/.test(found)) code = found;
		if (current.syscall === 'connect' || current.syscall === 'getaddrinfo') connecting = true;
		current = current.cause ?? current.errorResponse;
	}
	const said = cause instanceof Error ? cause.message.slice(0, 200) : '';
	return {
		code,
		said,
		neverSent: NEVER_SENT.test(code) || (connecting && PERHAPS_SENT.test(code)),
	};
}
