/** Fields for text, numbers, lists, switches and JSON. */
import { checkPath } from '../answers/endpoints';
import { ParameterProblem } from '../answers/parameterProblem';
import { refuseExpression } from '../files/mediaText';
import { isObject, jsonText, parseJson, type JsonObject, type JsonValue } from '../util/json';
import * as words from '../words/fields';
import { maxCharacters, numberHint, platformDefault, wholeNumber } from '../words/forms';
import {
	inForm,
	isUnset,
	OPTIONAL,
	OTHER,
	required,
	shown,
	type Field,
	type FieldTexts,
	type Taken,
} from './field';

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
			if (spec.maxLength === undefined) return value;
			const length = [...value].length;
			if (length > spec.maxLength)
				throw new ParameterProblem(spec.label, words.isTooLong(length, spec.maxLength));
			return value;
		},
	};
}

function plainText(raw: unknown, label: string, wanted: words.Wanted = 'text'): string {
	if (typeof raw === 'object' || typeof raw === 'function' || typeof raw === 'symbol')
		throw new ParameterProblem(label, words.isNoText(wanted, Array.isArray(raw)));
	const text = String(raw);
	refuseExpression(text, label);
	return text;
}

/** Text that a person would write. Refuses what an expression makes of a missing or wrong value. */
function humanText(raw: unknown, label: string): string {
	if (typeof raw === 'boolean' || (typeof raw === 'number' && !Number.isFinite(raw)))
		throw new ParameterProblem(label, words.isOtherThanText(raw));
	const text = plainText(raw, label);
	if (!text.includes('[object Object]')) return text;
	throw new ParameterProblem(label, words.holdsObjectAsText(), words.takeFieldOfObject());
}

/** A color as text, with n8n's color picker. */
export const colorField = (spec: FieldTexts): Field<string | undefined> => {
	const field = text(spec);
	return { ...field, property: { ...field.property, type: 'color' } };
};

/** The path of a service, as the platform documents it. */
export function path({
	withId,
	...texts
}: FieldTexts & { withId?: boolean }): Field<string | undefined> {
	const field = text({ placeholder: 'e.g. /minimalist/api/...', ...texts });
	return {
		...field,
		parse(raw) {
			const value = field.parse(raw)?.trim();
			return value === undefined ? undefined : checkPath(value, texts.label, withId);
		},
	};
}

/** A number, also written as text. Without a default it is empty in the form and not sent. */
export function number(
	spec: FieldTexts & {
		min?: number;
		max?: number;
		integer?: boolean;
		default?: number;
		precision?: number;
		/** Follows the limits in the hint. */
		unit?: string;
		/** What the platform uses if it is left empty. */
		taken?: Taken;
	},
): Field<number | undefined> {
	const { label, min = -Infinity, max = Infinity, integer, precision, taken } = spec;
	const hint = numberHint(spec);
	return {
		...OPTIONAL,
		...(integer && { limit: wholeNumber() }),
		...(taken !== undefined && { taken }),
		property: {
			...shown(spec),
			...(hint !== undefined && { hint }),
			type: 'number',
			default: spec.default ?? '',
			// No limits: n8n would silently replace a typed number by the nearest allowed one.
			typeOptions: { ...(precision !== undefined && { numberPrecision: precision }) },
		},
		parse(raw) {
			if (isUnset(raw)) return undefined;
			const value = typeof raw === 'number' ? raw : Number(plainText(raw, label, 'number'));
			if (!Number.isFinite(value)) throw new ParameterProblem(label, words.isNoNumber(raw));
			if (integer && !Number.isInteger(value))
				throw new ParameterProblem(label, words.isNoWholeNumber(value));
			if (value < min || value > max)
				throw new ParameterProblem(label, words.isOutOfRange(value, spec.min, spec.max));
			return value;
		},
	};
}

/** One of a list: texts, or n8n options if label and value differ. */
export function choice(
	spec: FieldTexts & {
		values: ReadonlyArray<string | { name: string; value: string; description?: string }>;
		default: string;
		acceptsOther?: boolean;
	},
): Field<string | undefined> {
	const { label, acceptsOther } = spec;
	const options = spec.values.map((entry) =>
		typeof entry === 'string' ? { name: entry, value: entry } : entry,
	);
	const values = options.map(({ value }) => value);
	if (acceptsOther) options.push({ name: 'Other', value: OTHER });
	return {
		...OPTIONAL,
		...(acceptsOther && { acceptsOther }),
		property: { ...shown(spec), type: 'options', options, default: spec.default },
		parse(raw) {
			if (isUnset(raw)) return undefined;
			const value = humanText(raw, label).trim();
			if (acceptsOther) {
				if (value !== OTHER) return value;
				throw new ParameterProblem(label, words.isOtherButEmpty(label));
			}
			if (values.includes(value)) return value;
			const meant = values.filter((one) => asTyped(one) === asTyped(value));
			if (meant.length === 1) return meant[0];
			throw new ParameterProblem(label, words.isNoneOf(value, values));
		},
	};
}

/** Ignores how a person or a table writes it: 2K or 2k, or the full-width characters of a Chinese keyboard. */
const asTyped = (value: string) => value.normalize('NFKC').trim().toLowerCase();

/** An on/off switch. Its `description` begins with "Whether", as n8n requires. */
export function flag(spec: FieldTexts & { default: boolean }): Field<boolean | undefined> {
	return {
		...OPTIONAL,
		property: { ...shown(spec), type: 'boolean', default: spec.default },
		parse(raw) {
			if (typeof raw === 'boolean') return raw;
			if (isUnset(raw)) return undefined;
			const value = plainText(raw, spec.label, 'switch').trim().toLowerCase();
			if (['true', '1', 'yes', 'on'].includes(value)) return true;
			if (['false', '0', 'no', 'off'].includes(value)) return false;
			throw new ParameterProblem(spec.label, words.isNoSwitch(value));
		},
	};
}

/** A switch that sends a word or a number of its own for on and for off. */
export function switchOf<On extends JsonValue, Off extends JsonValue>(
	spec: FieldTexts & { default: boolean; on: On; off: Off },
): Field<On | Off | undefined> {
	const field = flag(spec);
	return {
		...field,
		parse(raw) {
			const value = field.parse(raw);
			return value === undefined ? undefined : value ? spec.on : spec.off;
		},
	};
}

/** A switch in the form itself that can also stay unset: a list with On, Off and an empty entry. */
export function onOff<On extends JsonValue, Off extends JsonValue>(
	spec: FieldTexts & { on: On; off: Off; taken?: Taken },
): Field<On | Off | undefined> {
	const field = switchOf({ ...spec, default: false });
	const options = [
		{ name: 'On', value: 'on' },
		{ name: 'Off', value: 'off' },
	];
	const property = { ...field.property, type: 'options', options } as const;
	return orPlatformDefault({ ...field, property }, spec.taken);
}

/** A list in the form itself. Its first entry sends nothing, and says what the platform then uses, if that is known. */
export function orPlatformDefault<Value>(
	field: Field<Value | undefined>,
	taken?: Taken,
): Field<Value | undefined> {
	return {
		...withFirst(field, platformDefault(taken)),
		...(taken !== undefined && { taken }),
	};
}

/** A list in the form itself for a value that the platform requires: its first entry sends `own`. */
export function orDefault(field: Field<string | undefined>, own: string): Field<string> {
	const list = withFirst(required(field), platformDefault(own));
	return { ...list, parse: (raw) => (isUnset(raw) ? own : list.parse(raw)) };
}

/** The value of the first entry is empty in all operations, so that the choice survives a switch between them. */
const withFirst = <Value>(field: Field<Value>, name: string): Field<Value> => ({
	...inForm(field),
	property: {
		...field.property,
		options: [{ name, value: '' }, ...(field.property.options ?? [])],
		default: '',
	},
});

/** A JSON object, typed in or from an expression. */
export function jsonObject(spec: FieldTexts): Field<JsonObject | undefined> {
	const { label } = spec;
	return {
		...OPTIONAL,
		property: { ...shown(spec), type: 'json', default: '{}' },
		parse(raw) {
			if (isUnset(raw)) return undefined;
			if (typeof raw === 'string') refuseExpression(raw, label);
			const value = typeof raw === 'string' ? parseJson(raw) : raw;
			if (value === undefined)
				throw new ParameterProblem(label, words.isInvalidJson(), words.checkJson());
			if (!isJsonObject(value)) throw new ParameterProblem(label, words.isNoJsonObject());
			const number = inexactNumber(typeof raw === 'string' ? raw : jsonText(raw));
			if (number !== undefined)
				throw new ParameterProblem(label, words.holdsInexactNumber(number), words.quoteNumber());
			return Object.keys(value).length === 0 ? undefined : value;
		},
	};
}

/** A number outside of strings that a JavaScript number cannot hold: an integer beyond 2^53, or one too large. */
function inexactNumber(text: string): string | undefined {
	const plain = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
	return plain.match(/-?\d+(\.\d+)?([eE][+-]?\d+)?/g)?.find((literal) => {
		const number = Number(literal);
		return !Number.isFinite(number) || (/^-?\d+$/.test(literal) && !Number.isSafeInteger(number));
	});
}

/** A date, a map or the like would lose its content when it is sent. */
const isJsonObject = (value: unknown): value is JsonObject =>
	isObject(value) &&
	Object.prototype.toString.call(value) === '[object Object]' &&
	!('isLuxonDateTime' in value);
