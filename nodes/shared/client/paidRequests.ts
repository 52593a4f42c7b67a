/**
 * What this n8n process has sent that costs money, for one day: what finds a task or a result again, no prompt and no
 * answer. Its views are what a Retry of an execution must not send again (`run/sentRequests`), and the list of recent
 * tasks (`KexiangWaitForTask/recentTasks`).
 */
import type { TaskHandle } from '../answers/sources';
import type { Task } from '../answers/task';
import { msOf } from '../util/time';
import type { AccountName } from './account';

/** The node and the execution that a request came from. */
export interface Sender {
	readonly execution: string;
	readonly node: string;
	readonly workflow?: string;
	readonly workflowId?: string;
}

/** Its texts are under 500 bytes. */
export interface PaidRequest extends Readonly<Partial<Omit<TaskHandle, 'submittedAt'>>> {
	readonly sender: Sender;
	readonly account: AccountName['id'];
	/** The first execution, the node and the item: what may be sent again from there. */
	readonly place: string;
	/** When it was sent, ISO 8601. */
	readonly at: string;
	readonly fingerprint: string;
	/** Of a result that came at once. */
	readonly url?: string;
	/** As it was last seen, by whatever node; absent where nobody knows whether it was accepted. */
	state?: Task['state'];
	/** The platform's own word for it. */
	status?: string;
	cost?: string;
}

const LONGEST_MS = msOf(24 * 3600);
const MOST = 40_000;
const LONGEST_WORD = 40;

/** The oldest first. */
const all = new Set<PaidRequest>();
const byPlace = new Map<string, PaidRequest>();
/** By account and task ID. */
const byTask = new Map<string, Map<string, PaidRequest>>();

/** What was sent from there last. */
export function paidFrom(place: string): PaidRequest | undefined {
	const known = byPlace.get(place);
	return known === undefined || isOld(known) ? undefined : known;
}

/** Writes down what was sent, or what became of it. What another execution sent from there stays in the list. */
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

/** For a request that was not taken. */
export function forgetPaid(place: string, execution: string): void {
	const known = byPlace.get(place);
	if (known?.sender.execution === execution) drop(known);
}

/** Its task has failed: another may be sent from there, and it stays in the list. */
export function leavePlace(place: string, execution: string): void {
	if (byPlace.get(place)?.sender.execution === execution) byPlace.delete(place);
}

/** What a poll said of a task, which may be none of this process. */
export function noteState(account: string, taskId: string, { state, status, cost }: Task): void {
	const known = byTask.get(account)?.get(taskId);
	if (known === undefined) return;
	known.state = state;
	known.status = shortWord(status);
	known.cost = shortWord(cost) ?? known.cost;
}

/** What these accounts had accepted in the last day, the newest first. */
export const acceptedBy = (accounts: readonly string[]): PaidRequest[] =>
	[...all]
		.reverse()
		.filter(({ account, state }) => state !== undefined && accounts.includes(account))
		.filter((request) => !isOld(request))
		.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));

/** A word of the platform or of a form, where it is none of thousands of letters. */
export const shortWord = (word: string | undefined): string | undefined =>
	word === undefined || word.length > LONGEST_WORD ? undefined : word;

/** How many requests are remembered. */
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
