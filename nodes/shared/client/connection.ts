import { createHash } from 'crypto';
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
import { Gate } from '../waiting/gate';
import { hasExpired, isOfOwnNetwork } from '../words/connection';
import { keyBlotter, baseUrl, cleanKey, CREDENTIAL, readKey } from './credential';
import { readFault, receive, type Received, requestEnd } from './receive';

/**
 * The platform account behind a key, at one base URL. Everything that the process learns about the platform is
 * stored by account, because nothing else tells one account from another.
 */
export class Account {
	/** In lower case, with its port. Used for facts that hold for every account there. */
	readonly host: string;
	/** The host plus a hash of the key. Used for facts about this account only. */
	readonly id: string;

	/** @param key as it is sent */
	constructor(
		readonly baseUrl: string,
		key: string,
	) {
		this.host = hostIn(baseUrl);
		this.id = `${this.host} ${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
	}

	/** Fetch them again for each request; see `gatesOf`. */
	get gates(): Gates {
		return gatesOf(this.id);
	}
}

/** The key under which the process remembers facts about an account. */
export type AccountName = Pick<Account, 'host' | 'id'>;

/** The host of a base URL, in lower case and with its port. */
export const hostIn = (baseUrl: string): string =>
	(baseUrl.replace(/^https?:\/\//i, '').split('/', 1)[0] ?? '').toLowerCase();

export interface Gates {
	/** Free requests: at most 20 in any second. */
	readonly polls: Gate;
	/** Paid requests: at most 10 in progress at once. */
	readonly submissions: Gate;
}

/** The platform does not publish its limits (reference 1.6). Public clients work within these. */
const POLLS_PER_SECOND = 20;
export const SUBMISSIONS_AT_ONCE = 10;

const gates = new Map<string, Gates>();
const FEW_GATES = 64;
let sweepAtSize = FEW_GATES;

/**
 * The gates that all executions of this n8n process share, by account id. Fetch them again for each request, because
 * unused gates are dropped.
 */
export function gatesOf(accountId: string): Gates {
	const known = gates.get(accountId);
	if (known) return known;
	if (gates.size >= sweepAtSize) dropIdle();
	const made: Gates = {
		polls: new Gate({ perSecond: POLLS_PER_SECOND }),
		submissions: new Gate({ atOnce: SUBMISSIONS_AT_ONCE }),
	};
	gates.set(accountId, made);
	return made;
}

/** Runs when the number of gates has doubled since the last time, so that the cost per gate stays constant. */
function dropIdle(): void {
	for (const [accountId, { polls, submissions }] of gates) {
		if (polls.isIdle && submissions.isIdle) gates.delete(accountId);
	}
	sweepAtSize = Math.max(FEW_GATES, 2 * gates.size);
}

export const gatesKept = (): number => gates.size;

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
