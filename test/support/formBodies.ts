/* eslint-disable @n8n/community-nodes/require-node-api-error */
// The bodies that an operation's form can make, as far as one field after another shows them.
import type { Operation } from '../../nodes/shared/operation/operation';
import { isList, isTaken, otherWordsOf, samplesOf, shown, typedIn } from './formSamples';
import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import type { Field } from '../../nodes/shared/operation/field';

type Values = Readonly<Record<string, unknown>>;
type Named = [name: string, field: Field<unknown>];

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

export interface FormBodies {
	bodies: FormBody[];
	/** The fields and values that come into no body. */
	problems: string[];
}

/** One mode of an operation; the mode has no name where the operation has one alone. */
interface Form {
	operation: Operation;
	mode: string | undefined;
	/** Those that the mode uses, without the dropdown of the modes itself. */
	fields: Named[];
}

/** Each mode of an operation as it stands, and with each value of each field; the simplest forms come first. */
export function formBodies(operation: Operation): FormBodies {
	const { mode } = operation.fields;
	const modes = mode === undefined ? [undefined] : samplesOf(mode).map(String);
	const made = modes.map((one) => bodiesOfForm(formOf(operation, one)));
	return {
		bodies: made.flatMap(({ bodies }) => bodies).sort((one, other) => one.order - other.order),
		problems: made.flatMap(({ problems }) => problems),
	};
}

function formOf(operation: Operation, mode: string | undefined): Form {
	const isUsed = ({ modes }: Field<unknown>) =>
		modes === undefined || (mode !== undefined && modes.includes(mode));
	const fields = Object.entries(operation.fields).filter(
		([name, field]) => name !== 'mode' && isUsed(field),
	);
	return { operation, mode, fields };
}

/** The smallest form and the fullest one, each also with every value of every field. */
function bodiesOfForm(form: Form): FormBodies {
	const least = firstTaken(form, leftAsItIs(form));
	if (least === undefined)
		return { bodies: [], problems: [named(form, 'no values were found that fill it in')] };
	const most = filledIn(form, least);
	const tried = form.fields.map((field) => tryField(form, field, [least, most]));
	return {
		bodies: [
			bodyMade(form, least, 'as little as it takes'),
			...tried.flatMap(({ bodies }) => bodies),
			bodyMade(form, most, 'everything filled in', 1),
		],
		problems: tried.flatMap(({ problems }) => problems.map((problem) => named(form, problem))),
	};
}

/** Both forms with each value of the field, and a third one where neither uses it. */
function tryField(form: Form, [name, field]: Named, [least, most]: [Values, Values]): FormBodies {
	const samples = samplesOf(field);
	if (samples.length === 0)
		return { bodies: [], problems: [`${name}: its check takes none of the sample values`] };
	const others = { ...form, fields: form.fields.filter(([one]) => one !== name) };
	const starts = [least, most];
	const values = [...samples, ...otherWordsOf(field)];
	if (!starts.some((start) => changesBody(form, start, name, values))) {
		const few = [samples[0], values.at(-1)];
		const start = first(others, least, 1, (next) => changesBody(form, next, name, few));
		if (start !== undefined) starts.push(start);
		else if (!isOfReview(form, name))
			return { bodies: [], problems: [`${name}: no value of it changes the body`] };
	}
	const bodies: FormBody[] = [];
	const problems: string[] = [];
	for (const value of values) {
		const about = `${name} ${shown(value)}`;
		const taken = starts.flatMap((start, place) => {
			const next = { ...start, [name]: value };
			return isTakenBy(form, next) ? [bodyMade(form, next, about, place)] : [];
		});
		bodies.push(...taken);
		if (taken.length > 0 || !isList(field)) continue;
		// What stands in a list, a form must take, if need be with other values beside it.
		const next = firstTaken(others, { ...least, [name]: value });
		if (next === undefined) problems.push(`${about}: no form was found that takes it`);
		else bodies.push(bodyMade(form, next, about, 2));
	}
	return { bodies, problems };
}

/** The switch of `Operation.review` decides what is done before the request, and stands in none. */
const isOfReview = ({ operation }: Form, name: string) =>
	operation.preparation !== undefined && name === 'reviewAssets';

/** Whether the body tells two values of the field apart, or one from none. */
function changesBody(
	form: Form,
	start: Values,
	name: string,
	samples: readonly unknown[],
): boolean {
	const bodies = [undefined, start[name], ...samples].flatMap((value) => {
		const body = bodyOf(form, { ...start, [name]: value });
		return body === undefined ? [] : [JSON.stringify(body)];
	});
	return new Set(bodies).size > 1;
}

/** As n8n shows it, with what must be filled in. */
function leftAsItIs({ fields, mode = '' }: Form): Values {
	const values = fields.map(([name, field]) => {
		const { place, property, required, emptyIn = [] } = field;
		const untouched: unknown = place === 'form' ? property.default : undefined;
		const mustFill = required && !emptyIn.includes(mode) && !isTaken(field, untouched);
		return [name, mustFill ? samplesOf(field)[0] : untouched];
	});
	return Object.fromEntries(values) as Values;
}

/** Everything that is empty filled in, as far as the operation takes it together. */
function filledIn(form: Form, least: Values): Values {
	const more = form.fields
		.filter(([name]) => least[name] === undefined || least[name] === '')
		.map(([name, field]): Values => ({ [name]: samplesOf(field)[0] }));
	const all = more.reduce((values, one) => ({ ...values, ...one }), least);
	if (bodyOf(form, all) !== undefined) return all;
	return more.reduce((values, one) => {
		const next = { ...values, ...one };
		return bodyOf(form, next) === undefined ? values : next;
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

function* changed(fields: Named[], values: Values, depth: number): Generator<Values> {
	if (depth === 0) return yield values;
	for (const [place, [name, field]] of fields.entries())
		for (const value of samplesOf(field))
			yield* changed(fields.slice(place + 1), { ...values, [name]: value }, depth - 1);
}

/** Undefined where the form is refused. */
function bodyOf({ operation, mode }: Form, values: Values): unknown {
	const raw = (name: string) => (name === 'mode' ? mode : values[name]);
	try {
		return JSON.parse(JSON.stringify(operation.toBody(raw)));
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
