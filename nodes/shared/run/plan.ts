import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import { ParameterProblem } from '../answers/parameterProblem';
import { checkQueryPath } from '../answers/queryRequest';
import type { TaskHandle } from '../answers/sources';
import type { ShareSettings, UsedFile } from '../files/shareFiles';
import {
	filesOf,
	nodeOf,
	rowOf,
	rawParameters,
	writtenParameters,
	isTool,
	collectionOf,
} from '../host/itemInput';
import { namingParameter } from './unreadable';
import { LINK_FIELDS } from '../operation/commonMedia';
import { EXTRAS, toRequest } from '../operation/extras';
import { readFields, OPTIONS, isUnset, type FieldMap, type Values } from '../operation/field';
import { WAIT_FIELDS } from '../operation/form';
import { refuseFilesOfOtherModes } from '../operation/mediaFields';
import { type Operation, wantedPreparation, type Preparation } from '../operation/operation';
import { operationsIn, type FormerForm } from '../operation/versions';
import {
	DOWNLOAD_FILES,
	DOWNLOAD_OPTIONS,
	QUERY_PATH,
	TASK_ID,
	WAIT_FOR_COMPLETION,
	WAIT_OPTIONS_NAME,
	WHEN_TASK_FAILED,
	WHEN_TIMED_OUT,
} from '../operation/waitFields';
import { isObject } from '../util/json';
import type { WatchedTask } from '../waiting/waitForTasks';
import * as words from '../words/items';
import type { WaitedSettings } from './itemOutcomes';
import { knownTask, taskOf, type KnownTask } from './knownTask';
import { refuseFilesInJson, withStandIns } from './requestFiles';
import { readWatchSettings, type WatchSettings } from './watch';

/** A provider node: its label and its operations. */
export interface Provider {
	readonly name: string;
	readonly operations: readonly Operation[];
	/** Differences in nodes of version 1. */
	readonly former?: FormerForm;
}

/** What one input item asks for, fully read and checked before anything is sent. */
export type Plan = { operation: Operation; simplify: boolean } & (
	| { kind: 'finished' }
	| (Extract<KnownTask, { kind: 'known' }> & { wait?: WaitPlan })
	| { kind: 'query'; task: WatchedTask; timeoutSeconds?: number }
	| ({ kind: 'link'; urls: readonly string[]; validHours?: number } & FilesToShare)
	| ({
			kind: 'submit';
			request: PlatformRequest;
			handle: Partial<TaskHandle>;
			/** Show the request without sending it. */
			preview: boolean;
			/** The task ID column, if the item does not have it. */
			missingColumn?: string;
			/** Makes the request ready, if the user switched that on. */
			preparation?: Preparation;
			wait?: WaitPlan;
	  } & FilesToShare)
);

export type SubmitPlan = Extract<Plan, { kind: 'submit' }>;
export type LinkPlan = Extract<Plan, { kind: 'link' }>;

/** How the submitting node waits for the task itself. */
interface WaitPlan {
	watch: WatchSettings;
	settings: WaitedSettings;
	/** Set in the form. Replaces the task source's own path. */
	queryPath?: string;
}

/** Files of n8n in a plan, which has stand-ins for them. They are shared just before they are needed. */
interface FilesToShare {
	files: readonly UsedFile[];
	shareBy: ShareSettings['by'];
}

/**
 * Reads what one input item asks for. Sends nothing.
 * @param isSubmitted whether an earlier try submitted the item; then that outcome outranks the row's content
 * @throws ParameterProblem
 */
export function planItem(
	context: IExecuteFunctions,
	provider: Provider,
	itemIndex: number,
	isSubmitted: boolean,
): Plan {
	const chosen = chosenOperation(context, provider, itemIndex);
	try {
		return planOf(context, provider, chosen, itemIndex, isSubmitted);
	} catch (cause) {
		const fields = { ...OF_EVERY_OPERATION, ...chosen.fields };
		throw namingParameter(cause, context, itemIndex, fields);
	}
}

const OF_EVERY_OPERATION: FieldMap = {
	...EXTRAS,
	...WAIT_FIELDS,
	waitForCompletion: WAIT_FOR_COMPLETION,
	downloadFiles: DOWNLOAD_FILES,
	taskId: TASK_ID,
};

function planOf(
	context: IExecuteFunctions,
	provider: Provider,
	chosen: Operation,
	itemIndex: number,
	isSubmitted: boolean,
): Plan {
	const raw = rawParameters(context, itemIndex);
	const operation = chosen.resolve?.(raw) ?? chosen;
	const {
		simplify = true,
		requestTimeout,
		previewRequest = false,
		shareFilesBy,
		checkFiles = true,
		skipItemsWithTask = false,
		...extras
	} = readFields(EXTRAS, raw);
	refuseEmptyGuards(context, operation, itemIndex);
	refuseOtherThanFirst(context, extras);
	const limit = requestTimeout === undefined ? {} : { timeoutSeconds: requestTimeout };

	if (operation.kind === 'query' && operation.taskSource !== undefined) {
		const { taskSource } = operation;
		const taskId = TASK_ID.parse(raw('taskId', 'form'));
		const queryPath = extras.path;
		const asked = { taskId, taskSource, ...(queryPath !== undefined && { queryPath }) };
		const task = taskOf(context.getInputData()[itemIndex]?.json ?? {}, asked);
		return { kind: 'query', operation, simplify, task, ...limit };
	}

	const wait = readWait(context, operation, simplify, itemIndex);
	const written = writtenParameters(context, itemIndex);
	const waitPath = wait?.queryPath;
	const known: KnownTask =
		skipItemsWithTask && !isSubmitted
			? knownTask(rowOf(context, itemIndex).json, written, {
					operation,
					provider: provider.name,
					...(waitPath !== undefined && { queryPath: waitPath }),
				})
			: { kind: 'none' };
	if (known.kind !== 'none') return { ...known, operation, simplify, ...(wait && { wait }) };

	const used = new Map<string, UsedFile>();
	const item = { ...filesOf(context, itemIndex), written, checkFiles };
	if (isTool(context)) refuseFilesOfOtherModes(operation.fields, raw, written);
	const read = withStandIns(raw, operation.fields, item, used);
	const shareBy = shareFilesBy === 'bucket' ? 'bucket' : 'n8n';
	if (operation.kind === 'link') {
		const { files: urls, linkHours: validHours } = readFields(LINK_FIELDS, read);
		const files = [...used.values()];
		const validity = validHours === undefined ? {} : { validHours };
		return { kind: 'link', operation, simplify, urls, files, shareBy, ...validity };
	}
	const request = { ...toRequest(operation, read, extras), ...limit };
	const { additionalFields } = EXTRAS;
	refuseFilesInJson({ ...operation.fields, additionalFields }, raw, item);
	const model = modelOf(request.body);
	const queryPath = waitPath ?? operation.queryPath;
	const handle = {
		provider: provider.name,
		operation: operation.value,
		...(model !== undefined && { model }),
		...(operation.taskSource !== undefined && { taskSource: operation.taskSource }),
		...(queryPath !== undefined && { queryPath }),
	};
	const { missingColumn } = known;
	const preparation = wantedPreparation(operation, raw);
	return {
		kind: 'submit',
		operation,
		simplify,
		request,
		handle,
		files: [...used.values()],
		shareBy,
		preview: previewRequest,
		...(missingColumn !== undefined && { missingColumn }),
		...(preparation && { preparation }),
		...(wait && { wait }),
	};
}

/** How to wait for the task of one item. Undefined if the user did not ask for it. @throws ParameterProblem */
function readWait(
	context: IExecuteFunctions,
	operation: Operation,
	simplify: boolean,
	index: number,
): WaitPlan | undefined {
	if (operation.taskSource === undefined) return undefined;
	const raw = rawParameters(context, index, WAIT_OPTIONS_NAME);
	if (!WAIT_FOR_COMPLETION.parse(raw('waitForCompletion', 'form') ?? false)) return undefined;
	const download = DOWNLOAD_FILES.parse(raw('downloadFiles', 'form') ?? false);
	const queryPath = QUERY_PATH.parse(raw('queryPath', 'advanced'));
	if (queryPath !== undefined) checkQueryPath(operation.taskSource, queryPath);
	const asTool = isTool(context);
	const passes = WHEN_TIMED_OUT.parse(raw('onTimeout', 'options')) === 'pass';
	const passesFailed = WHEN_TASK_FAILED.parse(raw('onFailedTask', 'options')) === 'pass';
	return {
		watch: readWatchSettings(raw, asTool),
		settings: {
			...readFields(DOWNLOAD_OPTIONS, raw),
			download,
			simplify,
			onTimeout: passes || asTool ? 'pass' : 'error',
			// An agent reads about a failed task in words, which a task that is passed on does not have.
			onFailed: passesFailed && !asTool ? 'pass' : 'error',
		},
		...(queryPath !== undefined && { queryPath }),
	};
}

function chosenOperation(
	context: IExecuteFunctions,
	{ operations, former }: Provider,
	itemIndex: number,
): Operation {
	const value: unknown = context.getNodeParameter('operation', itemIndex);
	const resource: unknown = context.getNodeParameter('resource', itemIndex, null);
	const { typeVersion } = nodeOf(context);
	const found = (former ? operationsIn(typeVersion, operations, former) : operations).find(
		(operation) =>
			operation.value === value &&
			(operation.resource === undefined || operation.resource === resource),
	);
	if (!found)
		throw new NodeOperationError(context.getNode(), words.isUnknownOperation(String(value)), {
			itemIndex,
		});
	return found;
}

/**
 * Refuses an empty expression in an option that protects the user from paying.
 * @throws ParameterProblem
 */
function refuseEmptyGuards(
	context: IExecuteFunctions,
	{ fields, preparation }: Operation,
	itemIndex: number,
): void {
	const options = collectionOf(context, itemIndex, OPTIONS);
	// One limit applies to the whole run: the first item's. Without it, nothing is sent.
	const ofRun = collectionOf(context, 0, OPTIONS);
	const { previewRequest, skipItemsWithTask, spendingLimit, taskIdColumn } = EXTRAS;
	const own = preparation && fields[preparation.field];
	const guards: FieldMap = {
		previewRequest,
		skipItemsWithTask,
		taskIdColumn,
		spendingLimit,
		...(preparation && own && { [preparation.field]: own }),
	};
	for (const [name, guard] of Object.entries(guards)) {
		const given = guard === spendingLimit ? ofRun : options;
		if (!(name in given) || !isUnset(given[name])) continue;
		throw new ParameterProblem(
			guard.property.displayName,
			words.isSetButEmpty(),
			words.correctOrRemove(),
		);
	}
}

/**
 * Settings for the whole run come from the first item. A different value in another item would be silently ignored,
 * so it is refused.
 * @throws ParameterProblem
 */
function refuseOtherThanFirst(
	context: IExecuteFunctions,
	own: Pick<Values<typeof EXTRAS>, 'spendingLimit' | 'submissionsAtOnce'>,
): void {
	const ofRun = collectionOf(context, 0, OPTIONS);
	for (const name of ['spendingLimit', 'submissionsAtOnce'] as const) {
		const { property, parse } = EXTRAS[name];
		const first = parse(ofRun[name]);
		if (first !== own[name])
			throw new ParameterProblem(
				property.displayName,
				words.differsByItem(first, own[name]),
				words.giveOneValue(),
			);
	}
}

function modelOf(body: unknown): string | undefined {
	const name = isObject(body) && isObject(body.user_input) ? body.user_input.modelName : undefined;
	return typeof name === 'string' ? name : undefined;
}
