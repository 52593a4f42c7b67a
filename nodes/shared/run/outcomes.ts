import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failureOf, type Failure } from '../base/failure';
import { errorJson, nodeError } from '../host/nodeErrors';
import type { ItemResult } from './runItem';
import { isForAgent, toldOf, toolItem } from './toolItem';
import { isTool } from '../host/toolMode';

/** What became of one input item of a node that submits. */
export type SubmissionOutcome =
	| { items: INodeExecutionData[]; result: ItemResult }
	/** `task`: what finds its task, or its result, again. */
	| { error: Failure; task?: IDataObject };

type SubmissionOutcomes = ReadonlyArray<SubmissionOutcome | undefined>;

const NOT_REACHED = failureOf(new Error('This item was not reached'));

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
			return isTool(context) ? outcome.items.map(told) : outcome.items;
		const error = withTask(outcome?.error ?? NOT_REACHED, outcome?.task);
		return [{ json: asData ? toolItem(error) : errorJson(error), pairedItem: { item } }];
	});
}

const told = (item: INodeExecutionData): INodeExecutionData => ({
	...item,
	json: { ...item.json, ...toldOf(item.json) },
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
		description: `${first.error.description}${acceptedText(outcomes)}${textOf(others)}`,
		details: {
			...first.error.details,
			...(accepted.length > 0 && { acceptedTasks: accepted }),
			...(others.length > 0 && {
				otherItems: others.map(({ item, error: { message, details } }) => ({
					item,
					message,
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
	errors.map(({ item, error }) => ` Item ${item}: ${error.message}.`).join('');

export const errorsText = (outcomes: SubmissionOutcomes): string => textOf(errorsOf(outcomes));

/** What finds a task, or its result, again. */
const factsOf = ({ taskId, taskSource, url }: IDataObject): IDataObject => ({
	...(taskId !== undefined && { taskId }),
	...(taskSource !== undefined && { taskSource }),
	...(url !== undefined && { url }),
});

function acceptedTasks(outcomes: SubmissionOutcomes): IDataObject[] {
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
	return ` Tasks that were accepted: ${accepted.map(({ item, taskId, url }) => `${String(taskId ?? url)} (item ${String(item)})`).join(', ')}.`;
}
