/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type NodeParameterValueType,
} from 'n8n-workflow';
import { fitted, readExample } from '../../scripts/demo/setUp';
import type { WorkflowNode } from '../../scripts/n8n/model';
import { nodeOfType } from '../../scripts/n8n/workflows';
import { nodeTypes } from '../support/nodeTypes';

const PACKAGE = 'n8n-nodes-kexiang';
const ROOT = path.join(__dirname, '..', '..');
const FOLDER = path.join(ROOT, 'examples');
const DOCS = path.join(ROOT, 'docs');
const DESCRIPTIONS = new Map(nodeTypes().map(({ description }) => [description.name, description]));
const CREDENTIAL = { kexiangApi: { name: 'KexiangAI account' } };
const example = readExample(path.join(FOLDER, 'text-to-image.json'));

describe('the example workflow', () => {
	it('explains itself', () => {
		const note = nodeOfType(example, 'n8n-nodes-base.stickyNote');
		expect(String(note.parameters.content)).toContain('Kexiang');
	});

	it('is fitted to the demo without being changed itself', () => {
		const before = JSON.stringify(example);
		const credential = { id: '1', name: 'KexiangAI simulator', type: 'kexiangApi' };
		const document = fitted(example, PACKAGE, credential, { interval: 1 });
		const wait = nodeOfType(document, `${PACKAGE}.kexiangWaitForTask`);
		expect(wait.parameters).toMatchObject({ downloadFiles: true, options: { interval: 1 } });
		const chosen = { kexiangApi: { id: '1', name: 'KexiangAI simulator' } };
		for (const { type, credentials } of document.nodes) {
			expect(credentials).toEqual(type.startsWith(PACKAGE) ? chosen : undefined);
		}
		expect(document.settings).toMatchObject({ executionOrder: 'v1', saveExecutionProgress: true });
		expect(JSON.stringify(example)).toBe(before);
	});
});

describe('every example workflow', () => {
	const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

	// Without it, a killed n8n keeps nothing of the nodes that had finished: their task ids would be in its log alone.
	it.each(files)('saves the progress of its executions: %s', (file) => {
		const { settings } = readExample(path.join(FOLDER, file));
		expect(settings).toMatchObject({ executionOrder: 'v1', saveExecutionProgress: true });
	});

	// n8n chooses the credential of this name, if there is one, as the workflow is imported.
	it.each(files)("names one credential, that of the platform, and nobody's id: %s", (file) => {
		const { nodes } = readExample(path.join(FOLDER, file));
		for (const { type, credentials } of nodes)
			expect(credentials).toEqual(type.startsWith(PACKAGE) ? CREDENTIAL : undefined);
	});

	it.each(files)('runs as it is imported, without code or addresses of nobody: %s', (file) => {
		const text = readFileSync(path.join(FOLDER, file), 'utf8');
		expect(text).not.toMatch(/\bexample\.(com|net|org)\b|n8n-nodes-base\.(code|function)/);
	});

	it.each(files)('has a note in English and one in Chinese: %s', (file) => {
		const { nodes } = readExample(path.join(FOLDER, file));
		const notes = nodes.filter(isNote).map(({ parameters }) => String(parameters.content));
		expect(notes.map((note) => isChinese(note)).sort()).toEqual([false, true]);
	});

	it.each(files)('has notes that cover no node and no other note: %s', (file) => {
		const { nodes } = readExample(path.join(FOLDER, file));
		const boxes = nodes.map(boxOf);
		const pairs = boxes.flatMap((one, index) =>
			boxes.slice(index + 1).map((other) => [one, other] as const),
		);
		const covered = pairs.filter(([one, other]) => touch(one, other));
		expect(covered.map(([one, other]) => `${one.name} / ${other.name}`)).toEqual([]);
	});

	it.each(files)('has notes as large as what stands in them: %s', (file) => {
		const { nodes } = readExample(path.join(FOLDER, file));
		for (const { parameters } of nodes.filter(isNote))
			expect(Number(parameters.height)).toBeGreaterThanOrEqual(neededHeight(parameters));
	});

	it.each(files)('sets parameters that its nodes have, at their place: %s', (file) => {
		const { nodes } = readExample(path.join(FOLDER, file));
		for (const node of nodes.filter(({ type }) => type.startsWith(PACKAGE)))
			expect([node.name, unknownParameters(node)]).toEqual([node.name, []]);
	});

	it.each(files)('says in docs/examples.md what it needs besides the credential: %s', (file) => {
		const { nodes } = readExample(path.join(FOLDER, file));
		const needs = NEEDS.filter(([type]) => nodes.some((node) => node.type.endsWith(`.${type}`)));
		const text = sectionOf(file);
		if (needs.length === 0) expect(text).toContain(NEEDS_NOTHING);
		else expect(text).not.toContain(NEEDS_NOTHING);
		for (const [, need] of needs) expect(text).toMatch(need);
	});

	it('names in the notes of the schedule example what is connected first', () => {
		const { nodes } = readExample(path.join(FOLDER, 'table-by-schedule.json'));
		const notes = nodes.filter(isNote).map(({ parameters }) => String(parameters.content));
		const columns = [...JSON.stringify(nodes).matchAll(/"id":"(\w+)","displayName"/g)]
			.map(([, name]) => name ?? '')
			.filter((name) => name !== 'row_number');
		expect(columns).not.toEqual([]);
		for (const note of notes) {
			// It is the first thing in the note.
			const [, first = ''] = note.split('\n');
			expect(first).toMatch(/^\*\*(Connect first|先连接好)\*\*$/);
			expect(note).toMatch(/^- .*Google (credential|凭证)/m);
			expect(note).toMatch(/^- .*Google (Sheet|表格).*\*Videos\*/m);
			for (const name of ['prompt', ...columns]) expect(note).toContain(`**${name}**`);
		}
	});

	it('marks a row of the data table before it pays, and does not pay for a row with a task', () => {
		const { nodes, connections } = readExample(path.join(FOLDER, 'videos-from-data-table.json'));
		const named = (name: string) => nodes.find((node) => node.name === name);
		expect(connections['Mark Before Paying']).toEqual({
			main: [[{ node: 'Make Video', type: 'main', index: 0 }]],
		});
		// Written out, whatever the switch is when it is added.
		expect(named('Make Video')?.parameters.options).toEqual({ skipItemsWithTask: true });
		const { filters } = named('Mark Before Paying')?.parameters ?? {};
		expect(filters).toMatchObject({
			conditions: [{ keyName: 'id' }, { keyName: 'state', condition: 'isEmpty' }],
		});
	});

	it.each(['README.md', 'docs/zh-CN.md'])('needs in %s what docs/examples.md says', (page) => {
		const rows = readFileSync(path.join(ROOT, page), 'utf8').split('\n');
		const listed = files.flatMap((file) => {
			const row = rows.find((line) => line.startsWith('|') && line.includes(`examples/${file})`));
			return row === undefined ? [] : [[file, row] as const];
		});
		expect(listed.map(([file]) => file)).toContain('videos-from-data-table.json');
		for (const [file, row] of listed) {
			const [need = ''] = row.split('|').slice(-2);
			const isNothing = sectionOf(file).includes(NEEDS_NOTHING);
			expect([file, /^ (nothing|无)/.test(need)]).toEqual([file, isNothing]);
		}
	});

	it.each(files)('has a picture and a text in docs/examples.md: %s', (file) => {
		const page = readFileSync(path.join(DOCS, 'examples.md'), 'utf8');
		expect(page).toContain(`(../examples/${file})`);
		const picture = path.join('images', 'examples', file.replace('.json', '.png'));
		expect(page).toContain(`(${picture})`);
		expect(existsSync(path.join(DOCS, picture))).toBe(true);
	});
});

const NEEDS_NOTHING = 'Needs nothing but the credential.';
/** What must be there for a type of node, as docs/examples.md names it. */
const NEEDS: Array<[type: string, need: RegExp]> = [
	['formTrigger', /Needs an n8n that is reachable from the internet, or a bucket/],
	['googleDrive', /Needs .*a Google credential/],
	['googleSheets', /Needs .*a Google Sheet with a tab _Videos_/],
	['lmChatOpenAi', /Needs a chat model/],
	['mcpTrigger', /Needs a Bearer credential/],
	['telegramTrigger', /Needs a Telegram bot, and an n8n that is reachable from the internet/],
	['webhook', /Needs a Header Auth credential/],
];

/** Of docs/examples.md, from its link to its picture. */
function sectionOf(file: string): string {
	const page = readFileSync(path.join(DOCS, 'examples.md'), 'utf8');
	return /^[^]*?(?=!\[)/.exec(page.slice(page.indexOf(`](../examples/${file})`)))?.[0] ?? '';
}

const isNote = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.stickyNote';
const isChinese = (text: string) => (text.match(/\p{Script=Han}/gu) ?? []).length > 50;

interface Box {
	name: string;
	x: number;
	y: number;
	right: number;
	bottom: number;
}

function boxOf(node: WorkflowNode): Box {
	const [x, y] = node.position;
	// A node is about so large, with its label below.
	const { width, height } = isNote(node) ? node.parameters : { width: 100, height: 140 };
	return { name: node.name, x, y, right: x + Number(width), bottom: y + Number(height) };
}

const touch = (one: Box, other: Box) =>
	one.x < other.right && other.x < one.right && one.y < other.bottom && other.y < one.bottom;

/** In pixels, as n8n sets the text of a note; a Chinese letter is twice as wide. */
function neededHeight({ content, width }: WorkflowNode['parameters']): number {
	const widthOf = (line: string) =>
		[...line.replace(/\*/g, '')].reduce((sum, letter) => sum + (letter > 'ÿ' ? 14 : 7), 0);
	const lines = String(content)
		.split('\n')
		.map((line) => Math.max(1, Math.ceil(widthOf(line) / (Number(width) - 30))));
	return lines.reduce((sum, count) => sum + count * 20, 0);
}

/** What is set that the node's form does not show, with what else is set. */
function unknownParameters({ type, typeVersion, parameters }: WorkflowNode): string[] {
	const name = type.slice(PACKAGE.length + 1);
	const description = DESCRIPTIONS.get(name.replace(/Tool$/, ''));
	if (!description) return [type];
	const values = { ...parameters } as INodeParameters;
	const node = { typeVersion };
	const shown: INodeProperties[] = [];
	for (const property of description.properties) {
		const isShown = NodeHelpers.displayParameter(values, property, node, description);
		if (!isShown) continue;
		values[property.name] ??= property.default as NodeParameterValueType;
		shown.push(property);
	}
	const missing = Object.keys(parameters).filter((key) => !shown.some((one) => one.name === key));
	const nested = shown
		.filter((property) => property.type === 'collection')
		.flatMap(({ name: collection, options = [] }) =>
			Object.keys((parameters[collection] ?? {}) as object)
				.filter((key) => !options.some((option) => option.name === key))
				.map((key) => `${collection}.${key}`),
		);
	return [...missing, ...nested];
}
