import { ProcessMemory } from '../util/processMemory';

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
