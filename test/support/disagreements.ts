/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Where an operation says something else than the contract, as a person would be told: file, and what to change.
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { taskSource as sourceOf, type QueryAlternative } from '../../nodes/shared/answers/sources';
import type { Operation } from '../../nodes/shared/operation/operation';
import { operationFile } from '../../scripts/contract/known';
import { PROVIDERS } from '../../scripts/providers';
import { loadContract, type Operation as Known } from '../../simulator/contract';

const ALL = PROVIDERS.flatMap(({ operations }) => operations);
/** The alternatives of all tasks of a source. */
const SOURCES = path.join('shared', 'answers', 'sources.ts');

/** Names of places differ, and a query may stand in the path or beside it. */
export const shapeOf = (at: string) => at.replace(/\?.*$/, '').replace(/\{\w+\}/g, '{}');

/** How the contract writes what a node knows of other places: the safe ones, in their order. */
export const safeOf = ({ alternatives, body, kind }: Known): string[] =>
	alternatives
		.filter(({ safe }) => safe)
		.map(({ method, path: at, body: own }) => {
			const [idField] = Object.keys(own ?? body?.properties ?? {});
			const by = kind === 'query' && method === 'POST' ? ` by ${idField}` : '';
			return `${method} ${shapeOf(at)}${by}`;
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
const makersOf = (query: Operation): Operation[] =>
	ALL.filter(({ value }) => loadContract().byId.get(value)?.query === query.value);

/** Where else a service is looked for; of a query, whichever operation made the task. */
export const alternativesOf = (operation: Operation): string[] =>
	operation.kind === 'query'
		? [...new Set(makersOf(operation).flatMap(queryAlternativesOf))].map(
				({ endpoint: { method, path: at }, idField }) =>
					`${method} ${shapeOf(at)}${idField === undefined ? '' : ` by ${idField}`}`,
			)
		: (operation.alternatives ?? []).map(({ method, path: at }) => `${method} ${at}`);

/**
 * The operation's task source in the words of the contract's x-query, which is the same where they agree: the queries
 * that read what it holds, and its namesake alone (xSubmit, xQuery) where there is one, as several may share a source.
 */
function queryOf({ kind, value, taskSource }: Operation, { query }: Known): string | undefined {
	if (kind === 'query' || (kind === 'sync' && query === undefined)) return undefined;
	const queries = ALL.filter((one) => one.kind === 'query' && one.taskSource === taskSource).map(
		(one) => one.value,
	);
	const stem = value.replace(/Submit$/, '');
	const namesakes = queries.filter((id) => id === `${stem}Query` || id === `${stem}Result`);
	const all = namesakes.length > 0 ? namesakes : queries;
	return query !== undefined && all.includes(query) ? query : all.join(' or ');
}

interface Facts {
	'x-evidence': Record<'path' | 'body' | 'response', string>;
	'x-doc-id'?: number;
	'x-official'?: boolean;
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
	/** Alternatives of a query are written with the operation that has its own, or with the source. */
	const fileOf = (name: string) => {
		if (name !== 'alternatives' || operation.kind !== 'query')
			return operationFile(known.id) ?? '?';
		const maker = makersOf(operation).find(({ queryAlternatives }) => queryAlternatives);
		return (maker && operationFile(maker.value)) ?? SOURCES;
	};
	return compared(operation, known)
		.filter(([, here, there]) => !isDeepStrictEqual(here, there))
		.map(
			([name, here, there]) =>
				`nodes/${fileOf(name)}: ${known.id} has ${name} ${shown(here)}, the contract has ${shown(there)}`,
		);
}
