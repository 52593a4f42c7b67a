// What the contract does not know of a body, held more strictly than a validator holds it.
import type { ErrorObject } from 'ajv';

import { isObject } from '../../nodes/shared/util/json';
import { loadContract, type Operation, type Schema } from '../../simulator/contract';
import { shown, type FormBody } from './formBodies';

const { bodyValidator, resolve } = loadContract();

/** A part of a body by its dotted name, and all that the contract says of it; nothing where it does not know it. */
interface Place {
	name: string;
	value: unknown;
	schemas: Schema[];
}

/** What the contract does not know of a body, and what it does not allow. */
export function objectionsTo(known: Operation, made: FormBody): string[] {
	if (known.body === undefined) return ['the contract knows no body of it'];
	const places = placesIn(made.body, [known.body]);
	const unknown = places.filter(({ schemas }) => schemas.length === 0);
	const told = unknown.map(({ name }) => `the contract does not know ${name}`);
	// Another model's name is what such a field is for, and no contract can know it.
	if (made.hasOtherWord) return told;
	const refused = refusals(known, made.body, places, unknown.length > 0);
	const words = newWords(places, made).filter(([name]) => !refused.some(([one]) => one === name));
	return [...told, ...[...refused, ...words].map((objection) => objection.join(' '))];
}

/** Every part of a body; of an unknown one, not what is in it. */
function placesIn(value: unknown, schemas: Schema[], name = ''): Place[] {
	const known = [...new Set(schemas.flatMap(partsOf))];
	const inner = known.length > 0 && (Array.isArray(value) || isObject(value)) ? value : {};
	const places = Object.entries(inner).flatMap(([key, one]) => {
		const below = Array.isArray(value) ? itemOf(known, Number(key)) : propertyOf(known, key);
		return placesIn(one, below, name === '' ? key : `${name}.${key}`);
	});
	return [{ name, value, schemas: known }, ...places];
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

type Objection = [name: string, text: string];

/** Shorter ones may stand in another word by chance. */
const LONG_ENOUGH = 8;

/** Texts that nobody typed, from lists and from the operation itself: the contract must name each. */
function newWords(places: readonly Place[], { typed }: FormBody): Objection[] {
	const isTyped = (text: string) =>
		typed.some((one) => one === text || (one.length >= LONG_ENOUGH && text.includes(one)));
	return places.flatMap(({ name, value, schemas }): Objection[] => {
		if (typeof value !== 'string' || value === '' || schemas.length === 0 || isTyped(value))
			return [];
		const words = [...new Set(schemas.flatMap(wordsOf))];
		if (words.includes(value)) return [];
		const named = words.length === 0 ? 'no value of it' : words.map(shown).join(', ');
		return [[name, `is ${shown(value)}; the contract names ${named}`]];
	});
}

const wordsOf = (schema: Schema): unknown[] => [
	...('const' in schema ? [schema.const] : []),
	...('default' in schema ? [schema.default] : []),
	...(schema.enum ?? []),
	...(schema.examples ?? []),
];

/** What the simulator would refuse, but unknown fields that are told of already. */
function refusals(
	known: Operation,
	body: unknown,
	places: readonly Place[],
	isTold: boolean,
): Objection[] {
	const validate = bodyValidator(known);
	if (validate === undefined || validate(body)) return [];
	const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
	// Where one part is wrong, the validator no longer knows the others.
	const surer = errors.filter(({ keyword }) => !keyword.endsWith('Properties'));
	return (surer.length > 0 || isTold ? surer : errors).map(({ instancePath, ...error }) => {
		const name = instancePath.slice(1).replace(/\//g, '.');
		const { value } = places.find((place) => place.name === name) ?? {};
		return [name || 'the body', `is ${shown(value)}; ${reasonOf(error)}`];
	});
}

function reasonOf({ params, message }: Omit<ErrorObject, 'instancePath'>): string {
	const { allowedValue, allowedValues = allowedValue } = params as Record<string, unknown>;
	return allowedValues === undefined
		? `in the contract it ${message}`
		: `the contract allows ${shown(allowedValues)}`;
}
