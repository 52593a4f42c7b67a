import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isTaskSourceName, type TaskSourceName, type TaskHandle } from '../answers/sources';
import type { Task } from '../answers/task';
import { holdsList, textOf } from '../util/json';
import { failureOf, type Failure } from '../util/failure';
import { PlatformProblem } from '../answers/problem';
import type { End, PollAnswer, Watch, WatchedTask } from '../waiting/waitForTasks';
import { ended, sentences } from '../words/platform';
import * as words from '../words/items';
import * as tasks from '../words/tasks';
import { addHint } from '../host/execution';
import type { Outcome } from './itemOutcomes';

/**
 * The output of a submission. Has no top-level `error`, which n8n's Retry On Fail would treat as a reason to submit
 * again.
 */
export const submittedItem = (handle: Partial<TaskHandle>, task: Task): IDataObject =>
	flatItem(handle, task, {
		status: task.status || 'pending',
		// A tool may put its result beside the task.
		result: holdsList(task.result) ? task.result : undefined,
	});

/**
 * The output of a service that returns its result immediately.
 * @param family the source to poll if the service created a task instead
 */
export function syncItem(
	handle: Partial<TaskHandle>,
	task: Task,
	family?: TaskSourceName,
): IDataObject {
	const { state, status, result, hasResult } = task;
	// Most such answers have no state, and refusals never get here.
	const isSuccess = /^\d*$/.test(status) && state === 'pending' && hasResult;
	return flatItem(
		{ ...(!hasResult && family !== undefined && { taskSource: family }), ...handle },
		task,
		{
			...(isSuccess ? { state: 'success', status: 'success' } : { status: status || state }),
			result,
			...(!hasResult && { note: words.namesTaskInstead() }),
		},
	);
}

/** The output of a poll, including the lists that a tool returns in place of a file, such as subtitles with times. */
export const resultItem = (
	handle: Partial<TaskHandle>,
	{ task, queryPath }: { task: Task; queryPath?: string },
	watch?: Watch,
): IDataObject =>
	flatItem({ ...handle, ...(queryPath !== undefined && { queryPath }) }, task, {
		result: task.state === 'success' && task.urls.length === 0 ? task.result : undefined,
		...watch,
	});

/** Handle, state and results in one flat object. */
function flatItem(
	handle: Partial<TaskHandle>,
	task: Task,
	more: Record<string, unknown>,
): IDataObject {
	const ofKind = new Set([...task.imageUrls, ...task.videoUrls, ...task.audioUrls]);
	const all: Record<string, unknown> = {
		taskId: handle.taskId,
		state: task.state,
		status: task.status,
		url: task.urls[0],
		imageUrls: nonEmpty(task.imageUrls),
		videoUrls: nonEmpty(task.videoUrls),
		audioUrls: nonEmpty(task.audioUrls),
		otherUrls: nonEmpty(task.urls.filter((url) => !ofKind.has(url))),
		otherResults: task.otherResults,
		text: task.text,
		failReason: task.failReason,
		...costOf(task),
		progress: task.progress,
		assetId: task.assetId,
		assetUrl: task.assetId === undefined ? undefined : `asset://${task.assetId}`,
		...handle,
		model: handle.model ?? task.model,
		createdAt: task.createdAt,
		updatedAt: task.updatedAt,
		note:
			task.state === 'success' &&
			!task.hasResult &&
			task.result === undefined &&
			task.otherResults === undefined
				? words.namesNoResult()
				: undefined,
		...more,
		// An item from memory may contain less than the answer did.
		...(task.cut === true && { note: words.partTooLarge() }),
	};
	const known: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(all)) if (value !== undefined) known[name] = value;
	const item: IDataObject = {};
	return Object.assign(item, known);
}

const nonEmpty = (urls: string[]) => (urls.length > 0 ? urls : undefined);

/** The price as a number if it is one. The vendor calls the unit credits (reference 1.3, A and B). */
function costOf({ cost }: Task): IDataObject {
	if (cost === undefined) return { costNote: tasks.priceNotReported() };
	const number = Number(cost);
	return { cost: Number.isFinite(number) ? number : cost, costUnit: COST_UNIT };
}

const COST_UNIT = 'credits';

/** The cost that the platform gave when the task was submitted, if the task's own item contains it. */
export const costIn = (json: IDataObject, asked: string): string | undefined =>
	textOf(json.taskId) === asked && json.costUnit === COST_UNIT ? textOf(json.cost) : undefined;

/** The same task, with the earlier cost if its answer gives none. */
export const withCost = (task: Task, cost: string | undefined): Task =>
	task.cost === undefined && cost !== undefined ? { ...task, cost } : task;

/** Reads a handle from an item of any of our nodes. Missing parts stay undefined. */
export function readHandle(json: IDataObject): Partial<TaskHandle> {
	const handle: Partial<TaskHandle> = {};
	const taskId = textOf(json.taskId);
	if (taskId !== undefined) handle.taskId = taskId;
	if (isTaskSourceName(json.taskSource)) handle.taskSource = json.taskSource;
	for (const name of HANDLE_TEXTS) {
		const value = json[name];
		if (typeof value === 'string' && value !== '') handle[name] = value;
	}
	return handle;
}

const HANDLE_TEXTS = ['provider', 'operation', 'model', 'submittedAt', 'queryPath'] as const;

// Failures for tasks that ended without a result.

/**
 * The time limit came before the end of the task.
 * @param inAll how long all tries of the node wait together
 */
export function timeoutError(
	{ taskId, taskSource, submittedAt }: WatchedTask,
	{ last, cause, polls, secondsWaited }: Extract<End, { kind: 'stillRunning' }>,
	inAll: string,
): Failure {
	const state = last?.task.status || 'unknown';
	const hasReported = last && (last.task.status !== '' || last.task.progress !== undefined);
	const message =
		last === undefined
			? tasks.neverToldState(taskId, secondsWaited, polls)
			: hasReported
				? tasks.stillRunning(taskId, secondsWaited, state)
				: tasks.lastToldNoState(taskId, secondsWaited);
	const knownState = knownStateOf(cause, { isSubmitted: submittedAt !== undefined, last });
	const isMissed = knownState === 'missed' || knownState === 'unknown';
	const description = sentences(
		isMissed
			? tasks.howItStands(knownState)
			: hasReported
				? tasks.waitLonger()
				: tasks.waitLongerIfThere(),
		inAll,
		last?.task.unknownStatus ? tasks.isUnknownState(state) : '',
		cause === undefined ? '' : tasks.lastPollNotAnswered(failureOf(cause).message),
	);
	return {
		message,
		description,
		details: {
			...{ taskId, taskSource, lastState: state, polls, secondsWaited, reason: 'timeout' },
			// With an unknown state, this may be the result.
			...(last?.task.urls[0] !== undefined && { url: last.task.urls[0] }),
		},
	};
}

/** The state of a task whose wait ended with an error before the task did. `unknown` if no answer gave a state. */
export const stateOfFailure = ({ reason, lastState }: IDataObject): 'pending' | 'unknown' =>
	reason === 'timeout' && lastState !== 'unknown' ? 'pending' : 'unknown';

/** What is known about a task that got no answer. */
function knownStateOf(
	cause: unknown,
	{ isSubmitted, last }: { isSubmitted: boolean; last: PollAnswer | undefined },
): tasks.Standing {
	const isMissed = cause instanceof PlatformProblem && cause.cause.refusal?.kind === 'notFound';
	if (last !== undefined || isSubmitted) return isMissed ? 'missed' : 'goesOn';
	return isMissed ? 'unknown' : 'unseen';
}

/** The task could not be polled. */
export function refusedError(
	{ taskId, taskSource, submittedAt }: WatchedTask,
	outcome: Extract<End, { kind: 'refused' }>,
): Failure {
	const cause = failureOf(outcome.cause);
	const { last, polls, secondsWaited } = outcome;
	const lastState = last?.task.status ?? 'unknown';
	const knownState = knownStateOf(outcome.cause, { isSubmitted: submittedAt !== undefined, last });
	return {
		...cause,
		...tasks.couldNotBeAskedFor(taskId, cause, knownState),
		details: {
			...cause.details,
			...{ taskId, taskSource, lastState, polls, secondsWaited },
			...(knownState === 'unknown' && { reason: 'unknownTask' }),
		},
		isUnsent: false,
	};
}

/** The task ended, but its results could not be put into an item. */
export function undeliveredError({ taskId, taskSource }: WatchedTask, cause: unknown): Failure {
	const failure = failureOf(cause);
	return {
		...failure,
		...tasks.couldNotBecomeItem(taskId, failure),
		details: { ...failure.details, taskId, taskSource },
		isUnsent: false,
	};
}

/** The task ended without a result. */
export function failedError(
	{ taskId, taskSource }: WatchedTask,
	{ failReason = tasks.noReason(), cost }: Task,
): Failure {
	return {
		...tasks.didNotSucceed(taskId, failReason),
		details: {
			taskId,
			taskSource,
			failReason,
			...(cost !== undefined && { cost }),
			reason: 'taskFailed',
		},
	};
}

// Several items with the same task, for example if the platform answers two submissions with the same id.

/** The same key for the same task, whatever the item calls it. Undefined if there is no task. */
export function sameTask({ taskId, taskSource }: IDataObject): string | undefined {
	const id = textOf(taskId);
	const source = textOf(taskSource);
	return id === undefined || source === undefined ? undefined : `${source} ${id}`;
}

/**
 * The outcomes of a run. Each item that shares its task with another gets a note, and the user sees a hint.
 * @param elsewhere how many submissions of other runs have a task, by `sameTask`
 */
export function noteSharedTasks<Own extends Outcome>(
	context: IExecuteFunctions,
	outcomes: ReadonlyArray<Own | undefined>,
	elsewhere: ReadonlyMap<string, number> = new Map(),
): Array<Own | undefined> {
	const itemsOf = new Map<string, number[]>();
	for (const [item, outcome] of outcomes.entries()) {
		const key = sameTask(outcome?.task ?? {});
		if (key === undefined) continue;
		const known = itemsOf.get(key);
		if (known) known.push(item);
		else itemsOf.set(key, [item]);
	}
	const noted = [...outcomes];
	const texts: string[] = [];
	for (const [key, items] of itemsOf) {
		const others = elsewhere.get(key) ?? 0;
		if (items.length + others < 2) continue;
		const text = tasks.shareOneTask(key.slice(key.indexOf(' ') + 1), items, others);
		texts.push(text);
		for (const item of items) {
			const outcome = noted[item];
			if (outcome) noted[item] = withNote(outcome, text);
		}
	}
	if (texts.length > 0) addHint(context, { message: tasks.shareTasks(texts), type: 'warning' });
	return noted;
}

function withNote<Own extends Outcome>(outcome: Own, text: string): Own {
	if (!('items' in outcome)) return outcome;
	const items = outcome.items.map((item) => {
		const before = textOf(item.json.note);
		const note = before === undefined ? text : sentences(ended(before), text);
		return { ...item, json: { ...item.json, note } };
	});
	return { ...outcome, items };
}
