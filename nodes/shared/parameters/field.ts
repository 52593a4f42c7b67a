/** What a field is, and what an operation may say of it: where it stands, whether it must be filled, in which modes. */
import type { INodeProperties } from 'n8n-workflow';

import { ParameterProblem } from '../base/problem';

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
