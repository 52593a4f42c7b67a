/**
 * What the executions of one run know of each other's paid requests. n8n may list an execution as crashed that goes on,
 * and begins each Retry from the data that the original saved: neither would know of what the other sends meanwhile.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { sourceOfApi, type TaskHandle } from '../answers/sources';
import type { Api } from '../answers/endpoints';
import { outlineOf } from '../answers/task';
import type { AccountName } from '../client/account';
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
	/** Of the first execution and the node; undefined where n8n gives no id. */
	readonly name: string | undefined;
	/** The node in this execution. */
	readonly sender: Sender;
}

/** What finds a task or a result again that another execution of the same run sent. */
export interface SentElsewhere extends Pick<PaidRequest, 'at' | 'fingerprint' | 'taskId' | 'url'> {
	readonly outcome: 'elsewhere';
	readonly execution: string;
}

/** What is known of a request before it is sent. */
export interface Addressed {
	account: AccountName['id'];
	api: Api;
	handle: Partial<TaskHandle>;
}

const MOST = 40_000;
/** Keep a request under 500 bytes. */
const LONGEST_URL = 150;
const LONGEST_NAME = 40;

/** First executions, by those that retried them. */
const roots = new ProcessMemory<string>(MOST);

/** @param first the execution that this memory of the node began in */
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

/** A name as it is kept. */
export const keptName = (name: string): string => [...name].slice(0, LONGEST_NAME).join('');

/** The execution that this one retries, which n8n's context holds and offers by no method. */
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
 * What it says of a request that was taken, beside what is known of that here; nothing where it finds neither the task
 * nor the result again.
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

/** Writes down what was sent, or what became of it. */
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
	// A result that came at once is asked for nowhere.
	const isResult = taken?.isTask === false && taken.task.hasResult;
	const url = taken?.task.urls[0];
	const unclearState = unclearId === undefined ? undefined : 'pending';
	// Without spreading, which takes four times the memory.
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

/** For a request whose task has failed: a Retry may send another. */
export const leaveToRetry = (lineage: Lineage, key: string, { execution }: Remembered): void =>
	leavePlace(placeOf(lineage, key), execution);
