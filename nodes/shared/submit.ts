import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt } from './attempt';
import { toData } from './json';
import { docsUrl, type Operation } from './operation';
import { assertSendable, send, type Body } from './platform/client';
import type { PlatformRequest } from './platform/endpoints';
import {
	explainMissingId,
	PlatformProblem,
	provablyNotAccepted,
	type Circumstances,
} from './platform/errors';
import { readTask, type Task } from './platform/task';
import type { Submissions } from './submissions';
import { pause } from './waiting/pause';

/** A paid request that the platform took. */
export interface Accepted {
	task: Task;
	body: Body;
	/** When it was sent, ISO 8601. */
	submittedAt: string;
	/** Under which it is remembered. */
	key: string;
}

/** Seconds before a request is sent again that was provably not taken; a longer Retry-After ends the tries. */
const RETRY_SECONDS = [1, 4];
const LONGEST_RETRY_AFTER = 30;

/**
 * Sends one paid request at most once per execution, however often n8n runs the node.
 * It is sent again only where the platform provably did not take it.
 * @throws PlatformProblem
 */
export async function submit(
	context: IExecuteFunctions,
	submissions: Submissions,
	operation: Operation,
	request: PlatformRequest,
	itemIndex: number,
): Promise<Accepted> {
	const circumstances: Omit<Circumstances, 'request'> = {
		operation: operation.name,
		pathEvidence: request.path === operation.endpoint.path ? operation.evidence.path : 'user',
		docsUrl: docsUrl(operation),
	};
	const key = submissions.key(itemIndex, request);
	const known = submissions.find(key);
	if (known?.state === 'sent') throw unknownFate(known.at, { ...circumstances, request });
	if (known?.state === 'unclear') throw new PlatformProblem(known.explanation, {});
	const accept = (body: Body, at: string): Accepted => ({
		...accepted(operation, body, { ...circumstances, request }),
		submittedAt: at,
		key,
	});
	if (known) return accept(known.body, known.at);
	await assertSendable(context, request, itemIndex);
	const at = new Date().toISOString();
	submissions.remember(key, { state: 'sent', at });
	const work = async () => accept(await sendOnce(context, request, circumstances, itemIndex), at);
	const result = await work().catch((cause: unknown) => {
		if (cause instanceof PlatformProblem) {
			const { explanation } = cause;
			if (explanation.details.taskMayExist !== true) submissions.forget(key);
			else submissions.remember(key, { state: 'unclear', at, explanation });
		}
		throw cause;
	});
	submissions.remember(key, { state: 'accepted', at, body: toData(result.body) });
	return result;
}

async function sendOnce(
	context: IExecuteFunctions,
	request: PlatformRequest,
	circumstances: Omit<Circumstances, 'request'>,
	itemIndex: number,
): Promise<Body> {
	for (let tries = 0; ; tries++) {
		const sent = await attempt(send(context, request, circumstances, itemIndex));
		if (sent.ok) return sent.value;
		const { cause } = sent;
		const wait = cause instanceof PlatformProblem ? secondsToRetry(cause, tries) : undefined;
		const signal = context.getExecutionCancelSignal();
		if (wait !== undefined) await pause(wait * 1000, signal);
		if (wait === undefined || signal?.aborted) throw cause;
	}
}

function secondsToRetry(problem: PlatformProblem, tries: number): number | undefined {
	const seconds = RETRY_SECONDS[tries];
	if (seconds === undefined || !provablyNotAccepted(problem.cause)) return undefined;
	if (problem.explanation.details.taskMayExist === true) return undefined;
	const wished = problem.cause.refusal?.retryAfterSeconds ?? seconds;
	return wished > LONGEST_RETRY_AFTER ? undefined : Math.max(wished, seconds);
}

function accepted(
	operation: Operation,
	body: Body,
	circumstances: Circumstances,
): Pick<Accepted, 'task' | 'body'> {
	const task = readTask(body);
	const isEmpty = task.urls.length === 0 && task.text === undefined;
	if (operation.kind === 'submit' && task.id === undefined && isEmpty) {
		throw new PlatformProblem(explainMissingId(body, circumstances), {});
	}
	return { task, body };
}

function unknownFate(at: string, circumstances: Circumstances): PlatformProblem {
	return new PlatformProblem(
		{
			message:
				'This request was sent before in this execution and brought no clear answer; the task may have been created',
			description:
				`It was sent at ${at} and is not sent again, because that could be charged twice. ` +
				'Look at the task list on the platform: if the task is there, pass its id to Kexiang Wait for Task; if not, start a new execution.',
			details: {
				operation: circumstances.operation,
				request: `${circumstances.request.method} ${circumstances.request.path}`,
				taskMayExist: true,
				submittedAt: at,
			},
		},
		{},
	);
}
