import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { Endpoint, PlatformRequest } from '../answers/endpoints';
import { PlatformProblem, type Circumstances } from '../answers/problem';
import { mayBeElsewhere } from '../answers/queryRequest';
import { outcomeOf, type Asked } from '../answers/read';
import { taskSource, type TaskSourceName } from '../answers/sources';
import { attempt } from '../util/attempt';
import { milliseconds, pause } from '../util/time';
import type { Gate, Turn } from '../waiting/gate';
import { paceFeedbackOf } from '../waiting/rate';
import type { NoTurn, PollAnswer, PollLimits, WatchedTask } from '../waiting/waitForTasks';
import { notSentAsStopped } from '../words/connection';
import { Connection, type Answered } from './connection';
import { cleanKey, CREDENTIAL } from './credential';
import { pollAlone, pollInTurn, type PollOptions } from './poll';
import {
	answeredAt,
	firstAnswer,
	foundPath,
	foundTaskPath,
	inOrder,
	knownPaths,
	recallPaths,
	rememberPath,
	type KnownPaths,
	type Search,
} from './paths';

/**
 * Everything that a run does on the platform with one credential. Every request of a node is a call to this class,
 * and every call passes a gate of its account. `clientFor` creates one client per run and credential.
 */
export class Client extends Connection {
	/**
	 * Sends a paid request once. Sends it again only if the platform provably did not take it.
	 * @throws PlatformProblem, NotSent
	 */
	async submit(service: Service, request: PlatformRequest): Promise<ServiceAnswer> {
		return await sendToService(this, service, { ...request, paid: true });
	}

	/** Sends a free request, through the gate of polls. @throws PlatformProblem, NotSent */
	async get(service: Service, request: PlatformRequest): Promise<ServiceAnswer> {
		return await sendToService(this, service, { ...request, paid: false });
	}

	/**
	 * Polls one task once.
	 * @param limits when an answer stops being useful; without limits, the poll waits for its turn
	 * @returns when to try again, if the limits prevented the poll
	 * @throws PlatformProblem or ParameterProblem
	 */
	async poll(
		task: WatchedTask,
		limits: PollLimits,
		options?: PollOptions,
	): Promise<PollAnswer | NoTurn> {
		return await pollInTurn(this, task, limits, options);
	}

	/** The same for a single poll that is not part of a wait. @throws PlatformProblem or ParameterProblem */
	async pollOnce(task: WatchedTask, options?: PollOptions): Promise<PollAnswer> {
		return await pollAlone(this, task, options);
	}

	/** The possible requests of a submission, one for each path of its service, in order. */
	requestsInOrder(service: Service, request: PlatformRequest): PlatformRequest[] {
		return requestsInOrder(this, service, request);
	}

	/** Where the tasks of an operation were found so far, if not at their source's own path. */
	foundTaskPath(source: TaskSourceName, operation: string | undefined): string | undefined {
		const task = { taskSource: source, ...(operation !== undefined && { operation }) };
		return mayBeElsewhere(task)
			? foundTaskPath(this.hostOfTask(task), source, operation)
			: undefined;
	}

	/** What is known about the path of one task. Undefined if nothing is known. */
	knownPaths(task: WatchedTask): KnownPaths | undefined {
		return knownPaths(this.hostOfTask(task), task);
	}

	/** Restores the paths that another process had found. */
	recallPaths(task: WatchedTask, known: KnownPaths): void {
		recallPaths(this.hostOfTask(task), task, known);
	}

	private hostOfTask({ taskSource: source }: Pick<WatchedTask, 'taskSource'>): string {
		return this.hostOf(taskSource(source).endpoint.api);
	}
}

/** The clients of one run. */
interface Clients {
	/** By item, because the credential may contain expressions and differ between items. */
	readonly byItem: Map<number, Promise<Client>>;
	readonly byCredential: Map<string, Client>;
}

const clientsOf = new WeakMap<IExecuteFunctions, Clients>();

/**
 * The client of one item. Its credential is read once per run. Items with the same key and base URLs share a client.
 * @throws n8n's error if there is no credential, or if an expression in it cannot be evaluated
 */
export async function clientFor(context: IExecuteFunctions, itemIndex: number): Promise<Client> {
	const clients: Clients = clientsOf.get(context) ?? {
		byItem: new Map(),
		byCredential: new Map(),
	};
	clientsOf.set(context, clients);
	const known = clients.byItem.get(itemIndex);
	if (known) return await known;
	const made = readClient(context, itemIndex, clients);
	clients.byItem.set(itemIndex, made);
	// The next call tries again, since n8n's database may be available by then.
	made.catch(() => clients.byItem.delete(itemIndex));
	return await made;
}

async function readClient(
	context: IExecuteFunctions,
	itemIndex: number,
	{ byCredential }: Clients,
): Promise<Client> {
	const credential = await context.getCredentials(CREDENTIAL, itemIndex);
	const name = credentialName(credential);
	const known = byCredential.get(name);
	if (known) return known;
	const client = new Client(context, credential);
	byCredential.set(name, client);
	return client;
}

/** Identifies a credential by what is sent with it. */
const credentialName = (credential: ICredentialDataDecryptedObject): string =>
	JSON.stringify([cleanKey(credential), credential.taskApiUrl, credential.toolApiUrl]);

// Submissions and free requests to an operation's service.

/** A service of the platform, as its operation describes it. */
export interface Service extends Omit<Circumstances, 'request' | 'taskId' | 'wants'> {
	/** Operation id. */
	readonly id: string;
	readonly docsUrl: string;
	readonly asked: Asked;
}

/** A request that was not refused, with its answer. */
export interface ServiceAnswer {
	answer: Answered;
	/** When it was sent, ISO 8601. */
	at: string;
	/** As it was sent, with the path that answered. */
	request: PlatformRequest;
}

/**
 * Pauses in seconds before a request that was provably not taken is sent again. A longer Retry-After ends the tries.
 */
const RETRY_SECONDS = [1, 4];
const LONGEST_RETRY_AFTER = 30;

/** The execution was stopped before anything was sent. */
export class NotSent extends Error {}

/**
 * The requests for all paths where the service may be, in the order in which to try them: the path that answered
 * last, the derived one, its alternatives. Only one if the path is known or set by the user.
 */
function requestsInOrder(
	connection: Connection,
	{ id }: Service,
	{ alternatives = [], ...own }: PlatformRequest,
): PlatformRequest[] {
	if (alternatives.length === 0) return [own];
	const all = [own, ...alternatives.map((endpoint: Endpoint) => ({ ...own, ...endpoint }))];
	return inOrder(all, foundPath(connection.hostOf(own.api), serviceName(id)));
}

/** The name under which the path of an operation's service is remembered. */
const serviceName = (operation: string): string => `submit ${operation}`;

/**
 * Sends a request. Sends it again if the platform provably did not take it and may take it soon, and tries the next
 * path if a derived one has no service.
 * @throws PlatformProblem, NotSent
 */
async function sendToService(
	connection: Connection,
	service: Service,
	request: PlatformRequest,
): Promise<ServiceAnswer> {
	const requests = requestsInOrder(connection, service, request);
	const [only] = requests;
	if (only && requests.length === 1) return await sendTo(connection, service, only);
	const search: Search = {
		host: connection.hostOf(request.api),
		service: serviceName(service.id),
		label: service.operation,
		page: service.docsUrl,
		own: request,
		candidates: requests.map((one) => ({ endpoint: one, request: one })),
	};
	const { answer, candidate } = await firstAnswer(connection, search, async (one) => {
		const sent = await attempt(sendTo(connection, service, one.request));
		if (sent.ok) return sent.value;
		// A service that refuses the input exists at this path.
		if (sent.cause instanceof PlatformProblem && sent.cause.cause.refusal?.kind === 'input')
			rememberPath(search.host, search.service, one.endpoint.path, request.path);
		throw sent.cause;
	});
	answeredAt(connection, search, candidate);
	return answer;
}

/** Sends to one path, as soon as the gate grants a turn. @throws PlatformProblem, NotSent */
async function sendTo(
	connection: Connection,
	service: Service,
	request: PlatformRequest,
): Promise<ServiceAnswer> {
	const { context, signal } = connection;
	for (let tries = 0; ; tries++) {
		const { polls, submissions } = connection.account(request.api).gates;
		const gate: Gate = request.paid ? submissions : polls;
		const turn: Turn | undefined = await gate.enter(context, {
			subject: request.path,
			...(signal && { signal }),
		});
		if (turn === undefined) throw new NotSent(notSentAsStopped());
		const at = new Date().toISOString();
		const sent = await attempt(connection.send(request, service.asked, service));
		turn.leave(request.paid ? undefined : paceFeedbackOf(sent));
		if (sent.ok) return { answer: sent.value, at, request };
		const { cause } = sent;
		if (!(cause instanceof PlatformProblem)) throw cause;
		const wait = secondsToRetry(cause, tries);
		if (wait === undefined) throw cause;
		if (request.paid && cause.cause.refusal !== undefined) gate.slowDown(wait);
		await pause(milliseconds(wait), signal);
		if (signal?.aborted) throw cause;
	}
}

function secondsToRetry({ cause }: PlatformProblem, tries: number): number | undefined {
	const seconds = RETRY_SECONDS[tries];
	const { refusal, fault } = cause;
	const maySoon = refusal ? outcomeOf(refusal) === 'notTaken' : fault?.neverSent === true;
	if (seconds === undefined || !maySoon) return undefined;
	const wanted = refusal?.retryAfterSeconds ?? seconds;
	return wanted > LONGEST_RETRY_AFTER ? undefined : Math.max(wanted, seconds);
}
