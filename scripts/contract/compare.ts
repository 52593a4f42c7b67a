// Finds the page of each endpoint that the contract knows, and how it differs. Pure.
import type { KnownEndpoint } from './known';
import type { EndpointFacts, FieldFact } from './operation';
import type { PageLink } from './page';

export interface Difference {
	aspect: 'title' | 'method' | 'path' | 'host' | 'fields' | 'required' | 'enums';
	/** Of which field; empty for the endpoint itself. */
	field: string;
	here: string;
	there: string;
}

const NOTHING = '(nothing)';

/** Full-width and half-width, kinds of dashes, spaces and case do not make another title. */
export const normalised = (title: string): string =>
	title
		.normalize('NFKC')
		.replace(/[\u2010-\u2015\u2212\uFE58\uFF0D]/g, '-')
		.replace(/\s+/gu, '')
		.toLowerCase();

/** By title and number of the page, by title as it stands, by normalised title, then by number. */
const FITS: Array<(known: KnownEndpoint, link: PageLink) => boolean> = [
	(known, link) => known.title === link.title && hasSameNumber(known, link),
	(known, link) => known.title === link.title,
	(known, link) => normalised(known.title) === normalised(link.title),
	(known, link) => hasSameNumber(known, link),
];
const hasSameNumber = (known: KnownEndpoint, link: PageLink) =>
	known.docId !== undefined && known.docId === link.docId;

/** The page of each endpoint that has one. */
export function match(known: readonly KnownEndpoint[], links: readonly PageLink[]) {
	const pageOf = new Map<KnownEndpoint, PageLink>();
	const taken = new Set<PageLink>();
	for (const fits of FITS)
		for (const one of known.filter((endpoint) => !pageOf.has(endpoint))) {
			const link = links.find((candidate) => !taken.has(candidate) && fits(one, candidate));
			if (link === undefined) continue;
			pageOf.set(one, link);
			taken.add(link);
		}
	return pageOf;
}

export function compare(here: KnownEndpoint, there: EndpointFacts): Difference[] {
	const theirMedia = there.mediaType?.split(';')[0]?.trim();
	const isHostShared = here.hosts.some((host) => there.hosts.includes(host));
	// A page that names no host says nothing about it.
	const theirHosts = isHostShared || there.hosts.length === 0 ? undefined : there.hosts.join(', ');
	return [
		...differs('title', '', here.official ? here.title : undefined, there.title, normalised),
		...differs('method', '', here.method, there.method),
		...differs('path', '', here.path, there.path, shapeOf),
		...differs('host', '', here.hosts.join(', '), theirHosts),
		...differs('fields', 'body', here.mediaType, theirMedia),
		...compareFields(here.fields, there.fields),
	];
}

/** Nothing where a side says nothing. @param form of the values that are the same if their forms are */
const differs = (
	aspect: Difference['aspect'],
	field: string,
	here: string | undefined,
	there: string | undefined,
	form = (value: string) => value,
): Difference[] =>
	here === undefined || there === undefined || form(here) === form(there)
		? []
		: [{ aspect, field, here, there }];

/** A path with the names of its places taken out, so that `{id}` and `{taskId}` are the same. */
const shapeOf = (path: string): string => path.replace(/\{[^}]*\}/g, '{}').replace(/(.)\/+$/, '$1');

const byName = (fields: readonly FieldFact[]) =>
	new Map(fields.map((field) => [nameOf(field), field]));
const nameOf = ({ place, name }: FieldFact) => (place === 'body' ? name : `${place}.${name}`);

function compareFields(here: readonly FieldFact[], there: readonly FieldFact[]): Difference[] {
	const [ours, theirs] = [byName(here), byName(there)];
	return [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((name) => {
		const [mine, other] = [ours.get(name), theirs.get(name)];
		if (!mine) return differs('fields', name, NOTHING, 'exists');
		if (!other) return differs('fields', name, 'exists', NOTHING);
		return [
			...differs('required', name, needOf(mine), needOf(other)),
			// A page that lists no values leaves them open or tells them in prose.
			...differs('enums', name, listOf(mine) ?? NOTHING, listOf(other), sorted),
		];
	});
}

const needOf = ({ required }: FieldFact) =>
	required === undefined ? undefined : required ? 'required' : 'optional';
const listOf = ({ values }: FieldFact) => values && [...new Set(values)].join(', ');
const sorted = (values: string) => values.split(', ').sort().join(', ');
