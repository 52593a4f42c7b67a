import type { IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { attempt } from '../base/attempt';
import { rowOf } from '../host/itemFiles';
import { isObject, toData } from '../base/json';
import { finishedItem, knownItem } from './knownTask';
import { linkFiles } from '../submitting/linkFiles';
import type { Plan } from './plan';
import type { PlatformRequest } from '../platform/endpoints';
import type { TaskSourceName } from '../platform/taskSources';
import { preparationOf } from '../submitting/prepareRequest';
import { previewItem } from '../submitting/preview';
import type { Spent, SpendingLimit } from '../submitting/spending';
import type { Taken } from '../submitting/submission';
import { submit } from '../submitting/submit';
import type { Submissions } from '../submitting/submissions';
import { resultItem, submittedItem, syncItem } from './taskItem';
import type { WatchedItem } from './itemOutcomes';
import { pollOnce, type WatchSettings } from '../polling/watch';

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
		const polled = await pollOnce(context, task, itemIndex, {
			...(timeoutSeconds !== undefined && { timeoutSeconds }),
		});
		return { json: { ...resultItem(task, polled), ...raw(polled.body) } };
	}
	if (plan.kind === 'known') return handKnownOn(context, plan, itemIndex);
	if (plan.kind === 'link') return { json: await linkFiles(context, plan, itemIndex) };
	if (plan.preview) return { json: await previewItem(context, plan, itemIndex) };
	const { onTaken, ...preparation } = preparationOf(context, submissions, plan, itemIndex);
	const sent = await submit(context, submissions, { ...plan, ...preparation }, itemIndex, limit);
	const json = { ...itemOf(sent, familyOf(plan.request)), ...raw(sent.body) };
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

/** Who is asked for a task of such a service, where its operation knows of no task. */
const familyOf = ({ api }: PlatformRequest): TaskSourceName =>
	api === 'task' ? 'userTask' : 'toolTask';

/** The output item of what the platform took, whether now or in an earlier try. */
export function itemOf(
	sent: Taken & { changed?: boolean; spent?: Spent },
	family?: TaskSourceName,
): IDataObject {
	const { handle, reading, isTask, changed } = sent;
	const expectedCost = reading.cost === undefined ? sent.spent?.credits : undefined;
	return {
		...(isTask ? submittedItem(handle, reading) : syncItem(handle, reading, family)),
		...(expectedCost !== undefined && { expectedCost, costUnit: 'credits' }),
		...(changed && {
			note: 'Taken in an earlier try with other parameters; it was not sent again, as that would be paid again',
		}),
	};
}
