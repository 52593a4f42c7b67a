import type { IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { sourceOfApi, type TaskSourceName } from '../answers/sources';
import { clientFor } from '../client/client';
import { sharedLinks } from '../files/shareFiles';
import { rowOf } from '../host/itemFiles';
import { attempt } from '../util/attempt';
import { isObject, toData } from '../util/json';
import * as words from '../words/items';
import type { WatchedItem } from './itemOutcomes';
import { finishedItem, knownItem } from './knownTask';
import type { Plan } from './plan';
import { preparationOf } from './prepareRequest';
import { previewItem } from './preview';
import type { Spent, SpendingLimit } from './spending';
import type { Taken, Submissions } from './submissions';
import { submit } from './submit';
import { resultItem, submittedItem, syncItem } from './taskItem';
import type { WatchSettings } from './watch';

/** What one input item brought. */
export interface ItemResult {
	json: IDataObject;
	binary?: IBinaryKeyData;
	/** Its task was submitted by another run. */
	isKnown?: true;
	/** So its row says of the task that was submitted by another run. */
	hasFailed?: true;
	/** It is a task that this node does not wait for. */
	isUnderWay?: true;
	/** Set when the node shall wait for the task itself. */
	wait?: WatchedItem & { watch: WatchSettings };
}

/**
 * Sends what one input item asks for, and reads its answer.
 * @throws ParameterProblem, PlatformProblem, SpendingLimitReached
 */
export async function runItem(
	context: IExecuteFunctions,
	plan: Plan,
	submissions: Submissions,
	itemIndex: number,
	limit?: SpendingLimit,
): Promise<ItemResult> {
	const raw = (body: unknown): IDataObject =>
		plan.simplify || !isObject(body) ? {} : { raw: toData(body) };
	if (plan.kind === 'query') {
		const { task, timeoutSeconds } = plan;
		const client = await clientFor(context, itemIndex);
		const polled = await client.pollOnce(task, {
			...(timeoutSeconds !== undefined && { timeoutSeconds }),
		});
		return { json: { ...resultItem(task, polled), ...raw(polled.body) } };
	}
	if (plan.kind === 'known') return handKnownOn(context, plan, itemIndex);
	if (plan.kind === 'link') return { json: await linkFiles(context, plan, itemIndex) };
	if (plan.preview) return { json: await previewItem(context, plan, itemIndex) };
	const { onTaken, ...preparation } = preparationOf(context, plan, itemIndex);
	const sent = await submit(context, submissions, { ...plan, ...preparation }, itemIndex, limit);
	const json = { ...itemOf(sent, sourceOfApi(plan.request.api)), ...raw(sent.body) };
	const { taskId, taskSource } = sent.handle;
	// What was taken is given out, whatever becomes of a note about it.
	if (taskId !== undefined && onTaken) await attempt(onTaken(taskId));
	if (!sent.isTask || taskId === undefined || taskSource === undefined) return { json };
	if (!plan.wait) return { json, isUnderWay: true };
	const task = { ...sent.handle, taskId, taskSource };
	return { json, wait: { ...plan.wait, index: itemIndex, task, sent: plan.request.body } };
}

/** What an item brings whose task was submitted by another run. */
function handKnownOn(
	context: IExecuteFunctions,
	{ known, wait }: Extract<Plan, { kind: 'known' }>,
	index: number,
): ItemResult {
	if (known.isFinished) {
		return { ...finishedItem(rowOf(context, index)), isKnown: true };
	}
	const { task, hasFailed } = known;
	const result = { json: knownItem(task), isKnown: true } as const;
	if (wait) return { ...result, wait: { ...wait, index, task } };
	return hasFailed ? { ...result, hasFailed } : { ...result, isUnderWay: true };
}

/** The output item of what the platform took, whether now or in an earlier try. */
export function itemOf(
	sent: Taken & { changed?: boolean; spent?: Spent },
	family?: TaskSourceName,
): IDataObject {
	const { handle, task: reading, isTask, changed } = sent;
	const expectedCost = reading.cost === undefined ? sent.spent?.credits : undefined;
	return {
		...(isTask ? submittedItem(handle, reading) : syncItem(handle, reading, family)),
		...(expectedCost !== undefined && { expectedCost, costUnit: 'credits' }),
		...(changed && {
			note: words.takenWithOtherParameters(),
		}),
	};
}

/**
 * What an item gets that asks for links to its files: `url` is the first, `urls` are all in their order, and
 * `files` says which file of n8n each link leads to.
 * @throws ParameterProblem
 */
async function linkFiles(
	context: IExecuteFunctions,
	{ operation, urls, files, shareBy, validHours }: Extract<Plan, { kind: 'link' }>,
	itemIndex: number,
): Promise<IDataObject> {
	const platformUrl = (await clientFor(context, itemIndex)).baseUrl('task');
	const settings = { by: shareBy, platformUrl, ...(validHours !== undefined && { validHours }) };
	const links = await sharedLinks(context, files, settings, itemIndex);
	const linkOf = (url: string) => links.get(url) ?? url;
	return {
		operation: operation.value,
		url: linkOf(urls[0] ?? ''),
		urls: urls.map(linkOf),
		files: files.map(({ standIn, property, binary: { fileName, mimeType } }) => ({
			url: linkOf(standIn),
			mimeType,
			...(property !== undefined && { property }),
			...(fileName !== undefined && { fileName }),
		})),
	};
}
