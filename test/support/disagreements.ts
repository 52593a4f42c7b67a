/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Where an operation says something else than the contract, as a person would be told: file, and what to change.
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { Operation } from '../../nodes/shared/operation/operation';
import { operationFile } from '../../scripts/contract/apply';
import { loadContract, type Operation as Known } from '../../simulator/contract';

const NODES = path.join(__dirname, '..', '..', 'nodes');

interface Facts {
	'x-evidence': Record<'path' | 'body' | 'response', string>;
	'x-doc-id'?: number;
	'x-official'?: boolean;
}

/** Names of places differ, and a query may stand in the path or beside it. */
export const shapeOf = (at: string) => at.replace(/\?.*$/, '').replace(/\{\w+\}/g, '{}');

/** What the operation has, by its names there, and what the contract has in their place. */
function compared(operation: Operation, known: Known): Array<[string, unknown, unknown]> {
	const paths = loadContract().document.paths as Record<string, Record<string, Facts>>;
	const facts = paths[`${known.path}#${known.id}`]?.[known.method.toLowerCase()];
	const { endpoint, evidence, docId, official, title } = operation;
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
	];
}

const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));

export function disagreements(operation: Operation | undefined, known: Known): string[] {
	if (operation === undefined) return [`no operation offers ${known.id}`];
	const file = operationFile(NODES, known.id) ?? '?';
	return compared(operation, known)
		.filter(([, here, there]) => !isDeepStrictEqual(here, there))
		.map(
			([name, here, there]) =>
				`nodes/${file}: ${known.id} has ${name} ${shown(here)}, the contract has ${shown(there)}`,
		);
}
