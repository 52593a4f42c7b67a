/** Fields for files, given by URLs or by the names of binary fields. */
import { ParameterProblem } from '../answers/parameterProblem';
import { mediaEntries } from '../files/mediaField';
import { rulesFor, type MediaRules } from '../util/mediaRules';
import * as forms from '../words/forms';
import * as words from '../words/media';
import {
	isUnset,
	OPTIONAL,
	shown,
	type Field,
	type FieldMap,
	type FieldTexts,
	type ReadRaw,
} from './field';

/** What a media field accepts, and its texts. Its hint says only what no rule can. */
export type MediaSpec = FieldTexts & MediaRules & { description: string };

/** One file, given by its public http(s) URL. A binary field is shared before this reads it. */
export function url(spec: MediaSpec): Field<string | undefined> {
	const { label, description, hint, placeholder, ...media } = spec;
	const [depends] = media.when ?? [];
	return {
		...OPTIONAL,
		media,
		...(depends && {
			hints: {
				field: depends.field,
				of: (value) =>
					forms.hintForOne(
						rulesFor(media, () => value),
						hint,
					),
			},
		}),
		property: {
			...shown({
				label,
				hint: forms.hintForOne(media, hint),
				description: forms.descriptionForOne(description, media),
				placeholder: placeholder ?? forms.exampleOfOne(media),
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
 * Files given by their public URLs, written in any way that people write lists. Binary fields are shared before
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
				hint: forms.hintForMany(media, hint),
				description: forms.descriptionForMany(description, media),
				placeholder: placeholder ?? forms.exampleOfMany(media),
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

/** At this point, files are already replaced by links. */
const addresses = (raw: unknown, label: string, rules: MediaRules): string[] =>
	mediaEntries(raw, { label, rules }).flatMap((entry) =>
		entry.kind === 'file' ? [] : [entry.url],
	);

/**
 * Refuses a file that a language model names in a field that the mode does not use. Otherwise the model would believe
 * that its image was used, and the user would pay for a different result. What a person typed there is ignored,
 * because n8n keeps the values of hidden fields.
 * @param written the parameters with their expressions unevaluated
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
