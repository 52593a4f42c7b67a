/** What a field is, and what an operation can say about it: its place, whether it is required, and in which modes. */
import type { INodeProperties } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import type { MediaRules } from '../util/mediaRules';
import * as words from '../words/fields';

/** What the form shows of a field. Its name is the key under which an operation lists it. */
type FieldProperty = Omit<INodeProperties, 'name' | 'displayOptions' | 'required'>;

/**
 * Where a parameter is: in the form itself if the result or its price depends on it; under Options if few people set
 * it; under Advanced, after Options, if it is about the platform and not about the result.
 */
export type Place = 'form' | 'options' | 'advanced';

/** One parameter of an operation: how the form shows it and how its raw value is read. */
export interface Field<Value> {
	readonly property: FieldProperty;
	readonly place: Place;
	/** Refused when empty. */
	readonly required: boolean;
	/** The operation's modes that use the field; all of them if undefined. */
	readonly modes?: readonly string[];
	/** Modes in which a required field may stay empty. */
	readonly emptyIn?: readonly string[];
	/** The rules of a field for files that the platform fetches, given by URLs or by names of binary fields of the item. */
	readonly media?: MediaRules;
	/** The hint for each value of the field that the limits of a file depend on. */
	readonly hints?: { readonly field: string; of(value: string): string };
	/** Offers free text in addition to the listed values. */
	readonly acceptsOther?: boolean;
	/** A limit that n8n's own form has no place for; told to a language model that fills in the field. */
	readonly limit?: string;
	/** What the platform uses by default, if the form says it. */
	readonly taken?: Taken;
	/**
	 * The checked value, or undefined when the user set none.
	 * @throws ParameterProblem when the value cannot be sent
	 */
	parse(raw: unknown): Value;
}

/** A value that the platform uses when a request has none; `likely` if no source says so. */
export type Taken = string | number | { readonly likely: string | number };

/** The value of the dropdown entry for free text. */
export const OTHER = 'other';

/** Suffix of the parameter that holds the free text of the entry Other. */
export const OTHER_SUFFIX = 'Other';

/** The field, in the form itself; refused when empty. */
export function required<Value>(field: Field<Value | undefined>): Field<Value> {
	return {
		...field,
		place: 'form',
		required: true,
		parse(raw) {
			const value = field.parse(raw);
			if (value === undefined)
				throw new ParameterProblem(field.property.displayName, words.isRequired());
			return value;
		},
	};
}

/** The field, in the form itself; refused when empty, except in these modes. */
export function requiredExcept<Value>(
	modes: readonly string[],
	field: Field<Value | undefined>,
): Field<Value | undefined> {
	return { ...field, place: 'form', required: true, emptyIn: modes };
}

/** The field, in the form itself, where it may stay empty. */
export const inForm = <Value>(field: Field<Value>): Field<Value> => ({ ...field, place: 'form' });

/** The field, under Advanced. */
export const inAdvanced = <Value>(field: Field<Value>): Field<Value> => ({
	...field,
	place: 'advanced',
});

/** A setting that is the same for all items, so the form offers no expression for it. */
export const forAllItems = <Value>(field: Field<Value>): Field<Value> => ({
	...field,
	property: { ...field.property, noDataExpression: true },
	parse(raw) {
		if (typeof raw === 'string' && /^=|\{\{/.test(raw)) {
			throw new ParameterProblem(
				field.property.displayName,
				words.holdsExpressionForAll(),
				words.enterFixedValue(),
			);
		}
		return field.parse(raw);
	},
});

/** The field, shown and read only in some of the operation's modes. */
export function inModes<Value>(
	modes: readonly string[],
	field: Field<Value>,
): Field<Value | undefined> {
	return { ...field, modes };
}

/** The collection of an operation's optional parameters. */
export const OPTIONS = 'options';
/** The collection after it, for what is about the platform and not about the result. */
export const ADVANCED = 'advanced';

/** What a person reads of a field. */
export interface FieldTexts {
	label: string;
	description?: string;
	hint?: string;
	placeholder?: string;
}

/** What a field is by default. */
export const OPTIONAL = { place: 'options', required: false } as const;

export const shown = ({ label, description, hint, placeholder }: FieldTexts) => ({
	displayName: label,
	...(description !== undefined && { description }),
	...(hint !== undefined && { hint }),
	...(placeholder !== undefined && { placeholder }),
});

/** What a parameter holds if nobody filled it in, or if its expression has no value. */
export const isUnset = (raw: unknown): raw is undefined | null | '' =>
	raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');

export type FieldMap = Readonly<Record<string, Field<unknown>>>;

/** The typed values that a set of fields holds for one item. */
export type Values<Fields> = {
	[Name in keyof Fields]: Fields[Name] extends Field<infer Value> ? Value : never;
};

/** Gives the raw value of a parameter; undefined or null if the user set none. */
export type ReadRaw = (name: string, place: Place) => unknown;

/**
 * Reads and checks fields. If one of them is `mode`, the fields of other modes stay undefined: n8n keeps the values of
 * hidden parameters, and they must not be sent.
 * @throws ParameterProblem
 */
export function readFields<Fields extends FieldMap>(fields: Fields, raw: ReadRaw): Values<Fields> {
	const mode = fields.mode?.parse(raw('mode', fields.mode.place));
	const isAmong = (modes: readonly string[]) => typeof mode === 'string' && modes.includes(mode);
	const values: Record<string, unknown> = { mode };
	for (const [name, field] of Object.entries(fields)) {
		const { modes, emptyIn, place, property } = field;
		if (name === 'mode' || (modes && !isAmong(modes))) continue;
		const given = raw(name, place);
		const isLeft = (given === undefined || given === null) && !field.required;
		const value = isLeft ? undefined : field.parse(given);
		if (value === undefined && emptyIn && !isAmong(emptyIn))
			throw new ParameterProblem(property.displayName, words.isRequired());
		values[name] = value;
	}
	// The compiler cannot follow the loop: each value came from the parse of its own field.
	return values as Values<Fields>;
}
