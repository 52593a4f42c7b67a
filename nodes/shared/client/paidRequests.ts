/** What this n8n process remembers about its paid requests: which it sent, and what they cost. */
import type { PlatformRequest } from '../answers/endpoints';
import type { TaskHandle } from '../answers/sources';
import type { Task } from '../answers/task';
import { isObject, jsonText } from '../util/json';
import { ProcessMemory } from '../util/processMemory';
import { msOf } from '../util/time';
import type { AccountName } from './connection';

/*
 * The requests of the last day. Keeps what is needed to find a task or a result again, but no prompt and no answer. A
 * Retry of an execution uses it to not send a request twice (`run/sentRequests`), and so does the list of recent
 * tasks (`KexiangWaitForTask/recentTasks`).
 */

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

// Prices.

/** What tasks of one kind have cost so far, in credits. */
interface Price {
	last: number;
	dearest: number;
}

/** The key under which a request's price is known. */
export interface PriceTag {
	account: AccountName;
	/** Operation and model. */
	kind: string;
	/** The kind plus the parameters that usually set the price. */
	name: string;
}

/** Bounded, because parameters may have any values. */
const prices = new ProcessMemory<Price>(2000);

// Parameters that raise the price: larger, longer or more results (reference 5 to 11). Compared in lower case
// without underscores.
const PRICED = new Set(
	'resolution duration quality imagesize size count n num maximages mode modeltype generateaudio sound'.split(
		' ',
	),
);
const LONGEST_VALUE = 40;

/** The price tag of one request. Requests that differ only in their prompt have the same tag. Pure. */
export function priceTagOf(
	account: AccountName,
	{ operation = '', model = '' }: Partial<TaskHandle>,
	{ method, api, path, body }: PlatformRequest,
): PriceTag {
	const input = isObject(body?.user_input) ? body.user_input : (body ?? {});
	const priced = Object.entries(input)
		.filter(
			([key, value]) =>
				PRICED.has(key.toLowerCase().replaceAll('_', '')) &&
				(typeof value !== 'object' || value === null) &&
				// A ratio is not a size.
				!/^\d+:\d+$/.test(String(value)),
		)
		.map(([key, value]) => [key, String(value).slice(0, LONGEST_VALUE)]);
	// More input pictures may cost more, too.
	const counts = Object.entries(input).flatMap(([key, value]) =>
		Array.isArray(value) && value.length > 1 ? [[key, `[${value.length}]`]] : [],
	);
	const kind = jsonText([method, api, path, operation, model]);
	return { account, kind, name: jsonText([kind, [...priced, ...counts].sort()]) };
}

/** @param credits the cost that the platform gave for a task, as read by `creditsOf` */
export function learnPrice({ account, kind, name }: PriceTag, credits: number | undefined): void {
	if (credits === undefined) return;
	for (const key of [kind, name]) {
		const known = prices.get(account.id, key);
		prices.set(account.id, key, { last: credits, dearest: Math.max(credits, known?.dearest ?? 0) });
	}
}

/**
 * Price tags of accepted tasks, by host and task. The end of a task may give a cost, or a different one than its
 * submission.
 */
const unfinished = new ProcessMemory<PriceTag>(2000);

/** Learns the price of such tasks when this task ends. */
export function awaitPrice(taskId: string | undefined, tag: PriceTag): void {
	if (taskId !== undefined) unfinished.set(tag.account.host, taskId, tag);
}

/** Learns the cost that a finished task gives. Only the first time counts. */
export function learnTaskPrice(host: string, taskId: string, cost: string | undefined): void {
	const tag = unfinished.get(host, taskId);
	const credits = creditsOf(cost);
	if (tag === undefined || credits === undefined) return;
	learnPrice(tag, credits);
	unfinished.forget(host, taskId);
}

/** What the last such task cost, in credits. Undefined if unknown. */
export const lastPrice = ({ account, name }: PriceTag): number | undefined =>
	prices.get(account.id, name)?.last;

/** The most that such a task has cost. */
export const dearestPrice = ({ account, name }: PriceTag): number | undefined =>
	prices.get(account.id, name)?.dearest;

/** The most that any task of its operation and model has cost, with any parameters. */
export const dearestOfKind = ({ account, kind }: PriceTag): number | undefined =>
	prices.get(account.id, kind)?.dearest;

/** A price as the platform writes it, in credits. Undefined if it is not a price. */
export function creditsOf(cost: string | undefined): number | undefined {
	const credits = Number(cost ?? Number.NaN);
	return Number.isFinite(credits) && credits >= 0 ? credits : undefined;
}

/** Rounds credits for display. */
export const rounded = (credits: number): number => Math.round(credits * 1e6) / 1e6;
