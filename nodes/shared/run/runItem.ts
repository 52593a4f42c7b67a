import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { sourceOfApi, type TaskSourceName } from '../answers/sources';
import { clientFor } from '../client/client';
import { sharedLinks } from '../files/shareFiles';
import { rowOf } from '../host/itemFiles';
import { attempt } from '../util/attempt';
import { isObject, toData } from '../util/json';
import { hadTaskAlready, takenWithOtherParameters } from '../words/items';
import { mergeInput } from './inputFields';
import type { SubmissionOutcome } from './outcomes';
import type { LinkPlan, Plan } from './plan';
import { previewItem } from './preview';
import { preparationOf } from './requestFiles';
import type { Spent, SpendingLimit } from './spending';
import type { Taken, Submissions } from './submissions';
import { submit } from './submit';
import { resultItem, submittedItem, syncItem } from './taskItem';

/**
 * Sends what one input item asks for, and reads its answer.
 * @throws ParameterProblem, PlatformProblem, SpendingLimitReached
 */
export async function runItem(
	context: IExecuteFunctions,
	plan: Plan,
	submissions: Submissions,
	index: number,
	limit?: SpendingLimit,
): Promise<SubmissionOutcome> {
	const pairedItem = { item: index };
	const brings = (json: IDataObject): SubmissionOutcome => ({
		output: 'success',
		items: [{ json, pairedItem }],
		task: json,
	});
	const raw = (body: unknown): IDataObject =>
		plan.simplify || !isObject(body) ? {} : { raw: toData(body) };
	switch (plan.kind) {
		case 'query': {
			const { task, timeoutSeconds } = plan;
			const client = await clientFor(context, index);
			const polled = await client.pollOnce(task, {
				...(timeoutSeconds !== undefined && { timeoutSeconds }),
			});
			return brings({ ...resultItem(task, polled), ...raw(polled.body) });
		}
		case 'finished': {
			const { json, binary } = rowOf(context, index);
			// Its `error` would make n8n run the node again under Retry On Fail.
			const kept = mergeInput({}, json);
			const items = [{ json: kept, ...(binary && { binary }), pairedItem }];
			return { output: 'success', items, task: kept, isKnown: true };
		}
		case 'known': {
			const { task, hasFailed, wait } = plan;
			const { taskId, ...handle } = task;
			const note = hadTaskAlready();
			const json = { taskId, state: 'pending', status: 'pending', ...handle, note };
			const known = { ...brings(json), isKnown: true } as const;
			if (wait) return { ...known, wait: { ...wait, index, task } };
			return hasFailed ? { ...known, hasFailed } : { ...known, isUnderWay: true };
		}
		case 'link':
			return brings(await linkFiles(context, plan, index));
		case 'submit': {
			if (plan.preview) return brings(await previewItem(context, plan, index));
			const { onTaken, ...preparation } = preparationOf(context, plan, index);
			const sent = await submit(context, submissions, { ...plan, ...preparation }, index, limit);
			const outcome = brings({
				...itemOf(sent, sourceOfApi(plan.request.api)),
				...raw(sent.body),
			});
			const { taskId, taskSource } = sent.handle;
			// What was taken is given out, whatever becomes of a note about it.
			if (taskId !== undefined && onTaken) await attempt(onTaken(taskId));
			if (!sent.isTask || taskId === undefined || taskSource === undefined) return outcome;
			if (!plan.wait) return { ...outcome, isUnderWay: true };
			const task = { ...sent.handle, taskId, taskSource };
			return { ...outcome, wait: { ...plan.wait, index, task, sent: plan.request.body } };
		}
	}
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
		...(changed && { note: takenWithOtherParameters() }),
	};
}

/**
 * What an item gets that asks for links to its files: `url` is the first, `urls` are all in their order, and
 * `files` says which file of n8n each link leads to.
 * @throws ParameterProblem
 */
async function linkFiles(
	context: IExecuteFunctions,
	{ operation, urls, files, shareBy, validHours }: LinkPlan,
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
