import type { IExecuteFunctions } from 'n8n-workflow';

import { clientFor } from '../client/client';
import { withLinks, type SharedRequest, type SharedLinks } from '../files/shareFiles';
import type { PreparedRequest } from '../operation/operation';
import type { Plan } from './plan';
import type { Submittal } from './submit';
import { PlatformProblem } from '../answers/problem';
import { whenTaskFails } from '../client/poll';
import { isObject } from '../util/json';

type SubmitPlan = Extract<Plan, { kind: 'submit' }>;

/**
 * What is done just before a request is sent for the first time: its files are shared, and then comes what the
 * operation itself does where the user switched it on. Nothing where there is neither.
 */
export function preparationOf(
	context: IExecuteFunctions,
	plan: SubmitPlan,
	itemIndex: number,
): Pick<Submittal, 'prepare' | 'hide' | 'onFailure'> & {
	onTaken?(taskId: string): Promise<void>;
} {
	const { files, preparation, shareBy } = plan;
	if (files.length === 0 && preparation === undefined) return {};
	let shared: SharedRequest = { request: plan.request, links: new Map() };
	let prepared: PreparedRequest | undefined;
	return {
		async prepare() {
			const { request } = plan;
			if (files.length > 0) {
				const client = await clientFor(context, itemIndex);
				const settings = { by: shareBy, platformUrl: client.baseUrl(request.api) };
				shared = await withLinks(context, request, files, settings, itemIndex);
			}
			if (preparation === undefined) return shared.request;
			const preparer = await preparation.load();
			prepared = await preparer.prepare(context, shared, itemIndex);
			return prepared.request;
		},
		async onTaken(taskId) {
			if (prepared === undefined) return;
			const client = await clientFor(context, itemIndex);
			whenTaskFails(client.hostOf(plan.request.api), taskId, prepared.forget);
		},
		hide: (body) => blotLinks(body, shared.links),
		async onFailure(cause) {
			if (cause instanceof PlatformProblem && cause.failure.status !== undefined)
				prepared?.forget();
			return withoutLinks(cause, shared.links);
		},
	};
}

/** A failure without the links to files, which platforms like to repeat: whoever has one can read the file. */
export function withoutLinks(cause: unknown, links: SharedLinks): unknown {
	if (!(cause instanceof PlatformProblem) || links.size === 0) return cause;
	const { message, description, details } = cause.failure;
	const failure = {
		message: withoutLinksIn(message, links),
		description: withoutLinksIn(description, links),
		details: Object.fromEntries(
			Object.entries(details).map(([name, value]) => [
				name,
				typeof value === 'string' ? withoutLinksIn(value, links) : value,
			]),
		),
	};
	return new PlatformProblem(failure, cause.cause);
}

/** Puts words for files in place of links to them in an answer that was just received; it is changed itself. */
export function blotLinks(body: object, links: SharedLinks): void {
	if (links.size === 0) return;
	// Without recursion, as an answer may be nested deeply.
	const holders: object[] = [body];
	for (let index = 0; index < holders.length; index++) {
		const holder = holders[index];
		for (const [key, value] of Object.entries(holder ?? {})) {
			if (Array.isArray(value) || isObject(value)) holders.push(value);
			if (typeof value === 'string' && holder !== undefined)
				Reflect.set(holder, key, withoutLinksIn(value, links));
		}
	}
}

/** A text with words for files in place of links to them. Pure. */
export function withoutLinksIn(text: string, links: SharedLinks): string {
	let rest = text;
	for (const [url, { shown }] of links) rest = rest.split(url).join(shown);
	// Long ones are often cut.
	for (const [url, { shown }] of links)
		rest = rest.replace(beginningOf(url), (found) => (url.startsWith(found) ? shown : found));
	return rest;
}

/** A link up to its query, and what follows of it. */
const beginningOf = (url: string) =>
	new RegExp(`${(url.split('?')[0] ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[^\\s"'<>]*`, 'g');
