/** The execution that a node runs in: how long n8n lets it run, and which execution called it. */
import type { IExecuteFunctions, INode, NodeExecutionHint } from 'n8n-workflow';

import { isUnset, OPTIONS, type ReadRaw } from '../operation/field';
import { TIME_LIMIT, TIME_LIMIT_MINUTES } from '../operation/timeLimit';
import { isObject, textOf } from '../util/json';
import { ProcessMemory } from '../util/processMemory';
import { secondsOf } from '../util/time';
import type { Explained } from '../words/platform';
import * as words from '../words/wiring';

/** The workflow's timeout, after which n8n ends the execution, in seconds. Undefined if the settings have none. */
export function executionSeconds(
	context: Pick<IExecuteFunctions, 'getWorkflowSettings'>,
): number | undefined {
	const { executionTimeout = -1 } = context.getWorkflowSettings();
	return executionTimeout > 0 ? executionTimeout : undefined;
}

type Retries = Pick<INode, 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>;

/** How often n8n runs a node that ends with an error. */
export const triesOf = ({ retryOnFail, maxTries }: Retries): number =>
	retryOnFail === true ? Math.min(5, Math.max(2, maxTries || 3)) : 1;

/** How long all tries together may wait, if each waits for the given seconds. */
export function secondsInAll(node: Retries, seconds: number): number {
	const tries = triesOf(node);
	const pause = Math.min(5000, Math.max(0, node.waitBetweenTries || 1000));
	return tries * seconds + (tries - 1) * secondsOf(pause);
}

/** Why n8n would end the execution before a wait is over. Undefined if it would not. */
export const endsBefore = (
	execution: number | undefined,
	wait: { seconds: number; tries: number },
	here?: string,
): Explained | undefined =>
	execution === undefined || execution >= wait.seconds
		? undefined
		: words.executionEndsFirst(execution, wait, here);

/**
 * The Time Limit, wherever the node has it. Older workflows still hold it among the options, although the form has a
 * field for it; in such a node, the form hides that field.
 */
export const readTimeLimit = (raw: ReadRaw): number | undefined => {
	const older = raw('timeLimit', 'options');
	return TIME_LIMIT.parse(isUnset(older) ? raw('timeLimit', 'form') : older);
};

/** The Time Limit among a node's parameters, in seconds. Undefined if it cannot be read. */
export function timeLimitIn(parameters: unknown): number | undefined {
	const held = isObject(parameters) ? parameters : {};
	const options = isObject(held[OPTIONS]) ? held[OPTIONS] : {};
	try {
		const minutes = readTimeLimit((name, place) => (place === 'form' ? held : options)[name]);
		return (minutes ?? TIME_LIMIT_MINUTES) * 60;
	} catch {
		return undefined;
	}
}

/** Shows a hint beside the node's output. n8n renders it as HTML. */
export const addHint = (
	context: IExecuteFunctions,
	{ message, type }: Pick<NodeExecutionHint, 'message' | 'type'>,
): void =>
	context.addExecutionHints({
		message: message.replace(/&/g, '&amp;').replace(/</g, '&lt;'),
		...(type && { type }),
		location: 'outputPane',
	});

/*
 * Calls of one sub-workflow. n8n hands the results of one sleeping call back to the calling execution. If several
 * calls sleep at once, it would lose all results but one.
 */

interface SleepingCall {
	execution: string;
	/** When n8n resumes it, ms. Until then it has certainly not ended. */
	until: number;
}

/** The last call that was put to sleep, by the calling execution. */
const SLEEPING = new ProcessMemory<SleepingCall>(1000);

/** The execution that called this one and waits for it. n8n's context contains it but has no method for it. */
function callerOf(context: IExecuteFunctions): string | undefined {
	const data: unknown = Reflect.get(context, 'runExecutionData');
	const caller = isObject(data) ? data.parentExecution : undefined;
	// An n8n version that does not say whether the caller waits may call without waiting.
	return isObject(caller) && caller.shouldResume === true ? textOf(caller.executionId) : undefined;
}

/** Call it before this execution is put to sleep. */
export function rememberSleep(context: IExecuteFunctions, until: number): void {
	const caller = callerOf(context);
	if (caller === undefined) return;
	SLEEPING.set('', caller, { execution: context.getExecutionId(), until });
}

/** Another sleeping call by the same execution. Then that execution does not wait for its calls one by one. */
export function sleepingCall(context: IExecuteFunctions): string | undefined {
	const caller = callerOf(context);
	const known = caller === undefined ? undefined : SLEEPING.get('', caller);
	if (known === undefined || known.execution === context.getExecutionId()) return undefined;
	// A later round of this call must not be refused any more.
	if (context.getWorkflowDataProxy(0).$runIndex !== 0) return undefined;
	return Date.now() < known.until ? known.execution : undefined;
}
