import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isObject, toData } from '../base/json';
import { downloadFiles, type Downloads } from '../media/download';
import { givenFileName } from '../media/fileType';
import type { Task } from '../platform/task';
import { resultItem, type TaskHandle, type Watch } from './taskItem';

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
				nameOf: (place: number, mimeType: string) =>
					givenFileName(fileName, mimeType, files.length > 1 ? first + place + 1 : undefined),
			}),
			maxBytes: settings.maxFileSize * 1024 * 1024,
			property: settings.binaryProperty,
			...(settings.stallSeconds !== undefined && { stallSeconds: settings.stallSeconds }),
		});
	if (settings.itemPerFile && results.length > 0) {
		const items: INodeExecutionData[] = [];
		for (const [place, url] of results.entries()) {
			items.push(
				withFiles(
					{ ...json, url },
					files.length > 0 ? await fetch([url], place) : undefined,
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
