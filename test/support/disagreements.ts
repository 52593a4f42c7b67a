/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Where an operation says something else than the contract, as a person would be told: file, and what to change.
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { Operation } from '../../nodes/shared/operation/operation';
import { queryAlternatives } from '../../nodes/shared/answers/queryAlternatives';
import { operationFile } from '../../scripts/contract/apply';
import { PROVIDERS } from '../../scripts/providers';
import { loadContract, type Operation as Known } from '../../simulator/contract';

const NODES = path.join(__dirname, '..', '..', 'nodes');

/** The alternatives of all queries stand together. */
const QUERY_ALTERNATIVES = path.join('shared', 'answers', 'queryAlternatives.ts');

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

/** The places where the tasks of a query are looked for, whichever operation made them. */
function alternativesOfQuery({ value, taskSource }: Operation): string[] {
	if (taskSource === undefined) return [];
	const makers = loadContract().operations.filter(({ query }) => query === value);
	const places = makers.flatMap(({ id }) => queryAlternatives(taskSource, id));
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

const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));

export function disagreements(operation: Operation | undefined, known: Known): string[] {
	if (operation === undefined) return [`no operation offers ${known.id}`];
	const own = operationFile(NODES, known.id) ?? '?';
	const fileOf = (name: string) =>
		name === 'alternatives' && operation.kind === 'query' ? QUERY_ALTERNATIVES : own;
	return compared(operation, known)
		.filter(([, here, there]) => !isDeepStrictEqual(here, there))
		.map(
			([name, here, there]) =>
				`nodes/${fileOf(name)}: ${known.id} has ${name} ${shown(here)}, the contract has ${shown(there)}`,
		);
}
