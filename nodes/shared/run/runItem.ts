import type { IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import { sourceOfApi, type TaskSourceName } from '../answers/sources';
import { clientFor } from '../client/client';
import { lastPrice, priceTagOf } from '../client/paidRequests';
import { faultOfLinks } from '../files/fileLink';
import { replaceStandIns, sharedLinks, shownFile } from '../files/shareFiles';
import { rowOf } from '../host/itemInput';
import { docsUrl, hasDerivedPath, type Operation } from '../operation/operation';
import { unreachable } from '../util/addresses';
import { isObject, textOf, toData } from '../util/json';
import { ofParameter } from '../words/fields';
import * as words from '../words/items';
import { priceNotKnownYet } from '../words/tasks';
import { mergeInput } from './inputFields';
import { filesOf, withResultFiles } from './itemOutcomes';
import type { SubmissionOutcome } from './outcomes';
import type { LinkPlan, Plan, SubmitPlan } from './plan';
import { preparationOf } from './requestFiles';
import type { Spent, SpendingLimit } from './spending';
import type { Taken, Submissions } from './submissions';
import { serviceOf, submit } from './submit';
import { costIn, resultItem, submittedItem, syncItem, withCost } from './taskItem';

/**
 * Sends what one input item asks for, and reads the answer.
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
	const outcomeWith = (json: IDataObject, binary?: IBinaryKeyData): SubmissionOutcome => ({
		output: 'success',
		items: [{ json, ...(binary && { binary }), pairedItem }],
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
			const cost = costIn(rowOf(context, index).json, task.taskId);
			const answer = { ...polled, task: withCost(polled.task, cost) };
			const json = { ...resultItem(task, answer), ...raw(polled.body) };
			const items = await withResultFiles(context, json, filesOf(polled.task, false), index);
			return { output: 'success', items, task: json };
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
			const note = words.hadTaskAlready();
			const json = { taskId, state: 'pending', status: 'pending', ...handle, note };
			const known = { ...outcomeWith(json), isKnown: true } as const;
			const cost = costIn(rowOf(context, index).json, taskId);
			if (wait)
				return { ...known, wait: { ...wait, index, task, ...(cost !== undefined && { cost }) } };
			return hasFailed ? { ...known, hasFailed } : { ...known, isUnderWay: true };
		}
		case 'link':
			return outcomeWith(await linkFiles(context, plan, index));
		case 'submit': {
			if (plan.preview) return outcomeWith(await previewItem(context, plan, index));
			const submittal = { ...plan, ...preparationOf(context, plan, index) };
			const sent = await submit(context, submissions, submittal, index, limit);
			const json = { ...itemOf(sent, sourceOfApi(plan.request.api)), ...raw(sent.body) };
			const outcome = outcomeWith(json, sent.stored?.binary);
			const { taskId, taskSource } = sent.handle;
			if (!sent.isTask || taskId === undefined || taskSource === undefined) return outcome;
			if (!plan.wait) return { ...outcome, isUnderWay: true };
			const task = { ...sent.handle, taskId, taskSource };
			const { cost } = sent.task;
			const submission = { sent: plan.request.body, ...(cost !== undefined && { cost }) };
			return { ...outcome, wait: { ...plan.wait, index, task, ...submission } };
		}
	}
}

/** The output item of an accepted request, from this try or an earlier one. */
export function itemOf(
	sent: Taken & { changed?: boolean; spent?: Spent },
	family?: TaskSourceName,
): IDataObject {
	const { handle, task: reading, isTask, stored, changed } = sent;
	const expectedCost = reading.cost === undefined ? sent.spent?.credits : undefined;
	return {
		...(isTask ? submittedItem(handle, reading) : syncItem(handle, reading, family)),
		...stored?.json,
		...(expectedCost !== undefined && { expectedCost, costUnit: 'credits' }),
		...(changed && { note: words.takenWithOtherParameters() }),
	};
}

/**
 * The output of an item that asks for links to its files: `url` is the first, `urls` has all in order, and `files`
 * says which file of n8n each link leads to.
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

/**
 * The request of one item as it would be sent, without the key, with its known cost and its unconfirmed parts. Sends
 * nothing.
 * @throws ParameterProblem
 */
async function previewItem(
	context: IExecuteFunctions,
	plan: SubmitPlan,
	itemIndex: number,
): Promise<IDataObject> {
	const { handle, files, preparation } = plan;
	const links = new Map(files.map((file) => [file.standIn, { shown: shownFile(file), file }]));
	const shown = new Map([...links].map(([standIn, link]) => [standIn, link.shown]));
	const client = await clientFor(context, itemIndex);
	const account = client.account(plan.request.api);
	const [first = plan.request, ...others] = client.requestsInOrder(serviceOf(plan), plan.request);
	const preparer = await preparation?.load();
	const { request, facts } = preparer
		? await preparer.preview(context, { request: first, links }, itemIndex)
		: { request: first, facts: {} };
	const base = account.baseUrl;
	const expectedCost = lastPrice(priceTagOf(account, handle, plan.request));
	const fault =
		plan.shareBy === 'n8n' && files.length > 0
			? faultOfLinks(context, unreachable(base) !== undefined)
			: undefined;
	const labels = [...new Set(files.map(({ wanted }) => wanted.label))];
	return {
		preview: true,
		...handle,
		request: {
			method: request.method,
			url: `${base}${request.path}`,
			...(request.body && { body: replaceStandIns(request.body, shown) }),
		},
		...facts,
		...(others.length > 0 && { alternatives: others.map(({ path }) => `${base}${path}`) }),
		...(expectedCost === undefined
			? { costNote: priceNotKnownYet() }
			: { expectedCost, costUnit: 'credits' }),
		doubts: [
			...doubtsOf(plan.operation, request),
			...(fault ? labels.map((label) => ofParameter(label, fault.reason)) : []),
		],
		note: words.nothingWasSent(),
	};
}

/** The unconfirmed parts of a request, in sentences. Pure. */
function doubtsOf(operation: Operation, { body = {}, path }: PlatformRequest): string[] {
	const { evidence, derivedFields = {} } = operation;
	if (evidence.path === 'user') return [words.nothingIsKnown()];
	const isDerived = hasDerivedPath(operation) && path === operation.endpoint.path;
	const names = Object.keys(body).filter((name) => body[name] !== undefined);
	const input = isObject(body.user_input) ? body.user_input : body;
	const fields = Object.entries(derivedFields)
		.map(([name, confirmed]) => ({ name, confirmed }))
		.filter(({ name, confirmed }) =>
			valuesAt([input], name.split('.')).some((value) => !confirmed.includes(textOf(value) ?? '')),
		);
	return [
		...(isDerived ? [words.derivedPath(path, docsUrl(operation))] : []),
		...(evidence.body === 'D' ? [words.derivedService(names)] : []),
		...(fields.length > 0 ? [words.derivedFields(fields)] : []),
		...(evidence.response === 'D' ? [words.derivedAnswer()] : []),
	];
}

/** All values at a dotted path, which may pass through lists. */
function valuesAt(holders: readonly unknown[], [name = '', ...rest]: readonly string[]): unknown[] {
	const values = holders
		.map((holder) => (isObject(holder) ? holder[name] : undefined))
		.filter((value) => value !== undefined);
	return rest.length === 0 ? values : valuesAt(values.flat(), rest);
}
