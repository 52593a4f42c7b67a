/** What people read where the value of a field is refused: each the end of a sentence that begins with the label. */

/** What fields read as text are to hold. */
const WANTED = { text: 'text', number: 'a number', switch: 'on or off' };

export type Wanted = keyof typeof WANTED;

export const isRequired = (): string => 'is required but empty';

export const isNoText = (wanted: Wanted, isList: boolean): string =>
	`must be ${WANTED[wanted]}, but is ${isList ? 'a list' : 'an object'}`;

export const isOtherThanText = (value: unknown): string => `must be text, but is ${String(value)}`;

export const holdsObjectAsText = (): string =>
	'contains [object Object], which is what an expression turns an object into';
export const takeFieldOfObject = (): string =>
	'Use a field of the object, such as {{ $json.answer.text }}, or wrap the object in JSON.stringify(...).';

export const isTooLong = (length: number, maxLength: number): string =>
	`has ${length} characters; the limit is ${maxLength}`;

export const holdsExpressionForAll = (): string =>
	'contains an expression, but must have one value for all items';
export const enterFixedValue = (): string => 'Enter a fixed value.';

/** @param reason as n8n says it */
export const cannotBeEvaluated = (reason: string): string =>
	`contains an expression that n8n cannot evaluate: ${reason}`;
export const correctExpression = (): string => 'Correct the expression.';

export const isNoNumber = (raw: unknown): string =>
	`must be a number, but is "${String(raw).slice(0, 40)}"`;

export const isNoWholeNumber = (value: number): string => `must be a whole number, but is ${value}`;

export const range = (min?: number, max?: number): string =>
	min === undefined ? `at most ${max}` : max === undefined ? `at least ${min}` : `${min} to ${max}`;

export const isOutOfRange = (value: number, min?: number, max?: number): string =>
	`must be ${range(min, max)}, but is ${value}`;

export const isNoneOf = (value: string, allowed: readonly string[]): string =>
	`is "${value.slice(0, 60)}", but must be ${allowed.length === 1 ? '' : 'one of '}${allowed.join(', ')}`;

export const isOtherButEmpty = (label: string): string =>
	`is set to Other, but Other ${label} is empty`;

export const isNoSwitch = (value: string): string =>
	`must be on or off, but is "${value.slice(0, 40)}"`;

/** @param allowed as the form says it */
export const isNoSize = (value: string, allowed: string): string =>
	`is "${value.slice(0, 40)}", but must be ${allowed}`;

export const isInvalidJson = (): string => 'is not valid JSON';
export const checkJson = (): string => 'Check the quotes, commas and brackets.';

export const isNoJsonObject = (): string => 'must be a JSON object such as {"name": "value"}';

export const holdsInexactNumber = (number: string): string =>
	`contains the number ${number.slice(0, 40)}, which cannot be sent exactly`;
export const quoteNumber = (): string => 'Put it in quotes if the platform accepts text there.';

export const isImpossibleName = (name: string): string =>
	`is "${name}", which n8n does not allow as the name of a binary field`;
export const takeOtherName = (): string => 'Use another name, such as data.';

export const holdsLetterOfNoField = (letter: string): string =>
	`contains ${JSON.stringify(letter)}, which is not allowed in the name of a binary field`;
export const takePlainName = (): string => 'Use letters, digits, - and _ only, as in data.';

/** Why a value is refused, as the end of the sentence "LABEL ...", and how to get unstuck. */
export interface Refusal {
	reason: string;
	advice: string;
}

export const stillHoldsExpression = (): Refusal => ({
	reason: 'contains an expression that was not evaluated',
	advice:
		'Switch the parameter from Fixed to Expression so that n8n replaces {{ ... }} with its value.',
});

/** @param reason as that of a refusal */
export const ofParameter = (label: string, reason: string): string => `${label} ${reason}`;
