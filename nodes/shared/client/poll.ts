import type { PlatformRequest } from '../answers/endpoints';
import { problemOfRefusal, PlatformProblem, type Circumstances } from '../answers/problem';
import { alternativeAt, mayBeElsewhere, queryRequest } from '../answers/queryRequest';
import { taskSource } from '../answers/sources';
import { attempt } from '../util/attempt';
import { MONOTONIC, msOf, secondsOf } from '../util/time';
import { ProcessMemory } from '../util/processMemory';
import {
	taskKey,
	type PollAnswer,
	type PollLimits,
	type NoTurn,
	type WatchedTask,
} from '../waiting/waitForTasks';
import type { Connection } from './connection';
import { paceFeedbackOf } from '../waiting/rate';
import { answeredAt, firstAnswer, isNoServiceAt, taskSearch } from './paths';
import { learnTaskPrice, noteState } from './paidRequests';

export interface PollOptions {
	/** For one request. Usually that of its task source. */
	timeoutSeconds?: number;
	/** Lets the platform delay its answer until the task ends, if the source supports that. */
	longPoll?: boolean;
	/** The run's own pace. */
	perSecond?: number;
	/** The body of the request that created the task, if known. Nothing in it is a result. */
	sent?: unknown;
}

/** One poll of one task at one path. */
interface Poll {
	readonly task: WatchedTask;
	/** Replaces the source's own path. */
	readonly queryPath: string | undefined;
	/** A request without long poll. */
	readonly request: PlatformRequest;
	/** The service may also be at another path. */
	readonly isSearch: boolean;
	readonly limits: PollLimits;
	readonly options: PollOptions;
}

/** The response to the last poll may arrive this many seconds after the time limit. */
const GRACE_SECONDS = 10;
/** Longest time that a single poll outside a wait respects another task's slow-down. */
const LONGEST_QUIET_FOR_ONE_SECONDS = 5;
/** Sources that refused a long poll, by host. */
const NO_LONG_POLL = new ProcessMemory<true>(100);
/**
 * Few clients use the long poll parameter (reference 4.3, C-). A server that does not know it refuses with one of
 * these.
 */
const REFUSALS_OF_PARAMETER = new Set(['input', 'notFound']);

/**
 * Polls one task once, after waiting for a turn.
 * @throws PlatformProblem or ParameterProblem
 */
export async function pollAlone(
	connection: Connection,
	task: WatchedTask,
	options: PollOptions = {},
): Promise<PollAnswer> {
	const request = requestFor(task, task.queryPath, options);
	const turnUntil = MONOTONIC.now() + msOf(request.timeoutSeconds);
	const polled = await pollInTurn(connection, task, { deadline: Infinity, turnUntil }, options);
	if (!('quietSeconds' in polled)) return polled;
	const retryAfterSeconds = Math.ceil(polled.quietSeconds);
	const refusal = { kind: 'slowDown', status: 429, said: '', retryAfterSeconds } as const;
	throw problemOfRefusal(refusal, { ...circumstancesOf(task, task.queryPath), request });
}

/**
 * Polls one task once, as soon as the gate of its account grants a turn.
 * @returns when to try again, if the gate granted none
 * @throws PlatformProblem or ParameterProblem
 */
export async function pollInTurn(
	connection: Connection,
	task: WatchedTask,
	limits: PollLimits,
	options: PollOptions = {},
): Promise<PollAnswer | NoTurn> {
	const { endpoint } = taskSource(task.taskSource);
	const requestAt = (path: string | undefined) => requestFor(task, path, options);
	const common = { task, limits, options };
	if (!mayBeElsewhere(task)) {
		const { queryPath } = task;
		const request = requestAt(queryPath);
		return await pollAt(connection, { ...common, queryPath, request, isSearch: false });
	}
	const search = taskSearch(connection.hostOf(endpoint.api), task, requestAt);
	const isSearch = search.candidates.length > 1;
	const { answer, candidate } = await firstAnswer(connection, search, async (one) => {
		const { path } = one.endpoint;
		const queryPath = path === endpoint.path ? undefined : path;
		return await pollAt(connection, { ...common, queryPath, request: one.request, isSearch });
	});
	if ('quietSeconds' in answer) return answer;
	answeredAt(connection, search, candidate);
	const { path } = candidate.endpoint;
	return path === endpoint.path ? answer : { ...answer, queryPath: path };
}

/** Polls at one path. Uses a long poll if that is wanted and the platform accepts it. */
async function pollAt(connection: Connection, poll: Poll): Promise<PollAnswer | NoTurn> {
	const { task, options, request, queryPath = '' } = poll;
	const host = connection.hostOf(request.api);
	const source = `${task.taskSource} ${queryPath}`;
	if (!options.longPoll || !canHold(task) || NO_LONG_POLL.get(host, source))
		return await pollThroughGate(connection, poll, false);
	const held = await attempt(pollThroughGate(connection, poll, true));
	if (held.ok) return held.value;
	if (!isRefusalOfParameter(held.cause)) throw held.cause;
	if (poll.isSearch && isNoServiceAt(held.cause)) throw held.cause;
	const plain = await pollThroughGate(connection, poll, false);
	// This shows that the parameter was refused, not the task.
	if ('task' in plain) NO_LONG_POLL.set(host, source, true);
	return plain;
}

async function pollThroughGate(
	connection: Connection,
	{ task, queryPath, request, limits, options }: Poll,
	isHeld: boolean,
): Promise<PollAnswer | NoTurn> {
	const { context, signal } = connection;
	const account = connection.account(request.api);
	const gate = account.gates.polls;
	const { deadline, turnUntil } = limits;
	const quiet = gate.quietSeconds;
	const { perSecond } = options;
	const turn = await gate.enter(context, {
		until: turnUntil,
		subject: taskKey(task),
		// Don't wait here, because other tasks may use another gate.
		comesAgain: deadline < Infinity,
		...(signal && { signal }),
		...(perSecond !== undefined && { perSecond }),
		// A poll by a user is not delayed for minutes because another task was polled too early.
		...(quiet > LONGEST_QUIET_FOR_ONE_SECONDS && { isUrgent: true }),
	});
	if (turn === undefined) return { quietSeconds: gate.quietSeconds };
	const withinSeconds = secondsOf(Math.max(0, deadline - MONOTONIC.now()));
	const wanted = isHeld ? requestFor(task, queryPath, options, withinSeconds) : request;
	const timeoutSeconds = Math.min(wanted.timeoutSeconds, withinSeconds + GRACE_SECONDS);
	const circumstances = circumstancesOf(task, queryPath);
	const { taskSource: source, taskId } = task;
	const asked = { for: 'state', source, sent: options.sent, taskId } as const;
	const sent = await attempt(connection.send({ ...wanted, timeoutSeconds }, asked, circumstances));
	turn.leave(paceFeedbackOf(sent));
	if (!sent.ok) throw sent.cause;
	const { task: read, body } = sent.value;
	noteState(account.id, task.taskId, read);
	if (read.state === 'success') learnTaskPrice(account.host, task.taskId, read.cost);
	if (read.state === 'failed') noteFailedTask(account.host, task.taskId);
	return { task: read, body };
}

const canHold = ({ taskSource: name }: WatchedTask) => (taskSource(name).longPollSeconds ?? 0) > 0;

const isRefusalOfParameter = (cause: unknown) =>
	cause instanceof PlatformProblem && REFUSALS_OF_PARAMETER.has(cause.cause.refusal?.kind ?? '');

function circumstancesOf(
	{ taskSource: name, taskId }: WatchedTask,
	queryPath: string | undefined,
): Omit<Circumstances, 'request'> {
	const source = taskSource(name);
	const isKnown = queryPath === undefined || alternativeAt(name, queryPath) !== undefined;
	return { operation: source.label, pathEvidence: isKnown ? source.evidence : 'user', taskId };
}

/** @param path replaces the source's own; @param heldSeconds longest delay of the answer */
const requestFor = (
	{ taskSource: name, taskId }: WatchedTask,
	path: string | undefined,
	{ timeoutSeconds }: PollOptions,
	heldSeconds?: number,
): PlatformRequest =>
	queryRequest(name, taskId, {
		...(path !== undefined && { path }),
		...(timeoutSeconds !== undefined && { timeoutSeconds }),
		...(heldSeconds !== undefined && { longPollSeconds: heldSeconds }),
	});

/** Callbacks for failed tasks, by platform host and task. */
const WHEN_FAILED = new ProcessMemory<() => void>(1000);

/**
 * Calls `then` once if a poll of this process sees that the task has failed, whichever node polls it.
 * @param then kept as long as the process remembers the task, so it should hold little in memory
 */
export const whenTaskFails = (host: string, taskId: string, then: () => void): void =>
	WHEN_FAILED.set(host, taskId, then);

/** Called when a task has failed. Runs its callback once. */
export function noteFailedTask(host: string, taskId: string): void {
	const then = WHEN_FAILED.get(host, taskId);
	WHEN_FAILED.forget(host, taskId);
	then?.();
}
