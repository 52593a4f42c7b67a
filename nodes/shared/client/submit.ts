/** Sends an operation's request to the path where its service is. */
import type { Endpoint, PlatformRequest } from '../answers/endpoints';
import { attempt } from '../util/attempt';
import { pause, milliseconds } from '../util/time';
import { notSentAsStopped } from '../words/connection';
import type { Gate, Turn } from '../waiting/gate';
import type { Connection, Answered } from './connection';
import { answeredAt, firstAnswer, foundPath, inOrder, rememberPath, type Search } from './paths';
import { paceFeedbackOf } from './account';
import { outcomeOf, type Asked } from '../answers/read';
import { PlatformProblem, type Circumstances } from '../answers/problem';

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
export function requestsInOrder(
	connection: Connection,
	{ id }: Service,
	{ alternatives = [], ...own }: PlatformRequest,
): PlatformRequest[] {
	if (alternatives.length === 0) return [own];
	const all = [own, ...alternatives.map((endpoint: Endpoint) => ({ ...own, ...endpoint }))];
	return inOrder(all, foundPath(connection.hostOf(own.api), nameOf(id)));
}

/** The name under which the path of an operation's service is remembered. */
const nameOf = (operation: string): string => `submit ${operation}`;

/**
 * Sends a request. Sends it again if the platform provably did not take it and may take it soon, and tries the next
 * path if a derived one has no service.
 * @throws PlatformProblem, NotSent
 */
export async function sendToService(
	connection: Connection,
	service: Service,
	request: PlatformRequest,
): Promise<ServiceAnswer> {
	const requests = requestsInOrder(connection, service, request);
	const [only] = requests;
	if (only && requests.length === 1) return await sendTo(connection, service, only);
	const search: Search = {
		host: connection.hostOf(request.api),
		service: nameOf(service.id),
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
