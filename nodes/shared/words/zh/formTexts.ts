import { FIELDS } from './fields';
import { HINTS } from './hints';
import { OPERATIONS } from './operations';
import { OPTIONS } from './options';

/** The Chinese of the forms, by the English text. */
export const FORMS: Readonly<Record<string, string>> = {
	...OPERATIONS,
	...OPTIONS,
	...FIELDS,
	...HINTS,
};
