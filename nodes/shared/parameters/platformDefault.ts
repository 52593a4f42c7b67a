/** Lists that can say nothing: an entry stands for what the platform takes by itself. */
import type { JsonValue } from '../base/json';
import { switchOf } from './choiceField';
import { inForm, required, type Field, type Taken } from './field';
import { OPTIONAL, takenText, type FieldTexts } from './fieldTexts';

/**
 * A list in the form itself that begins with an entry which sends nothing, and says what the platform takes then,
 * where that is known.
 */
export function orPlatformDefault<Value>(
	field: Field<Value | undefined>,
	taken?: Taken,
): Field<Value | undefined> {
	const name = taken === undefined ? 'Default' : `Default (${takenText(taken)})`;
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
