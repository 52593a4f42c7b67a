/** Fields for free text. */
import { checkPath } from '../answers/endpoints';
import { refuseExpression } from '../files/mediaText';
import { ParameterProblem } from '../answers/parameterProblem';
import { isObject, jsonText, parseJson, type JsonObject } from '../util/json';
import { maxCharacters, numberHint, wholeNumber } from '../words/forms';
import {
	type Field,
	OPTIONAL,
	shown,
	type FieldTexts,
	humanText,
	isUnset,
	type Taken,
	plainText,
} from './field';
import * as words from '../words/fields';

/** Free text. `maxLength` counts characters. */
export function text(
	spec: FieldTexts & { rows?: number; maxLength?: number; default?: string },
): Field<string | undefined> {
	return {
		...OPTIONAL,
		...(spec.maxLength !== undefined && { limit: maxCharacters(spec.maxLength) }),
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
				throw new ParameterProblem(spec.label, words.isTooLong(length, spec.maxLength));
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

// A field for a number, its limits said where one types.

/** A number; numbers written as text are accepted. Without a default it is empty in the form, and not sent. */
export function number(
	spec: FieldTexts & {
		min?: number;
		max?: number;
		integer?: boolean;
		default?: number;
		precision?: number;
		/** Behind the limits, in the hint. */
		unit?: string;
		/** What the platform takes where it is left empty. */
		taken?: Taken;
	},
): Field<number | undefined> {
	const hint = numberHint(spec);
	return {
		...OPTIONAL,
		...(spec.integer && { limit: wholeNumber() }),
		...(spec.taken !== undefined && { taken: spec.taken }),
		property: {
			...shown(spec),
			...(hint !== undefined && { hint }),
			type: 'number',
			default: spec.default ?? '',
			// No limits: n8n would put the nearest allowed number in place of a typed one, without a word.
			typeOptions: {
				...(spec.precision !== undefined && { numberPrecision: spec.precision }),
			},
		},
		parse(raw) {
			if (isUnset(raw)) return undefined;
			const value = typeof raw === 'number' ? raw : Number(plainText(raw, spec.label, 'number'));
			if (!Number.isFinite(value)) {
				throw new ParameterProblem(spec.label, words.isNoNumber(raw));
			}
			if (spec.integer && !Number.isInteger(value)) {
				throw new ParameterProblem(spec.label, words.isNoWholeNumber(value));
			}
			if (
				(spec.min !== undefined && value < spec.min) ||
				(spec.max !== undefined && value > spec.max)
			) {
				throw new ParameterProblem(spec.label, words.isOutOfRange(value, spec.min, spec.max));
			}
			return value;
		},
	};
}

// A field for a JSON object.

/** A JSON object, typed in or from an expression. */
export function jsonObject(spec: FieldTexts): Field<JsonObject | undefined> {
	return {
		...OPTIONAL,
		property: { ...shown(spec), type: 'json', default: '{}' },
		parse(raw) {
			if (isUnset(raw)) return undefined;
			if (typeof raw === 'string') refuseExpression(raw, spec.label);
			const value = typeof raw === 'string' ? parseJson(raw) : raw;
			if (value === undefined) {
				throw new ParameterProblem(spec.label, words.isInvalidJson(), words.checkJson());
			}
			if (!isJsonObject(value)) throw new ParameterProblem(spec.label, words.isNoJsonObject());
			const text = typeof raw === 'string' ? raw : jsonText(raw);
			const number = inexactNumber(text);
			if (number !== undefined)
				throw new ParameterProblem(
					spec.label,
					words.holdsInexactNumber(number),
					words.quoteNumber(),
				);
			return Object.keys(value).length === 0 ? undefined : value;
		},
	};
}

/** A number outside of strings that no JavaScript number holds: an integer beyond 2^53, or one without an end. */
function inexactNumber(text: string): string | undefined {
	const plain = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
	return plain.match(/-?\d+(\.\d+)?([eE][+-]?\d+)?/g)?.find((literal) => {
		const number = Number(literal);
		return !Number.isFinite(number) || (/^-?\d+$/.test(literal) && !Number.isSafeInteger(number));
	});
}

/** A date, a map or the like would be sent without what it says. */
const isJsonObject = (value: unknown): value is JsonObject =>
	isObject(value) &&
	Object.prototype.toString.call(value) === '[object Object]' &&
	!('isLuxonDateTime' in value);

/** The path of a service, as its documentation shows it. */
export function path(spec: FieldTexts & { withId?: boolean }): Field<string | undefined> {
	const { withId = false, ...texts } = spec;
	const base = text({ placeholder: 'e.g. /minimalist/api/...', ...texts });
	return {
		...base,
		parse(raw) {
			const value = base.parse(raw)?.trim();
			return value === undefined ? undefined : checkPath(value, spec.label, withId);
		},
	};
}
