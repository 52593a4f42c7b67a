/** Fields for free text. */
import { ParameterProblem } from '../base/problem';
import type { Field } from './field';
import { OPTIONAL, shown, type FieldTexts } from './fieldTexts';
import { humanText, isUnset } from './readText';

/** Free text. `maxLength` counts characters. */
export function text(
	spec: FieldTexts & { rows?: number; maxLength?: number; default?: string },
): Field<string | undefined> {
	return {
		...OPTIONAL,
		...(spec.maxLength !== undefined && { limit: `At most ${spec.maxLength} characters` }),
		property: {
			...shown(spec),
			type: 'string',
			default: spec.default ?? '',
			...(spec.rows !== undefined && { typeOptions: { rows: spec.rows } }),
		},
		parse(raw) {
			if (isUnset(raw)) return undefined;
			const value = humanText(raw, spec.label);
			const length = [...value].length;
			if (spec.maxLength !== undefined && length > spec.maxLength) {
				throw new ParameterProblem(
					spec.label,
					`has ${length} characters; at most ${spec.maxLength} are allowed`,
				);
			}
			return value;
		},
	};
}

/** A color as text, with n8n's color picker. */
export const colorField = (spec: FieldTexts): Field<string | undefined> => {
	const field = text(spec);
	return { ...field, property: { ...field.property, type: 'color' } };
};
