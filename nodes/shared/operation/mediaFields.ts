/** Fields for files, by their addresses or by the names of binary fields. */
import type { MediaUse } from '../answers/endpoints';
import { readUrls, type UrlRules } from '../files/urls';
import { ParameterProblem } from '../util/failure';
import { isObject, type JsonObject } from '../util/json';
import {
	type Field,
	capitalized,
	OPTIONAL,
	shown,
	type FieldTexts,
	readFields,
	type FieldMap,
	type ReadRaw,
	isUnset,
} from './field';
import type { MediaRules } from '../files/localFile';

/** What a field for media says of itself beside its texts. */
export type MediaSpec = FieldTexts & UrlRules & MediaRules & { description: string };

const rulesOf = ({ kind, maxMb }: MediaRules): MediaRules => ({
	kind,
	...(maxMb !== undefined && { maxMb }),
});

/** A file name that fits the kind, for the placeholder. */
const EXAMPLES: Record<MediaRules['kind'], string> = {
	image: '1.png',
	video: '1.mp4',
	audio: '1.mp3',
	media: '1.png',
	any: '1.pdf',
};

/** What a file must be, and how it is named: a person on the first day does not know that a binary field does. */
const oneHint = ({ hint, maxMb }: MediaSpec) =>
	[
		...(hint === undefined ? (maxMb === undefined ? [] : [`Up to ${maxMb} MB`]) : [hint]),
		'URL or name of a binary field',
	].join('; ');

function manyHint(spec: MediaSpec & { max?: number }): string {
	const { hint, max, maxMb } = spec;
	const limits = [
		...(max === undefined ? [] : [`up to ${max}`]),
		...(maxMb === undefined ? [] : [`${maxMb} MB each`]),
	].join(', ');
	return [
		...(limits === '' ? [] : [capitalized(limits)]),
		...(hint === undefined ? [] : [hint]),
		'URLs and names of binary fields, one per line, comma-separated, or a list',
	].join('; ');
}

/** One file, by its public http(s) URL; a binary field is shared before this reads it. */
export function url(spec: MediaSpec): Field<string | undefined> {
	return {
		...OPTIONAL,
		media: rulesOf(spec),
		property: {
			placeholder: `e.g. https://example.com/${EXAMPLES[spec.kind]} or data`,
			...shown({
				...spec,
				hint: oneHint(spec),
				description: `${spec.description}, or the name of a binary field of the item (of a tool: of the agent's item)`,
			}),
			type: 'string',
			default: '',
		},
		parse(raw) {
			const found = readUrls(raw, spec.label, spec);
			if (found.length > 1)
				throw new ParameterProblem(spec.label, `takes one URL or file, but holds ${found.length}`);
			return found[0];
		},
	};
}

/**
 * Files by their public URLs, written in any way that people write lists; binary fields are shared before
 * this reads them. An empty list counts as not set.
 */
export function urls(
	spec: MediaSpec & { min?: number; max?: number },
): Field<string[] | undefined> {
	return {
		...OPTIONAL,
		media: rulesOf(spec),
		property: {
			placeholder: `e.g. https://example.com/${EXAMPLES[spec.kind]}, data, ${spec.kind}_*`,
			...shown({
				...spec,
				hint: manyHint(spec),
				description: `${spec.description}, or names of binary fields of the item (of a tool: of the agent's item), also with * for any letters`,
			}),
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
		},
		parse(raw) {
			const found = readUrls(raw, spec.label, spec);
			if (found.length === 0) return undefined;
			const { min = 1, max = Infinity } = spec;
			if (found.length < min || found.length > max) {
				const allowed =
					max === Infinity
						? `at least ${min}`
						: min === max
							? `exactly ${min}`
							: `${min} to ${max}`;
				throw new ParameterProblem(spec.label, `holds ${found.length} URLs; allowed is ${allowed}`);
			}
			return found;
		},
	};
}

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
			`is used with Mode ${modes.join(' or ')} only, but Mode is ${mode}`,
			`Set Mode to ${modes.join(' or ')} to use the file, or leave ${property.displayName} empty. Nothing was sent to the platform.`,
		);
	}
}
