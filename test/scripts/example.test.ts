/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { type INodeParameters, type INodeProperties, NodeHelpers } from 'n8n-workflow';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';

import { recognise } from '../../scripts/demo/picture';
import { reportLines, submittedTask, summarise } from '../../scripts/demo/report';
import { fitted, readExample } from '../../scripts/demo/setUp';
import { commandLine } from '../../scripts/demo/start';
import type { ExecutionData, OutputItem } from '../../scripts/n8n/executionData';
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

describe('the options of npm start', () => {
	const read = (...args: string[]) =>
		commandLine()
			.exitOverride()
			.configureOutput({ writeErr: () => {} })
			.parse(args, { from: 'user' })
			.opts();

	it('asks for nothing by default, and reads all of them', () => {
		expect(read()).toEqual({});
		const args = ['--once', '--fresh', '--port', '5700', '--n8n', '1', '--lang', 'zh'];
		expect(read(...args)).toEqual({ once: true, fresh: true, port: 5700, n8n: 1, lang: 'zh' });
		expect(read('--n8n=2', '--lang=en')).toEqual({ n8n: 2, lang: 'en' });
	});

	it.each(['--port 0', '--port many', '--port 70000', '--n8n 3', '--lang fr', '--often', 'x'])(
		'refuses %s in words',
		(args) => {
			const [name = ''] = args.split(' ');
			expect(() => read(...args.split(' '))).toThrow(new RegExp(`${name}|too many arguments`));
		},
	);
});

describe('the report of a run', () => {
	const NAMES = { submit: 'Submit', wait: 'Wait' };
	const run = (...main: OutputItem[][]) => [{ data: { main } }];
	const executed = (runData: object) => ({ resultData: { runData } }) as ExecutionData;
	const SUBMITTED = run([{ json: { taskId: '7', state: 'pending' } }]);
	const FILE = { mimeType: 'image/png', fileName: 'kx.png', data: 'filesystem-v2', id: 'x' };
	const DONE = {
		taskId: '7',
		state: 'success',
		url: 'http://files/kx.png',
		cost: 1.2,
		costUnit: 'credits',
		polls: 3,
		secondsWaited: 6.04,
	};
	const done = run([{ json: DONE, binary: { data: FILE } }], []);

	it('tells everything about a finished task', () => {
		const summary = summarise(executed({ Submit: SUBMITTED, Wait: done }), NAMES);
		expect(summary.trouble).toBeUndefined();
		expect(reportLines(summary, { format: 'PNG', width: 512, height: 288 })).toEqual([
			'  Task     7',
			'  State    success',
			'  Cost     1.2 credits',
			'  Picture  http://files/kx.png',
			'  Waited   6 s, 3 polls',
			'  In n8n   kx.png PNG 512 x 288',
		]);
	});

	it('leaves out what is not known', () => {
		const known = run([{ json: { taskId: '7', state: 'success' } }]);
		const lines = reportLines(summarise(executed({ Submit: SUBMITTED, Wait: known }), NAMES));
		expect(lines).toEqual(['  Task     7', '  State    success']);
	});

	it('names the task as soon as it is submitted', () => {
		expect(submittedTask(executed({ Submit: SUBMITTED }), NAMES)).toBe('7');
		expect(submittedTask(executed({}), NAMES)).toBeUndefined();
	});

	const failed = run([], [{ json: { taskId: '7', state: 'failed', failReason: 'refused' } }]);
	const error = { message: 'The key was refused', description: 'Check the credential' };
	it.each`
		runData                                               | why
		${{ Submit: SUBMITTED, Wait: failed }}                | ${'the task failed: refused'}
		${{ Submit: SUBMITTED, Wait: run([{ json: DONE }]) }} | ${'Wait gave no file'}
		${{ Submit: SUBMITTED }}                              | ${'Wait gave no finished task'}
		${{}}                                                 | ${'Submit gave no task'}
		${{ Submit: [{ error }] }}                            | ${'Submit: The key was refused. Check the credential'}
	`('says that there is no picture because $why', ({ runData, why }) => {
		expect(summarise(executed(runData as object), NAMES).trouble).toBe(why);
	});
});

const png = PNG.sync.write(new PNG({ width: 4, height: 3 }));
it.each`
	what             | bytes                                              | picture
	${'a PNG'}       | ${png}                                             | ${{ format: 'PNG', width: 4, height: 3 }}
	${'a JPEG'}      | ${Buffer.from('ffd8ffe000104a46ffd9', 'hex')}      | ${{ format: 'JPEG' }}
	${'a WebP'}      | ${Buffer.from('RIFF\x08\0\0\0WEBPVP8 ', 'latin1')} | ${{ format: 'WebP' }}
	${'half a PNG'}  | ${png.subarray(0, -1)}                             | ${undefined}
	${'half a JPEG'} | ${Buffer.from('ffd8ffe000104a46', 'hex')}          | ${undefined}
	${'half a WebP'} | ${Buffer.from('RIFF\x09\0\0\0WEBPVP8 ', 'latin1')} | ${undefined}
	${'a page'}      | ${Buffer.from('<html>Not found</html>')}           | ${undefined}
	${'nothing'}     | ${Buffer.alloc(0)}                                 | ${undefined}
`('recognises $what', ({ bytes, picture }) => {
	expect(recognise(bytes as Buffer)).toEqual(picture);
});
