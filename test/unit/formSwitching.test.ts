import { NodeHelpers, type INode, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { ADVANCED, OPTIONS, type Field, type Place } from '../../nodes/shared/operation/field';
import type { Operation } from '../../nodes/shared/operation/operation';
import { PROVIDERS } from '../../scripts/providers';
import { nodeTypes } from '../support/nodeTypes';
import { newestVersion } from '../support/newestVersion';

/** What of one operation's form is left when the user chooses another one, as n8n's editor does it. */

const NODES = PROVIDERS.map((provider) => {
	const found = nodeTypes().find(({ description }) => description.displayName === provider.name);
	if (!found) throw new Error(`${provider.name} has no node`);
	return { provider, description: found.description };
});
type Description = (typeof NODES)[number]['description'];

/** As the editor's NodeSettings: what is a default goes, the new value comes, and the form is filled up again. */
function change(description: Description, before: INodeParameters, given: INodeParameters) {
	const node = { type: description.name, typeVersion: newestVersion(description) } as INode;
	const read = (values: INodeParameters, withDefaults: boolean) =>
		NodeHelpers.getNodeParameters(
			description.properties,
			values,
			withDefaults,
			false,
			node,
			description,
		) ?? {};
	return read({ ...read(before, false), ...given }, true);
}

const COLLECTIONS: Record<Exclude<Place, 'form'>, string> = {
	options: OPTIONS,
	advanced: ADVANCED,
};

const at = (values: INodeParameters, name: string, place: Place): unknown =>
	place === 'form' ? values[name] : (values[COLLECTIONS[place]] as INodeParameters)?.[name];

const chosen = ({ resource, value }: Operation, mode?: string): INodeParameters => ({
	...(resource !== undefined && { resource }),
	operation: value,
	...(mode !== undefined && { mode }),
});

const listOf = ({ property }: Field<unknown>) =>
	(property.options ?? []).flatMap((one) => ('value' in one ? [one.value] : []));

/** Values that both fields take, none of them empty. */
function commonValues(one: Field<unknown>, other: Field<unknown>): unknown[] {
	if (one.property.type === 'options') {
		const known = listOf(other);
		return listOf(one).filter(
			(value) => value !== '' && (other.property.type !== 'options' || known.includes(value)),
		);
	}
	const values = { boolean: [true, false], number: [7], json: ['{"a":1}'], color: ['#102030'] };
	const found = (values as Record<string, unknown[]>)[one.property.type] ?? ['1024x1536'];
	return other.property.type === 'options'
		? found.filter((value) => listOf(other).some((known) => known === value))
		: found;
}

/** A mode in which the field shows; the form's own first one where it does not matter. */
const modeFor = ({ fields }: Operation, { modes }: Field<unknown>) =>
	fields.mode && (modes?.[0] ?? String(listOf(fields.mode)[0]));

const PAIRS = NODES.flatMap(({ provider, description }) =>
	provider.operations.flatMap((from) =>
		provider.operations
			.filter((to) => to !== from && from.kind !== 'query' && to.kind !== 'query')
			.map((to) => ({ description, from, to })),
	),
);

it('every two operations of a node keep each value that both know', () => {
	const lost: string[] = [];
	let kept = 0;
	for (const { description, from, to } of PAIRS) {
		for (const [name, field] of Object.entries(from.fields)) {
			const other = to.fields[name];
			if (other === undefined || name === 'mode') continue;
			for (const value of commonValues(field, other)) {
				const start = change(description, {}, chosen(from, modeFor(from, field)));
				const given =
					field.place === 'form'
						? { [name]: value }
						: { [COLLECTIONS[field.place]]: { [name]: value } };
				const typed = change(description, start, given as INodeParameters);
				const moved = change(description, typed, chosen(to, modeFor(to, other)));
				if (at(moved, name, other.place) === value) kept += 1;
				else
					lost.push(
						`${from.value} (${field.place}) to ${to.value} (${other.place}): ${name} ${String(value)} becomes ${String(at(moved, name, other.place))}`,
					);
			}
		}
	}
	expect(lost).toEqual([]);
	expect(kept).toBeGreaterThan(1000);
});

it('the same parameter stands at the same place in all operations of a node', () => {
	const apart = NODES.flatMap(({ provider }) => {
		const places = new Map<string, Set<string>>();
		for (const { fields } of provider.operations)
			for (const [name, { place, property }] of Object.entries(fields))
				places.set(
					name,
					new Set([...(places.get(name) ?? []), `${place}, ${property.displayName}`]),
				);
		return [...places]
			.filter(([, found]) => found.size > 1)
			.map(([name, found]) => `${provider.name}: ${name} in ${[...found].join(' and ')}`);
	});
	expect(apart).toEqual([]);
});

it('a dropdown in a form left as it is says nothing that another operation takes for a choice', () => {
	const known = new Map<string, INodeProperties['default'][]>();
	for (const { provider } of NODES)
		for (const { fields } of provider.operations)
			for (const [name, { place, taken, property }] of Object.entries(fields))
				if (place === 'form' && taken !== undefined)
					known.set(name, [...(known.get(name) ?? []), property.default]);
	for (const [name, defaults] of known)
		expect([name, [...new Set(defaults)]]).toEqual([name, ['']]);
});
