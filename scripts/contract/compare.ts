// Compares one endpoint of the contract with its page. Pure.
import { shapeOf, type EndpointFacts, type FieldFact } from './facts';
import type { KnownEndpoint } from './known';
import { normalised } from './match';

export type Aspect = 'title' | 'method' | 'path' | 'host' | 'fields' | 'required' | 'enums';

export interface Difference {
	aspect: Aspect;
	/** Of which field; empty for the endpoint itself. */
	field: string;
	here: string;
	there: string;
}

const NOTHING = '(nothing)';

export function compare(here: KnownEndpoint, there: EndpointFacts): Difference[] {
	const whole = (aspect: Aspect, ours: string, theirs: string): Difference[] =>
		ours === theirs ? [] : [{ aspect, field: '', here: ours, there: theirs }];
	const sameTitle = !here.official || normalised(here.title) === normalised(there.title);
	const samePath = shapeOf(here.path) === shapeOf(there.path);
	// A page that names no host says nothing about it.
	const sameHost =
		there.hosts.length === 0 || here.hosts.some((host) => there.hosts.includes(host));
	return [
		...(sameTitle ? [] : whole('title', here.title, there.title)),
		...whole('method', here.method, there.method),
		...(samePath ? [] : whole('path', here.path, there.path)),
		...(sameHost ? [] : whole('host', here.hosts.join(', '), there.hosts.join(', '))),
		...compareMedia(here, there),
		...compareFields(here.fields, there.fields),
	];
}

function compareMedia(here: EndpointFacts, there: EndpointFacts): Difference[] {
	const theirs = there.mediaType?.split(';')[0]?.trim();
	if (theirs === undefined || here.mediaType === undefined || theirs === here.mediaType) return [];
	return [{ aspect: 'fields', field: 'body', here: here.mediaType, there: theirs }];
}

const nameOf = ({ place, name }: FieldFact) => (place === 'body' ? name : `${place}.${name}`);

function compareFields(here: readonly FieldFact[], there: readonly FieldFact[]): Difference[] {
	const ours = new Map(here.map((field) => [nameOf(field), field]));
	const theirs = new Map(there.map((field) => [nameOf(field), field]));
	const lacking = [...theirs.keys()]
		.filter((field) => !ours.has(field))
		.map((field) => ({ aspect: 'fields' as const, field, here: NOTHING, there: 'exists' }));
	const surplus = [...ours.keys()]
		.filter((field) => !theirs.has(field))
		.map((field) => ({ aspect: 'fields' as const, field, here: 'exists', there: NOTHING }));
	const both = [...ours].flatMap(([field, mine]) => {
		const other = theirs.get(field);
		return other ? compareField(field, mine, other) : [];
	});
	return [...lacking, ...surplus, ...both];
}

function compareField(field: string, here: FieldFact, there: FieldFact): Difference[] {
	const differences: Difference[] = [];
	if (
		here.required !== undefined &&
		there.required !== undefined &&
		here.required !== there.required
	) {
		const word = (required: boolean) => (required ? 'required' : 'optional');
		differences.push({
			aspect: 'required',
			field,
			here: word(here.required),
			there: word(there.required),
		});
	}
	// A page that lists no values leaves them open or tells them in prose.
	if (there.values !== undefined && listOf(here.values) !== listOf(there.values)) {
		differences.push({
			aspect: 'enums',
			field,
			here: here.values?.join(', ') ?? NOTHING,
			there: there.values.join(', '),
		});
	}
	return differences;
}

const listOf = (values: readonly string[] | undefined) =>
	values === undefined ? undefined : JSON.stringify([...new Set(values)].sort());
