import type { IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import {
	DOCS_URL,
	explainNowhere,
	explainRefusal,
	otherTask,
	PlatformProblem,
} from '../answers/errors';
import { isNoService } from '../answers/noService';
import { alternativeAt } from '../answers/queryAlternatives';
import { endpointAt, queryRequest } from '../answers/queryRequest';
import { taskSource } from '../answers/sources';
import { readTask } from '../answers/task';
import { isAbout } from '../answers/taskIds';
import { tellPlace } from './placeHint';
import { attempt } from '../util/attempt';
import { ProcessMemory } from '../util/processMemory';
import { MONOTONIC } from '../util/clock';
import { msOf, secondsOf } from '../util/time';
import type { Gate } from '../waiting/gate';
import type { PollAnswer, PollLimits, NoTurn, WatchedTask } from '../waiting/waitForTasks';
import { send } from './client';
import { noteFailedTask } from './failedTasks';
import { forgetPath, foundPath, rememberPath } from './foundPlaces';
import { gatesFor, hostFor } from './place';
import { learnTaskPrice } from './prices';
import { markEmpty, ownPathOf, pathsToPoll, queryServiceOf } from './queryPlaces';

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

/** An answer to the last poll may come so many seconds after the time limit. */
const GRACE_SECONDS = 10;
/** The longest Retry-After of one poll that holds back the others, too. */
const LONGEST_REST_FOR_ALL_SECONDS = 60;
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
export async function pollOnce(
	context: IExecuteFunctions,
	task: WatchedTask,
	itemIndex: number,
	options: PollOptions = {},
): Promise<PollAnswer> {
	const request = requestFor(task, options);
	const turnUntil = MONOTONIC.now() + msOf(request.timeoutSeconds);
	const limits = { deadline: Infinity, turnUntil };
	const polled = await pollInTurn(context, task, itemIndex, limits, options);
	if (!('quietSeconds' in polled)) return polled;
	const refusal = { kind: 'slowDown', status: 429, said: '' } as const;
	const retryAfterSeconds = Math.ceil(polled.quietSeconds);
	throw new PlatformProblem(
		explainRefusal({ ...refusal, retryAfterSeconds }, { ...circumstances(task), request }),
		{ refusal: { ...refusal, retryAfterSeconds } },
	);
}

/**
 * Asks once for one task, as soon as the gate of its host and key gives a turn.
 * @returns a reason to come again where the gate gave none
 * @throws PlatformProblem or ParameterProblem
 */
export async function pollInTurn(
	context: IExecuteFunctions,
	task: WatchedTask,
	itemIndex: number,
	limits: PollLimits,
	options: PollOptions = {},
): Promise<PollAnswer | NoTurn> {
	const { api } = requestFor(task, options);
	const host = await hostFor(context, api, itemIndex);
	const paths = pathsToPoll(host, task);
	const own = ownPathOf(task);
	const at = (path: string) => (path === own ? task : { ...task, queryPath: path });
	if (paths.length === 1) {
		const [path = own] = paths;
		const polled = await pollAt(context, at(path), itemIndex, limits, options);
		const isKnown = 'quietSeconds' in polled || task.queryPath !== undefined;
		return isKnown ? polled : found(context, task, host, path, polled);
	}
	const empty: PlatformRequest[] = [];
	for (const path of paths) {
		const polled = await attempt(
			pollAt(context, at(path), itemIndex, limits, { ...options, mayBeElsewhere: true }),
		);
		if (polled.ok) {
			if ('quietSeconds' in polled.value) return polled.value;
			return found(context, task, host, path, polled.value);
		}
		const { cause } = polled;
		if (!(cause instanceof PlatformProblem) || !isNoServiceAt(cause)) throw cause;
		markEmpty(host, task, path);
		if (foundPath(host, queryServiceOf(task)) === path) forgetPath(host, queryServiceOf(task));
		empty.push(requestFor(at(path), {}));
		if (empty.length === paths.length)
			throw new PlatformProblem(explainNowhere(cause.failure, empty), cause.cause);
	}
	return { quietSeconds: 0 };
}

/** A task was told of at one of the places where it may be; where that is not its source's own, others learn it. */
function found(
	context: IExecuteFunctions,
	task: WatchedTask,
	host: string,
	path: string,
	polled: PollAnswer,
): PollAnswer {
	const own = ownPathOf(task);
	rememberPath(host, queryServiceOf(task), path, own);
	if (path === own) return polled;
	const { label, endpoint } = taskSource(task.taskSource);
	tellPlace(context, {
		service: `${label}${task.operation === undefined ? '' : ` (${task.operation})`}`,
		derived: `${endpoint.method} ${own}`,
		found: `${endpointAt(task.taskSource, path).method} ${path}`,
		page: DOCS_URL,
	});
	return { ...polled, queryPath: path };
}

/** Asks at the place that the task names, or at that of its source. */
async function pollAt(
	context: IExecuteFunctions,
	task: WatchedTask,
	itemIndex: number,
	limits: PollLimits,
	options: PollOptions & { mayBeElsewhere?: boolean },
): Promise<PollAnswer | NoTurn> {
	const { api } = requestFor(task, options);
	const host = await hostFor(context, api, itemIndex);
	const source = `${task.taskSource} ${task.queryPath ?? ''}`;
	const poll = async (longPoll: boolean) => {
		const { queries } = await gatesFor(context, api, itemIndex);
		return await pollThroughGate(context, queries, task, itemIndex, limits, {
			...options,
			longPoll,
		});
	};
	if (!options.longPoll || !canHold(task) || NO_LONG_POLL.get(host, source))
		return await poll(false);
	const held = await attempt(poll(true));
	if (held.ok) return held.value;
	if (!isRefusalOfParameter(held.cause)) throw held.cause;
	if (options.mayBeElsewhere && isNoServiceAt(held.cause)) throw held.cause;
	const plain = await poll(false);
	// Now it is known that the parameter was refused, and not the task.
	if ('task' in plain) NO_LONG_POLL.set(host, source, true);
	return plain;
}

async function pollThroughGate(
	context: IExecuteFunctions,
	gate: Gate,
	task: WatchedTask,
	itemIndex: number,
	{ deadline, turnUntil }: PollLimits,
	options: PollOptions,
): Promise<PollAnswer | NoTurn> {
	const quiet = gate.quietSeconds;
	// Not waited for here: other tasks may have another gate.
	if (quiet > 0 && deadline < Infinity) return { quietSeconds: quiet };
	const signal = context.getExecutionCancelSignal();
	const { perSecond } = options;
	// A poll that a person asks is not held back for minutes because another was asked too soon.
	const isHeldBack = deadline === Infinity && quiet > LONGEST_QUIET_FOR_ONE_SECONDS;
	const turn = isHeldBack
		? { leave() {} }
		: await gate.enter(context, {
				until: turnUntil,
				...(signal && { signal }),
				...(perSecond !== undefined && { perSecond }),
			});
	if (turn === undefined) return { quietSeconds: gate.quietSeconds };
	const withinSeconds = secondsOf(Math.max(0, deadline - MONOTONIC.now()));
	const request = requestFor(task, options, withinSeconds);
	const timeoutSeconds = Math.min(request.timeoutSeconds, withinSeconds + GRACE_SECONDS);
	const about = circumstances(task);
	const sent = await attempt(send(context, { ...request, timeoutSeconds }, about, itemIndex));
	if (!sent.ok) hearSlowDown(gate, sent.cause);
	turn.leave();
	if (!sent.ok) throw sent.cause;
	const body = sent.value;
	if (!isAbout(body, task.taskId, task.taskSource)) throw otherTask(body, { ...about, request });
	const told = readTask(body, { source: task.taskSource, sent: options.sent });
	if (told.state === 'success')
		learnTaskPrice(await hostFor(context, request.api, itemIndex), task.taskId, told.cost);
	if (told.state === 'failed')
		noteFailedTask(await hostFor(context, request.api, itemIndex), task.taskId);
	return { task: told, body };
}

/**
 * What the platform asks of one, all hear; but not a rest of many minutes, which is that of a quota or of one task,
 * and would let the time limits of all others pass.
 */
export function hearSlowDown(gate: Gate, cause: unknown): void {
	const refusal = cause instanceof PlatformProblem ? cause.cause.refusal : undefined;
	const isBusy = refusal?.kind === 'slowDown' || refusal?.kind === 'unavailable';
	const seconds = refusal?.retryAfterSeconds ?? Infinity;
	if (isBusy && seconds <= LONGEST_REST_FOR_ALL_SECONDS) gate.slowDown(seconds);
}

const canHold = ({ taskSource: name }: WatchedTask) => (taskSource(name).longPollSeconds ?? 0) > 0;

const isRefusalOfParameter = (cause: unknown) =>
	cause instanceof PlatformProblem && REFUSALS_OF_PARAMETER.has(cause.cause.refusal?.kind ?? '');

const isNoServiceAt = (cause: unknown) =>
	cause instanceof PlatformProblem && isNoService(cause.cause.refusal);

function circumstances(task: WatchedTask) {
	const source = taskSource(task.taskSource);
	const { queryPath } = task;
	const isKnown =
		queryPath === undefined || alternativeAt(task.taskSource, queryPath) !== undefined;
	return {
		operation: source.label,
		pathEvidence: isKnown ? source.evidence : ('user' as const),
		taskId: task.taskId,
	};
}

const requestFor = (
	task: WatchedTask,
	{ timeoutSeconds, longPoll }: PollOptions,
	withinSeconds = 0,
) =>
	queryRequest(task.taskSource, task.taskId, {
		...(task.queryPath !== undefined && { path: task.queryPath }),
		...(timeoutSeconds !== undefined && { timeoutSeconds }),
		...(longPoll && { longPollSeconds: withinSeconds }),
	});
