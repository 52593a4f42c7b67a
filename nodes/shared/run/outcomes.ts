import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { errorJson, nodeError } from '../host/nodeErrors';
import { isTool } from '../host/rawParameters';
import { failureOf, type Failure } from '../util/failure';
import type { WatchedTask } from '../waiting/waitForTasks';
import * as agents from '../words/agents';
import * as items from '../words/items';
import { sentences } from '../words/platform';
import * as tasks from '../words/tasks';
import type { ItemResult } from './runItem';

/** What became of one input item of a node that submits. */
export type SubmissionOutcome =
	| { items: INodeExecutionData[]; result: ItemResult }
	/** `task`: what finds its task, or its result, again. */
	| { error: Failure; task?: IDataObject };

type SubmissionOutcomes = ReadonlyArray<SubmissionOutcome | undefined>;

const NOT_REACHED = failureOf(new Error(items.notReached()));

/**
 * The node's output, in input order. Where an error must stop the node, it is thrown, and names every
 * task of the run. An agent's tool throws only what certainly was not taken.
 */
export function outputItems(
	context: IExecuteFunctions,
	outcomes: SubmissionOutcomes,
): INodeExecutionData[] {
	const errors = errorsOf(outcomes);
	const asData =
		isTool(context) &&
		(acceptedTasks(outcomes).length > 0 ||
			errors.some(({ error }) => isForAgent(error)) ||
			context.continueOnFail());
	if (errors.length > 0 && !asData && !context.continueOnFail())
		throw nodeError(context.getNode(), ...stoppingError(outcomes, errors));
	return outcomes.flatMap((outcome, item) => {
		if (outcome && 'items' in outcome)
			return isTool(context) ? outcome.items.map(withMessage) : outcome.items;
		const error = withTask(outcome?.error ?? NOT_REACHED, outcome?.task);
		return [{ json: asData ? toolItem(error) : errorJson(error), pairedItem: { item } }];
	});
}

const withMessage = (item: INodeExecutionData): INodeExecutionData => ({
	...item,
	json: { ...item.json, ...messageFor(item.json) },
});

const withTask = (error: Failure, task: IDataObject | undefined): Failure => ({
	...error,
	details: { ...factsOf(task ?? {}), ...error.details },
});

/** The first item's error, with everything that it would hide. */
function stoppingError(
	outcomes: SubmissionOutcomes,
	[first = { item: 0, error: NOT_REACHED }, ...others]: ReturnType<typeof errorsOf>,
): [Failure, number] {
	const accepted = acceptedTasks(outcomes);
	const error = {
		...first.error,
		description: sentences(first.error.description, acceptedText(outcomes), textOf(others)),
		details: {
			...first.error.details,
			...(accepted.length > 0 && { acceptedTasks: accepted }),
			...(others.length > 0 && {
				otherItems: others.map(({ item, error: { message, description, details } }) => ({
					item,
					message,
					description,
					...details,
				})),
			}),
		},
	};
	return [error, first.item];
}

const errorsOf = (outcomes: SubmissionOutcomes) =>
	outcomes.flatMap((outcome, item) =>
		outcome && 'error' in outcome ? [{ item, error: outcome.error }] : [],
	);

/** Items under way together may end together, and none of them must hide another. */
const textOf = (errors: ReturnType<typeof errorsOf>) =>
	sentences(...errors.map(({ item, error }) => tasks.otherItem(item, error.message)));

/** With how an unclear answer began, as its task may stand there and nowhere else. */
export const errorsText = (outcomes: SubmissionOutcomes): string =>
	sentences(
		...errorsOf(outcomes).flatMap(({ item, error: { message, description, details } }) => [
			tasks.otherItem(item, message),
			details.taskMayExist === true ? description : '',
		]),
	);

/** What finds a task, or its result, again. */
const factsOf = ({ taskId, taskSource, url }: IDataObject): IDataObject => ({
	...(taskId !== undefined && { taskId }),
	...(taskSource !== undefined && { taskSource }),
	...(url !== undefined && { url }),
});

function acceptedTasks(outcomes: SubmissionOutcomes): Array<IDataObject & { item: number }> {
	return outcomes.flatMap((outcome, item) => {
		const facts = factsOf(
			(outcome && ('result' in outcome ? outcome.result.json : outcome.task)) ?? {},
		);
		return facts.taskId === undefined && facts.url === undefined ? [] : [{ item, ...facts }];
	});
}

/** Names the tasks that exist already, so that a failed item does not hide them. */
export function acceptedText(outcomes: SubmissionOutcomes): string {
	const accepted = acceptedTasks(outcomes);
	if (accepted.length === 0) return '';
	return tasks.acceptedTasks(
		accepted.map(({ item, taskId, url }) => ({ name: String(taskId ?? url), item })),
	);
}

/** Whether a task exists or may exist, or no money is left: then n8n must be given no reason to call the tool again. */
const isForAgent = ({ details }: Failure): boolean =>
	namesTask(details) || details.reason === 'spendingLimit';

const namesTask = (details: IDataObject) =>
	details.taskMayExist === true || details.taskId !== undefined;

/**
 * What an AI agent is told of an item that went wrong, in words and as data: a thrown error, or a
 * top-level `error`, makes n8n call the tool again.
 */
const toolItem = (error: Failure): IDataObject => ({
	...error.details,
	state: stateOf(error),
	message: error.message,
	advice: sentences(
		error.description,
		namesTask(error.details) ? agents.doNotRepeat() : '',
		error.details.reason === 'spendingLimit' ? agents.outOfCredits() : '',
	),
});

/** What an AI agent is told of a task that has no result, or none yet; nothing where there is one. */
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
	if (details.reason === 'timeout') return 'pending';
	return details.taskMayExist === true ? 'unclear' : 'refused';
}

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
	return outcome.items.map(withMessage);
}

function refusedJson(failure: Failure, taskId?: string): IDataObject {
	if (taskId === undefined) return { state: 'unknown', message: agents.noTask(failure) };
	const { taskSource, lastState, polls, secondsWaited, reason } = failure.details;
	const facts = { taskSource, lastState, polls, secondsWaited };
	return {
		taskId,
		state: reason === 'timeout' ? 'pending' : 'unknown',
		...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
		message: agents.noResultOfTask(failure),
	};
}
