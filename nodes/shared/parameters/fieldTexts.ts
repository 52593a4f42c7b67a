/** What a person reads of a field, and how a field begins. */
import type { Taken } from './field';

/** What a person reads of a field. */
export interface FieldTexts {
	label: string;
	description?: string;
	hint?: string;
	placeholder?: string;
}

/** How a field begins. */
export const OPTIONAL = { place: 'options', required: false } as const;

export const shown = ({ label, description, hint, placeholder }: FieldTexts) => ({
	displayName: label,
	...(description !== undefined && { description }),
	...(hint !== undefined && { hint }),
	...(placeholder !== undefined && { placeholder }),
});

/** What an empty field means. */
export const takenText = (taken: Taken) =>
	typeof taken === 'object' ? `likely ${taken.likely}` : String(taken);

export const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
