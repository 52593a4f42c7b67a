// What the contract does not know of a body, held more strictly than a validator holds it.
import type { ErrorObject } from 'ajv';

import { loadContract, type Operation, type Schema } from '../../simulator/contract';
import type { FormBody } from './formBodies';
import { shown } from './formSamples';
import { isObject } from '../../nodes/shared/util/json';

const { bodyValidator, resolve } = loadContract();

/** Something about a part of a body. */
interface Objection {
	name: string;
	text: string;
}

/** What the contract does not know of a body, and what it does not allow. */
export function objectionsTo(known: Operation, made: FormBody): string[] {
	if (known.body === undefined) return ['the contract knows no body of it'];
	const places = placesIn(made.body, [known.body]);
	const unknown = places.filter(({ schemas }) => schemas.length === 0).map(({ name }) => name);
	const told = unknown.map((name) => `the contract does not know ${name}`);
	// Another model's name is what such a field is for, and no contract can know it.
	if (made.hasOtherWord) return told;
	const refused = refusals(known, made.body, unknown);
	const words = newWords(places, made).filter(
		({ name }) => !refused.some((one) => one.name === name),
	);
	return [...told, ...[...refused, ...words].map(({ name, text }) => `${name} ${text}`)];
}

/** A part of a body, and all that the contract says of it; nothing where it does not know it. */
interface Place {
	name: string;
	value: unknown;
	schemas: Schema[];
}

/** Every part of a body; of an unknown one, not what is in it. */
function placesIn(value: unknown, schemas: Schema[], name = ''): Place[] {
	const known = [...new Set(schemas.flatMap(partsOf))];
	const here = { name, value, schemas: known };
	if (known.length === 0) return [here];
	if (Array.isArray(value)) {
		const entries = value.map((entry: unknown, index) =>
			placesIn(entry, itemOf(known, index), `${name}[${index}]`),
		);
		return [here, ...entries.flat()];
	}
	if (!isObject(value)) return [here];
	const fields = Object.entries(value).map(([key, one]) =>
		placesIn(one, propertyOf(known, key), name === '' ? key : `${name}.${key}`),
	);
	return [here, ...fields.flat()];
}

const schemasIn = (value: unknown): Schema[] =>
	(Array.isArray(value) ? value : [value]).filter((one): one is Schema => isObject(one));

/** A schema with all that it refers to and all that may hold beside it; a condition only asks, and says nothing. */
function partsOf(schema: Schema): Schema[] {
	const { $ref, allOf, anyOf, oneOf, then, else: otherwise } = schema;
	const referred = $ref === undefined ? [] : [resolve($ref)];
	const beside = [...referred, ...[allOf, anyOf, oneOf, then, otherwise].flatMap(schemasIn)];
	return [schema, ...beside.flatMap(partsOf)];
}

/** Known is what is named, also where a schema lets others through; but it may say that all are welcome. */
const propertyOf = (schemas: Schema[], key: string): Schema[] =>
	schemas.flatMap(({ properties, additionalProperties: others }) => [
		...schemasIn(properties?.[key]),
		...(others === true ? [{}] : schemasIn(others)),
	]);

const itemOf = (schemas: Schema[], index: number): Schema[] =>
	schemas.flatMap(({ prefixItems, items }) => {
		const first = schemasIn(prefixItems);
		return index < first.length ? first.slice(index, index + 1) : schemasIn(items);
	});

/** Shorter ones may stand in another word by chance. */
const LONG_ENOUGH = 8;

/** Texts that nobody typed, from lists and from the operation itself: the contract must name each. */
function newWords(places: readonly Place[], { typed }: FormBody): Objection[] {
	const isTyped = (text: string) =>
		typed.some((one) => one === text || (one.length >= LONG_ENOUGH && text.includes(one)));
	return places.flatMap(({ name, value, schemas }) => {
		if (typeof value !== 'string' || value === '' || schemas.length === 0 || isTyped(value))
			return [];
		const words = [...new Set(schemas.flatMap(wordsOf))];
		if (words.includes(value)) return [];
		const named = words.length === 0 ? 'no value of it' : words.map(shown).join(', ');
		return [{ name, text: `is ${shown(value)}; the contract names ${named}` }];
	});
}

const wordsOf = (schema: Schema): unknown[] => [
	...('const' in schema ? [schema.const] : []),
	...('default' in schema ? [schema.default] : []),
	...(schema.enum ?? []),
	...(schema.examples ?? []),
];

/** What the simulator would refuse, but unknown fields that are told of already. */
function refusals(known: Operation, body: unknown, unknown: readonly string[]): Objection[] {
	const validate = bodyValidator(known);
	if (validate === undefined || validate(body)) return [];
	const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
	// Where one part is wrong, the validator no longer knows the others.
	const surer = errors.filter(({ keyword }) => keyword !== 'unevaluatedProperties');
	return (surer.length > 0 || unknown.length > 0 ? surer : errors)
		.map((error) => ({ name: nameOf(error), text: reasonOf(error, valueAt(body, error)) }))
		.filter(({ name }) => !unknown.includes(name));
}

const stepsTo = ({ instancePath }: ErrorObject): string[] =>
	instancePath
		.split('/')
		.slice(1)
		.map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));

function nameOf(error: ErrorObject): string {
	const { additionalProperty, unevaluatedProperty } = error.params as Record<string, unknown>;
	const key = additionalProperty ?? unevaluatedProperty;
	const steps = [...stepsTo(error), ...(typeof key === 'string' ? [key] : [])];
	const name = steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('');
	return name === '' ? 'the body' : name.replace(/^\./, '');
}

const valueAt = (body: unknown, error: ErrorObject): unknown =>
	stepsTo(error).reduce<unknown>(
		(value, step) => (value as Record<string, unknown> | undefined)?.[step],
		body,
	);

function reasonOf({ keyword, params, message = '' }: ErrorObject, value: unknown): string {
	const { allowedValue, allowedValues } = params as Record<string, unknown>;
	if (keyword === 'const') return `is ${shown(value)}; the contract allows ${shown(allowedValue)}`;
	if (keyword === 'enum') return `is ${shown(value)}; the contract allows ${shown(allowedValues)}`;
	return `is ${shown(value)}; in the contract it ${message}`;
}
