import type { IDataObject } from 'n8n-workflow';

import type { ItemError } from './nodeErrors';

const DO_NOT_REPEAT =
	'Do not call this again for the same result: that may be charged again. Tell the user what happened.';

/** Whether a task exists or may exist, or no money is left: then n8n must be given no reason to call the tool again. */
export const isForAgent = ({ details }: ItemError): boolean =>
	namesTask(details) || details.reason === 'spendingLimit';

const namesTask = (details: IDataObject) =>
	details.taskMayExist === true || details.taskId !== undefined;

const OUT_OF_CREDITS =
	'Do not call this again in this conversation: the user allows no further credits. Tell the user what was made so far.';

/**
 * What an AI agent is told of an item that went wrong, in words and as data: a thrown error, or a
 * top-level `error`, makes n8n call the tool again.
 */
export const toolItem = (error: ItemError): IDataObject => ({
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

function stateOf({ details }: ItemError): string {
	if (details.reason === 'taskFailed') return 'failed';
	if (details.reason === 'timeout') return 'pending';
	return details.taskMayExist === true ? 'unclear' : 'refused';
}
