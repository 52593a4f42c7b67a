/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Where an operation says something else than the contract, as a person would be told: file, and what to change.
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { Operation } from '../../nodes/shared/operation/operation';
import { taskSource as sourceOf, type QueryAlternative } from '../../nodes/shared/answers/sources';
import { operationFile } from '../../scripts/contract/known';
import { PROVIDERS } from '../../scripts/providers';
import { loadContract, type Operation as Known } from '../../simulator/contract';

/** The alternatives of all tasks of a source. */
const SOURCES = path.join('shared', 'answers', 'sources.ts');

interface Facts {
	'x-evidence': Record<'path' | 'body' | 'response', string>;
	'x-doc-id'?: number;
	'x-official'?: boolean;
}

/** Names of places differ, and a query may stand in the path or beside it. */
export const shapeOf = (at: string) => at.replace(/\?.*$/, '').replace(/\{\w+\}/g, '{}');

/** How the contract writes what a node knows of other places: the safe ones, in their order. */
export const safeOf = ({ alternatives, body, kind }: Known): string[] =>
	alternatives
		.filter(({ safe }) => safe)
		.map(({ method, path, body: own }) => {
			const [idField] = Object.keys(own ?? body?.properties ?? {});
			const by = kind === 'query' && method === 'POST' ? ` by ${idField}` : '';
			return `${method} ${shapeOf(path)}${by}`;
		});

/** Where else the tasks of an operation are looked for, as it and its source say. */
export const queryAlternativesOf = ({
	taskSource,
	queryAlternatives = [],
}: Operation): QueryAlternative[] =>
	taskSource === undefined
		? []
		: [...queryAlternatives, ...(sourceOf(taskSource).alternatives ?? [])];

/** The operations whose tasks a query asks for. */
function makersOf(query: Operation): Operation[] {
	const known = loadContract().operations.filter((one) => one.query === query.value);
	const ids = new Set(known.map(({ id }) => id));
	return PROVIDERS.flatMap(({ operations }) => operations).filter(({ value }) => ids.has(value));
}

/** The places where the tasks of a query are looked for, whichever operation made them. */
function alternativesOfQuery(query: Operation): string[] {
	const places = makersOf(query).flatMap(queryAlternativesOf);
	return [...new Set(places)].map(
		({ endpoint, idField }) =>
			`${endpoint.method} ${shapeOf(endpoint.path)}${idField === undefined ? '' : ` by ${idField}`}`,
	);
}

/** Where else a service is looked for. */
export const alternativesOf = (operation: Operation): string[] =>
	operation.kind === 'query'
		? alternativesOfQuery(operation)
		: (operation.alternatives ?? []).map(({ method, path }) => `${method} ${path}`);

/**
 * The queries that read what the operation's task source holds: its namesake alone (xSubmit, xQuery) where there is
 * one, as several queries may share a source.
 */
function queriesOf({ value, taskSource }: Operation): string[] {
	const queries = PROVIDERS.flatMap(({ operations }) => operations)
		.filter((one) => one.kind === 'query' && one.taskSource === taskSource)
		.map((one) => one.value);
	const stem = value.replace(/Submit$/, '');
	const namesakes = queries.filter((id) => id === `${stem}Query` || id === `${stem}Result`);
	return namesakes.length > 0 ? namesakes : queries;
}

/** The operation's task source in the words of the contract's x-query, which is the same where they agree. */
function queryOf(operation: Operation, { query }: Known): string | undefined {
	if (operation.kind === 'query' || (operation.kind === 'sync' && query === undefined)) return;
	const queries = queriesOf(operation);
	return query !== undefined && queries.includes(query) ? query : queries.join(' or ');
}

/** What the operation has, by its names there, and what the contract has in their place. */
function compared(operation: Operation, known: Known): Array<[string, unknown, unknown]> {
	const paths = loadContract().document.paths as Record<string, Record<string, Facts>>;
	const facts = paths[`${known.path}#${known.id}`]?.[known.method.toLowerCase()];
	const { endpoint, evidence, docId, official, title, taskSource } = operation;
	const says = facts?.['x-evidence'];
	return [
		['endpoint.method', endpoint.method, known.method],
		['endpoint.path', shapeOf(endpoint.path), shapeOf(known.path)],
		['endpoint.api', endpoint.api, known.family === 'v1' ? 'task' : 'tool'],
		['evidence.path', evidence.path, says?.path],
		['evidence.body', evidence.body, says?.body],
		['evidence.response', evidence.response, says?.response],
		['docId', docId, facts?.['x-doc-id']],
		['official', official !== false, facts?.['x-official'] !== false],
		['title', title, known.title],
		[`taskSource "${taskSource}", so x-query`, queryOf(operation, known), known.query],
		['alternatives', alternativesOf(operation), safeOf(known)],
	];
}

/** Where the alternatives of a query are written: with the operation that has its own, or with the source. */
function fileOfAlternatives(query: Operation): string {
	const [maker] = makersOf(query).filter(({ queryAlternatives }) => queryAlternatives);
	return (maker && operationFile(maker.value)) ?? SOURCES;
}

const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));

export function disagreements(operation: Operation | undefined, known: Known): string[] {
	if (operation === undefined) return [`no operation offers ${known.id}`];
	const own = operationFile(known.id) ?? '?';
	const fileOf = (name: string) =>
		name === 'alternatives' && operation.kind === 'query' ? fileOfAlternatives(operation) : own;
	return compared(operation, known)
		.filter(([, here, there]) => !isDeepStrictEqual(here, there))
		.map(
			([name, here, there]) =>
				`nodes/${fileOf(name)}: ${known.id} has ${name} ${shown(here)}, the contract has ${shown(there)}`,
		);
}
