import type { IExecuteFunctions, INodeExecutionData, IDataObject } from 'n8n-workflow';

import type { TaskHandle } from '../answers/sources';
import type { Task } from '../answers/task';
import { downloadFiles, type Downloads } from '../files/download';
import { givenFileName } from '../files/fileType';
import type { OnFailed, OnTimeout } from '../operation/waitFields';
import { attempt } from '../util/attempt';
import type { Failure } from '../util/failure';
import { isObject, toData } from '../util/json';
import { Gate } from '../waiting/gate';
import type { PollAnswer, End, WatchedTask, Watch } from '../waiting/waitForTasks';
import * as words from '../words/tasks';
import { refusedError, timeoutError, undeliveredError } from './failures';
import { addHint } from './hints';
import { resultItem } from './taskItem';
import { watchEach, type WatchSettings } from './watch';

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

/** How one input item leaves the node. */
export type ItemOutcome =
	| {
			output: 'success' | 'failed' | 'stillRunning';
			items: INodeExecutionData[];
			task: WatchedTask;
			polled?: PollAnswer;
	  }
	| { error: Failure; task?: WatchedTask };

/** Items whose results are fetched at once. */
export const DELIVERIES_AT_ONCE = 3;

/**
 * Watches the tasks of all items together and turns their ends into output. Results are fetched as soon as their
 * task has ended, a few at a time, while the others are waited for.
 * @returns one outcome per item, in the same order; undefined where `canGoOn` said no before its turn
 */
export async function watchItems(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	settings: WatchSettings,
	canGoOn: () => boolean,
): Promise<Array<ItemOutcome | undefined>> {
	const deliveries = new Deliveries(context, watched, canGoOn);
	let unreached = 0;
	await watchEach(
		context,
		watched.map(({ task }) => task),
		watched.map(({ index }) => index),
		settings,
		(position, outcome) => {
			if (outcome.kind === 'stillRunning' && outcome.polls === 0) unreached += 1;
			deliveries.add(position, outcome);
		},
		{ sent: watched.map(({ sent }) => sent) },
	);
	if (unreached > 0) addHint(context, { message: words.notAskedOnce(unreached, watched.length) });
	return await deliveries.all();
}

/** The output of items whose tasks have ended, in the same order; undefined where `canGoOn` said no before its turn. */
export async function deliverAll(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	ends: ReadonlyArray<End | undefined>,
	canGoOn: () => boolean,
): Promise<Array<ItemOutcome | undefined>> {
	const deliveries = new Deliveries(context, watched, canGoOn);
	ends.forEach((end, position) => end && deliveries.add(position, end));
	return await deliveries.all();
}

/** Turns ends into outcomes, a few at a time, as results may be downloaded. */
class Deliveries {
	private readonly turns = new Gate({ atOnce: DELIVERIES_AT_ONCE });
	private readonly outcomes: Array<Promise<ItemOutcome | undefined>>;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly watched: readonly WatchedItem[],
		private readonly canGoOn: () => boolean,
	) {
		this.outcomes = watched.map(async () => undefined);
	}

	add(position: number, end: End): void {
		const own = this.watched[position];
		if (own) this.outcomes[position] = this.deliver(own, end);
	}

	async all(): Promise<Array<ItemOutcome | undefined>> {
		return await Promise.all(this.outcomes);
	}

	/** Never rejects: one item's trouble is not the others'. */
	private async deliver(own: WatchedItem, end: End): Promise<ItemOutcome | undefined> {
		const turn = await this.turns.enter(this);
		const outcome = await attempt(
			this.canGoOn() ? outcomeOf(this.context, own, end) : Promise.resolve(undefined),
		);
		turn?.leave();
		return outcome.ok
			? outcome.value
			: { error: undeliveredError(own.task, outcome.cause), task: own.task };
	}
}

async function outcomeOf(
	context: IExecuteFunctions,
	own: WatchedItem,
	outcome: End,
): Promise<ItemOutcome | undefined> {
	const { task, index, settings } = own;
	const watch = { polls: outcome.polls, secondsWaited: outcome.secondsWaited };
	switch (outcome.kind) {
		case 'finished':
			return {
				output: outcome.task.state === 'success' ? 'success' : 'failed',
				items: await deliver(context, task, outcome, index, settings, watch),
				task,
				polled: outcome,
			};
		case 'stillRunning': {
			if (settings.onTimeout === 'error') return { error: timeoutError(task, outcome), task };
			const items = outcome.last
				? await deliver(context, task, outcome.last, index, settings, watch)
				: [
						{
							json: { ...task, state: 'pending', status: '', ...watch },
							pairedItem: { item: index },
						},
					];
			return { output: settings.onTimeout === 'output' ? 'stillRunning' : 'success', items, task };
		}
		case 'refused':
			return { error: refusedError(task, outcome), task };
		case 'canceled':
			return undefined;
	}
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

/**
 * The output items of one task: one, or one for each result file. Files that could not be
 * downloaded are named in the item, beside their URLs; the task is delivered all the same.
 */
export async function deliver(
	context: IExecuteFunctions,
	handle: Partial<TaskHandle>,
	polled: { task: Task; body: unknown },
	itemIndex: number,
	settings: DeliverySettings,
	watch?: Watch,
): Promise<INodeExecutionData[]> {
	const { task, body } = polled;
	const json: IDataObject = {
		...resultItem(handle, polled, watch),
		...(!settings.simplify && isObject(body) && { raw: toData(body) }),
	};
	const download = settings.download && task.state === 'success';
	return await withResultFiles(context, json, { urls: task.urls, download }, itemIndex, settings);
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
	const { binary, missing } = downloads;
	return {
		json: { ...json, ...(missing.length > 0 && { filesNotDownloaded: missing }) },
		binary,
		pairedItem,
	};
}
