import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from '../base/failure';
import { ONCE_MORE, toldOf } from '../run/toolItem';
import type { WatchedTask } from '../waiting/waitForTasks';

/**
 * What an AI agent reads of one input item, with a sentence wherever there is no result. Never with a key `error`,
 * which agents and n8n's Retry On Fail take as a reason to try again at once.
 */
export function toolItems(
	outcome: { items: INodeExecutionData[] } | { error: Failure; task?: WatchedTask } | undefined,
	index: number,
): INodeExecutionData[] {
	if (outcome === undefined) return [];
	if ('error' in outcome) {
		return [
			{ json: refusedJson(outcome.error, outcome.task?.taskId), pairedItem: { item: index } },
		];
	}
	return outcome.items.map((item) => ({ ...item, json: { ...item.json, ...toldOf(item.json) } }));
}

function refusedJson({ message, description, details }: Failure, taskId?: string): IDataObject {
	if (taskId === undefined) return { state: 'unknown', message: `${message}. ${description}` };
	const { taskSource, lastState, polls, secondsWaited, reason } = details;
	const facts = { taskSource, lastState, polls, secondsWaited };
	return {
		taskId,
		state: reason === 'timeout' ? 'pending' : 'unknown',
		...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
		message: `${message}. ${ONCE_MORE} ${description}`.trim(),
	};
}
