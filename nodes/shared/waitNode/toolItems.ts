import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { ItemError } from '../nodeErrors';
import type { Fate } from '../waiting/fates';

const ONCE_MORE =
	'Ask for it again later with the same taskId. Do not submit it again: that would be charged again.';

/**
 * What an AI agent reads of one input item, with a sentence wherever there is no result. Never with a key `error`,
 * which agents and n8n's Retry On Fail take as a reason to try again at once.
 */
export function toolItems(fate: Fate | undefined, index: number): INodeExecutionData[] {
	if (fate === undefined) return [];
	if ('error' in fate) {
		return [{ json: refusedJson(fate.error, fate.task?.taskId), pairedItem: { item: index } }];
	}
	return fate.items.map((item) => ({ ...item, json: { ...item.json, ...told(item.json) } }));
}

function told({ state, failReason }: IDataObject): IDataObject {
	if (state === 'failed') {
		const reason = typeof failReason === 'string' ? failReason : 'the platform gives no reason';
		return {
			message: `The task ended without a result: ${reason}. Asking again will not change that; change the input before you submit another task.`,
		};
	}
	if (state === 'pending') return { message: `The task is still running. ${ONCE_MORE}` };
	return {};
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
