/** The output of a node that an AI agent runs as its tool. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from '../util/failure';
import * as agents from '../words/agents';
import { descriptionOf, sentences } from '../words/platform';
import type { Outcome } from './itemOutcomes';
import { stateOfFailure } from './taskItem';

export const withMessage = (item: INodeExecutionData): INodeExecutionData => ({
	...item,
	json: { ...item.json, ...messageFor(item.json) },
});

/**
 * Whether a task exists or may exist, or there is no money left. Then n8n must not get a reason to call the tool
 * again.
 */
export const isForAgent = ({ details }: Failure): boolean =>
	namesTask(details) || details.reason === 'spendingLimit';

export const namesTask = (details: IDataObject) =>
	details.taskMayExist === true || details.taskId !== undefined;

/**
 * What an AI agent reads about a failed item, in words and as data. A thrown error, or a top-level `error`, would
 * make n8n call the tool again.
 */
export const toolItem = (error: Failure): IDataObject => ({
	...error.details,
	state: stateOf(error),
	message: error.message,
	advice: sentences(
		descriptionOf(error),
		namesTask(error.details) ? agents.doNotRepeat() : '',
		error.details.reason === 'spendingLimit' ? agents.outOfCredits() : '',
	),
});

/** What an AI agent reads about a task without a result, or without one yet. Empty if there is a result. */
function messageFor({ state, failReason }: IDataObject): IDataObject {
	if (state === 'failed') {
		const reason = typeof failReason === 'string' ? failReason : undefined;
		return { message: agents.endedWithoutResult(reason) };
	}
	if (state === 'pending') return { message: agents.stillRunning() };
	return {};
}

function stateOf({ details }: Failure): string {
	if (details.reason === 'taskFailed') return 'failed';
	if (details.taskMayExist === true) return 'unclear';
	return details.taskId === undefined ? 'refused' : stateOfFailure(details);
}

/**
 * What an AI agent reads about one input item, with a sentence whenever there is no result. Never with a key
 * `error`, which agents and n8n's Retry On Fail treat as a reason to try again at once.
 */
export function toolItems(outcome: Outcome | undefined, index: number): INodeExecutionData[] {
	if (outcome === undefined) return [];
	if ('items' in outcome) return outcome.items.map(withMessage);
	const json = refusedJson(outcome.error, outcome.task?.taskId);
	return [{ json, pairedItem: { item: index } }];
}

function refusedJson(failure: Failure, taskId: IDataObject[string]): IDataObject {
	if (taskId === undefined) return { state: 'unknown', message: agents.wholeFailure(failure) };
	const { taskSource, lastState, polls, secondsWaited, reason } = failure.details;
	const facts = { taskSource, lastState, polls, secondsWaited };
	return {
		taskId,
		state: stateOfFailure(failure.details),
		...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
		message:
			reason === 'unknownTask' ? agents.wholeFailure(failure) : agents.noResultOfTask(failure),
	};
}
