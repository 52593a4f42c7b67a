/** The execution that a node runs in: how long n8n lets it last, and which one called it. */
import type { IExecuteFunctions, INode, NodeExecutionHint } from 'n8n-workflow';

import { OPTIONS } from '../operation/field';
import { readTimeLimit, TIME_LIMIT_MINUTES } from '../operation/timeLimit';
import { isObject, textOf } from '../util/json';
import { ProcessMemory } from '../util/processMemory';
import { secondsOf } from '../util/time';
import type { Explained } from '../words/platform';
import * as words from '../words/wiring';

/** After so many seconds n8n ends the execution, as the settings of the workflow say; undefined where they say nothing. */
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

/** How long all tries last that wait for so many seconds each. */
export function secondsInAll(node: Retries, seconds: number): number {
	const tries = triesOf(node);
	const pause = Math.min(5000, Math.max(0, node.waitBetweenTries || 1000));
	return tries * seconds + (tries - 1) * secondsOf(pause);
}

/** Why n8n would end the execution before a wait is over; undefined where it would not. */
export const endsBefore = (
	execution: number | undefined,
	wait: { seconds: number; tries: number },
	here?: string,
): Explained | undefined =>
	execution === undefined || execution >= wait.seconds
		? undefined
		: words.executionEndsFirst(execution, wait, here);

/** The Time Limit among a node's parameters, in seconds; undefined where there is none that could be read. */
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

/** Shows something beside the output of the node, which n8n does as HTML. */
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
 * Calls of one sub-workflow. n8n hands the results of one sleeping call back to the execution that made it, so that of
 * several calls asleep at once all results but one would be lost to it.
 */

interface SleepingCall {
	execution: string;
	/** When n8n resumes it, ms; until then it has certainly not ended. */
	until: number;
}

/** The last call that was put to sleep, by the execution that made it. */
const SLEEPING = new ProcessMemory<SleepingCall>(1000);

/** The execution that called this one and waits for it, which n8n's context holds and offers by no method. */
function callerOf(context: IExecuteFunctions): string | undefined {
	const data: unknown = Reflect.get(context, 'runExecutionData');
	const caller = isObject(data) ? data.parentExecution : undefined;
	// An n8n that does not say whether it waits may call without waiting.
	return isObject(caller) && caller.shouldResume === true ? textOf(caller.executionId) : undefined;
}

/** Before this execution is put to sleep. */
export function rememberSleep(context: IExecuteFunctions, until: number): void {
	const caller = callerOf(context);
	if (caller === undefined) return;
	SLEEPING.set('', caller, { execution: context.getExecutionId(), until });
}

/** Another call of the same execution that is asleep: that one does not wait for its calls one by one. */
export function sleepingCall(context: IExecuteFunctions): string | undefined {
	const caller = callerOf(context);
	const known = caller === undefined ? undefined : SLEEPING.get('', caller);
	if (known === undefined || known.execution === context.getExecutionId()) return undefined;
	// Once it is under way itself, it is too late to refuse it.
	if (context.getWorkflowDataProxy(0).$runIndex !== 0) return undefined;
	return Date.now() < known.until ? known.execution : undefined;
}
