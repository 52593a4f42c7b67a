/** The output of a submitting node: items, errors that name every task of the run, and hints. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ReviewedAsset } from '../answers/sources';
import { creditsOf, rounded } from '../client/prices';
import { addHint } from '../host/execution';
import { errorItem, nodeError } from '../host/nodeErrors';
import { isTool } from '../host/itemInput';
import { readWiring, isWaitAhead } from '../host/wiring';
import { failureOf, type Failure } from '../util/failure';
import { jsonText } from '../util/json';
import * as agents from '../words/agents';
import * as items from '../words/items';
import { stateOfFailure } from './taskItem';
import { descriptionOf, descriptionOfItem, sentences } from '../words/platform';
import * as tasks from '../words/tasks';
import type { Outcome, WatchedItem } from './itemOutcomes';
import type { Plan } from './plan';
import type { Submissions, Taken } from './submissions';
import type { WatchSettings } from './watch';

export type SubmissionOutcome = Outcome & {
	/** Another run submitted its task. */
	isKnown?: true;
	/** Its row says that this task has failed. */
	hasFailed?: boolean;
	/** It is a running task that this node does not wait for. */
	isUnderWay?: true;
	/** Set if the node should wait for the task itself. */
	wait?: WatchedItem & { watch: WatchSettings };
};

/** By input item. Undefined if the item was not reached. */
export type SubmissionOutcomes = Array<SubmissionOutcome | undefined>;

const NOT_REACHED = failureOf(new Error(items.notReached()));

/**
 * The node's output, in input order. If an error must stop the node, it is thrown and names every task of the run.
 * For an agent's tool, an error is thrown only if the request was certainly not taken.
 */
export function outputItems(
	context: IExecuteFunctions,
	outcomes: SubmissionOutcomes,
): INodeExecutionData[] {
	const asTool = isTool(context);
	const continuesOnFail = context.continueOnFail();
	const errors = errorsOf(outcomes);
	const accepted = acceptedTasks(outcomes);
	const isReported =
		continuesOnFail || accepted.length > 0 || errors.some(({ error }) => isForAgent(error));
	const asData = asTool && isReported;
	const [first, ...others] = errors;
	if (first && !asData && !continuesOnFail) {
		const error = withAcceptedTasks(first.error, accepted, others);
		throw nodeError(context.getNode(), error, first.item);
	}
	return outcomes.flatMap((outcome, item) => {
		if (outcome && 'items' in outcome)
			return asTool ? outcome.items.map(withMessage) : outcome.items;
		const { error, task = {} } = outcome ?? { error: NOT_REACHED };
		const withFacts = { ...error, details: { ...factsOf(task), ...error.details } };
		return [
			asData
				? { json: toolItem(withFacts), pairedItem: { item } }
				: errorItem(context, withFacts, item),
		];
	});
}

interface ItemError {
	item: number;
	error: Failure;
}

const errorsOf = (outcomes: SubmissionOutcomes): ItemError[] =>
	outcomes.flatMap((outcome, item) =>
		outcome && 'error' in outcome ? [{ item, error: outcome.error }] : [],
	);

/** The first item's error, plus everything that it would hide, because other items in progress may have ended too. */
function withAcceptedTasks(
	error: Failure,
	accepted: readonly AcceptedTask[],
	others: readonly ItemError[],
): Failure {
	const otherItems = others.map(({ item, error: other }) => ({
		item,
		message: other.message,
		description: descriptionOf(other),
		...other.details,
	}));
	const isUnsent =
		accepted.length === 0 &&
		[error, ...others.map(({ error }) => error)].every(({ isUnsent }) => isUnsent);
	return {
		...error,
		isUnsent,
		description: sentences(
			isUnsent ? error.description : descriptionOfItem(error),
			acceptedText(accepted),
			othersText(others),
		),
		details: {
			...error.details,
			...(accepted.length > 0 && { acceptedTasks: [...accepted] }),
			...(otherItems.length > 0 && { otherItems }),
		},
	};
}

const othersText = (others: readonly ItemError[], withDoubts = false): string =>
	tasks.otherItems(
		others.map(({ item, error: { message, description, details } }) => ({
			item,
			message,
			mayHaveTask: namesTask(details),
			...(withDoubts && details.taskMayExist === true && { description }),
		})),
	);

/**
 * What a stopped run leaves on the platform. Includes the beginning of each unclear answer, which may be the only
 * place with its task.
 */
export const leftBehind = (outcomes: SubmissionOutcomes): string =>
	sentences(acceptedText(acceptedTasks(outcomes)), othersText(errorsOf(outcomes), true));

/** What is needed to find a task or its result again. */
const factsOf = ({ taskId, taskSource, url }: IDataObject): IDataObject => ({
	...(taskId !== undefined && { taskId }),
	...(taskSource !== undefined && { taskSource }),
	...(url !== undefined && { url }),
});

type AcceptedTask = IDataObject & { item: number };

const acceptedTasks = (outcomes: SubmissionOutcomes): AcceptedTask[] =>
	outcomes.flatMap((outcome, item) => {
		const { task = {}, isKnown } = outcome ?? {};
		// An immediate result cannot be polled. If the row had it before, it still has it.
		const result = task.taskId === undefined && !isKnown ? resultOf(task) : {};
		const facts = { ...factsOf(task), ...result };
		return Object.keys(facts).length === 0 ? [] : [{ item, ...facts }];
	});

const RESULT = [
	'text',
	'result',
	'assetId',
	'imageUrls',
	'videoUrls',
	'audioUrls',
	'otherUrls',
	'otherResults',
	'files',
] as const;

const resultOf = (task: IDataObject): IDataObject =>
	Object.fromEntries(
		RESULT.filter((name) => task[name] !== undefined).map((name) => [name, task[name]]),
	);

/** Longest part of a result within a sentence, in characters. The details contain all of it. */
const LONGEST_NAME = 500;

const nameOf = ({ taskId, url, assetId, text, ...rest }: AcceptedTask): string => {
	const { otherResults, files, result } = rest;
	const others = jsonText(otherResults ?? files ?? result);
	return String(taskId ?? url ?? assetId ?? text ?? others).slice(0, LONGEST_NAME);
};

const acceptedText = (accepted: readonly AcceptedTask[]): string =>
	accepted.length === 0
		? ''
		: tasks.acceptedTasks(accepted.map((task) => ({ name: nameOf(task), item: task.item })));

const withMessage = (item: INodeExecutionData): INodeExecutionData => ({
	...item,
	json: { ...item.json, ...messageFor(item.json) },
});

/**
 * Whether a task exists or may exist, or there is no money left. Then n8n must not get a reason to call the tool
 * again.
 */
const isForAgent = ({ details }: Failure): boolean =>
	namesTask(details) || details.reason === 'spendingLimit';

const namesTask = (details: IDataObject) =>
	details.taskMayExist === true || details.taskId !== undefined;

/**
 * What an AI agent reads about a failed item, in words and as data. A thrown error, or a top-level `error`, would
 * make n8n call the tool again.
 */
const toolItem = (error: Failure): IDataObject => ({
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

// Hints: what users should know about a run besides its output.

/** Shows what was spent, which items already had a task, whether a column was missing, and what to do next. */
export function hintRun(
	context: IExecuteFunctions,
	outcomes: SubmissionOutcomes,
	submissions: Submissions,
	plans: ReadonlyArray<Plan | undefined>,
): void {
	const costs = costsText(submissions.taken().map(({ submission }) => submission));
	if (costs !== undefined) addHint(context, { message: costs });
	const assets = submissions
		.taken()
		.flatMap(({ submission }) => submission.handle.reviewedAssets ?? []);
	if (assets.length > 0) addHint(context, { message: reviewsText(assets) });
	const count = { known: 0, failed: 0, underWay: 0 };
	for (const outcome of outcomes) {
		if (outcome?.isKnown) count.known += 1;
		if (outcome?.hasFailed) count.failed += 1;
		if (outcome?.isUnderWay) count.underWay += 1;
	}
	if (count.known > 0)
		addHint(context, { message: tasks.knownTasks(count.known, outcomes.length, count.failed) });
	// A table may omit empty cells. Only if no item has the column, its name may be wrong.
	const columns = plans.map((plan) => (plan?.kind === 'submit' ? plan.missingColumn : undefined));
	const [column] = columns;
	if (column !== undefined && !columns.includes(undefined))
		addHint(context, { message: tasks.noSuchColumn(column), type: 'warning' });
	if (count.underWay === 0 || isTool(context)) return;
	const wiring = readWiring(context);
	if (wiring && isWaitAhead(wiring, context.getNode().name)) return;
	addHint(context, { message: items.nextStep(count.underWay) });
}

/** How many files were reviewed for the accepted requests, each file counted once. Pure. */
export function reviewsText(assets: readonly ReviewedAsset[]): string {
	const now = new Set(assets.filter(({ reviewed }) => reviewed === 'now').map(({ file }) => file));
	const all = new Set(assets.map(({ file }) => file));
	return items.reviewedFirst(now.size, all.size - now.size);
}

/** What the accepted requests of a run cost, as far as the platform gave it. Undefined if there are none. Pure. */
export function costsText(taken: readonly Taken[]): string | undefined {
	const prices = taken.flatMap(({ handle, task }) => {
		const credits = creditsOf(task.cost);
		return credits === undefined ? [] : [{ name: handle.model ?? handle.operation, credits }];
	});
	if (taken.length === 0) return undefined;
	const sum = prices.reduce((total, { credits }) => total + credits, 0);
	const each = prices.map(({ name, credits }) => ({ name, credits: rounded(credits) }));
	return tasks.costs(taken.length, rounded(sum), each);
}
