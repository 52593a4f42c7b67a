/**
 * The paid requests that this n8n process sent in the last day. Keeps what is needed to find a task or a result
 * again, but no prompt and no answer. A Retry of an execution uses it to not send a request twice
 * (`run/sentRequests`), and so does the list of recent tasks (`KexiangWaitForTask/recentTasks`).
 */
import type { TaskHandle } from '../answers/sources';
import type { Task } from '../answers/task';
import { msOf } from '../util/time';
import type { AccountName } from './account';

/** The node and the execution that sent a request. */
export interface Sender {
	readonly execution: string;
	readonly node: string;
	readonly workflow?: string;
	readonly workflowId?: string;
}

/** All its texts together are under 500 bytes. */
export interface PaidRequest extends Readonly<Partial<Omit<TaskHandle, 'submittedAt'>>> {
	readonly sender: Sender;
	readonly account: AccountName['id'];
	/** The first execution, the node and the item. Decides what may be sent again from there. */
	readonly place: string;
	/** When it was sent, ISO 8601. */
	readonly at: string;
	readonly fingerprint: string;
	/** URL of an immediate result. */
	readonly url?: string;
	/** The last state that any node saw. Absent if it is unknown whether the request was accepted. */
	state?: Task['state'];
	/** The platform's own word for the state. */
	status?: string;
	cost?: string;
}

const LONGEST_MS = msOf(24 * 3600);
const MOST = 40_000;
const LONGEST_WORD = 40;

/** The oldest first. */
const all = new Set<PaidRequest>();
const byPlace = new Map<string, PaidRequest>();
/** By account and task id. */
const byTask = new Map<string, Map<string, PaidRequest>>();

/** The last request sent from this place. */
export function paidFrom(place: string): PaidRequest | undefined {
	const known = byPlace.get(place);
	return known === undefined || isOld(known) ? undefined : known;
}

/** Records a request or its outcome. A request from the same place by another execution stays in the list. */
export function notePaid(request: PaidRequest): void {
	const { place, account, taskId, sender } = request;
	forgetPaid(place, sender.execution);
	all.add(request);
	byPlace.set(place, request);
	if (taskId !== undefined) {
		const tasks = byTask.get(account) ?? new Map<string, PaidRequest>();
		byTask.set(account, tasks.set(taskId, request));
	}
	for (const oldest of all) {
		if (all.size <= MOST && !isOld(oldest)) break;
		drop(oldest);
	}
}

/** Removes a request that was not taken. */
export function forgetPaid(place: string, execution: string): void {
	const known = byPlace.get(place);
	if (known?.sender.execution === execution) drop(known);
}

/** Called when the task failed. Another request may be sent from this place, while the old one stays in the list. */
export function leavePlace(place: string, execution: string): void {
	if (byPlace.get(place)?.sender.execution === execution) byPlace.delete(place);
}

/** Records what a poll said about a task. The task may come from another process. */
export function noteState(account: string, taskId: string, { state, status, cost }: Task): void {
	const known = byTask.get(account)?.get(taskId);
	if (known === undefined) return;
	known.state = state;
	known.status = shortWord(status);
	known.cost = shortWord(cost) ?? known.cost;
}

/** The requests of these accounts that were accepted in the last day, newest first. */
export const acceptedBy = (accounts: readonly string[]): PaidRequest[] =>
	[...all]
		.reverse()
		.filter(({ account, state }) => state !== undefined && accounts.includes(account))
		.filter((request) => !isOld(request))
		.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));

/** A word from the platform or a form, unless it is thousands of letters long. */
export const shortWord = (word: string | undefined): string | undefined =>
	word === undefined || word.length > LONGEST_WORD ? undefined : word;

export const paidRequests = (): number => all.size;

function drop(request: PaidRequest): void {
	const { place, account, taskId } = request;
	all.delete(request);
	if (byPlace.get(place) === request) byPlace.delete(place);
	const tasks = byTask.get(account);
	if (taskId === undefined || tasks?.get(taskId) !== request) return;
	tasks.delete(taskId);
	if (tasks.size === 0) byTask.delete(account);
}

const isOld = ({ at }: PaidRequest): boolean => Date.parse(at) < Date.now() - LONGEST_MS;
