/** The outcome of one input item: waits for its task and turns the result into output. */
import type { IExecuteFunctions, INodeExecutionData, IDataObject } from 'n8n-workflow';

import { bounded } from '../waiting/waitState';
import type { Task } from '../answers/task';
import { downloadFiles } from '../files/download';
import { isWebAddress } from '../util/addresses';
import { givenFileName } from '../files/fileType';
import { addHint, secondsInAll, triesOf } from '../host/execution';
import { isDurable } from '../host/wiring';
import type { Values } from '../operation/field';
import type { DOWNLOAD_OPTIONS, OnFailed, OnTimeout } from '../operation/waitFields';
import { mapInOrder } from '../util/attempt';
import type { Failure } from '../util/failure';
import { isObject, toData } from '../util/json';
import { Gate } from '../waiting/gate';
import type { PollAnswer, End, WatchedTask, Watch } from '../waiting/waitForTasks';
import * as words from '../words/tasks';
import { waitsInAll } from '../words/wiring';
import {
	failedError,
	refusedError,
	resultItem,
	timeoutError,
	undeliveredError,
	withCost,
} from './taskItem';
import { watchTasks, type WatchSettings } from './watch';

/** The output through which an item leaves a waiting node. */
export type Output = 'success' | 'failed' | 'stillRunning';

export type Outcome = ({ output: Output; items: INodeExecutionData[] } | { error: Failure }) & {
	/** What is needed to find its task or its result again. */
	task?: IDataObject;
	/** The task's last state, once it ended. */
	ended?: Task;
};

/** By input item. Undefined if the execution was stopped before the item had an outcome. */
export type Outcomes = Array<Outcome | undefined>;

/** How the task of one input item becomes output, for every way it may end. */
export type WaitedSettings = DeliverySettings & { onTimeout: OnTimeout; onFailed: OnFailed };

export interface WatchedItem {
	task: WatchedTask;
	index: number;
	settings: WaitedSettings;
	/** The body of the request that created the task, if this node sent it. */
	sent?: unknown;
	/** The task's cost as given at its submission. */
	cost?: string;
}

/** Number of items whose results are downloaded at once. */
export const DELIVERIES_AT_ONCE = 3;

/**
 * Watches the tasks of all items together and turns their ends into output. Results are downloaded as soon as their
 * task has ended, a few at a time, while the other tasks are still polled.
 */
export async function watchItems(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	settings: WatchSettings,
	canContinue: () => boolean,
): Promise<Outcomes> {
	const turns = new Gate({ atOnce: DELIVERIES_AT_ONCE });
	const outcomes: Array<Promise<Outcome | undefined>> = [];
	const deliverInTurn = async (own: WatchedItem, end: End) => {
		const turn = await turns.enter(watched);
		const outcome = canContinue() ? await outcomeOfEnd(context, own, end) : undefined;
		turn?.leave();
		return outcome;
	};
	let neverPolled = 0;
	await watchTasks(context, watched, settings, (position, end) => {
		if (end.kind === 'stillRunning' && end.polls === 0) neverPolled += 1;
		const own = watched[position];
		if (own) outcomes[own.index] = deliverInTurn(own, end);
	});
	if (neverPolled > 0)
		addHint(context, { message: words.notAskedOnce(neverPolled, watched.length) });
	return await Promise.all(outcomes);
}

/** The same for items whose tasks have already ended. */
export const deliverAll = async (
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	endOf: (own: WatchedItem) => End,
	canContinue: () => boolean,
): Promise<Outcomes> =>
	await outcomesOfEach(watched, DELIVERIES_AT_ONCE, canContinue, async (own) => {
		return await outcomeOfEnd(context, own, endOf(own));
	});

/** Runs the work for each item, a limited number at once, until `canContinue` returns false. */
export async function outcomesOfEach<Item extends { index: number }>(
	items: readonly Item[],
	atOnce: number,
	canContinue: () => boolean,
	work: (own: Item) => Promise<Outcome | undefined>,
): Promise<Outcomes> {
	const outcomes: Outcomes = [];
	await mapInOrder(items.length, atOnce, canContinue, async (at) => {
		const own = items[at];
		if (own) outcomes[own.index] = await work(own);
	});
	return outcomes;
}

/** Shows that some tasks ended without a result, and why. */
export function hintFailed(context: IExecuteFunctions, outcomes: Outcomes, count: number): void {
	const failed: Array<{ taskId: string; reason: string }> = [];
	for (const outcome of outcomes) {
		if (outcome?.ended?.state !== 'failed') continue;
		const { failReason: reason = words.noReason() } = outcome.ended;
		failed.push({ taskId: String(outcome.task?.taskId), reason });
	}
	if (failed.length > 0)
		addHint(context, { message: words.failedTasks(failed, count), type: 'warning' });
}

/** Never rejects, because a problem of one item must not affect the others. */
async function outcomeOfEnd(
	context: IExecuteFunctions,
	own: WatchedItem,
	end: End,
): Promise<Outcome | undefined> {
	const { task, index, settings } = own;
	const watch = { polls: end.polls, secondsWaited: end.secondsWaited };
	try {
		switch (end.kind) {
			case 'finished':
				return await outcomeOfAnswer(context, own, end, watch);
			case 'stillRunning': {
				// The task succeeded, but had no result yet at the time limit.
				if (end.last?.task.state === 'success')
					return await outcomeOfAnswer(context, own, end.last, watch);
				if (settings.onTimeout === 'error')
					return { error: timeoutError(task, end, inAll(context, end)), task };
				const json = { ...task, state: 'pending', status: '', ...watch };
				const items = end.last
					? await deliver(context, own, end.last, watch)
					: [{ json, pairedItem: { item: index } }];
				const output = settings.onTimeout === 'output' ? 'stillRunning' : 'success';
				return { output, items, task };
			}
			case 'refused':
				return { error: refusedError(task, end), task };
			case 'canceled':
				return undefined;
		}
	} catch (cause) {
		return { error: undeliveredError(task, cause), task };
	}
}

/** How long all tries of the node wait together. A durable wait continues where the last try stopped. */
function inAll(context: IExecuteFunctions, { secondsWaited }: End): string {
	const node = context.getNode();
	return isDurable(node) ? '' : waitsInAll(triesOf(node), secondsInAll(node, secondsWaited));
}

/** Turns an answer into output, whether its task has ended or is still running. */
export async function outcomeOfAnswer(
	context: IExecuteFunctions,
	own: WatchedItem,
	polled: PollAnswer,
	watch?: Watch,
): Promise<Outcome> {
	const { task, settings } = own;
	const { state } = polled.task;
	// Without files that the answer contained, because this is kept until the end of the run.
	const known = { task, ...(state !== 'pending' && { ended: bounded(polled.task) }) };
	if (state !== 'failed')
		return { output: 'success', items: await deliver(context, own, polled, watch), ...known };
	if (settings.onFailed === 'error')
		return { error: failedError(task, withCost(polled.task, own.cost)), ...known };
	return { output: 'failed', items: await deliver(context, own, polled, watch), ...known };
}

/** How a polled task becomes output. */
export type DeliverySettings = Partial<Values<typeof DOWNLOAD_OPTIONS>> & {
	download: boolean;
	simplify: boolean;
};

/**
 * The output items of one task: one, or one per result file. Files that could not be downloaded are listed in the
 * item, beside their URLs. The task is delivered anyway.
 */
async function deliver(
	context: IExecuteFunctions,
	{ task: handle, index, settings, cost }: WatchedItem,
	polled: PollAnswer,
	watch?: Watch,
): Promise<INodeExecutionData[]> {
	const { body } = polled;
	const task = withCost(polled.task, cost);
	const json: IDataObject = {
		...resultItem(handle, { ...polled, task }, watch),
		...(!settings.simplify && isObject(body) && { raw: toData(body) }),
	};
	const files = filesOf(task, settings.download);
	return await withResultFiles(context, json, files, index, settings);
}

interface ResultFiles {
	/** Addresses, and files that the answer contained. */
	all: readonly string[];
	/** Whether to download the addresses. Files from the answer are always stored, because they exist nowhere else. */
	download: boolean;
}

export const filesOf = (
	{ state, urls, written = [] }: Pick<Task, 'state' | 'urls' | 'written'>,
	download: boolean,
): ResultFiles => ({
	all: state === 'success' ? [...urls, ...written] : urls,
	download: download && state === 'success',
});

/** One item, or one for each result file, with those files if they are wanted. */
export async function withResultFiles(
	context: IExecuteFunctions,
	json: IDataObject,
	{ all, download }: ResultFiles,
	itemIndex: number,
	settings: Partial<DeliverySettings> = {},
): Promise<INodeExecutionData[]> {
	const { fileName, maxFileSize = 1024, binaryProperty = 'data', itemPerFile } = settings;
	// If no byte arrives for this long, the download starts again.
	const { queryTimeout: stallSeconds } = settings;
	const pairedItem = { item: itemIndex };
	const isSplit = itemPerFile === true && all.length > 0;
	const groups = isSplit ? all.map((file) => [file]) : [all];
	const items: INodeExecutionData[] = [];
	for (const [first, group] of groups.entries()) {
		const own = isSplit ? ofOneFile(json, group[0] ?? '') : json;
		const wanted = group.map((file) => (download || !isWebAddress(file) ? file : undefined));
		if (wanted.every((file) => file === undefined)) {
			items.push({ json: own, pairedItem });
			continue;
		}
		const { missing, binary, files } = await downloadFiles(context, wanted, {
			...(fileName !== undefined && {
				nameOf: (index: number, mimeType: string) =>
					givenFileName(fileName, mimeType, all.length > 1 ? first + index + 1 : undefined),
			}),
			maxBytes: maxFileSize * 1024 * 1024,
			property: binaryProperty,
			...(stallSeconds !== undefined && { stallSeconds }),
		});
		items.push({
			json: {
				...own,
				...(files.length > 0 && { files }),
				...(missing.length > 0 && { filesNotDownloaded: missing }),
			},
			binary,
			pairedItem,
		});
	}
	return items;
}

function ofOneFile(json: IDataObject, file: string): IDataObject {
	if (isWebAddress(file)) return { ...json, url: file };
	const own = { ...json };
	delete own.url;
	return own;
}
