/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Makes the forms of the built nodes and credentials now, once and in both languages, instead of at every start of n8n.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';

import { inChinese, toolInChinese } from './formsInChinese';

/** Where the class of a node takes its form from. What it loads in `execute` is written otherwise. */
const IMPORT = /^const (\w+) = require\("(\.\/(?:form|provider))"\);$/m;
/** What n8n's node panel says of the node. */
const DESCRIPTION = /^( {8})description: (['"])(.*)\2,$/m;

export const isChineseHost = (shared: string) => `require("${shared}/util/language").READS_CHINESE`;

/**
 * Writes what each built node takes from its form or its provider as data, and lets the node take the data in the
 * host's language: n8n then starts without the operations.
 * @throws AssertionError where a form is more than data, such as a function
 */
export function writeFormsAsData(nodesFolder: string): string[] {
	const nodes = readdirSync(nodesFolder)
		.map((folder) => path.join(nodesFolder, folder, `${folder}.node.js`))
		.filter((node) => existsSync(node));
	nodes.forEach(writeFormAsData);
	return nodes;
}

function writeFormAsData(node: string): void {
	const text = readFileSync(node, 'utf8');
	const [line = '', variable = '', module = ''] = IMPORT.exec(text) ?? [];
	assert.ok(line, `${node} takes its form from nowhere`);
	const [described = '', indent = '', , description] = DESCRIPTION.exec(text) ?? [];
	assert.ok(described, `${node} has no description in one line`);
	const exported = createRequire(node)(module) as Record<string, unknown>;
	const taken = [...text.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g'))];
	const forms = Object.fromEntries(taken.map(([, name = '']) => [name, formOf(exported[name])]));
	const english = { ...forms, shown: { description } };
	assert.deepEqual(JSON.parse(JSON.stringify(english)), english, `${node} takes more than data`);
	const isTool = text.includes('usableAsTool: true');
	const inOurs = Object.entries(english).map(([name, form]) => [
		name,
		translatedForm(form, isTool),
	]);
	const write = (file: string, data: object) =>
		writeFileSync(path.join(path.dirname(node), file), `${JSON.stringify(data)}\n`);
	write('form.en.json', english);
	write('form.zh.json', Object.fromEntries(inOurs) as object);
	const chosen = `require(${isChineseHost('../shared')} ? "./form.zh.json" : "./form.en.json")`;
	const late = text
		.replace(line, () => `const ${variable} = ${chosen};`)
		.replace(described, () => `${indent}...${variable}.shown,`);
	writeFileSync(node, late);
}

/** @param form what the node takes: parameters, or an object with `properties` */
function translatedForm(form: unknown, isTool: boolean): unknown {
	if (!isTool) return inChinese(form);
	if (Array.isArray(form)) return toolInChinese(form as INodeProperties[]);
	const { properties } = form as { properties?: INodeProperties[] };
	return properties
		? { ...(form as object), properties: toolInChinese(properties) }
		: inChinese(form);
}

/** A provider makes its form when it is asked to, as a run needs none. */
export const formOf = (form: unknown): unknown => (typeof form === 'function' ? form() : form);

/** Lets each built credential have its form in Chinese, too, as data that are loaded on a Chinese host alone. */
export function writeCredentialsInChinese(folder: string): void {
	for (const file of readdirSync(folder).filter((one) => one.endsWith('.credentials.js'))) {
		const credential = path.join(folder, file);
		const name = path.basename(file, '.credentials.js');
		const Class = (createRequire(credential)(credential) as Record<string, new () => object>)[name];
		assert.ok(Class, `${file} does not export its class`);
		const { properties } = new Class() as { properties?: unknown };
		const data = `${name}.zh.json`;
		writeFileSync(path.join(folder, data), `${JSON.stringify(inChinese(properties))}\n`);
		const own = `class extends ${name} { properties = require("./${data}"); }`;
		const choice = `if (${isChineseHost('../nodes/shared')}) exports.${name} = ${own};\n`;
		writeFileSync(credential, readFileSync(credential, 'utf8') + choice);
	}
}
