import type { Field, Place } from './field';
import { ParameterProblem } from '../base/problem';

export type FieldMap = Readonly<Record<string, Field<unknown>>>;

/** The typed values that a set of fields holds for one item. */
export type Values<Fields> = {
	[Name in keyof Fields]: Fields[Name] extends Field<infer Value> ? Value : never;
};

/** Gives the raw value of a parameter, undefined or null where the user set none. */
export type ReadRaw = (name: string, place: Place) => unknown;

/**
 * Reads and checks fields. Where one of them is `mode`, the fields of other modes stay undefined:
 * n8n keeps the values of hidden parameters, and they must not be sent.
 * @throws ParameterProblem
 */
export function readFields<Fields extends FieldMap>(fields: Fields, raw: ReadRaw): Values<Fields> {
	const read = (name: string, field: Field<unknown>) => field.parse(raw(name, field.place));
	const mode = fields.mode && read('mode', fields.mode);
	const among = (modes: readonly string[]) => typeof mode === 'string' && modes.includes(mode);
	const values = Object.entries(fields).map(([name, field]) => {
		if (field.modes !== undefined && !among(field.modes)) return [name, undefined];
		const value = read(name, field);
		if (value === undefined && field.emptyIn !== undefined && !among(field.emptyIn))
			throw new ParameterProblem(field.property.displayName, 'is required, but empty');
		return [name, value];
	});
	// Object.entries loses which value belongs to which name; each came from its own field's parse.
	return Object.fromEntries(values) as Values<Fields>;
}
