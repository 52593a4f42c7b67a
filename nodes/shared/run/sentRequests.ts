/**
 * What this n8n process has sent that costs money, for one day. n8n may list an execution as crashed that goes on, and
 * begins each Retry from the data that the original saved: neither would know of what the other sends meanwhile.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import type { TaskHandle } from '../answers/sources';
import { isObject, textOf } from '../util/json';
import { ProcessMemory } from '../util/processMemory';
import { msOf } from '../util/time';
import type { Remembered, Taken } from './submissions';

/** The executions of one run (the first one and its Retries), and the node in them. */
export interface Lineage {
	/** Of the first execution and the node; undefined where n8n gives no id. */
	readonly name: string | undefined;
	readonly execution: string;
}

/** What finds a task or a result again: no answer, no prompt. */
export interface SentElsewhere {
	readonly outcome: 'elsewhere';
	/** When it was sent, ISO 8601. */
	readonly at: string;
	readonly execution: string;
	readonly fingerprint: string;
	readonly taskId?: string;
	/** Of a result that came at once. */
	readonly url?: string;
}

const LONGEST_MS = msOf(24 * 3600);
const MOST = 40_000;
/** Keeps an entry under 500 bytes. */
const LONGEST_URL = 150;

/** The oldest first. By root, node and item. */
const sent = new Map<string, SentElsewhere>();
/** First executions, by those that retried them. */
const roots = new ProcessMemory<string>(MOST);

/** @param first the execution that this memory of the node began in */
export function lineageOf(context: IExecuteFunctions, first: string): Lineage {
	const execution = context.getExecutionId() ?? '';
	const original = retryOf(context) ?? (first === execution ? undefined : first);
	const root = original === undefined ? execution : (roots.get('', original) ?? original);
	if (root !== execution) roots.set('', execution, root);
	return { name: root === '' ? undefined : `${root} ${context.getNode().id}`, execution };
}

/** The execution that this one retries, which n8n's context holds and offers by no method. */
function retryOf(context: IExecuteFunctions): string | undefined {
	const data: unknown = Reflect.get(context, 'additionalData');
	const hooks: unknown = isObject(data) ? data.hooks : undefined;
	return isObject(hooks) ? textOf(hooks.retryOf) : undefined;
}

/** What another execution of the same run sent in the last day. */
export function sentElsewhere(lineage: Lineage, key: string): SentElsewhere | undefined {
	const known = sent.get(`${lineage.name} ${key}`);
	if (known === undefined || known.execution === lineage.execution) return undefined;
	return isOld(known) ? undefined : known;
}

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
			state: url === undefined ? 'pending' : 'success',
			status: '',
			unknownStatus: false,
			hasResult: url !== undefined,
			urls: url === undefined ? [] : [url],
			imageUrls: [],
			videoUrls: [],
			audioUrls: [],
			...(taskId !== undefined && { id: taskId }),
		},
	};
}

/** Writes down what was sent, or what became of it. */
export function noteSent(lineage: Lineage, key: string, entry: Remembered): void {
	if (lineage.name === undefined) return;
	const { at, fingerprint, outcome, execution } = entry;
	const task = outcome === 'taken' ? entry.task : undefined;
	const failed = outcome === 'taken' && entry.failed === true;
	const name = `${lineage.name} ${key}`;
	sent.delete(name);
	// A failed task leaves its place to a Retry.
	if (failed) return;
	const taskId =
		task?.id ?? (outcome === 'unknown' ? textOf(entry.failure.details.taskId) : undefined);
	const url = task?.urls[0];
	sent.set(name, {
		outcome: 'elsewhere',
		at,
		execution,
		fingerprint,
		...(taskId !== undefined && { taskId }),
		...(url !== undefined && url.length <= LONGEST_URL && { url }),
	});
	const [oldest] = sent;
	if (oldest && (sent.size > MOST || isOld(oldest[1]))) sent.delete(oldest[0]);
}

/** For requests that were not taken. */
export function forgetSent(lineage: Lineage, key: string): void {
	sent.delete(`${lineage.name} ${key}`);
}

/** How many requests are remembered. */
export const sentRequests = (): number => sent.size;

const isOld = ({ at }: SentElsewhere): boolean => Date.parse(at) < Date.now() - LONGEST_MS;
