/** What people read where the value of a field is refused: each the end of a sentence that begins with the label. */

/** What fields read as text are to hold. */
const WANTED = { text: 'text', number: 'a number', switch: 'on or off' };

export type Wanted = keyof typeof WANTED;

export const isRequired = (): string => 'is required, but empty';

export const isNoText = (wanted: Wanted, isList: boolean): string =>
	`must be ${WANTED[wanted]}, but is ${isList ? 'a list' : 'an object'}`;

export const isOtherThanText = (value: unknown): string => `must be text, but is ${String(value)}`;

export const holdsObjectAsText = (): string =>
	'holds [object Object], which is what an expression makes of an object';
export const takeFieldOfObject = (): string =>
	'Take a field of the object, such as {{ $json.answer.text }}, or write JSON.stringify(...) around it.';

export const isTooLong = (length: number, maxLength: number): string =>
	`has ${length} characters; at most ${maxLength} are allowed`;

export const holdsExpressionForAll = (): string =>
	'holds an expression, but one value holds for all items';
export const enterFixedValue = (): string => 'Enter a fixed value.';

/** @param reason as n8n says it */
export const cannotBeEvaluated = (reason: string): string =>
	`holds an expression that n8n cannot evaluate: ${reason}`;
export const correctExpression = (): string => 'Correct the expression.';

export const isNoNumber = (raw: unknown): string =>
	`must be a number, but is "${String(raw).slice(0, 40)}"`;

export const isNoWholeNumber = (value: number): string => `must be a whole number, but is ${value}`;

export const range = (min?: number, max?: number): string =>
	min === undefined ? `at most ${max}` : max === undefined ? `at least ${min}` : `${min} to ${max}`;

export const isOutOfRange = (value: number, min?: number, max?: number): string =>
	`is ${value}; allowed is ${range(min, max)}`;

export const isNoneOf = (value: string, allowed: readonly string[]): string =>
	`is "${value.slice(0, 60)}"; allowed is ${allowed.join(', ')}`;

export const isOtherButEmpty = (label: string): string => `is Other, but Other ${label} is empty`;

export const isNoSwitch = (value: string): string =>
	`must be on or off, but is "${value.slice(0, 40)}"`;

/** @param allowed as the form says it */
export const isNoSize = (value: string, allowed: string): string =>
	`is "${value.slice(0, 40)}"; allowed is ${allowed}`;

export const isInvalidJson = (): string => 'is not valid JSON';
export const checkJson = (): string => 'Check quotes, commas and brackets.';

export const isNoJsonObject = (): string => 'must be a JSON object such as {"name": "value"}';

export const holdsInexactNumber = (number: string): string =>
	`holds the number ${number.slice(0, 40)}, which cannot be sent exactly`;
export const quoteNumber = (): string => 'Put it into quotes, if the platform takes text there.';

export const isImpossibleName = (name: string): string =>
	`is "${name}", a name that no file can have in n8n`;
export const takeOtherName = (): string => 'Take another name, such as data.';

export const holdsLetterOfNoField = (letter: string): string =>
	`holds ${JSON.stringify(letter)}, which the name of a binary field cannot have`;
export const takePlainName = (): string => 'Take a name of letters, digits, - and _, such as data.';

/** Why a value is refused, as the end of the sentence "LABEL ...", and how to get unstuck. */
export interface Refusal {
	reason: string;
	advice: string;
}

export const stillHoldsExpression = (): Refusal => ({
	reason: 'still holds an expression that was not evaluated',
	advice:
		'Switch the parameter from Fixed to Expression, so that n8n replaces {{ ... }} by its value.',
});

/** @param reason as that of a refusal */
export const ofParameter = (label: string, reason: string): string => `${label} ${reason}`;
