/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// The endpoints as our contract has them, and the files that know them too.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

import { isTree, type EndpointFacts, type Tree } from './facts';
import { readOperation } from './operation';

const ROOT = path.join(__dirname, '..', '..');
const CONTRACT_FILE = path.join(ROOT, 'contract', 'kexiang.openapi.yaml');
const NODES = path.join(ROOT, 'nodes');

export interface KnownEndpoint extends EndpointFacts {
	id: string;
	/** On the platform's official list. */
	official: boolean;
	/** Grade of the path. */
	evidence: string;
	family: 'v1' | 'tool';
}

export const readContractText = (): string => readFileSync(CONTRACT_FILE, 'utf8');

export function knownEndpoints(text: string): KnownEndpoint[] {
	const document = parse(text) as Tree;
	const paths = isTree(document.paths) ? document.paths : {};
	return Object.entries(paths).flatMap(([key, item]) =>
		isTree(item)
			? ['get', 'post'].flatMap((method) => {
					const operation = item[method];
					return isTree(operation) ? [known(document, key, method, operation, item.servers)] : [];
				})
			: [],
	);
}

function known(
	document: Tree,
	key: string,
	method: string,
	operation: Tree,
	servers: unknown,
): KnownEndpoint {
	const evidence = operation['x-evidence'];
	const docId = operation['x-doc-id'];
	return {
		...readOperation(document, key, method, operation, servers),
		id: String(operation.operationId),
		official: operation['x-official'] !== false,
		evidence: isTree(evidence) ? String(evidence.path) : '',
		family: operation['x-family'] === 'v1' ? 'v1' : 'tool',
		...(typeof docId === 'number' && { docId }),
	};
}

/** The file with an operation, below `nodes`. */
export const operationFile = (id: string): string | undefined =>
	readdirSync(NODES, { recursive: true, encoding: 'utf8' })
		.filter((file) => /[\\/](operations[\\/].*|provider)\.ts$/.test(file))
		.find((file) => readFileSync(path.join(NODES, file), 'utf8').includes(`\tvalue: '${id}',`));
