/** The output of a run: items, errors that name every task of the run, fields of the input items, and hints. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ReviewedAsset } from '../answers/sources';
import { creditsOf, rounded } from '../client/paidRequests';
import { addHint } from '../host/execution';
import { errorItem, nodeError } from '../host/nodeErrors';
import { collectionOf, isTool } from '../host/itemInput';
import { readWiring, isWaitAhead } from '../host/wiring';
import { EXTRAS } from '../operation/extras';
import { OPTIONS } from '../operation/field';
import { failureOf, type Failure } from '../util/failure';
import { isObject, jsonText } from '../util/json';
import * as items from '../words/items';
import { descriptionOf, descriptionOfItem, sentences } from '../words/platform';
import * as tasks from '../words/tasks';
import { mergeInput } from './inputFields';
import type { Outcome, WatchedItem } from './itemOutcomes';
import type { Plan } from './plan';
import type { Submissions, Taken } from './submissions';
import { isForAgent, namesTask, toolItem, withMessage } from './toolItems';
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

// Fields of the input items.

/**
 * Adds the fields and files of the input items to the output items, if an item requests it. Not for an agent's tool,
 * whose input is what the model said.
 */
export function withInputFields(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): INodeExecutionData[] {
	const inputs = context.getInputData();
	return items.map((item) => {
		const index = indexOf(item);
		const input = inputs[index];
		if (input === undefined || !isRequested(context, index) || n8nAddsInput(context, item))
			return item;
		const binary = { ...input.binary, ...item.binary };
		return {
			...item,
			json: mergeInput(item.json, input.json),
			...(Object.keys(binary).length > 0 && { binary }),
		};
	});
}

/** n8n recognizes an item for the error branch by its only key, and adds the input itself. */
const n8nAddsInput = (context: IExecuteFunctions, { json }: INodeExecutionData) =>
	context.getNode().onError === 'continueErrorOutput' &&
	Object.keys(json).length === 1 &&
	json.error !== undefined;

function isRequested(context: IExecuteFunctions, index: number): boolean {
	if (isTool(context)) return false;
	try {
		const given = collectionOf(context, index, OPTIONS).includeInputFields;
		return EXTRAS.includeInputFields.parse(given) === true;
	} catch {
		// The item itself reports what is wrong with it.
		return false;
	}
}

const indexOf = ({ pairedItem }: INodeExecutionData): number =>
	isObject(pairedItem) && typeof pairedItem.item === 'number' ? pairedItem.item : -1;

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
