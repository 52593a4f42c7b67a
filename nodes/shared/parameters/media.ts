import { isObject, type JsonObject } from '../base/json';
import type { MediaUse } from '../platform/endpoints';
import { readFields, type FieldMap, type ReadRaw } from './readFields';

const WEB_URL = /^https?:\/\/\S+$/i;

/**
 * The web addresses that one item's fields, and what the user adds to them, give the platform to fetch, each with the
 * label of its parameter. Texts for people are none, whatever they hold. Pure.
 * @throws ParameterProblem as reading the fields does
 */
export function mediaOf(fields: FieldMap, raw: ReadRaw, added: JsonObject = {}): MediaUse[] {
	const polled = Object.entries(fields).filter(
		([name, { media, property }]) => media || property.type === 'json' || name === 'mode',
	);
	const values = readFields(Object.fromEntries(polled), raw);
	return [
		...polled
			.filter(([name]) => name !== 'mode')
			.flatMap(([name, { property }]) => usesIn(values[name], property.displayName)),
		...usesIn(added, 'Additional Fields'),
	];
}

/** Without recursion, as JSON may be nested deeply. */
function usesIn(value: unknown, label: string): MediaUse[] {
	const seen: unknown[] = [value];
	const found: MediaUse[] = [];
	for (let place = 0; place < seen.length; place++) {
		const next = seen[place];
		if (typeof next === 'string' && WEB_URL.test(next)) found.push({ label, url: next });
		if (Array.isArray(next) || isObject(next))
			for (const entry of Object.values(next)) seen.push(entry);
	}
	return found;
}
