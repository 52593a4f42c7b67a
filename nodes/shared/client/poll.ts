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
import { toldBy } from './account';
import { answeredAt, firstAnswer, isNoServiceAt, taskSearch } from './paths';
import { learnTaskPrice } from './prices';
import { noteState } from './paidRequests';

export interface PollOptions {
	/** For one request; usually that of its task source. */
	timeoutSeconds?: number;
	/** Lets the platform hold its answer back until the task ends, where it can. */
	longPoll?: boolean;
	/** The run's own pace. */
	perSecond?: number;
	/** The body of the request that made the task, where it is known: nothing of it is a result. */
	sent?: unknown;
}

/** One poll of one task at one path. */
interface Poll {
	readonly task: WatchedTask;
	/** In place of its source's own. */
	readonly queryPath: string | undefined;
	/** Without a time for which the answer is held back. */
	readonly request: PlatformRequest;
	/** The service may be at another path as well. */
	readonly isSearch: boolean;
	readonly limits: PollLimits;
	readonly options: PollOptions;
}

/** An answer to the last poll may come so many seconds after the time limit. */
const GRACE_SECONDS = 10;
/** How long a single poll, which belongs to no wait, heeds what another was told. */
const LONGEST_QUIET_FOR_ONE_SECONDS = 5;
/** Sources that refused to hold an answer back, by host. */
const NO_LONG_POLL = new ProcessMemory<true>(100);
/** A long poll is a parameter that few have seen (reference 4.3, C-); whoever does not know it refuses it so. */
const REFUSALS_OF_PARAMETER = new Set(['input', 'notFound']);

/**
 * Asks once for one task, after waiting for a turn.
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
 * Asks once for one task, as soon as the gate of its account gives a turn.
 * @returns a reason to come again where the gate gave none
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

/** Asks at one path, with a long poll where that is wanted and the platform takes it. */
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
	// Now it is known that the parameter was refused, and not the task.
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
		// Not waited for here: other tasks may have another gate.
		comesAgain: deadline < Infinity,
		...(signal && { signal }),
		...(perSecond !== undefined && { perSecond }),
		// A poll that a person asks is not held back for minutes because another was asked too soon.
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
	turn.leave(toldBy(sent));
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

/** @param path in place of the source's own; @param heldSeconds for which the answer may be held back */
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

/** What is to be done should a task fail, by platform host and task. */
const WHEN_FAILED = new ProcessMemory<() => void>(1000);

/**
 * Has something done once a poll of this process sees that the task has failed, whichever node asks for it.
 * @param then held as long as the process remembers the task, so it should hold little itself
 */
export const whenTaskFails = (host: string, taskId: string, then: () => void): void =>
	WHEN_FAILED.set(host, taskId, then);

/** A task has failed; what was to be done then is done once. */
export function noteFailedTask(host: string, taskId: string): void {
	const then = WHEN_FAILED.get(host, taskId);
	WHEN_FAILED.forget(host, taskId);
	then?.();
}
