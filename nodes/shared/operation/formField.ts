import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { otherLabel } from '../words/forms';
import { OTHER, OTHER_SUFFIX, type Field, type FieldMap, type Place } from './field';
import type { Operation } from './operation';

/** Rules that must all be met. */
export type Show = NonNullable<IDisplayOptions['show']>;

/** A field as an n8n parameter with that name. */
export const propertyOf = (name: string, field: Field<unknown>): INodeProperties => ({
	...field.property,
	name,
});

/** When the parameters of an operation are shown. */
export const showFor = (operation: Operation): Show => ({
	...(operation.resource !== undefined && { resource: [operation.resource] }),
	operation: [operation.value],
});

/** One field in the form itself: one parameter, or twins of which one is shown at a time. */
export function fieldInForm(
	operation: Operation,
	name: string,
	field: Field<unknown>,
): INodeProperties[] {
	const { emptyIn, modes, hints } = field;
	const property = propertyOf(name, field);
	const isText = field.property.type === 'string';
	if (emptyIn !== undefined) {
		const used = modes ?? valuesOf(operation.fields.mode);
		const needed = used.filter((mode) => !emptyIn.includes(mode));
		return [
			...(needed.length > 0 ? [mustFill(property, operation, 'mode', needed)] : []),
			shownWhere(property, operation, { mode: [...emptyIn] }),
		];
	}
	if (modes !== undefined) {
		return isText && field.required
			? mustFillWhere(property, operation, 'mode', modes)
			: [shownWhere(property, operation, { mode: [...modes] })];
	}
	if (hints !== undefined && field.required) {
		return [
			...valuesOf(operation.fields[hints.field]).map((value) =>
				mustFill({ ...property, hint: hints.of(value) }, operation, hints.field, [value]),
			),
			shownWhere({ ...property, required: true }, operation, { [hints.field]: [AN_EXPRESSION] }),
		];
	}
	const mustBeFilled = isText && field.required;
	const always = shownWhere({ ...property, ...(mustBeFilled && { required: true }) }, operation);
	if (!field.acceptsOther) return [always];
	const other: INodeProperties = {
		displayName: otherLabel(field.property.displayName),
		name: `${name}${OTHER_SUFFIX}`,
		type: 'string',
		default: '',
		placeholder: "e.g. a name from the platform's documentation",
		description: 'Name as the platform documents it',
	};
	return [always, ...mustFillWhere(other, operation, name, [OTHER])];
}

/** The values that a dropdown offers. */
export const valuesOf = (field: Field<unknown> | undefined) =>
	(field?.property.options ?? []).flatMap((option) =>
		'value' in option && typeof option.value === 'string' ? [option.value] : [],
	);

const shownWhere = (
	property: INodeProperties,
	operation: Operation,
	where: Show = {},
): INodeProperties => ({
	...property,
	displayOptions: { show: { ...showFor(operation), ...where } },
});

// A value that begins with "=". Not `startsWith`, because n8n 1.x throws there while the dropdown has no value yet. Not
// `regex`, because n8n 2.x gives it a limited time and throws when a busy machine needs longer.
const AN_EXPRESSION = { _cnd: { between: { from: '=', to: '=\uffff' } } };

/**
 * A parameter that must be filled if a dropdown has one of these values. If the dropdown holds an expression, n8n takes
 * a `show` rule as met, and would stop the whole workflow because of a parameter that the item does not need. So with
 * an expression, a twin is shown that may stay empty, and reading the item reports what is missing.
 */
const mustFillWhere = (
	property: INodeProperties,
	operation: Operation,
	dropdown: string,
	values: readonly string[],
): INodeProperties[] => [
	mustFill(property, operation, dropdown, values),
	shownWhere(property, operation, { [dropdown]: [AN_EXPRESSION] }),
];

const mustFill = (
	property: INodeProperties,
	operation: Operation,
	dropdown: string,
	values: readonly string[],
): INodeProperties => {
	const others = valuesOf(operation.fields[dropdown]).filter((value) => !values.includes(value));
	const [only, ...more] = values;
	const hideAt =
		only !== undefined && more.length === 0
			? [{ _cnd: { not: only } }]
			: [...others, AN_EXPRESSION];
	return {
		...property,
		required: true,
		displayOptions: { show: showFor(operation), hide: { [dropdown]: hideAt } },
	};
};

/** The fields of one place, as parameters of its collection. */
export const inCollection = (fields: FieldMap, place: Place, show: Show = {}): INodeProperties[] =>
	Object.entries(fields)
		.filter(([, field]) => field.place === place)
		.map(([name, field]) => {
			const where = { ...show, ...(field.modes && { '/mode': [...field.modes] }) };
			return {
				...propertyOf(name, field),
				...(Object.keys(where).length > 0 && { displayOptions: { show: where } }),
			};
		});

/**
 * Makes one parameter of those that differ only in their operation. Otherwise each node would send the editor its
 * Options, Wait Options and Advanced once for every operation, which is several times as much to load and to show.
 */
export function mergeAlike(properties: readonly INodeProperties[]): INodeProperties[] {
	/** By everything else in the parameter. */
	const operationsOf = new Map<string, NonNullable<Show[string]>>();
	return properties.flatMap((property) => {
		const { operation, resource, ...rules } = property.displayOptions?.show ?? {};
		if (operation === undefined) return [property];
		const showIn = (operations?: typeof operation): INodeProperties => ({
			...property,
			displayOptions: {
				...property.displayOptions,
				// The operation comes first: n8n takes the first expression that it finds as the answer to all rules.
				show: {
					...(resource && { resource }),
					...(operations && { operation: operations }),
					...rules,
				},
			},
		});
		const others = JSON.stringify(showIn());
		const known = operationsOf.get(others);
		if (known) {
			known.push(...operation);
			return [];
		}
		const operations = [...operation];
		operationsOf.set(others, operations);
		return [showIn(operations)];
	});
}
