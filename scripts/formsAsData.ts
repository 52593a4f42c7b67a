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

const dataIn = (language: 'en' | 'zh') => `./form.${language}.json`;
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
	for (const node of nodes) {
		const text = readFileSync(node, 'utf8');
		const [line, variable = '', module = ''] = IMPORT.exec(text) ?? [];
		assert.ok(line !== undefined, `${node} takes its form from nowhere`);
		const exported = createRequire(node)(module) as Record<string, unknown>;
		const taken = [...text.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g'))];
		const forms = Object.fromEntries(taken.map(([, name = '']) => [name, formOf(exported[name])]));
		const [described, indent = '', , description] = DESCRIPTION.exec(text) ?? [];
		assert.ok(described !== undefined, `${node} has no description in one line`);
		const english = { ...forms, shown: { description } };
		assert.deepEqual(JSON.parse(JSON.stringify(english)), english, `${node} takes more than data`);
		const chinese = nodeInChinese(english, text.includes('usableAsTool: true'));
		const folder = path.dirname(node);
		writeFileSync(path.join(folder, dataIn('en')), `${JSON.stringify(english)}\n`);
		writeFileSync(path.join(folder, dataIn('zh')), `${JSON.stringify(chinese)}\n`);
		const chosen = `require(${isChineseHost('../shared')} ? "${dataIn('zh')}" : "${dataIn('en')}")`;
		writeFileSync(
			node,
			text
				.replace(line, () => `const ${variable} = ${chosen};`)
				.replace(described, () => `${indent}...${variable}.shown,`),
		);
	}
	return nodes;
}

/** @param data what the node takes: parameters, or an object with `properties`, by the name of its form */
const nodeInChinese = (data: Record<string, unknown>, isTool: boolean) =>
	Object.fromEntries(
		Object.entries(data).map(([name, form]) => {
			if (!isTool) return [name, inChinese(form)];
			if (Array.isArray(form)) return [name, toolInChinese(form as INodeProperties[])];
			if (!isProviderForm(form)) return [name, inChinese(form)];
			return [name, { ...form, properties: toolInChinese(form.properties) }];
		}),
	);

const isProviderForm = (form: unknown): form is { properties: INodeProperties[] } =>
	typeof form === 'object' && form !== null && 'properties' in form;

/** A provider makes its form when it is asked to, as a run needs none. */
export const formOf = (form: unknown): unknown => (typeof form === 'function' ? form() : form);

/** Lets each built credential have its form in Chinese, too, as data that are loaded on a Chinese host alone. */
export function writeCredentialsInChinese(credentialsFolder: string): void {
	for (const file of readdirSync(credentialsFolder)) {
		if (!file.endsWith('.credentials.js')) continue;
		const credential = path.join(credentialsFolder, file);
		const name = path.basename(file, '.credentials.js');
		const Class = (createRequire(credential)(credential) as Record<string, new () => object>)[name];
		assert.ok(Class, `${file} does not export its class`);
		const { properties } = new Class() as { properties?: unknown };
		const data = `${name}.zh.json`;
		writeFileSync(path.join(credentialsFolder, data), `${JSON.stringify(inChinese(properties))}\n`);
		const own = `class extends ${name} { properties = require("./${data}"); }`;
		const text = readFileSync(credential, 'utf8');
		writeFileSync(
			credential,
			`${text}if (${isChineseHost('../nodes/shared')}) exports.${name} = ${own};\n`,
		);
	}
}
