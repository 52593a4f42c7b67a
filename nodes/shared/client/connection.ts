import type {
	IAdditionalCredentialOptions,
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { Api, PlatformRequest, MediaUse } from '../answers/endpoints';
import { ParameterProblem } from '../answers/parameterProblem';
import {
	problemOfFault,
	problemOfRefusal,
	type NetworkFault,
	type Circumstances,
} from '../answers/problem';
import { type Asked, read, type Answer } from '../answers/read';
import { attempt } from '../util/attempt';
import { heldUntil, isPrivate, hostOf } from '../util/addresses';
import { milliseconds } from '../util/time';
import { hasExpired, isOfOwnNetwork } from '../words/connection';
import { Account } from './account';
import { keyBlotter, baseUrl, cleanKey, CREDENTIAL, readKey } from './credential';
import { readFault, receive, type Received, requestEnd } from './receive';

/** A task or a result. */
export type Answered = Extract<Answer, { kind: 'task' | 'result' }>;

/**
 * Everything a run needs to send requests with one credential: the base URLs, the key and its removal from answers,
 * the Stop signal, and the accounts.
 */
export class Connection {
	/** Aborts free requests when the execution is stopped. */
	readonly signal: AbortSignal | undefined;
	private readonly accounts: Partial<Record<Api, Account>> = {};
	/** The platform may repeat the key that it refuses. */
	private readonly withoutKey: (text: string) => string;
	private readonly authentication: IAdditionalCredentialOptions;

	/** @param credential as n8n gives it, with expressions evaluated */
	constructor(
		readonly context: IExecuteFunctions,
		private readonly credential: ICredentialDataDecryptedObject,
	) {
		this.signal = context.getExecutionCancelSignal();
		this.withoutKey = keyBlotter(cleanKey(credential));
		this.authentication = {
			credentialsDecrypted: { id: '', name: CREDENTIAL, type: CREDENTIAL, data: credential },
		};
	}

	/** The account of the key at one family's base URL. @throws ParameterProblem for a bad key or base URL */
	account(api: Api): Account {
		const known = this.accounts[api];
		if (known) return known;
		const key = readKey(this.credential);
		return (this.accounts[api] = new Account(this.baseUrl(api), key));
	}

	/** @throws ParameterProblem for a bad base URL */
	baseUrl(api: Api): string {
		return baseUrl(this.credential, api);
	}

	/**
	 * The host for facts that all accounts share. Empty if the base URL or the key is bad, which the request will
	 * report.
	 */
	hostOf(api: Api): string {
		try {
			return this.account(api).host;
		} catch {
			return '';
		}
	}

	/**
	 * Checks that a request can be sent at all, before it counts as sent.
	 * @throws ParameterProblem for a bad base URL or key, or for files that the platform cannot fetch
	 */
	assertSendable({ api, media = [] }: PlatformRequest): void {
		refuseUnreachable(media, this.account(api).baseUrl);
		refuseExpired(media, Date.now());
	}

	/**
	 * Sends one request once and reads its answer. The only place that contacts the platform. n8n adds the key.
	 * Redirects are refused, so the key goes only to the configured host.
	 * @throws PlatformProblem with an explanation for users; before anything is sent, the errors of `account`
	 */
	async send(
		request: PlatformRequest,
		asked: Asked,
		circumstances: Omit<Circumstances, 'request' | 'wants'>,
	): Promise<Answered> {
		const wants = asked.for === 'state' ? {} : { wants: asked.for };
		const full: Circumstances = { ...circumstances, ...wants, request };
		const { baseUrl: base } = this.account(request.api);
		const options = httpOptions(request, base);
		const end = requestEnd(request.timeoutSeconds, request.paid ? undefined : this.signal);
		const exchanged = await this.exchange(options, end.signal);
		end.forget();
		const blotted = ({ code, said, neverSent }: NetworkFault): NetworkFault => ({
			code: end.isTimeUp && code === 'ERR_CANCELED' ? 'ETIMEDOUT' : code,
			said: this.withoutKey(said).slice(0, SAID_LENGTH),
			neverSent,
		});
		if ('fault' in exchanged) throw problemOfFault(blotted(exchanged.fault), full);
		const { broken, ...received } = exchanged;
		const text = this.withoutKey(received.text);
		const answer = read({ ...received, text }, { ...asked, baseUrl: base }, Date.now());
		if ('task' in answer) return answer;
		const { refusal } = answer;
		if (broken === undefined || refusal.kind !== 'notJson') throw problemOfRefusal(refusal, full);
		const { beginning = '' } = refusal;
		throw problemOfFault({ ...blotted(readFault(broken)), neverSent: false, beginning }, full);
	}

	/** Sends one request over n8n's network. Reads the response until it ends, reaches the limit or breaks. */
	private async exchange(
		options: IHttpRequestOptions,
		signal: AbortSignal,
	): Promise<Received | { fault: NetworkFault }> {
		// n8n takes the signal from here and ignores the one in the options.
		const limited: IExecuteFunctions = Object.create(this.context, {
			getExecutionCancelSignal: { value: () => signal },
		});
		const { httpRequestWithAuthentication } = this.context.helpers;
		const sent = await attempt<unknown>(
			// Passes the credential that was already read. Otherwise n8n would read it again for each request, and always
			// for item 0.
			httpRequestWithAuthentication.call(limited, CREDENTIAL, options, this.authentication),
		);
		return sent.ok ? await receive(sent.value, signal) : { fault: readFault(sent.cause) };
	}
}

function httpOptions(request: PlatformRequest, base: string): IHttpRequestOptions {
	return {
		method: request.method,
		url: `${base}${request.path}`,
		headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		...(request.query && { qs: { ...request.query } }),
		...(request.body && { body: JSON.stringify(request.body) }),
		// Read here as text, up to a limit, so that HTML or broken JSON is recognized.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: milliseconds(request.timeoutSeconds),
	};
}

/** Longest part of a foreign message that is shown, in characters. */
const SAID_LENGTH = 200;

/**
 * Refuses files that the platform cannot reach. It fetches its input over the internet and charges even when it
 * cannot.
 * @param base URL of the platform; a private one, such as the simulator's, is assumed to be in the same network
 * @throws ParameterProblem for the first address that it cannot reach
 */
export function refuseUnreachable(media: readonly MediaUse[], base: string): void {
	if (isPrivate(base)) return;
	const use = media.find(({ url }) => isPrivate(url));
	if (use === undefined) return;
	const { reason, advice } = isOfOwnNetwork(use.url, hostOf(use.url) ?? '');
	throw new ParameterProblem(use.label, reason, advice);
}

/** @throws ParameterProblem for the first address whose own text says that it has expired */
export function refuseExpired(media: readonly MediaUse[], now: number): void {
	for (const { label, url } of media) {
		const end = heldUntil(url) ?? Infinity;
		if (end < now) throw new ParameterProblem(label, hasExpired(url, new Date(end)));
	}
}
