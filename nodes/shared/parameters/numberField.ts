/** A field for a number, its limits said where one types. */
import { ParameterProblem } from '../base/problem';
import type { Field, Taken } from './field';
import { capitalized, OPTIONAL, shown, takenText, type FieldTexts } from './fieldTexts';
import { isUnset, plainText } from './readText';

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
	// "At least 0 pixels" says no more than the unit.
	const isOpen = max === undefined && (min === undefined || (min === 0 && unit !== undefined));
	const limits = isOpen ? undefined : range(min, max);
	const allowed = [limits, unit].filter((word) => word !== undefined).join(' ');
	const empty = taken === undefined ? '' : `default ${takenText(taken)}`;
	const parts = [spec.hint ?? capitalized(allowed), empty].filter((part) => part !== '');
	return parts.length === 0 ? {} : { hint: capitalized(parts.join('; ')) };
}

interface NumberLimits {
	min?: number;
	max?: number;
	unit?: string;
	taken?: Taken;
}

const range = (min?: number, max?: number) =>
	min === undefined ? `at most ${max}` : max === undefined ? `at least ${min}` : `${min} to ${max}`;
