/** A field for a JSON object. */
import { isObject, jsonText, parseJson, type JsonObject } from '../base/json';
import { ParameterProblem, refuseExpression } from '../base/problem';
import type { Field } from './field';
import { OPTIONAL, shown, type FieldTexts } from './fieldTexts';
import { isUnset } from './readText';

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
				throw new ParameterProblem(
					spec.label,
					'is not valid JSON',
					'Check quotes, commas and brackets.',
				);
			}
			if (!isJsonObject(value))
				throw new ParameterProblem(spec.label, 'must be a JSON object such as {"name": "value"}');
			const text = typeof raw === 'string' ? raw : jsonText(raw);
			const number = inexactNumber(text);
			if (number !== undefined)
				throw new ParameterProblem(
					spec.label,
					`holds the number ${number.slice(0, 40)}, which cannot be sent exactly`,
					'Put it into quotes, if the platform takes text there.',
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
