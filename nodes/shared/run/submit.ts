import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import { PlatformProblem } from '../answers/problem';
import { outcomeOf } from '../answers/read';
import { sourceOfApi, type TaskHandle } from '../answers/sources';
import { bounded } from '../waiting/waitState';
import { clientFor, NotSent, type Client, type Service } from '../client/client';
import {
	awaitPrice,
	creditsOf,
	dearestPrice,
	learnPrice,
	priceTagOf,
	type PriceTag,
} from '../client/paidRequests';
import { isTool, nodeOf } from '../host/itemInput';
import { docsUrl, hasDerivedPath, type Operation } from '../operation/operation';
import { attempt } from '../util/attempt';
import { ParameterProblem } from '../answers/parameterProblem';
import { type Failure } from '../util/failure';
import { textOf } from '../util/json';
import * as words from '../words/platform';
import { acceptedInLog } from '../words/log';
import { withResultFiles } from './itemOutcomes';
import { takenElsewhere, type SentElsewhere } from './sentRequests';
import type { Spent, SpendingLimit } from './spending';
import {
	fingerprintOf,
	type Submission,
	type Taken,
	type Submissions,
	type Unsuccessful,
} from './submissions';

/** A request that the platform took, in this call or an earlier one. */
export interface Sent extends Taken {
	/** When it was sent, ISO 8601. */
	at: string;
	/** The raw answer. Absent if an earlier call received it. */
	body?: Record<string, unknown>;
	/** What it costs, or may cost. Absent if it is free. */
	spent?: Spent;
	/** Its parameters have changed since. What was taken stays the same. */
	changed?: boolean;
}

/** What is sent for one item. */
export interface Submittal {
	operation: Operation;
	request: PlatformRequest;
	handle: Partial<TaskHandle>;
	/** Names a request that several items share, such as the review of a file. It is sent once for all of them. */
	part?: string;
	/** Makes the request ready just before it is first sent. If it throws, nothing was paid. */
	prepare?(): Promise<Pick<Submittal, 'request' | 'handle'>>;
	/** Removes what must not be kept from an answer, before it is read. */
	hide?(body: object): void;
	/** Called with the id of the created task. */
	onTaken?(taskId: string): void;
	/** Gets the reason why it was not taken, and returns the error to report. */
	onFailure?(cause: unknown): unknown;
}

/**
 * Sends one paid request at most once per item and execution, however often n8n runs the node and however its
 * parameters change. It is sent again only if the platform provably did not take it. A free request (GET) is not
 * remembered.
 * @throws PlatformProblem, SpendingLimitReached
 */
export async function submit(
	context: IExecuteFunctions,
	submissions: Submissions,
	submittal: Submittal,
	itemIndex: number,
	limit?: SpendingLimit,
): Promise<Sent> {
	const { request, handle, part } = submittal;
	if (!request.paid) return await sendNow(context, submittal, itemIndex);
	const fingerprint = fingerprintOf(request);
	const isSame = { fingerprint, isTool: isTool(context) };
	const known = submissions.find(itemIndex, part, isSame);
	if (known) return endOf(known, submittal, fingerprint);
	const client = await clientFor(context, itemIndex);
	const tag = priceTagOf(client.account(request.api), handle, request);
	const done = await limit?.admit(tag);
	try {
		const ready = { ...submittal, ...(await submittal.prepare?.()) };
		// Another Retry of the execution may have sent it since.
		const meanwhile = submissions.find(itemIndex, part, isSame);
		if (meanwhile) return endOf(meanwhile, submittal, fingerprint);
		return await sendRemembered(context, submissions, ready, { itemIndex, fingerprint, tag });
	} finally {
		done?.();
	}
}

/** The outcome of an earlier request. @throws PlatformProblem if it was refused, or its outcome is unknown */
function endOf(known: Submission | SentElsewhere, submittal: Submittal, fingerprint: string): Sent {
	const changed = known.fingerprint !== fingerprint;
	switch (known.outcome) {
		case 'sent':
			throw sentBefore(known, submittal, changed);
		case 'elsewhere': {
			const taken = takenElsewhere(known, submittal.handle);
			if (taken === undefined) throw sentBefore(known, submittal, changed);
			return { ...taken, at: known.at, ...(changed && { changed }) };
		}
		case 'refused': {
			const { description } = known.failure;
			const again = words.sentences(description, words.refusedBefore());
			throw new PlatformProblem({ ...known.failure, description: again }, {});
		}
		case 'unknown':
			throw problem(known.failure, changed);
		case 'taken':
			return { ...known, ...(changed && { changed }) };
	}
}

/** Sends a request and remembers its outcome. @throws PlatformProblem */
async function sendRemembered(
	context: IExecuteFunctions,
	submissions: Submissions,
	submittal: Submittal,
	{ itemIndex, fingerprint, tag }: { itemIndex: number; fingerprint: string; tag: PriceTag },
): Promise<Sent> {
	const { part, handle, request } = submittal;
	const addressed = { part, account: tag.account.id, api: request.api, handle };
	const at = new Date().toISOString();
	const dearest = dearestPrice(tag);
	const common = {
		fingerprint,
		spent: { name: tag.name, ...(dearest !== undefined && { credits: dearest }) },
	};
	submissions.remember(itemIndex, { outcome: 'sent', at, ...common }, addressed);
	const sent = await attempt(sendNow(context, submittal, itemIndex));
	if (sent.ok) {
		const { body, ...taken } = sent.value;
		void body;
		const task = bounded(taken.task);
		const credits = creditsOf(task.cost);
		learnPrice(tag, credits);
		const { taskId } = taken.handle;
		if (taken.isTask) awaitPrice(taskId, tag);
		const spent = credits === undefined ? common.spent : { name: tag.name, credits };
		submissions.remember(itemIndex, { ...taken, ...common, task, spent }, addressed);
		if (taskId !== undefined) submittal.onTaken?.(taskId);
		return { ...sent.value, spent };
	}
	const cause = submittal.onFailure ? submittal.onFailure(sent.cause) : sent.cause;
	nameSource(cause, submittal);
	const end = endOfFailure(cause, at, submittal);
	if (end === undefined) {
		submissions.forget(itemIndex, part);
		throw cause;
	}
	const { outcome, failure } = end;
	submissions.remember(itemIndex, { outcome, at, ...common, failure }, addressed);
	if (outcome === 'unknown') logTask(context, textOf(failure.details.taskId), handle, itemIndex);
	throw cause instanceof PlatformProblem ? cause : problem(failure);
}

/** Adds the task source to an error that names a task, so that the task can be polled. */
function nameSource(cause: unknown, { handle: { taskSource } }: Submittal): void {
	if (!(cause instanceof PlatformProblem) || taskSource === undefined) return;
	const { details } = cause.failure;
	if (details.taskId !== undefined) details.taskSource ??= taskSource;
}

/**
 * What to remember about a request that returned neither a task nor a result. Undefined if it was not taken and may
 * be sent again. An unexpected error may have happened after the answer arrived.
 */
function endOfFailure(cause: unknown, at: string, submittal: Submittal): Unsuccessful | undefined {
	if (cause instanceof PlatformProblem) {
		const { failure } = cause;
		const { refusal, fault } = cause.cause;
		if (fault?.neverSent === true) return undefined;
		const outcome = refusal === undefined ? 'unclear' : outcomeOf(refusal);
		if (outcome === 'notTaken') return undefined;
		return outcome === 'refused' ? { outcome, failure } : { outcome: 'unknown', failure };
	}
	// Errors of the credential, its base URLs and the wait for a turn occur before anything is sent.
	const isBefore =
		cause instanceof NotSent ||
		cause instanceof ParameterProblem ||
		cause instanceof NodeOperationError;
	if (isBefore) return undefined;
	return { outcome: 'unknown', failure: sentBefore({ at }, submittal, false).failure };
}

/** Sends a request and reads the answer. @throws PlatformProblem */
async function sendNow(
	context: IExecuteFunctions,
	submittal: Submittal,
	itemIndex: number,
): Promise<Sent> {
	// Before sending, so that no failure can come between an answer and its reading.
	const client = await clientFor(context, itemIndex);
	const handle = withQueryPath(client, submittal.handle);
	const service = serviceOf(submittal);
	const { request, at, answer } = await (submittal.request.paid
		? client.submit(service, submittal.request)
		: client.get(service, submittal.request));
	const { written, ...task } = answer.task;
	if (request.paid) logTask(context, task.id, handle, itemIndex);
	// Some tools return either the result or a task. The answer's content decides.
	const isTask =
		task.id !== undefined &&
		handle.taskSource !== undefined &&
		(submittal.operation.kind === 'submit' || task.state === 'pending');
	// Immediately, because the files exist nowhere else and are too large to be remembered with the answer.
	const files = { all: [...task.urls, ...(written ?? [])], download: false };
	const [stored] =
		isTask || written === undefined ? [] : await withResultFiles(context, {}, files, itemIndex);
	return {
		outcome: 'taken',
		at,
		isTask,
		handle: { ...handle, ...(task.id !== undefined && { taskId: task.id }), submittedAt: at },
		task,
		...(stored && { stored }),
		body: answer.body,
	};
}

export const serviceOf = ({
	operation,
	request,
	handle: { taskSource },
	hide,
}: Pick<Submittal, 'operation' | 'request' | 'handle' | 'hide'>): Service => ({
	id: operation.value,
	asked: {
		for: operation.kind === 'submit' ? 'task' : 'result',
		source: taskSource ?? sourceOfApi(request.api),
		sent: request.body,
		...(hide && { hide }),
	},
	operation: operation.name,
	pathEvidence: isKnownPath(operation, request.path) ? operation.evidence.path : 'user',
	docsUrl: docsUrl(operation),
});

const isKnownPath = (operation: Operation, path: string) =>
	path === operation.endpoint.path ||
	(hasDerivedPath(operation) &&
		(operation.alternatives ?? []).some((endpoint) => endpoint.path === path));

/** Adds the path where such tasks were found so far, so that any later process polls at the right path. */
function withQueryPath(client: Client, handle: Partial<TaskHandle>): Partial<TaskHandle> {
	const { taskSource: source, operation, queryPath } = handle;
	if (source === undefined || queryPath !== undefined) return handle;
	const found = client.foundTaskPath(source, operation);
	return found === undefined ? handle : { ...handle, queryPath: found };
}

/** Logged immediately: if the process is killed while the node runs, nothing else remains. Never the prompt. */
function logTask(
	context: IExecuteFunctions,
	id: string | undefined,
	{ taskSource }: Partial<TaskHandle>,
	itemIndex: number,
): void {
	if (id === undefined) return;
	const { name: node, type } = nodeOf(context);
	const execution = context.getExecutionId();
	const text = acceptedInLog(id, { node, item: itemIndex, taskSource, execution });
	context.logger.info(text, { taskId: id, taskSource, item: itemIndex, node, type });
}

function problem(failure: Failure, changed = false): PlatformProblem {
	const note = changed ? words.parametersChanged() : '';
	const description = words.sentences(failure.description, note);
	return new PlatformProblem({ ...failure, description }, {});
}

function sentBefore(
	{ at, execution }: { at: string; execution?: string },
	{ operation, request }: Submittal,
	changed: boolean,
): PlatformProblem {
	const { message, advice } =
		execution === undefined ? words.sentBefore(at) : words.sentByOtherExecution(at, execution);
	const details = {
		operation: operation.name,
		request: `${request.method} ${request.path}`,
		taskMayExist: true,
		submittedAt: at,
	};
	return problem({ message, description: advice, details }, changed);
}
