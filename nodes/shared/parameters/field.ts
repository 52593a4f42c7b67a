import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { isObject, jsonText, parseJson, type JsonObject, type JsonValue } from '../json';
import { ParameterProblem, refuseExpression } from './problem';
import { readUrls, type UrlRules } from './urls';

/** What the form shows of a field; its name is the key under which an operation lists it. */
export type FieldProperty = Omit<INodeProperties, 'name' | 'displayOptions' | 'required'>;

/**
 * Where a parameter stands: in the form itself what decides the result and its price; under Options what few set;
 * under Advanced, behind them, what is about the platform and not about the result.
 */
export type Place = 'form' | 'options' | 'advanced';

/** One parameter of an operation: how the form shows it and how its raw value is read. */
export interface Field<Value> {
	readonly property: FieldProperty;
	readonly place: Place;
	/** Refused when empty. */
	readonly required: boolean;
	/** The operation's modes that use the field; all of them when undefined. */
	readonly modes?: readonly string[];
	/** Modes in which a required field may stay empty all the same. */
	readonly emptyIn?: readonly string[];
	/** Holds files that the platform fetches: by address, or by the name of a binary field of the item. */
	readonly media?: MediaRules;
	/** Offers free text beside the listed values. */
	readonly acceptsOther?: boolean;
	/** What a value must keep to, where n8n's own form has no place for it; for a model that fills it in. */
	readonly limit?: string;
	/**
	 * The checked value, or undefined when the user set none.
	 * @throws ParameterProblem when the value cannot be sent
	 */
	parse(raw: unknown): Value;
}

/** What files a field for media takes. */
export interface MediaRules {
	/** `media` is any of the three, `any` any file at all. */
	kind: 'image' | 'video' | 'audio' | 'media' | 'any';
	/** Largest file in MB, where a limit is known. */
	maxMb?: number;
}

/** The value of the dropdown entry that stands for free text. */
export const OTHER = 'other';

/** What a person reads of a field. */
export interface FieldTexts {
	label: string;
	description?: string;
	hint?: string;
	placeholder?: string;
}

/** What a parameter holds that nobody filled in, or whose expression came to nothing. */
export const isUnset = (raw: unknown): raw is undefined | null | '' =>
	raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');

/** How a field begins. */
const OPTIONAL = { place: 'options', required: false } as const;

const shown = ({ label, description, hint, placeholder }: FieldTexts) => ({
	displayName: label,
	...(description !== undefined && { description }),
	...(hint !== undefined && { hint }),
	...(placeholder !== undefined && { placeholder }),
});

function plainText(raw: unknown, label: string, wanted = 'text'): string {
	if (typeof raw === 'object' || typeof raw === 'function' || typeof raw === 'symbol') {
		throw new ParameterProblem(
			label,
			`must be ${wanted}, but is ${Array.isArray(raw) ? 'a list' : 'an object'}`,
		);
	}
	const text = String(raw);
	refuseExpression(text, label);
	return text;
}

/** As a person would write it: what an expression makes of a missing or a wrong value is no text for anybody. */
function humanText(raw: unknown, label: string): string {
	if (typeof raw === 'boolean' || (typeof raw === 'number' && !Number.isFinite(raw)))
		throw new ParameterProblem(label, `must be text, but is ${String(raw)}`);
	const text = plainText(raw, label);
	if (!text.includes('[object Object]')) return text;
	throw new ParameterProblem(
		label,
		'holds [object Object], which is what an expression makes of an object',
		'Take a field of the object, such as {{ $json.answer.text }}, or write JSON.stringify(...) around it.',
	);
}

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

/** A number; numbers written as text are accepted. Without a default it is empty in the form, and not sent. */
export function number(
	spec: FieldTexts & {
		min?: number;
		max?: number;
		integer?: boolean;
		default?: number;
		precision?: number;
	},
): Field<number | undefined> {
	return {
		...OPTIONAL,
		...(spec.integer && { limit: 'A whole number' }),
		property: {
			...shown(spec),
			type: 'number',
			default: spec.default ?? '',
			typeOptions: {
				...(spec.min !== undefined && { minValue: spec.min }),
				...(spec.max !== undefined && { maxValue: spec.max }),
				...(spec.precision !== undefined && { numberPrecision: spec.precision }),
			},
		},
		parse(raw) {
			if (isUnset(raw)) return undefined;
			const value = typeof raw === 'number' ? raw : Number(plainText(raw, spec.label, 'a number'));
			if (!Number.isFinite(value)) {
				throw new ParameterProblem(
					spec.label,
					`must be a number, but is "${String(raw).slice(0, 40)}"`,
				);
			}
			if (spec.integer && !Number.isInteger(value)) {
				throw new ParameterProblem(spec.label, `must be a whole number, but is ${value}`);
			}
			if (
				(spec.min !== undefined && value < spec.min) ||
				(spec.max !== undefined && value > spec.max)
			) {
				throw new ParameterProblem(
					spec.label,
					`is ${value}; allowed is ${range(spec.min, spec.max)}`,
				);
			}
			return value;
		},
	};
}

const range = (min?: number, max?: number) =>
	min === undefined ? `at most ${max}` : max === undefined ? `at least ${min}` : `${min} to ${max}`;

/** One of a list: texts, or n8n options where label and value differ. */
export function choice(
	spec: FieldTexts & {
		values: ReadonlyArray<string | { name: string; value: string; description?: string }>;
		default: string;
		acceptsOther?: boolean;
	},
): Field<string | undefined> {
	const options: INodePropertyOptions[] = spec.values.map((entry) =>
		typeof entry === 'string' ? { name: entry, value: entry } : entry,
	);
	if (spec.acceptsOther) options.push({ name: 'Other', value: OTHER });
	return {
		...OPTIONAL,
		...(spec.acceptsOther && { acceptsOther: true }),
		property: { ...shown(spec), type: 'options', options, default: spec.default },
		parse(raw) {
			if (isUnset(raw)) return undefined;
			const value = humanText(raw, spec.label);
			if (!spec.acceptsOther && !options.some((option) => option.value === value)) {
				throw new ParameterProblem(
					spec.label,
					`is "${value.slice(0, 60)}"; allowed is ${options.map((option) => String(option.value)).join(', ')}`,
				);
			}
			return value;
		},
	};
}

/** A list where nobody knows what the platform takes by itself: it begins with an entry that sends nothing. */
export const orPlatformDefault = (field: Field<string | undefined>): Field<string | undefined> => ({
	...field,
	property: {
		...field.property,
		options: [{ name: 'Platform Default', value: '' }, ...(field.property.options ?? [])],
		default: '',
	},
});

/** An on/off switch; `label` reads as a name, `description` begins with "Whether". */
export function flag(spec: FieldTexts & { default: boolean }): Field<boolean | undefined> {
	return {
		...OPTIONAL,
		property: { ...shown(spec), type: 'boolean', default: spec.default },
		parse(raw) {
			if (isUnset(raw)) return undefined;
			if (typeof raw === 'boolean') return raw;
			const value = plainText(raw, spec.label, 'true or false').trim().toLowerCase();
			if (['true', '1', 'yes', 'on'].includes(value)) return true;
			if (['false', '0', 'no', 'off'].includes(value)) return false;
			throw new ParameterProblem(
				spec.label,
				`must be true or false, but is "${value.slice(0, 40)}"`,
			);
		},
	};
}

/** A switch whose two positions have words or numbers of their own on the wire. */
export function switchOf<On extends JsonValue, Off extends JsonValue>(
	spec: FieldTexts & { default: boolean; on: On; off: Off },
): Field<On | Off | undefined> {
	const base = flag(spec);
	return {
		...base,
		parse(raw) {
			const value = base.parse(raw);
			return value === undefined ? undefined : value ? spec.on : spec.off;
		},
	};
}

/** What a field for media says of itself beside its texts. */
export type MediaSpec = FieldTexts & UrlRules & MediaRules & { description: string };

const rulesOf = ({ kind, maxMb }: MediaRules): MediaRules => ({
	kind,
	...(maxMb !== undefined && { maxMb }),
});

/** One file, by its public http(s) URL; a binary field is shared before this reads it. */
export function url(spec: MediaSpec): Field<string | undefined> {
	return {
		...OPTIONAL,
		media: rulesOf(spec),
		property: {
			placeholder: 'e.g. https://example.com/file or data',
			...shown({
				...spec,
				description: `${spec.description}, or the name of a binary field of the item (of a tool: of the agent's item)`,
			}),
			type: 'string',
			default: '',
		},
		parse(raw) {
			const found = readUrls(raw, spec.label, spec);
			if (found.length > 1)
				throw new ParameterProblem(spec.label, `takes one URL, but holds ${found.length}`);
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
			placeholder: 'e.g. https://example.com/1.png, data, photo_*',
			hint: 'URLs and names of binary fields, one per line, comma-separated, or a list from an expression',
			...shown({
				...spec,
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

const isJsonObject = (value: unknown): value is JsonObject => isObject(value);

/** The field, refused when empty, and shown in the form itself. */
export function required<Value>(field: Field<Value | undefined>): Field<Value> {
	return {
		...field,
		place: 'form',
		required: true,
		parse(raw) {
			const value = field.parse(raw);
			if (value === undefined)
				throw new ParameterProblem(field.property.displayName, 'is required, but empty');
			return value;
		},
	};
}

/** The field, shown in the form itself, and refused when empty save in these modes. */
export function requiredExcept<Value>(
	modes: readonly string[],
	field: Field<Value | undefined>,
): Field<Value | undefined> {
	return { ...field, place: 'form', required: true, emptyIn: modes };
}

/** The field, shown in the form itself, where it may stay empty. */
export const inForm = <Value>(field: Field<Value>): Field<Value> => ({ ...field, place: 'form' });

/** The field, under Advanced. */
export const inAdvanced = <Value>(field: Field<Value>): Field<Value> => ({
	...field,
	place: 'advanced',
});

/** The field, shown and read in some of the operation's modes only. */
export function inModes<Value>(
	modes: readonly string[],
	field: Field<Value>,
): Field<Value | undefined> {
	return { ...field, modes };
}
