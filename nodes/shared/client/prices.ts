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

/** Under which the price of a request is known. */
export interface PriceTag {
	account: AccountName;
	/** Operation and model. */
	kind: string;
	/** The same with the parameters that usually set the price. */
	name: string;
}

/** Bounded, as parameters may be any. */
const prices = new ProcessMemory<Price>(2000);

// What larger, longer or more results cost more (reference 5 to 11); compared in lower case without underscores.
const PRICED = new Set(
	'resolution duration quality imagesize size count n num maximages mode modeltype generateaudio sound'.split(
		' ',
	),
);
const LONGEST_VALUE = 40;

/** The tag of one request; requests that differ in their prompt alone have the same. Pure. */
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
				// A ratio is no size.
				!/^\d+:\d+$/.test(String(value)),
		)
		.map(([key, value]) => [key, String(value).slice(0, LONGEST_VALUE)]);
	// More pictures to work from may cost more, too.
	const counts = Object.entries(input).flatMap(([key, value]) =>
		Array.isArray(value) && value.length > 1 ? [[key, `[${value.length}]`]] : [],
	);
	const kind = jsonText([method, api, path, operation, model]);
	return { account, kind, name: jsonText([kind, [...priced, ...counts].sort()]) };
}

/** @param credits what the platform said that a task cost, as `creditsOf` reads it */
export function learnPrice({ account, kind, name }: PriceTag, credits: number | undefined): void {
	if (credits === undefined) return;
	for (const key of [kind, name]) {
		const known = prices.get(account.id, key);
		prices.set(account.id, key, { last: credits, dearest: Math.max(credits, known?.dearest ?? 0) });
	}
}

/** Tags of accepted tasks, by host and task: their end may name a cost, or another than their submission did. */
const unfinished = new ProcessMemory<PriceTag>(2000);

/** The end of this task tells what such tasks cost in the end. */
export function awaitPrice(taskId: string | undefined, tag: PriceTag): void {
	if (taskId !== undefined) unfinished.set(tag.account.host, taskId, tag);
}

/** A finished task names its cost; of interest once. */
export function learnTaskPrice(host: string, taskId: string, cost: string | undefined): void {
	const tag = unfinished.get(host, taskId);
	const credits = creditsOf(cost);
	if (tag === undefined || credits === undefined) return;
	learnPrice(tag, credits);
	unfinished.forget(host, taskId);
}

/** What the last such task cost, in credits; undefined when none is known. */
export const lastPrice = ({ account, name }: PriceTag): number | undefined =>
	prices.get(account.id, name)?.last;

/** The most that such a task has cost. */
export const dearestPrice = ({ account, name }: PriceTag): number | undefined =>
	prices.get(account.id, name)?.dearest;

/** The most that a task of its operation and model has cost, whatever its parameters. */
export const dearestOfKind = ({ account, kind }: PriceTag): number | undefined =>
	prices.get(account.id, kind)?.dearest;

/** A price as the platform writes it, in credits; undefined where it is none. */
export function creditsOf(cost: string | undefined): number | undefined {
	const credits = Number(cost ?? Number.NaN);
	return Number.isFinite(credits) && credits >= 0 ? credits : undefined;
}

/** As a person reads credits. */
export const rounded = (credits: number): number => Math.round(credits * 1e6) / 1e6;
