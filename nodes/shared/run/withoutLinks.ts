import type { SharedLinks } from '../files/shareFiles';
import { PlatformProblem } from '../answers/errors';
import type { Body } from '../client/connection';
import { isObject } from '../util/json';

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
export function blotLinks(body: Body, links: SharedLinks): void {
	if (links.size === 0) return;
	// Without recursion, as an answer may be nested deeply.
	const holders: Array<Record<string, unknown> | unknown[]> = [body];
	for (let place = 0; place < holders.length; place++) {
		const holder = holders[place];
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
