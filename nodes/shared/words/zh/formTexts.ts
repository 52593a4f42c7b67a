import { CREDENTIALS } from './formCredentials';
import { FIELDS } from './formFields';
import { HINTS } from './formHints';
import { OPERATIONS } from './formOperations';
import { OPTIONS } from './formOptions';

/** The Chinese of the forms, by the English text. */
export const FORMS: Readonly<Record<string, string>> = {
	...OPERATIONS,
	...OPTIONS,
	...FIELDS,
	...HINTS,
	...CREDENTIALS,
};
