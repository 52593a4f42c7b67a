// Values that the fields of an operation take, for tests that fill in every form there is.
import { OTHER, type Field } from '../../nodes/shared/operation/field';

type Any = Field<unknown>;

const TEXTS = ['a paper boat at dawn', 'a lantern in the fog'];
const LONG_TEXTS = [500, 800, 1000, 2000, 2500, 5000, 10_000].map((length) => 'x'.repeat(length));
const SIZES = ['1024x1024', '2048x2048'];
const FILES = ['https://example.com/first', 'https://example.com/second', 'asset://a-sample'];
const LISTS = [0, 1, 2, 3, 4, 7, 8, 9, 14, 16, 20].map((length) =>
	Array.from({ length }, (_, place) => `https://example.com/file/${place}`),
);
// prettier-ignore
const NUMBERS = [1, 2, 0, -1, 0.1, 0.5, 2.5, 3, 4, 5, 6, 7, 8, 10, 12, 15, 16, 20, 30, 50, 60, 100, 200, 512, 1000, 2147483647];

/** Texts that are words of the platform, where the form takes another one all the same: lists with Other, renamed models. */
const hasOwnWords = ({ acceptsOther, property }: Any): boolean =>
	acceptsOther === true ||
	(property.type === 'string' && typeof property.default === 'string' && property.default !== '');

/** Whether the form shows all that can be chosen. */
export const isList = ({ property }: Any): boolean =>
	property.type === 'options' || property.type === 'boolean';

/** What the form offers; the empty entry stands for nothing. */
const offered = ({ property, acceptsOther }: Any): unknown[] =>
	(property.options ?? [])
		.flatMap((option) => ('value' in option ? [option.value] : []))
		.filter((value) => value !== '' && !(acceptsOther && value === OTHER));

/** The example that the form shows, which may keep to rules that nothing else tells. */
const exampleOf = ({ property }: Any): string[] =>
	property.placeholder === undefined ? [] : [property.placeholder.replace(/^e\.g\. /, '')];

function worthTrying(field: Any): unknown[] {
	const { property, media } = field;
	if (media) return [...FILES, ...LISTS];
	if (property.type === 'number') return NUMBERS;
	if (property.type === 'color') return ['#102030', '#405060'];
	if (property.type === 'json') return TEXTS.map((text) => JSON.stringify({ text }));
	if (hasOwnWords(field)) return [property.default];
	return [...TEXTS, ...exampleOf(field), ...SIZES, ...LONG_TEXTS];
}

/** Whether the value says something that the field lets through. */
export function isTaken({ parse }: Any, value: unknown): boolean {
	try {
		return parse(value) !== undefined;
	} catch {
		return false;
	}
}

const samples = new WeakMap<Any, unknown[]>();

/** What a person may choose or enter: of a list all that it offers, otherwise what the field's own check lets through. */
export function samplesOf(field: Any): unknown[] {
	const known = samples.get(field) ?? findSamples(field);
	samples.set(field, known);
	return known;
}

function findSamples(field: Any): unknown[] {
	if (field.property.type === 'boolean') return [true, false];
	if (field.property.type === 'options') return offered(field);
	return worthTrying(field).filter((value) => isTaken(field, value));
}

/** What a person may enter in place of the platform's own words. */
export const otherWordsOf = (field: Any): string[] =>
	hasOwnWords(field) ? TEXTS.filter((value) => isTaken(field, value)) : [];

/** The texts and numbers in a value that a person typed, as text; what the form offers is not among them. */
export function typedIn(field: Any, value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap((entry) => typedIn(field, entry));
	const isOwnWord = hasOwnWords(field) && value === field.property.default;
	const isTyped = !isList(field) || (field.acceptsOther && !offered(field).includes(value));
	return isTyped && !isOwnWord && value !== undefined && value !== '' ? [String(value)] : [];
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
	const text = Array.isArray(value) ? value.map(shown).join(', ') : String(JSON.stringify(value));
	return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}
