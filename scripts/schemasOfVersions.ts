/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// n8n looks for what a node puts out in a folder for each of its versions; the sources have one for all of them.
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { INodeType } from 'n8n-workflow';

const FIRST = 'v1.0.0';

/** Gives every version of a built node the schemas of its first one. */
export function copySchemas(nodesFolder: string): void {
	const load = createRequire(path.join(nodesFolder, 'schemas.js'));
	for (const folder of readdirSync(nodesFolder)) {
		const schemas = path.join(nodesFolder, folder, '__schema__');
		if (!existsSync(schemas)) continue;
		const classes = load(`./${folder}/${folder}.node.js`) as Record<string, new () => INodeType>;
		const Node = classes[folder];
		if (Node === undefined) throw new Error(`${folder}.node.js has no class ${folder}`);
		for (const version of [new Node().description.version].flat()) {
			const own = `v${[...String(version).split('.'), '0', '0'].slice(0, 3).join('.')}`;
			if (own !== FIRST)
				cpSync(path.join(schemas, FIRST), path.join(schemas, own), { recursive: true });
		}
	}
}
