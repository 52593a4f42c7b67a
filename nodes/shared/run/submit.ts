import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import { explainMissingResult, PlatformProblem } from '../answers/errors';
import { outcomeOf, type EndedByAnswer } from '../answers/outcome';
import { readingOf, wholeReadingOf } from '../answers/reading';
import type { TaskHandle } from '../answers/sources';
import { readTask } from '../answers/task';
import { clientFor, type Client } from '../client/client';
import type { Body } from '../client/connection';
import { NotSent } from '../client/submit';
import {
	awaitPrice,
	creditsOf,
	dearestPrice,
	learnPrice,
	priceTagOf,
	type PriceTag,
} from '../client/prices';
import { isTool } from '../host/rawParameters';
import type { Operation } from '../operation/operation';
import { attempt } from '../util/attempt';
import { type Failure, ParameterProblem } from '../util/failure';
import { textOf } from '../util/json';
import { serviceOf } from './service';
import type { Spent, SpendingLimit } from './spending';
import { fingerprintOf, type Submission, type Taken, type Submissions } from './submissions';

/** A request that the platform took, by this call or by an earlier one. */
export interface Sent extends Taken {
	/** When it was sent, ISO 8601. */
	at: string;
	/** The answer as it came; absent when it came to an earlier call. */
	body?: Body;
	/** What it costs, or may cost; absent where it is free. */
	spent?: Spent;
	/** Its parameters are others by now; what was taken stays as it was. */
	changed?: boolean;
}

/** What is sent for one item. */
export interface Submittal {
	operation: Operation;
	request: PlatformRequest;
	handle: Partial<TaskHandle>;
	/** Names a request that items have in common, such as the review of a file: it is sent once for all of them. */
	part?: string;
	/** Makes the request ready just before it is sent for the first time; what it throws was not paid. */
	prepare?(): Promise<PlatformRequest>;
	/** Takes out of an answer what shall be kept nowhere, before it is read. */
	onAnswer?(body: Body): void;
	/** Sees why it was not taken, and gives what shall be told of it. */
	onFailure?(cause: unknown): Promise<unknown>;
}

const CHANGED =
	'The parameters have changed since then; what was sent first counts, as another request would be paid by itself.';

/**
 * Sends one paid request at most once per item and execution, however often n8n runs the node and whatever
 * its parameters are by then. It is sent again only where the platform provably did not take it.
 * A free request (GET) is not remembered.
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
	const known =
		submissions.find(itemIndex, part) ??
		// n8n gives each try of an agent's tool a place of its own.
		(isTool(context) ? submissions.findUnknown(fingerprint) : undefined);
	if (known) return endOf(known, submittal, fingerprint);
	const client = await clientFor(context, itemIndex);
	const tag = priceTagOf(client.account(request.api), handle, request);
	const done = await limit?.admit(tag);
	try {
		const ready = { ...submittal, request: (await submittal.prepare?.()) ?? request };
		// Another Retry of the execution may have sent it meanwhile.
		const meanwhile = submissions.find(itemIndex, part);
		if (meanwhile) return endOf(meanwhile, submittal, fingerprint);
		return await sendRemembered(context, submissions, ready, { itemIndex, fingerprint, tag });
	} finally {
		done?.();
	}
}

/** How a request ended that was sent before. @throws PlatformProblem where nobody knows */
function endOf(known: Submission, submittal: Submittal, fingerprint: string): Sent {
	const changed = known.fingerprint !== fingerprint;
	if (known.outcome === 'sent') throw problem(sentBefore(known.at, submittal), changed);
	if (known.outcome === 'unknown') throw problem(known.failure, changed);
	return { ...known, ...(changed && { changed }) };
}

/** Sends, and remembers what became of it. @throws PlatformProblem */
async function sendRemembered(
	context: IExecuteFunctions,
	submissions: Submissions,
	submittal: Submittal,
	{ itemIndex, fingerprint, tag }: { itemIndex: number; fingerprint: string; tag: PriceTag },
): Promise<Sent> {
	const { part } = submittal;
	const at = new Date().toISOString();
	const dearest = dearestPrice(tag);
	const common = {
		fingerprint,
		spent: { name: tag.name, ...(dearest !== undefined && { credits: dearest }) },
	};
	submissions.remember(itemIndex, { outcome: 'sent', at, ...common }, part);
	const sent = await attempt(sendNow(context, submittal, itemIndex));
	if (sent.ok) {
		const { body, ...taken } = sent.value;
		const reading = readingOf(taken.reading, body);
		const credits = creditsOf(reading.cost);
		learnPrice(tag, credits);
		if (taken.isTask) awaitPrice(taken.handle.taskId, tag);
		const spent = credits === undefined ? common.spent : { name: tag.name, credits };
		submissions.remember(itemIndex, { ...taken, ...common, reading, spent }, part);
		return { ...sent.value, spent };
	}
	const cause = submittal.onFailure ? await submittal.onFailure(sent.cause) : sent.cause;
	nameSource(cause, submittal);
	const failure = unclearEnd(cause, at, submittal);
	if (failure === undefined) {
		submissions.forget(itemIndex, part);
		throw cause;
	}
	submissions.remember(itemIndex, { outcome: 'unknown', at, ...common, failure }, part);
	logTask(context, textOf(failure.details.taskId), submittal.handle, itemIndex);
	throw cause instanceof PlatformProblem ? cause : problem(failure);
}

/** Whoever waits for the task that an error names has to know where. */
function nameSource(cause: unknown, { handle: { taskSource } }: Submittal): void {
	if (!(cause instanceof PlatformProblem) || taskSource === undefined) return;
	const { details } = cause.failure;
	if (details.taskId !== undefined) details.taskSource ??= taskSource;
}

/**
 * Why nobody can tell whether a request was taken; undefined where it certainly was not. Whatever is not known
 * here may have happened after the answer had come.
 */
function unclearEnd(cause: unknown, at: string, submittal: Submittal): Failure | undefined {
	if (cause instanceof PlatformProblem)
		return cause.failure.details.taskMayExist === true ? cause.failure : undefined;
	// The credential, its base URLs and the end of the waiting for a turn: before anything is sent.
	const isBefore =
		cause instanceof NotSent ||
		cause instanceof ParameterProblem ||
		cause instanceof NodeOperationError;
	return isBefore ? undefined : sentBefore(at, submittal);
}

/** Sends, and reads the answer. @throws PlatformProblem */
async function sendNow(
	context: IExecuteFunctions,
	submittal: Submittal,
	itemIndex: number,
): Promise<Sent> {
	// Before it is sent: nothing that may fail stands between an answer and its reading.
	const client = await clientFor(context, itemIndex);
	const handle = withQueryPath(client, submittal.handle);
	const service = serviceOf(submittal);
	const { request, at, body } = await (submittal.request.paid
		? client.submit(service, submittal.request)
		: client.get(service, submittal.request));
	submittal.onAnswer?.(body);
	return accept(context, { ...submittal, request, handle }, body, at, itemIndex);
}

/** Where such tasks were found by now, so that whoever waits asks at the right place, in whatever process. */
function withQueryPath(client: Client, handle: Partial<TaskHandle>): Partial<TaskHandle> {
	const { taskSource: source, operation, queryPath } = handle;
	if (source === undefined || queryPath !== undefined) return handle;
	const found = client.foundTaskPath(source, operation);
	return found === undefined ? handle : { ...handle, queryPath: found };
}

/** Reads a good answer. @throws PlatformProblem where it holds neither a task nor a result */
function accept(
	context: IExecuteFunctions,
	{ operation, request, handle }: Submittal,
	body: Body,
	at: string,
	itemIndex: number,
): Sent {
	const { taskSource } = handle;
	const task = readTask(body, { source: taskSource, sent: request.body });
	const kind: EndedByAnswer['kind'] = operation.kind === 'submit' ? 'submit' : 'sync';
	const ended = { body, task, kind, sent: request.body };
	if (request.paid && outcomeOf(ended) !== 'taken')
		throw problem(explainMissingResult(ended, { ...serviceOf({ operation, request }), request }));
	if (request.paid) logTask(context, task.id, handle, itemIndex);
	// Some tools answer either with the result or with a task; what the answer holds decides.
	const isTask =
		task.id !== undefined &&
		taskSource !== undefined &&
		(kind === 'submit' || task.state === 'pending');
	return {
		outcome: 'taken',
		at,
		isTask,
		handle: {
			...handle,
			...(task.id !== undefined && { taskId: task.id }),
			submittedAt: at,
		},
		reading: wholeReadingOf(task, body),
		body,
	};
}

/** At once: a process that is killed while the node runs leaves nothing else. Never the prompt. */
function logTask(
	context: IExecuteFunctions,
	id: string | undefined,
	{ taskSource }: Partial<TaskHandle>,
	itemIndex: number,
): void {
	if (id === undefined) return;
	const { name, type } = context.getNode();
	const facts = { taskId: id, taskSource, item: itemIndex, node: name, type };
	const source = taskSource === undefined ? '' : `, task source ${taskSource}`;
	context.logger.info(
		`Kexiang: accepted task ${id} (node ${JSON.stringify(name)}, item ${itemIndex}${source}, execution ${context.getExecutionId() ?? 'unknown'})`,
		facts,
	);
}

const problem = (failure: Failure, changed = false): PlatformProblem =>
	new PlatformProblem(
		changed ? { ...failure, description: `${failure.description} ${CHANGED}` } : failure,
		{},
	);

const sentBefore = (at: string, { operation, request }: Submittal): Failure => ({
	message:
		'This request was sent before in this execution and brought no clear answer; the task may have been created',
	description:
		`It was sent at ${at} and is not sent again, because that could be charged twice. ` +
		'Look at the task list on the platform: if the task is there, pass its id to Kexiang Wait for Task; if not, start a new execution.',
	details: {
		operation: operation.name,
		request: `${request.method} ${request.path}`,
		taskMayExist: true,
		submittedAt: at,
	},
});
