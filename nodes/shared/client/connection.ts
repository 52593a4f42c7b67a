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
 * What a run sends with by one credential: its base URLs, its key and what blots that out of answers, Stop, and the
 * accounts that they stand for.
 */
export class Connection {
	/** Ends free requests when the execution is stopped. */
	readonly signal: AbortSignal | undefined;
	private readonly accounts: Partial<Record<Api, Account>> = {};
	/** A platform may repeat the key that it refuses. */
	private readonly withoutKey: (text: string) => string;
	private readonly authentication: IAdditionalCredentialOptions;

	/** @param credential as n8n gives it, expressions evaluated */
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

	/** Who is meant by the key at one family's base URL. @throws ParameterProblem for a bad key or base URL */
	account(api: Api): Account {
		const known = this.accounts[api];
		if (known) return known;
		const key = readKey(this.credential);
		return (this.accounts[api] = new Account(this.baseUrl(api), key));
	}

	/** @throws ParameterProblem for a bad one */
	baseUrl(api: Api): string {
		return baseUrl(this.credential, api);
	}

	/** Where what everybody learns of a family holds; empty where its base URL or the key is bad, which a request tells. */
	hostOf(api: Api): string {
		try {
			return this.account(api).host;
		} catch {
			return '';
		}
	}

	/**
	 * Whether a request can be sent at all, found out before it counts as sent.
	 * @throws ParameterProblem for a bad base URL or key, or for files that the platform cannot fetch
	 */
	assertSendable({ api, media = [] }: PlatformRequest): void {
		refuseUnreachable(media, this.account(api).baseUrl);
		refuseExpired(media, Date.now());
	}

	/**
	 * Sends one request, once, and reads its answer. The only place that speaks with the platform.
	 * The key is added by n8n; redirects are refused, so it goes to the configured host alone.
	 * @throws PlatformProblem with an explanation for people; before anything is sent, as `account`
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

	/** One request over n8n's network, and its answer read to the end, to the limit or to where it breaks. */
	private async exchange(
		options: IHttpRequestOptions,
		signal: AbortSignal,
	): Promise<Received | { fault: NetworkFault }> {
		// n8n takes the signal from here, whatever the options say.
		const limited: IExecuteFunctions = Object.create(this.context, {
			getExecutionCancelSignal: { value: () => signal },
		});
		const { httpRequestWithAuthentication } = this.context.helpers;
		const sent = await attempt<unknown>(
			// With the credential as it was read, as n8n would read it anew for each request, and always that of item 0.
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
		// Read here, as text and up to a limit: HTML or broken JSON must be seen, not guessed at.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: milliseconds(request.timeoutSeconds),
	};
}

/** Characters of somebody else's message that are shown. */
const SAID_LENGTH = 200;

/**
 * The platform fetches what it works from over the internet, and charges when it cannot.
 * @param base of the platform; a private one, such as the simulator, is taken to be in the same network
 * @throws ParameterProblem for the first address that it cannot reach
 */
export function refuseUnreachable(media: readonly MediaUse[], base: string): void {
	if (isPrivate(base)) return;
	const use = media.find(({ url }) => isPrivate(url));
	if (use === undefined) return;
	const { reason, advice } = isOfOwnNetwork(use.url, hostOf(use.url) ?? '');
	throw new ParameterProblem(use.label, reason, advice);
}

/** @throws ParameterProblem for the first address that says itself that it has expired */
export function refuseExpired(media: readonly MediaUse[], now: number): void {
	for (const { label, url } of media) {
		const end = heldUntil(url) ?? Infinity;
		if (end < now) throw new ParameterProblem(label, hasExpired(url, new Date(end)));
	}
}
