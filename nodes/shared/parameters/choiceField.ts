/** Fields that offer a list or a switch. */
import type { INodePropertyOptions } from 'n8n-workflow';

import type { JsonValue } from '../base/json';
import { ParameterProblem } from '../base/problem';
import { OTHER, type Field } from './field';
import { OPTIONAL, shown, type FieldTexts } from './fieldTexts';
import { humanText, isUnset, plainText } from './readText';

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
				throw new ParameterProblem(spec.label, `is Other, but Other ${spec.label} is empty`);
			}
			const meant = options.filter((option) => asTyped(option.value) === asTyped(value));
			const exact = meant.find((option) => option.value === value);
			const found = exact ?? (meant.length === 1 ? meant[0] : undefined);
			if (typeof found?.value === 'string') return found.value;
			throw new ParameterProblem(
				spec.label,
				`is "${value.slice(0, 60)}"; allowed is ${options.map((option) => String(option.value)).join(', ')}`,
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
			const value = plainText(raw, spec.label, 'on or off').trim().toLowerCase();
			if (['true', '1', 'yes', 'on'].includes(value)) return true;
			if (['false', '0', 'no', 'off'].includes(value)) return false;
			throw new ParameterProblem(spec.label, `must be on or off, but is "${value.slice(0, 40)}"`);
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
