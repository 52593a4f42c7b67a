/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Makes the forms of the built nodes now, once, instead of at every start of n8n.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const DATA = './form.json';
/** Where the class of a node takes its form from. What it loads in `execute` is written otherwise. */
const IMPORT = /^const (\w+) = require\("(\.\/(?:form|provider))"\);$/m;

/**
 * Writes what each built node takes from its form or its provider as data, and lets the node take the data: n8n then
 * starts without the operations.
 * @throws AssertionError where a form is more than data, such as a function
 */
export function writeFormsAsData(nodesFolder: string): string[] {
	const load = createRequire(path.join(nodesFolder, 'forms.js'));
	const nodes = readdirSync(nodesFolder)
		.map((folder) => path.join(nodesFolder, folder, `${folder}.node.js`))
		.filter((node) => existsSync(node));
	for (const node of nodes) {
		const text = readFileSync(node, 'utf8');
		const [line, variable = '', module = ''] = IMPORT.exec(text) ?? [];
		assert.ok(line !== undefined, `${node} takes its form from nowhere`);
		const exported = load(path.join(path.dirname(node), module)) as Record<string, unknown>;
		const taken = [...text.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g'))];
		const made = Object.fromEntries(taken.map(([, name = '']) => [name, formOf(exported[name])]));
		const data = JSON.stringify(made);
		assert.deepEqual(JSON.parse(data), made, `${node} takes more than data`);
		writeFileSync(path.join(path.dirname(node), DATA), `${data}\n`);
		writeFileSync(node, text.replace(line, `const ${variable} = require("${DATA}");`));
	}
	return nodes;
}

/** A provider makes its form when it is asked to, as a run needs none. */
export const formOf = (form: unknown): unknown => (typeof form === 'function' ? form() : form);
