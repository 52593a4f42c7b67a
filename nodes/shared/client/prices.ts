import type { PlatformRequest } from '../answers/endpoints';
import { isObject, jsonText } from '../util/json';
import { ProcessMemory } from '../util/processMemory';
import type { TaskHandle } from '../answers/sources';
import type { AccountName } from './account';

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
