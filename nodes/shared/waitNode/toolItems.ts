import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { ItemError } from '../nodeErrors';
import { ONCE_MORE, toldOf } from '../toolItem';
import type { Fate } from '../waiting/fates';

/**
 * What an AI agent reads of one input item, with a sentence wherever there is no result. Never with a key `error`,
 * which agents and n8n's Retry On Fail take as a reason to try again at once.
 */
export function toolItems(fate: Fate | undefined, index: number): INodeExecutionData[] {
	if (fate === undefined) return [];
	if ('error' in fate) {
		return [{ json: refusedJson(fate.error, fate.task?.taskId), pairedItem: { item: index } }];
	}
	return fate.items.map((item) => ({ ...item, json: { ...item.json, ...toldOf(item.json) } }));
}

function refusedJson({ message, description, details }: ItemError, taskId?: string): IDataObject {
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
