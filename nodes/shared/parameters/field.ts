import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { isObject, jsonText, parseJson, type JsonObject, type JsonValue } from '../base/json';
import { ParameterProblem, refuseExpression } from '../base/problem';
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
	/** What the platform takes by itself, where the form says it. */
	readonly taken?: Taken;
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

/** A value that the platform takes where it is told none; `likely` where no source says so. */
export type Taken = string | number | { readonly likely: string | number };

/** The value of the dropdown entry that stands for free text. */
export const OTHER = 'other';

/** Suffix of the parameter that holds the free text of a dropdown's entry Other. */
export const OTHER_SUFFIX = 'Other';

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

/** A color as text, with n8n's color picker. */
export const colorField = (spec: FieldTexts): Field<string | undefined> => {
	const field = text(spec);
	return { ...field, property: { ...field.property, type: 'color' } };
};

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
	return {
		...OPTIONAL,
		...(spec.integer && { limit: 'A whole number' }),
		...(spec.taken !== undefined && { taken: spec.taken }),
		property: {
			...shown(spec),
			...limitsHint(spec),
			type: 'number',
			default: spec.default ?? '',
			// No limits: n8n would put the nearest allowed number in place of a typed one, without a word.
			typeOptions: {
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

/** Limits stand where one types. */
function limitsHint(spec: FieldTexts & NumberLimits): { hint?: string } {
	const { min, max, unit, taken } = spec;
	const limits = min === undefined && max === undefined ? undefined : range(min, max);
	const allowed = [limits, unit].filter((word) => word !== undefined).join(' ');
	const empty = taken === undefined ? '' : `empty takes ${takenText(taken)}`;
	const parts = [spec.hint ?? capitalized(allowed), empty].filter((part) => part !== '');
	return parts.length === 0 ? {} : { hint: capitalized(parts.join('; ')) };
}

interface NumberLimits {
	min?: number;
	max?: number;
	unit?: string;
	taken?: Taken;
}

/** For a hint that says what an empty field means. */
export const takenText = (taken: Taken) =>
	typeof taken === 'object' ? `the platform's own, likely ${taken.likely}` : String(taken);

const capitalized = (platformMessage: string) =>
	platformMessage.charAt(0).toUpperCase() + platformMessage.slice(1);

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

/**
 * A list in the form itself that begins with an entry which sends nothing, and says what the platform takes then,
 * where that is known.
 */
export function orPlatformDefault<Value>(
	field: Field<Value | undefined>,
	taken?: Taken,
): Field<Value | undefined> {
	const name = taken === undefined ? 'Platform Default' : `Platform Default (${nameOf(taken)})`;
	return {
		...withFirst(field, name),
		...(taken !== undefined && { taken }),
	};
}

/** A list in the form itself for what the platform demands: its first entry stands for this value, and sends it. */
export function orDefault(field: Field<string | undefined>, own: string): Field<string> {
	const { parse, ...list } = required(field);
	return {
		...withFirst({ ...list, parse }, `Default (${own})`),
		parse: (raw) => (raw === '' ? own : parse(raw)),
	};
}

/** The value of the first entry is empty in all operations, so that a chosen one survives switching between them. */
const withFirst = <Value>(field: Field<Value>, name: string): Field<Value> => ({
	...inForm(field),
	property: {
		...field.property,
		options: [{ name, value: '' }, ...(field.property.options ?? [])],
		default: '',
	},
});

const nameOf = (taken: Taken) =>
	typeof taken === 'object' ? `likely ${taken.likely}` : String(taken);

/** A switch in the form itself, which must be able to say nothing: a list of On and Off with an empty entry. */
export function onOff<On extends JsonValue, Off extends JsonValue>(
	spec: FieldTexts & { on: On; off: Off; taken?: Taken },
): Field<On | Off | undefined> {
	const { parse, property } = switchOf({ ...spec, default: false });
	const options = [
		{ name: 'On', value: 'on' },
		{ name: 'Off', value: 'off' },
	];
	const list: Field<On | Off | undefined> = {
		...OPTIONAL,
		property: { ...property, type: 'options', options, default: '' },
		parse,
	};
	return orPlatformDefault(list, spec.taken);
}

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

/** A file name that fits the kind, for the placeholder. */
const EXAMPLES: Record<MediaRules['kind'], string> = {
	image: '1.png',
	video: '1.mp4',
	audio: '1.mp3',
	media: '1.png',
	any: '1.pdf',
};

const sizeHint = ({ maxMb }: MediaRules) =>
	maxMb === undefined ? {} : { hint: `Up to ${maxMb} MB` };

function manyHint(spec: MediaSpec & { max?: number }): string {
	const { hint, max, maxMb } = spec;
	const limits = [
		...(max === undefined ? [] : [`up to ${max}`]),
		...(maxMb === undefined ? [] : [`${maxMb} MB each`]),
	].join(', ');
	const first = hint ?? 'URLs and names of binary fields, one per line, comma-separated, or a list';
	return limits === ''
		? first
		: // URLs keep their capitals.
			`${capitalized(limits)}; ${first.replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase())}`;
}

/** One file, by its public http(s) URL; a binary field is shared before this reads it. */
export function url(spec: MediaSpec): Field<string | undefined> {
	return {
		...OPTIONAL,
		media: rulesOf(spec),
		property: {
			placeholder: `e.g. https://example.com/${EXAMPLES[spec.kind]} or data`,
			...sizeHint(spec),
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
