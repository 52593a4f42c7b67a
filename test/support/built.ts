/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';

const ROOT = path.join(__dirname, '..', '..');

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
}

/**
 * The classes of the built package, as n8n loads them; `npm run build` comes first.
 * @param root of another checkout in place of this one
 */
export function builtPackage(root = ROOT): {
	nodeTypes: INodeType[];
	credentialTypes: ICredentialType[];
} {
	const { n8n } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
	return {
		nodeTypes: n8n.nodes.map((file) => instance<INodeType>(path.join(root, file), '.node.js')),
		credentialTypes: n8n.credentials.map((file) =>
			instance<ICredentialType>(path.join(root, file), '.credentials.js'),
		),
	};
}

function instance<T>(file: string, ending: string): T {
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const classes = require(file) as Record<string, new () => T>;
	const Class = classes[path.basename(file, ending)];
	if (!Class) throw new Error(`${file} does not export its class`);
	return new Class();
}
