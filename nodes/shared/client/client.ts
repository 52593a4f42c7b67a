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
 * All that a run does with the platform by one credential. Every request of a node goes through one of its calls, and
 * each of these through a gate of its account. One for each run and credential, made by `clientFor`.
 */
export class Client extends Connection {
	/**
	 * Sends a paid request once, and again only where the platform provably did not take it.
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
	 * Asks once for one task.
	 * @param limits until when an answer is of use; where there are none, it is waited for a turn
	 * @returns a reason to come again where limits kept it from being asked
	 * @throws PlatformProblem or ParameterProblem
	 */
	async poll(
		task: WatchedTask,
		limits: PollLimits,
		options?: PollOptions,
	): Promise<PollAnswer | NoTurn> {
		return await pollInTurn(this, task, limits, options);
	}

	/** The same for a single poll, which belongs to no wait. @throws PlatformProblem or ParameterProblem */
	async pollOnce(task: WatchedTask, options?: PollOptions): Promise<PollAnswer> {
		return await pollAlone(this, task, options);
	}

	/** The requests that a submission may become, one for each path of its service, in order. */
	requestsInOrder(service: Service, request: PlatformRequest): PlatformRequest[] {
		return requestsInOrder(this, service, request);
	}

	/** Where the tasks of an operation were found by now, if not at their source's own path. */
	foundTaskPath(source: TaskSourceName, operation: string | undefined): string | undefined {
		const task = { taskSource: source, ...(operation !== undefined && { operation }) };
		return mayBeElsewhere(task)
			? foundTaskPath(this.hostOfTask(task), source, operation)
			: undefined;
	}

	/** What is known of where one task is asked for; undefined where there is nothing to know. */
	knownPaths(task: WatchedTask): KnownPaths | undefined {
		return knownPaths(this.hostOfTask(task), task);
	}

	/** What another process had found out. */
	recallPaths(task: WatchedTask, known: KnownPaths): void {
		recallPaths(this.hostOfTask(task), task, known);
	}

	private hostOfTask({ taskSource: source }: Pick<WatchedTask, 'taskSource'>): string {
		return this.hostOf(taskSource(source).endpoint.api);
	}
}

/** The clients of one run. */
interface Clients {
	/** As the credential may hold expressions, each item may have another. */
	readonly byItem: Map<number, Promise<Client>>;
	readonly byCredential: Map<string, Client>;
}

const clientsOf = new WeakMap<IExecuteFunctions, Clients>();

/**
 * The client of one item. Its credential is read once in a run; items with the same key and base URLs share a client.
 * @throws n8n's error where there is no credential, or an expression in it cannot be evaluated
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
	// Whoever comes again may find n8n's database back.
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

/** Of what is sent by it. */
const nameOf = (credential: ICredentialDataDecryptedObject): string =>
	JSON.stringify([cleanKey(credential), credential.taskApiUrl, credential.toolApiUrl]);
