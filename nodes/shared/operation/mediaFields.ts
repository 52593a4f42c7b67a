/** Fields for files, by their addresses or by the names of binary fields. */
import type { MediaUse } from '../answers/endpoints';
import { mediaEntries } from '../files/mediaField';
import { ParameterProblem } from '../answers/parameterProblem';
import { isObject, type JsonObject } from '../util/json';
import type { MediaRules } from '../util/mediaRules';
import * as words from '../words/media';
import {
	type Field,
	OPTIONAL,
	shown,
	type FieldTexts,
	readFields,
	type FieldMap,
	type ReadRaw,
	isUnset,
} from './field';

/** What a field for media takes, and its texts; its hint says only what no rule can. */
type MediaSpec = FieldTexts & MediaRules & { description: string };

/** One file, by its public http(s) URL; a binary field is shared before this reads it. */
export function url(spec: MediaSpec): Field<string | undefined> {
	const { label, description, hint, placeholder, ...media } = spec;
	return {
		...OPTIONAL,
		media,
		property: {
			...shown({
				label,
				hint: words.hintForOne(media, hint),
				description: words.descriptionForOne(description),
				placeholder: placeholder ?? words.exampleOfOne(media),
			}),
			type: 'string',
			default: '',
		},
		parse(raw) {
			const found = addresses(raw, label, media);
			if (found.length > 1) throw new ParameterProblem(label, words.takesOne(found.length));
			return found[0];
		},
	};
}

/**
 * Files by their public URLs, written in any way that people write lists; binary fields are shared before
 * this reads them. An empty list counts as not set.
 */
export function urls(spec: MediaSpec): Field<string[] | undefined> {
	const { label, description, hint, placeholder, ...media } = spec;
	return {
		...OPTIONAL,
		media,
		property: {
			...shown({
				label,
				hint: words.hintForMany(media, hint),
				description: words.descriptionForMany(description),
				placeholder: placeholder ?? words.exampleOfMany(media),
			}),
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
		},
		parse(raw) {
			const found = addresses(raw, label, media);
			if (found.length === 0) return undefined;
			const { min = 1, max = Infinity } = media;
			if (found.length < min || found.length > max)
				throw new ParameterProblem(label, words.holdsTooManyOrFew(found.length, media));
			return found;
		},
	};
}

/** Links stand in place of files already. */
const addresses = (raw: unknown, label: string, rules: MediaRules): string[] =>
	mediaEntries(raw, { label, rules }).flatMap((entry) =>
		entry.kind === 'file' ? [] : [entry.url],
	);

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

/**
 * Refuses a file that a model names in a field which the mode does not use: it would believe that its picture was
 * used, and the user would pay for another. What a person typed there is left alone, as n8n keeps hidden fields.
 * @param written the parameters with their expressions as they are
 * @throws ParameterProblem
 */
export function refuseFilesOfOtherModes(fields: FieldMap, raw: ReadRaw, written: ReadRaw): void {
	const mode = fields.mode?.parse(raw('mode', fields.mode.place));
	if (typeof mode !== 'string') return;
	for (const [name, { modes, media, place, property }] of Object.entries(fields)) {
		if (media === undefined || modes === undefined || modes.includes(mode)) continue;
		const given = raw(name, place);
		if (isUnset(given) || !String(written(name, place)).includes('$fromAI')) continue;
		throw new ParameterProblem(
			property.displayName,
			words.isOfOtherMode(property.displayName, modes, mode),
		);
	}
}
