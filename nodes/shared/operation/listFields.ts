/** Fields that offer a list or a switch. */
import type { INodePropertyOptions } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import type { JsonValue } from '../util/json';
import { platformDefault } from '../words/forms';
import * as words from '../words/fields';
import {
	OTHER,
	type Field,
	OPTIONAL,
	shown,
	type FieldTexts,
	humanText,
	isUnset,
	plainText,
	inForm,
	required,
	type Taken,
} from './field';

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
			const value = humanText(raw, spec.label).trim();
			if (spec.acceptsOther) {
				if (value !== OTHER) return value;
				throw new ParameterProblem(spec.label, words.isOtherButEmpty(spec.label));
			}
			const meant = options.filter((option) => asTyped(option.value) === asTyped(value));
			const exact = meant.find((option) => option.value === value);
			const found = exact ?? (meant.length === 1 ? meant[0] : undefined);
			if (typeof found?.value === 'string') return found.value;
			throw new ParameterProblem(
				spec.label,
				words.isNoneOf(
					value,
					options.map((option) => String(option.value)),
				),
			);
		},
	};
}

/** However a person, a table or another operation writes it: 2K and 2k, or the full-width signs of a Chinese keyboard. */
const asTyped = (value: INodePropertyOptions['value']) =>
	String(value).normalize('NFKC').trim().toLowerCase();

/** An on/off switch; `label` reads as a name, `description` begins with "Whether". */
export function flag(spec: FieldTexts & { default: boolean }): Field<boolean | undefined> {
	return {
		...OPTIONAL,
		property: { ...shown(spec), type: 'boolean', default: spec.default },
		parse(raw) {
			if (isUnset(raw)) return undefined;
			if (typeof raw === 'boolean') return raw;
			const value = plainText(raw, spec.label, 'switch').trim().toLowerCase();
			if (['true', '1', 'yes', 'on'].includes(value)) return true;
			if (['false', '0', 'no', 'off'].includes(value)) return false;
			throw new ParameterProblem(spec.label, words.isNoSwitch(value));
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

// Lists that can say nothing: an entry stands for what the platform takes by itself.

/**
 * A list in the form itself that begins with an entry which sends nothing, and says what the platform takes then,
 * where that is known.
 */
export function orPlatformDefault<Value>(
	field: Field<Value | undefined>,
	taken?: Taken,
): Field<Value | undefined> {
	return {
		...withFirst(field, platformDefault(taken)),
		...(taken !== undefined && { taken }),
	};
}

/** A list in the form itself for what the platform demands: its first entry stands for this value, and sends it. */
export function orDefault(field: Field<string | undefined>, own: string): Field<string> {
	const { parse, ...list } = required(field);
	return {
		...withFirst({ ...list, parse }, platformDefault(own)),
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
