/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// The endpoints as our contract has them, and the files that know them too.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { loadContract } from '../../simulator/contract';
import { operationsIn, type EndpointFacts } from './operation';

const NODES = path.join(__dirname, '..', '..', 'nodes');

export interface KnownEndpoint extends EndpointFacts {
	id: string;
	/** On the platform's official list. */
	official: boolean;
	/** Grade of the path. */
	evidence: string;
	/** Number of its page in the live documentation. */
	docId: number | undefined;
}

export const knownEndpoints = (): KnownEndpoint[] =>
	operationsIn(loadContract().document).map(({ operation, facts }) => ({
		...facts,
		id: String(operation.operationId),
		official: operation['x-official'] !== false,
		evidence: (operation['x-evidence'] as { path: string }).path,
		docId: operation['x-doc-id'] as number | undefined,
	}));

/** The file with an operation, below `nodes`. */
export const operationFile = (id: string): string | undefined =>
	readdirSync(NODES, { recursive: true, encoding: 'utf8' })
		.filter((file) => /[\\/](operations[\\/].*|provider)\.ts$/.test(file))
		.find((file) => readFileSync(path.join(NODES, file), 'utf8').includes(`\tvalue: '${id}',`));
