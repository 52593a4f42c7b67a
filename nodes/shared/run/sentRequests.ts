/**
 * Shares knowledge of paid requests between the executions of one run. n8n may list a running execution as crashed,
 * and each Retry starts from the data that the original saved. Without this, neither would know what the other
 * sends.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { sourceOfApi, type TaskHandle } from '../answers/sources';
import type { Api } from '../answers/endpoints';
import { outlineOf } from '../answers/task';
import type { AccountName } from '../client/connection';
import {
	forgetPaid,
	leavePlace,
	notePaid,
	paidFrom,
	shortWord,
	type PaidRequest,
	type Sender,
} from '../client/paidRequests';
import { isObject, textOf } from '../util/json';
import { ProcessMemory } from '../util/processMemory';
import type { Remembered, Taken } from './submissions';

/** A node in one run: the first execution and its Retries. */
export interface Lineage {
	/** The first execution and the node. Undefined if n8n gives no id. */
	readonly name: string | undefined;
	/** The node in this execution. */
	readonly sender: Sender;
}

/** What is needed to find a task or a result that another execution of the same run sent. */
export interface SentElsewhere extends Pick<PaidRequest, 'at' | 'fingerprint' | 'taskId' | 'url'> {
	readonly outcome: 'elsewhere';
	readonly execution: string;
}

/** What is known about a request before it is sent. */
export interface Addressed {
	account: AccountName['id'];
	api: Api;
	handle: Partial<TaskHandle>;
}

const MOST = 40_000;
/** Keeps a request under 500 bytes. */
const LONGEST_URL = 150;
const LONGEST_NAME = 40;

/** First executions, by the executions that retried them. */
const roots = new ProcessMemory<string>(MOST);

/** @param first the execution in which this memory of the node began */
export function lineageOf(context: IExecuteFunctions, first: string): Lineage {
	const execution = context.getExecutionId() ?? '';
	const original = retryOf(context) ?? (first === execution ? undefined : first);
	const root = original === undefined ? execution : (roots.get('', original) ?? original);
	if (root !== execution) roots.set('', execution, root);
	const { id: nodeId, name: node } = context.getNode();
	const { id: workflowId, name: workflow } = context.getWorkflow();
	return {
		name: root === '' ? undefined : `${root} ${nodeId}`,
		sender: {
			execution,
			node: keptName(node),
			workflow: workflow === undefined ? undefined : keptName(workflow),
			workflowId,
		},
	};
}

/** Shortens a name for storage. */
export const keptName = (name: string): string => [...name].slice(0, LONGEST_NAME).join('');

/** The execution that this one retries. n8n's context contains it but has no method for it. */
function retryOf(context: IExecuteFunctions): string | undefined {
	const data: unknown = Reflect.get(context, 'additionalData');
	const hooks: unknown = isObject(data) ? data.hooks : undefined;
	return isObject(hooks) ? textOf(hooks.retryOf) : undefined;
}

/** What another execution of the same run sent in the last day. */
export function sentElsewhere(lineage: Lineage, key: string): SentElsewhere | undefined {
	const known = paidFrom(placeOf(lineage, key));
	if (known === undefined) return undefined;
	const { execution } = known.sender;
	if (execution === lineage.sender.execution) return undefined;
	const { at, fingerprint, taskId, url } = known;
	return { outcome: 'elsewhere', at, execution, fingerprint, taskId, url };
}

const placeOf = ({ name }: Lineage, key: string) => `${name} ${key}`;

/**
 * Its record of an accepted request, added to what is known here. Undefined if it cannot find the task or the result
 * again.
 */
export function takenElsewhere(
	{ taskId, url, at }: SentElsewhere,
	submitted: Partial<TaskHandle>,
): Taken | undefined {
	if (taskId === undefined && url === undefined) return undefined;
	return {
		outcome: 'taken',
		isTask: taskId !== undefined && submitted.taskSource !== undefined,
		handle: { ...submitted, ...(taskId !== undefined && { taskId }), submittedAt: at },
		task: {
			...outlineOf({ state: url === undefined ? 'pending' : 'success', status: '' }, url),
			...(taskId !== undefined && { id: taskId }),
		},
	};
}

export function noteSent(
	lineage: Lineage,
	key: string,
	entry: Remembered,
	{ account, api, handle: submitted }: Addressed,
): void {
	if (lineage.name === undefined) return;
	const { at, fingerprint } = entry;
	const taken = entry.outcome === 'taken' ? entry : undefined;
	const unclearId = entry.outcome === 'unknown' ? textOf(entry.failure.details.taskId) : undefined;
	const { taskSource, ...handle } = { ...submitted, ...taken?.handle };
	// An immediate result cannot be polled.
	const isResult = taken?.isTask === false && taken.task.hasResult;
	const url = taken?.task.urls[0];
	const unclearState = unclearId === undefined ? undefined : 'pending';
	// Not with spread syntax, which takes four times the memory.
	notePaid({
		sender: lineage.sender,
		account,
		place: placeOf(lineage, key),
		at,
		fingerprint,
		taskId: taken?.task.id ?? unclearId,
		taskSource: isResult ? undefined : (taskSource ?? sourceOfApi(api)),
		provider: handle.provider,
		operation: handle.operation,
		model: shortWord(handle.model),
		queryPath: handle.queryPath,
		url: url !== undefined && url.length <= LONGEST_URL ? url : undefined,
		state: isResult ? 'success' : (taken?.task.state ?? unclearState),
		status: shortWord(taken?.task.status),
		cost: shortWord(taken?.task.cost),
	});
}

/** For requests that were not taken. */
export const forgetSent = (lineage: Lineage, key: string): void =>
	forgetPaid(placeOf(lineage, key), lineage.sender.execution);

/** For a request whose task failed: a Retry may send a new one. */
export const leaveToRetry = (lineage: Lineage, key: string, { execution }: Remembered): void =>
	leavePlace(placeOf(lineage, key), execution);
