/** What becomes of one input item: its task is waited for, and what comes of that is made into output. */
import type { IExecuteFunctions, INodeExecutionData, IDataObject } from 'n8n-workflow';

import type { Task } from '../answers/task';
import { downloadFiles, type Downloads } from '../files/download';
import { givenFileName } from '../files/fileType';
import { addHint } from '../host/nodeErrors';
import { readFields, type ReadRaw } from '../operation/field';
import { DOWNLOAD_OPTIONS } from '../operation/resultFiles';
import type { OnFailed, OnTimeout } from '../operation/waitFields';
import { attempt, mapInOrder } from '../util/attempt';
import type { Failure } from '../util/failure';
import { isObject, toData } from '../util/json';
import { Gate } from '../waiting/gate';
import type { PollAnswer, End, WatchedTask, Watch } from '../waiting/waitForTasks';
import * as words from '../words/tasks';
import { failedError, refusedError, resultItem, timeoutError, undeliveredError } from './taskItem';
import { watchTasks, type WatchSettings } from './watch';

/** What became of one input item. */
export type Outcome = (
	| { output: 'success' | 'failed' | 'stillRunning'; items: INodeExecutionData[] }
	| { error: Failure }
) & {
	/** What finds its task, or its result, again. */
	task?: IDataObject;
	/** What was said at the end of its task. */
	ended?: Task;
};

/** By input item; undefined where nothing came of it before the execution was stopped. */
export type Outcomes = Array<Outcome | undefined>;

/** How the task of one input item leaves the node, whatever its end. */
export type WaitedSettings = DeliverySettings & { onTimeout: OnTimeout; onFailed: OnFailed };

/** One input item whose task is waited for. */
export interface WatchedItem {
	task: WatchedTask;
	/** Of the input item. */
	index: number;
	settings: WaitedSettings;
	/** The body of the request that made the task, where this node sent it. */
	sent?: unknown;
}

/** Items whose results are fetched at once. */
export const DELIVERIES_AT_ONCE = 3;

/**
 * Watches the tasks of all items together and turns their ends into output. Results are fetched as soon as their
 * task has ended, a few at a time, while the others are waited for.
 */
export async function watchItems(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	settings: WatchSettings,
	canGoOn: () => boolean,
): Promise<Outcomes> {
	const turns = new Gate({ atOnce: DELIVERIES_AT_ONCE });
	const outcomes: Array<Promise<Outcome | undefined>> = [];
	const deliverInTurn = async (own: WatchedItem, end: End) => {
		const turn = await turns.enter(watched);
		const outcome = canGoOn() ? await outcomeOf(context, own, end) : undefined;
		turn?.leave();
		return outcome;
	};
	let unreached = 0;
	await watchTasks(context, watched, settings, (position, end) => {
		if (end.kind === 'stillRunning' && end.polls === 0) unreached += 1;
		const own = watched[position];
		if (own) outcomes[own.index] = deliverInTurn(own, end);
	});
	if (unreached > 0) addHint(context, { message: words.notAskedOnce(unreached, watched.length) });
	return await Promise.all(outcomes);
}

/** The same for items whose tasks have ended. */
export async function deliverAll(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	endOf: (own: WatchedItem) => End,
	canGoOn: () => boolean,
): Promise<Outcomes> {
	const outcomes: Outcomes = [];
	await mapInOrder(watched.length, DELIVERIES_AT_ONCE, canGoOn, async (at) => {
		const own = watched[at];
		if (own) outcomes[own.index] = await outcomeOf(context, own, endOf(own));
	});
	return outcomes;
}

/** That some tasks ended without a result, and why. */
export function hintFailed(context: IExecuteFunctions, outcomes: Outcomes, count: number): void {
	const failed = outcomes.flatMap((outcome) =>
		outcome?.ended?.state === 'failed'
			? [
					{
						taskId: String(outcome.task?.taskId),
						reason: outcome.ended.failReason ?? words.noReason(),
					},
				]
			: [],
	);
	if (failed.length > 0)
		addHint(context, { message: words.failedTasks(failed, count), type: 'warning' });
}

/** Never rejects: one item's trouble is not the others'. */
async function outcomeOf(
	context: IExecuteFunctions,
	own: WatchedItem,
	end: End,
): Promise<Outcome | undefined> {
	const outcome = await attempt(outcomeOfEnd(context, own, end));
	if (outcome.ok) return outcome.value;
	return { error: undeliveredError(own.task, outcome.cause), task: own.task };
}

async function outcomeOfEnd(
	context: IExecuteFunctions,
	own: WatchedItem,
	end: End,
): Promise<Outcome | undefined> {
	const { task, index, settings } = own;
	const watch = { polls: end.polls, secondsWaited: end.secondsWaited };
	switch (end.kind) {
		case 'finished':
			return await outcomeOfAnswer(context, own, end, watch);
		case 'stillRunning': {
			if (settings.onTimeout === 'error') return { error: timeoutError(task, end), task };
			const items = end.last
				? await deliver(context, own, end.last, watch)
				: [
						{
							json: { ...task, state: 'pending', status: '', ...watch },
							pairedItem: { item: index },
						},
					];
			return { output: settings.onTimeout === 'output' ? 'stillRunning' : 'success', items, task };
		}
		case 'refused':
			return { error: refusedError(task, end), task };
		case 'canceled':
			return undefined;
	}
}

/** What an answer makes of an item, whether its task has ended or is still running. */
export async function outcomeOfAnswer(
	context: IExecuteFunctions,
	own: WatchedItem,
	polled: PollAnswer,
	watch?: Watch,
): Promise<Outcome> {
	const { task, settings } = own;
	const { state } = polled.task;
	const known = { task, ...(state !== 'pending' && { ended: polled.task }) };
	if (state !== 'failed')
		return { output: 'success', items: await deliver(context, own, polled, watch), ...known };
	if (settings.onFailed === 'error') return { error: failedError(task, polled.task), ...known };
	return { output: 'failed', items: await deliver(context, own, polled, watch), ...known };
}

/** How a task that was asked for becomes output. */
export interface DeliverySettings {
	download: boolean;
	/** MB. */
	maxFileSize: number;
	binaryProperty: string;
	itemPerFile: boolean;
	/** In place of the one in its URL. */
	fileName?: string;
	/** A file of which nothing comes for so long is fetched anew. */
	stallSeconds?: number;
	simplify: boolean;
}

/** How to hand out results, with the defaults of what the user did not set. @throws ParameterProblem */
export function readDeliverySettings(
	raw: ReadRaw,
	form: Pick<DeliverySettings, 'download' | 'simplify'>,
): DeliverySettings {
	const {
		maxFileSize = 1024,
		binaryProperty = 'data',
		itemPerFile = false,
		fileName,
		queryTimeout,
	} = readFields(DOWNLOAD_OPTIONS, raw);
	return {
		...form,
		maxFileSize,
		binaryProperty,
		itemPerFile,
		...(fileName !== undefined && { fileName }),
		...(queryTimeout !== undefined && { stallSeconds: queryTimeout }),
	};
}

/**
 * The output items of one task: one, or one for each result file. Files that could not be
 * downloaded are named in the item, beside their URLs; the task is delivered all the same.
 */
async function deliver(
	context: IExecuteFunctions,
	{ task: handle, index, settings }: WatchedItem,
	polled: PollAnswer,
	watch?: Watch,
): Promise<INodeExecutionData[]> {
	const { task, body } = polled;
	const json: IDataObject = {
		...resultItem(handle, polled, watch),
		...(!settings.simplify && isObject(body) && { raw: toData(body) }),
	};
	const download = settings.download && task.state === 'success';
	return await withResultFiles(context, json, { urls: task.urls, download }, index, settings);
}
/** One item that says so, or one for each result file, with those files where they are wanted. */
export async function withResultFiles(
	context: IExecuteFunctions,
	json: IDataObject,
	{ urls: results, download }: { urls: string[]; download: boolean },
	itemIndex: number,
	settings: DeliverySettings,
): Promise<INodeExecutionData[]> {
	const pairedItem = { item: itemIndex };
	const files = download ? results : [];
	const { fileName } = settings;
	const fetch = async (urls: string[], first = 0) =>
		await downloadFiles(context, urls, {
			...(fileName !== undefined && {
				nameOf: (index: number, mimeType: string) =>
					givenFileName(fileName, mimeType, files.length > 1 ? first + index + 1 : undefined),
			}),
			maxBytes: settings.maxFileSize * 1024 * 1024,
			property: settings.binaryProperty,
			...(settings.stallSeconds !== undefined && { stallSeconds: settings.stallSeconds }),
		});
	if (settings.itemPerFile && results.length > 0) {
		const items: INodeExecutionData[] = [];
		for (const [index, url] of results.entries()) {
			items.push(
				withFiles(
					{ ...json, url },
					files.length > 0 ? await fetch([url], index) : undefined,
					pairedItem,
				),
			);
		}
		return items;
	}
	return [withFiles(json, files.length > 0 ? await fetch(files) : undefined, pairedItem)];
}

function withFiles(
	json: IDataObject,
	downloads: Downloads | undefined,
	pairedItem: { item: number },
): INodeExecutionData {
	if (downloads === undefined) return { json, pairedItem };
	const missing = downloads.reports.filter((report) => report.failReason !== undefined);
	return {
		json: { ...json, ...(missing.length > 0 && { filesNotDownloaded: missing }) },
		binary: downloads.binary,
		pairedItem,
	};
}
