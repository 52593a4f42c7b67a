import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { attempt } from './attempt';
import { withLinks } from './files/shareFiles';
import { isObject, toData } from './json';
import type { Plan } from './plan';
import { baseUrl, CREDENTIAL } from './platform/credential';
import { PlatformProblem } from './platform/errors';
import { previewItem } from './preview';
import { forgetAssets, reviewAssets } from './reviewAssets';
import type { Spent, SpendingLimit } from './spending';
import type { Taken } from './submission';
import { submit } from './submit';
import type { Submissions } from './submissions';
import { resultItem, submittedItem, syncItem } from './taskItem';
import type { WatchedItem } from './waiting/fates';
import { askOnce, type WatchSettings } from './waiting/watch';

/** What one input item brought. */
export interface ItemResult {
	json: IDataObject;
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
		const asked = await askOnce(context, task, itemIndex, {
			...(timeoutSeconds !== undefined && { timeoutSeconds }),
		});
		return { json: { ...resultItem(task, asked), ...raw(asked.body) } };
	}
	if (plan.preview) return { json: await previewItem(context, plan, itemIndex) };
	const { review, files } = plan;
	let { request } = plan;
	const prepare = (review !== undefined || files.length > 0) && {
		prepare: async () => {
			if (files.length > 0) {
				const credential = await context.getCredentials(CREDENTIAL, itemIndex);
				const settings = { by: 'n8n', platformUrl: baseUrl(credential, request.api) } as const;
				request = await withLinks(context, request, files, settings, itemIndex);
			}
			return review
				? await reviewAssets(context, submissions, review, request, itemIndex)
				: request;
		},
	};
	const submittal = { ...plan, ...prepare };
	const submitted = await attempt(submit(context, submissions, submittal, itemIndex, limit));
	if (!submitted.ok) {
		const isRefused =
			submitted.cause instanceof PlatformProblem && submitted.cause.status !== undefined;
		if (review && isRefused) await forgetAssets(context, request, itemIndex);
		throw submitted.cause;
	}
	const sent = submitted.value;
	const json = { ...itemOf(sent), ...raw(sent.body) };
	const { taskId, taskSource } = sent.handle;
	if (!sent.isTask || !plan.wait || taskId === undefined || taskSource === undefined)
		return { json };
	const task = { ...sent.handle, taskId, taskSource };
	return { json, wait: { ...plan.wait, index: itemIndex, task } };
}

/** The output item of what the platform took, whether now or in an earlier try. */
export function itemOf(sent: Taken & { changed?: boolean; spent?: Spent }): IDataObject {
	const { handle, reading, isTask, changed } = sent;
	const expectedCost = reading.cost === undefined ? sent.spent?.credits : undefined;
	return {
		...(isTask ? submittedItem(handle, reading) : syncItem(handle, reading)),
		...(expectedCost !== undefined && { expectedCost, costUnit: 'credits' }),
		...(changed && {
			note: 'Taken in an earlier try with other parameters; it was not sent again, as that would be paid again',
		}),
	};
}
