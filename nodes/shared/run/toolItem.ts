import type { Failure } from '../base/failure';
import type { IDataObject } from 'n8n-workflow';

const DO_NOT_REPEAT =
	'Do not call this again for the same result: that may be charged again. Tell the user what happened.';

/** Whether a task exists or may exist, or no money is left: then n8n must be given no reason to call the tool again. */
export const isForAgent = ({ details }: Failure): boolean =>
	namesTask(details) || details.reason === 'spendingLimit';

const namesTask = (details: IDataObject) =>
	details.taskMayExist === true || details.taskId !== undefined;

const OUT_OF_CREDITS =
	'Do not call this again in this conversation: the user allows no further credits. Tell the user what was made so far.';

/**
 * What an AI agent is told of an item that went wrong, in words and as data: a thrown error, or a
 * top-level `error`, makes n8n call the tool again.
 */
export const toolItem = (error: Failure): IDataObject => ({
	...error.details,
	state: stateOf(error),
	message: error.message,
	advice: [
		error.description,
		namesTask(error.details) ? DO_NOT_REPEAT : '',
		error.details.reason === 'spendingLimit' ? OUT_OF_CREDITS : '',
	]
		.filter((part) => part !== '')
		.join(' '),
});

export const ONCE_MORE =
	'Ask for it again later with the same taskId, by a tool of Kexiang Wait for Task or the operation Get Result. Do not submit it again: that would be charged again.';

/** What an AI agent is told of a task that has no result, or none yet; nothing where there is one. */
export function toldOf({ state, failReason }: IDataObject): IDataObject {
	if (state === 'failed') {
		const reason = typeof failReason === 'string' ? failReason : 'the platform gives no reason';
		return {
			message: `The task ended without a result: ${reason}. Asking again will not change that; change the input before you submit another task.`,
		};
	}
	if (state === 'pending') return { message: `The task is still running. ${ONCE_MORE}` };
	return {};
}

function stateOf({ details }: Failure): string {
	if (details.reason === 'taskFailed') return 'failed';
	if (details.reason === 'timeout') return 'pending';
	return details.taskMayExist === true ? 'unclear' : 'refused';
}
