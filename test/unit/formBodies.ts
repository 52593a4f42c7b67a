/* eslint-disable @n8n/community-nodes/require-node-api-error */
// The bodies that an operation's form can make, as far as one field after another shows them.
import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { OTHER, type Field } from '../../nodes/shared/operation/field';
import type { Operation } from '../../nodes/shared/operation/operation';
import { list } from '../support/rows';

type Any = Field<unknown>;
type Values = Readonly<Record<string, unknown>>;

/** A body as it is sent, and the form that made it. */
export interface FormBody {
	/** The form in words: its mode, and the field that this body is about. */
	form: string;
	/** The smaller the number, the simpler the form. */
	order: number;
	body: unknown;
	/** What a person typed, in contrast to the words that the form offers. */
	typed: readonly string[];
	/** A person's own text stands where a word of the platform belongs. */
	hasOtherWord: boolean;
}

interface FormBodies {
	bodies: FormBody[];
	/** The fields and values that come into no body. */
	problems: string[];
}

// What a person may enter in a field.

const FILE = 'https://example.com/file';
const TEXTS = ['a paper boat at dawn', 'a lantern in the fog'];
const LONG_TEXTS = [500, 800, 1000, 2000, 2500, 5000, 10_000].map((length) => 'x'.repeat(length));
const LISTS = [0, 1, 2, 3, 4, 7, 8, 9, 14, 16, 20].map((length) =>
	Array.from({ length }, (_, place) => `${FILE}/${place}`),
);
const NUMBERS = list`
	1 2 0 -1 0.1 0.5 2.5 3 4 5 6 7 8 10 12 15 16 20 30 50 60 100 200 512 1000 2147483647`.map(Number);

/** Texts that are words of the platform, where the form takes another one all the same: lists with Other, renamed models. */
const hasOwnWords = ({ acceptsOther, property }: Any): boolean =>
	acceptsOther === true ||
	(property.type === 'string' && typeof property.default === 'string' && property.default !== '');

/** Whether the form shows all that can be chosen. */
const isList = ({ property }: Any) => property.type === 'options' || property.type === 'boolean';

/** What the form offers; the empty entry stands for nothing. */
const offered = ({ property, acceptsOther }: Any): unknown[] =>
	(property.options ?? [])
		.flatMap((option) => ('value' in option ? [option.value] : []))
		.filter((value) => value !== '' && !(acceptsOther && value === OTHER));

function worthTrying(field: Any): unknown[] {
	const { property, media } = field;
	if (media) return [`${FILE}/first`, `${FILE}/second`, 'asset://a-sample', ...LISTS];
	if (property.type === 'number') return NUMBERS;
	if (property.type === 'color') return ['#102030', '#405060'];
	if (property.type === 'json') return TEXTS.map((text) => JSON.stringify({ text }));
	if (hasOwnWords(field)) return [property.default];
	// The example of the form may keep to rules that nothing else tells.
	const example = (property.placeholder ?? TEXTS[0])?.replace(/^e\.g\. /, '');
	return [...TEXTS, example, '1024x1024', '2048x2048', ...LONG_TEXTS];
}

/** Whether the value says something that the field lets through. */
function isTaken({ parse }: Any, value: unknown): boolean {
	try {
		return parse(value) !== undefined;
	} catch {
		return false;
	}
}

const known = new WeakMap<Any, unknown[]>();

/** Of a list all that it offers, otherwise what the field's own check lets through. */
function samplesOf(field: Any): unknown[] {
	const { type } = field.property;
	if (type === 'boolean') return [true, false];
	if (type === 'options') return offered(field);
	const samples = known.get(field) ?? worthTrying(field).filter((value) => isTaken(field, value));
	known.set(field, samples);
	return samples;
}

/** What a person may enter in place of the platform's own words. */
const otherWordsOf = (field: Any): string[] =>
	hasOwnWords(field) ? TEXTS.filter((value) => isTaken(field, value)) : [];

/** The texts and numbers in a value that a person typed, as text; what the form offers is not among them. */
function typedIn(field: Any, value: unknown): string[] {
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

// What a form makes of it.

/** One mode of an operation, with the fields that it uses; the mode has no name where the operation has one alone. */
interface Form {
	operation: Operation;
	mode: string | undefined;
	fields: Array<[name: string, field: Any]>;
}

/** Each mode of an operation as it stands, and with each value of each field; the simplest forms come first. */
export function formBodies(operation: Operation): FormBodies {
	const { mode: modeField, ...others } = operation.fields;
	const modes = modeField === undefined ? [undefined] : samplesOf(modeField).map(String);
	const made = modes.map((mode) => {
		const fields = Object.entries(others).filter(
			([, { modes: own }]) => own === undefined || (mode !== undefined && own.includes(mode)),
		);
		return bodiesOfForm({ operation, mode, fields });
	});
	const { bodies, problems } = together(made);
	return { bodies: bodies.sort((one, other) => one.order - other.order), problems };
}

const together = (made: FormBodies[]): FormBodies => ({
	bodies: made.flatMap(({ bodies }) => bodies),
	problems: made.flatMap(({ problems }) => problems),
});

const problem = (form: Form, text: string): FormBodies => ({
	bodies: [],
	problems: [named(form, text)],
});

/** The smallest form and the fullest one, each also with every value of every field. */
function bodiesOfForm(form: Form): FormBodies {
	const least = firstTaken(form, leftAsItIs(form));
	if (least === undefined) return problem(form, 'no values were found that fill it in');
	const most = filledIn(form, least);
	const whole = [
		bodyMade(form, least, 'as little as it takes'),
		bodyMade(form, most, 'everything filled in', 1),
	];
	const tried = form.fields.map(([name, field]) => tryField(form, name, field, [least, most]));
	return together([{ bodies: whole, problems: [] }, ...tried]);
}

/** Both forms with each value of the field, and a third one where neither uses it. */
function tryField(form: Form, name: string, field: Any, [least, most]: [Values, Values]) {
	const samples = samplesOf(field);
	if (samples.length === 0)
		return problem(form, `${name}: its check takes none of the sample values`);
	const others = { ...form, fields: form.fields.filter(([one]) => one !== name) };
	const starts = [least, most];
	const values = [...samples, ...otherWordsOf(field)];
	if (!starts.some((start) => changesBody(form, start, name, values))) {
		const few = [samples[0], values.at(-1)];
		const start = first(others, least, 1, (next) => changesBody(form, next, name, few));
		if (start !== undefined) starts.push(start);
		else if (form.operation.preparation === undefined || name !== 'reviewAssets')
			// The switch of a review decides what is done before the request, and stands in none.
			return problem(form, `${name}: no value of it changes the body`);
	}
	return together(
		values.map((value) => {
			const about = `${name} ${shown(value)}`;
			const bodies = starts
				.map((start, order): [Values, number] => [{ ...start, [name]: value }, order])
				.filter(([next]) => isTakenBy(form, next))
				.map(([next, order]) => bodyMade(form, next, about, order));
			if (bodies.length > 0 || !isList(field)) return { bodies, problems: [] };
			// What stands in a list, a form must take, if need be with other values beside it.
			const next = firstTaken(others, { ...least, [name]: value });
			if (next === undefined) return problem(form, `${about}: no form was found that takes it`);
			return { bodies: [bodyMade(form, next, about, 2)], problems: [] };
		}),
	);
}

/** Whether the body tells two values of the field apart, or one from none. */
function changesBody(form: Form, start: Values, name: string, samples: unknown[]): boolean {
	const bodies = [undefined, start[name], ...samples]
		.map((value) => bodyOf(form, { ...start, [name]: value }))
		.filter((body) => body !== undefined);
	return new Set(bodies.map((body) => JSON.stringify(body))).size > 1;
}

/** As n8n shows it, with what must be filled in. */
const leftAsItIs = ({ fields, mode = '' }: Form): Values =>
	Object.fromEntries(
		fields.map(([name, field]) => {
			const { place, property, required, emptyIn = [] } = field;
			const untouched: unknown = place === 'form' ? property.default : undefined;
			const mustFill = required && !emptyIn.includes(mode) && !isTaken(field, untouched);
			return [name, mustFill ? samplesOf(field)[0] : untouched];
		}),
	);

/** Everything that is empty filled in, as far as the operation takes it together. */
function filledIn(form: Form, least: Values): Values {
	const more = form.fields
		.filter(([name]) => least[name] === undefined || least[name] === '')
		.map(([name, field]) => [name, samplesOf(field)[0]] as const);
	const all = { ...least, ...Object.fromEntries(more) };
	if (isTakenBy(form, all)) return all;
	return more.reduce((values, [name, value]) => {
		const next = { ...values, [name]: value };
		return isTakenBy(form, next) ? next : values;
	}, least);
}

const isTakenBy = (form: Form, values: Values) => bodyOf(form, values) !== undefined;

const firstTaken = (form: Form, values: Values) =>
	first(form, values, 2, (next) => isTakenBy(form, next));

/** The values, or those that differ from them in so many fields, whichever is wanted first. */
function first(form: Form, values: Values, most: number, isWanted: (values: Values) => boolean) {
	for (let depth = 0; depth <= most; depth++)
		for (const next of changed(form.fields, values, depth)) if (isWanted(next)) return next;
	return undefined;
}

function* changed(fields: Form['fields'], values: Values, depth: number): Generator<Values> {
	if (depth === 0) return yield values;
	for (const [place, [name, field]] of fields.entries())
		for (const value of samplesOf(field))
			yield* changed(fields.slice(place + 1), { ...values, [name]: value }, depth - 1);
}

/** Undefined where the form is refused. */
function bodyOf({ operation, mode }: Form, values: Values): unknown {
	try {
		const body = operation.toBody((name) => (name === 'mode' ? mode : values[name]));
		return JSON.parse(JSON.stringify(body));
	} catch (cause) {
		if (cause instanceof ParameterProblem) return undefined;
		throw new Error(`${operation.value} cannot read its form`, { cause });
	}
}

const bodyMade = (form: Form, values: Values, about: string, order = 0): FormBody => ({
	form: named(form, about),
	order,
	body: bodyOf(form, values),
	typed: form.fields.flatMap(([name, field]) => typedIn(field, values[name])),
	hasOtherWord: form.fields.some(([name, field]) =>
		otherWordsOf(field).some((one) => one === values[name]),
	),
});

const named = ({ mode }: Form, about: string) =>
	mode === undefined ? about : `mode ${mode}, ${about}`;
