import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import { mayBeElsewhere } from '../answers/queryRequest';
import { taskSource, type TaskSourceName } from '../answers/sources';
import type { NoTurn, PollAnswer, PollLimits, WatchedTask } from '../waiting/waitForTasks';
import { Connection } from './connection';
import { cleanKey, CREDENTIAL } from './credential';
import { pollAlone, pollInTurn, type PollOptions } from './poll';
import { requestsInOrder, sendToService, type Service, type ServiceAnswer } from './submit';
import { foundTaskPath, knownPaths, recallPaths, type KnownPaths } from './paths';

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
	const name = nameOf(credential);
	const known = byCredential.get(name);
	if (known) return known;
	const client = new Client(context, credential);
	byCredential.set(name, client);
	return client;
}

/** Identifies a credential by what is sent with it. */
const nameOf = (credential: ICredentialDataDecryptedObject): string =>
	JSON.stringify([cleanKey(credential), credential.taskApiUrl, credential.toolApiUrl]);
