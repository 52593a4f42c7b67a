/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { fitted, readExample } from '../../scripts/demo/setUp';
import type { WorkflowNode } from '../../scripts/n8n/model';
import { nodeOfType } from '../../scripts/n8n/workflows';
import { nodeTypes } from '../support/nodeTypes';

const PACKAGE = 'n8n-nodes-kexiang';
const ROOT = path.join(__dirname, '..', '..');
const textOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const exampleOf = (file: string) => readExample(path.join(ROOT, 'examples', file));
const PAGE = textOf('docs/examples.md');
const DESCRIPTIONS = new Map(nodeTypes().map(({ description }) => [description.name, description]));
const FILES = readdirSync(path.join(ROOT, 'examples')).filter((file) => file.endsWith('.json'));

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
const sectionOf = (file: string) =>
	/^[^]*?(?=!\[)/.exec(PAGE.slice(PAGE.indexOf(`](../examples/${file})`)))?.[0] ?? '';
const isNote = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.stickyNote';
const notesOf = (nodes: WorkflowNode[]) =>
	nodes.filter(isNote).map(({ parameters }) => String(parameters.content));

describe.each(FILES)('the example %s', (file) => {
	const { nodes, settings } = exampleOf(file);

	// Without it, a killed n8n keeps nothing of the nodes that had finished: their task ids would be in its log alone.
	it('saves the progress of its executions', () =>
		expect(settings).toMatchObject({ executionOrder: 'v1', saveExecutionProgress: true }));

	// n8n chooses the credential of this name, if there is one, as the workflow is imported.
	it("names one credential, that of the platform, and nobody's id", () => {
		const ours = { kexiangApi: { name: 'KexiangAI account' } };
		for (const { type, credentials } of nodes)
			expect(credentials).toEqual(type.startsWith(PACKAGE) ? ours : undefined);
	});

	it('runs as it is imported, without code or addresses of nobody', () =>
		expect(textOf(`examples/${file}`)).not.toMatch(
			/\bexample\.(com|net|org)\b|n8n-nodes-base\.(code|function)/,
		));

	it('has a note in English and one in Chinese', () => {
		const hans = notesOf(nodes).map((note) => (note.match(/\p{Script=Han}/gu) ?? []).length > 50);
		expect(hans.sort()).toEqual([false, true]);
	});

	it('has notes that cover no node and no other note', () => {
		const pairs = nodes.flatMap((one, index) =>
			nodes.slice(index + 1).map((other) => [one, other] as const),
		);
		const covered = pairs.filter(([one, other]) => touch(one, other));
		expect(covered.map(([one, other]) => `${one.name} / ${other.name}`)).toEqual([]);
	});

	it('has notes as large as what stands in them', () => {
		for (const { parameters } of nodes.filter(isNote))
			expect(Number(parameters.height)).toBeGreaterThanOrEqual(neededHeight(parameters));
	});

	it('sets parameters that its nodes have, at their place', () => {
		for (const node of nodes.filter(({ type }) => type.startsWith(PACKAGE)))
			expect([node.name, unknownParameters(node)]).toEqual([node.name, []]);
	});

	it('says in docs/examples.md what it needs besides the credential, with a picture', () => {
		const needs = NEEDS.filter(([type]) => nodes.some((node) => node.type.endsWith(`.${type}`)));
		const text = sectionOf(file);
		expect(text.includes(NEEDS_NOTHING)).toBe(needs.length === 0);
		for (const [, need] of needs) expect(text).toMatch(need);
		const picture = path.join('images', 'examples', file.replace('.json', '.png'));
		expect(PAGE).toContain(`(../examples/${file})`);
		expect(PAGE).toContain(`(${picture})`);
		expect(existsSync(path.join(ROOT, 'docs', picture))).toBe(true);
	});
});

it('is fitted to the demo without being changed itself', () => {
	const example = exampleOf('text-to-image.json');
	const credential = { id: '1', name: 'KexiangAI simulator', type: 'kexiangApi' };
	const document = fitted(example, PACKAGE, credential, { interval: 1 });
	const wait = nodeOfType(document, `${PACKAGE}.kexiangWaitForTask`);
	expect(wait.parameters).toMatchObject({ downloadFiles: true, options: { interval: 1 } });
	const chosen = { kexiangApi: { id: '1', name: 'KexiangAI simulator' } };
	for (const { type, credentials } of document.nodes)
		expect(credentials).toEqual(type.startsWith(PACKAGE) ? chosen : undefined);
	expect(example).toEqual(exampleOf('text-to-image.json'));
});

it('names in the notes of the schedule example what is connected first', () => {
	const { nodes } = exampleOf('table-by-schedule.json');
	const columns = [...JSON.stringify(nodes).matchAll(/"id":"(\w+)","displayName"/g)]
		.map(([, name]) => name ?? '')
		.filter((name) => name !== 'row_number');
	expect(columns).not.toEqual([]);
	for (const note of notesOf(nodes)) {
		// It is the first thing in the note.
		expect(note.split('\n')[1]).toMatch(/^\*\*(Connect first|先连接好)\*\*$/);
		expect(note).toMatch(/^- .*Google (credential|凭证)/m);
		expect(note).toMatch(/^- .*Google (Sheet|表格).*\*Videos\*/m);
		for (const name of ['prompt', ...columns]) expect(note).toContain(`**${name}**`);
	}
});

it('marks a row of the data table before it pays, and does not pay for a row with a task', () => {
	const { nodes, connections } = exampleOf('videos-from-data-table.json');
	const named = (name: string) => nodes.find((node) => node.name === name)?.parameters ?? {};
	expect(connections['Mark Before Paying']).toEqual({
		main: [[{ node: 'Make Video', type: 'main', index: 0 }]],
	});
	// Written out, whatever the switch is when it is added.
	expect(named('Make Video').options).toEqual({ skipItemsWithTask: true });
	expect(named('Mark Before Paying').filters).toMatchObject({
		conditions: [{ keyName: 'id' }, { keyName: 'state', condition: 'isEmpty' }],
	});
});

it.each(['README.md', 'docs/zh-CN.md'])('needs in %s what docs/examples.md says', (page) => {
	const rows = textOf(page)
		.split('\n')
		.filter((line) => line.startsWith('|'));
	const listed = FILES.flatMap((file) => {
		const row = rows.find((line) => line.includes(`examples/${file})`));
		return row === undefined ? [] : [[file, row] as const];
	});
	expect(listed.map(([file]) => file)).toContain('videos-from-data-table.json');
	for (const [file, row] of listed) {
		const isNothing = /^ (nothing|无)/.test(row.split('|').at(-2) ?? '');
		expect([file, isNothing]).toEqual([file, sectionOf(file).includes(NEEDS_NOTHING)]);
	}
});

function touch(one: WorkflowNode, other: WorkflowNode): boolean {
	const [a, b] = [boxOf(one), boxOf(other)];
	return a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
}

function boxOf(node: WorkflowNode) {
	const [x, y] = node.position;
	// A node is about so large, with its label below.
	const { width, height } = isNote(node) ? node.parameters : { width: 100, height: 140 };
	return { x, y, right: x + Number(width), bottom: y + Number(height) };
}

/** In pixels, as n8n sets the text of a note; a Chinese letter is twice as wide. */
function neededHeight({ content, width }: WorkflowNode['parameters']): number {
	const widthOf = (line: string) =>
		[...line.replace(/\*/g, '')].reduce((sum, letter) => sum + (letter > 'ÿ' ? 14 : 7), 0);
	const heights = String(content)
		.split('\n')
		.map((line) => 20 * Math.max(1, Math.ceil(widthOf(line) / (Number(width) - 30))));
	return heights.reduce((sum, height) => sum + height, 0);
}

/** What is set that the node's form does not show, with what else is set. */
function unknownParameters({ type, typeVersion, parameters }: WorkflowNode): string[] {
	const name = type.slice(PACKAGE.length + 1);
	const description = DESCRIPTIONS.get(name.replace(/Tool$/, ''));
	if (!description) return [type];
	const values = { ...parameters } as INodeParameters;
	const shown = description.properties.filter((property: INodeProperties) => {
		const isShown = NodeHelpers.displayParameter(values, property, { typeVersion }, description);
		if (isShown) values[property.name] ??= property.default as string;
		return isShown;
	});
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
