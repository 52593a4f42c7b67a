/**
 * Calls of one sub-workflow. n8n hands the results of one sleeping call back to the execution that made it, so that of
 * several calls asleep at once all results but one would be lost to it.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { isObject, textOf } from '../util/json';
import { ProcessMemory } from '../util/processMemory';

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
