/** Fields for files, by their addresses or by the names of binary fields. */
import { ParameterProblem } from '../base/problem';
import type { Field, MediaRules } from './field';
import { capitalized, OPTIONAL, shown, type FieldTexts } from './fieldTexts';
import { readUrls, type UrlRules } from './urls';

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
