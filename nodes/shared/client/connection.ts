import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { isHtml, readAnswer, type Answer } from '../answers/answer';
import type { PlatformRequest, MediaUse } from '../answers/endpoints';
import {
	explainBrokenOff,
	explainFault,
	explainRefusal,
	PlatformProblem,
	type Circumstances,
	type NetworkFault,
} from '../answers/errors';
import { readParts } from '../answers/halfJson';
import { readTaskId } from '../answers/taskIds';
import { attempt } from '../util/attempt';
import { type Failure, ParameterProblem } from '../util/failure';
import { isObject, textOf } from '../util/json';
import { isPrivate, hostOf } from '../util/reachable';
import { milliseconds } from '../util/time';
import { keyBlotter, readKey, baseUrl, CREDENTIAL } from './credential';
import { MAX_ANSWER_BYTES, receive, type Received, requestEnd } from './receive';

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
	const base = checkedBase(credential, request);
	// A platform may repeat the key that it refuses.
	const withoutKey = keyBlotter(credential);
	const stopped = request.paid ? undefined : context.getExecutionCancelSignal();
	const end = requestEnd(request.timeoutSeconds, stopped);
	const exchanged = await exchange(context, httpOptions(request, base), end.signal);
	end.forget();
	const told = ({ code, said, neverSent }: NetworkFault): NetworkFault => ({
		code: end.isTimeUp && code === 'ERR_CANCELED' ? 'ETIMEDOUT' : code,
		said: withoutKey(said).slice(0, SAID_LENGTH),
		neverSent,
	});
	if ('fault' in exchanged) throw unanswered(told(exchanged.fault), full);
	const { cut, broken, text, headers, ...rest } = exchanged;
	const answer = {
		...rest,
		text: withoutKey(text),
		headers: Object.fromEntries(
			Object.entries(headers).map(([name, value]) => [name, withoutKey(value)]),
		),
	};
	const reading = readAnswer(answer, request.api, Date.now());
	if (reading.ok) return reading.body;
	const { refusal } = reading;
	if (broken !== undefined && !isObject(refusal.body))
		throw unanswered(told({ ...readFault(broken), neverSent: false }), full, answer);
	// What is no JSON, or was cut off, may name a task all the same.
	if (request.paid || cut) refusal.body ??= partNamingTask(answer);
	const failure = explainRefusal(refusal, full);
	throw new PlatformProblem(cut ? ofLargeAnswer(failure) : failure, { refusal });
}

/** No answer, or the beginning of one. */
function unanswered(fault: NetworkFault, context: Circumstances, start?: Answer): PlatformProblem {
	const isSought = context.request.paid && start !== undefined;
	const taskId = isSought ? readTaskId(partNamingTask(start)) : undefined;
	const failure =
		taskId === undefined ? explainFault(fault, context) : explainBrokenOff(fault, taskId, context);
	return new PlatformProblem(failure, { fault });
}

/** A web page may name anything. */
const partNamingTask = (answer: Answer): unknown =>
	isHtml(answer)
		? undefined
		: readParts(answer.text).find((part) => readTaskId(part) !== undefined);

/**
 * Whether a request can be sent at all, found out before it counts as sent.
 * @throws ParameterProblem for a bad base URL or key, for files that the platform cannot fetch, or n8n's error for a credential that is not there
 */
export async function assertSendable(
	context: IExecuteFunctions,
	request: PlatformRequest,
	itemIndex: number,
): Promise<void> {
	const base = checkedBase(await context.getCredentials(CREDENTIAL, itemIndex), request);
	refuseUnreachable(request.media ?? [], base);
}

function checkedBase(credential: ICredentialDataDecryptedObject, request: PlatformRequest): string {
	readKey(credential);
	return baseUrl(credential, request.api);
}

function httpOptions(request: PlatformRequest, base: string): IHttpRequestOptions {
	return {
		method: request.method,
		url: `${base}${request.path}`,
		headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		...(request.query && { qs: { ...request.query } }),
		...(request.body && { body: JSON.stringify(request.body) }),
		// Read here, as text and up to a limit: HTML or broken JSON must be seen, not guessed at.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: milliseconds(request.timeoutSeconds),
	};
}

/** One request over n8n's network, and its answer read to the end, to the limit or to where it breaks. */
async function exchange(
	context: IExecuteFunctions,
	options: IHttpRequestOptions,
	signal: AbortSignal,
): Promise<Received | { fault: NetworkFault }> {
	// n8n takes the signal from here, whatever the options say.
	const limited: IExecuteFunctions = Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	});
	const sent = await attempt<unknown>(
		context.helpers.httpRequestWithAuthentication.call(limited, CREDENTIAL, options),
	);
	return sent.ok ? await receive(sent.value, signal) : { fault: readFault(sent.cause) };
}

const MEGABYTES = MAX_ANSWER_BYTES / 1024 / 1024;

const ofLargeAnswer = ({ message, description, ...rest }: Failure): Failure => ({
	...rest,
	message: message.replace('did not answer with JSON', `answered with more than ${MEGABYTES} MB`),
	description: `The answer is larger than ${MEGABYTES} MB and was not read to its end. ${description}`,
});

/** Characters of somebody else's message that are shown. */
const SAID_LENGTH = 200;

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

/**
 * The platform fetches what it works from over the internet, and charges when it cannot.
 * @param base of the platform; a private one, such as the simulator, is taken to be in the same network
 * @throws ParameterProblem for the first address that it cannot reach
 */
export function refuseUnreachable(media: readonly MediaUse[], base: string): void {
	if (isPrivate(base)) return;
	const use = media.find(({ url }) => isPrivate(url));
	if (use === undefined) return;
	throw new ParameterProblem(
		use.label,
		`holds ${use.url.slice(0, 60)}, which the platform cannot reach`,
		`${hostOf(use.url) ?? ''} is known only to this machine or its network, and the platform fetches files over the internet. Put the file on a public address first (S3, OSS, a web server).`,
	);
}
