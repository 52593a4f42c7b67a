/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Makes the forms of the built nodes now, once, instead of at every start of n8n.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const DATA = 'form.json';
const MODULE = `"use strict";
// form.ts of the sources makes it from the operations; the build keeps what it made.
module.exports = require('./${DATA}');
`;

/**
 * Replaces each `form.js` beside a built node by the data that it exports: n8n then starts without the operations.
 * @throws AssertionError where a form is more than data, such as a function
 */
export function writeFormsAsData(nodesFolder: string): string[] {
	const load = createRequire(path.join(nodesFolder, 'forms.js'));
	const folders = readdirSync(nodesFolder).filter((folder) =>
		existsSync(path.join(nodesFolder, folder, 'form.js')),
	);
	for (const folder of folders) {
		const file = path.join(nodesFolder, folder, 'form.js');
		const made = { ...(load(file) as object) };
		const text = JSON.stringify(made);
		assert.deepEqual(JSON.parse(text), made, `${file} exports more than data`);
		writeFileSync(path.join(nodesFolder, folder, DATA), `${text}\n`);
		writeFileSync(file, MODULE);
	}
	return folders;
}
