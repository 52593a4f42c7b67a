/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { INodeProperties } from 'n8n-workflow';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { FORMS } from '../../nodes/shared/words/zh/formTexts';
import { inForm, translated } from '../../nodes/shared/words/zh/inForm';
import { filled, PAGES } from '../../scripts/docs';
import { OPERATIONS_FILE, operationsTable } from '../../scripts/operationsTable';
import { loadContract } from '../../simulator/contract';
import { NODES, OPERATIONS as OFFERED } from '../support/forms';
import { ROOT } from '../support/imports';
import { nodeTypes } from '../support/nodeTypes';

/** What the pages say of nodes, forms and messages is what these say. */

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const filesIn = (folder: string, ending: RegExp) =>
	readdirSync(path.join(ROOT, folder))
		.filter((name) => ending.test(name))
		.map((name) => `${folder}/${name}`);

const README = read('README.md');
const GUIDE = read('docs/zh-CN.md');

describe('what npm run docs writes', () => {
	/** Without the spaces and dashes that line up the columns of tables. */
	const squeezed = (text: string) => text.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---');

	it('is what the operations say, in docs/operations.md', () =>
		expect(readFileSync(OPERATIONS_FILE, 'utf8')).toBe(operationsTable()));

	it.each(PAGES.map((file) => path.relative(ROOT, file)))('is so in %s', (file) => {
		const page = read(file);
		expect(squeezed(page)).toBe(squeezed(filled(page)));
		expect(page).toMatch(/<!-- (official|derived) -->\d+<!-- \/ -->/);
	});

	it('is never left out for a mark that nobody fills', () =>
		expect(() => filled('<!-- nobody -->1<!-- / -->')).toThrow('<!-- nobody -->'));
});

describe('operations', () => {
	it.each(NODES)('of $provider.name: the README names their models', ({ provider }) => {
		const row = README.split('\n').find((line) => line.startsWith(`| [${provider.name}](`));
		const models = provider.operations
			.filter(({ kind, name }) => kind !== 'query' && name.includes(': '))
			.map(({ name }) => name.replace(/ \(.*\)$/, '').split(': ')[1] ?? '');
		expect(models.filter((model) => row?.includes(model) !== true)).toEqual([]);
	});

	/** Of Kexiang Wait for Task. */
	const WAITING = nodeTypes()
		.filter(({ description }) => description.name === 'kexiangWaitForTask')
		.flatMap(({ description }) => description.properties)
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options.map(({ name }) => name));

	it('of the waiting node are in README and guide', () => {
		expect(WAITING.length).toBeGreaterThan(1);
		for (const name of WAITING) {
			expect(README).toContain(name);
			expect(GUIDE).toContain(name);
			expect(GUIDE).toContain(`“${inForm(name)}”`);
		}
	});

	/** Words that an operation begins with in English, and how the README sets off what it names. */
	const NAMED_IN_README =
		/(?:_|\*\*)((?:Generate|Edit|Stylize|Swap|Sync|Transfer|Submit|Merge|Cut|Extract|Make)\b[^_*\n]+)(?:_|\*\*)/g;
	/** What the guide says to choose as an operation. */
	const NAMED_IN_GUIDE = /操作选“([^“”]+)”|\| (?:同上|Kexiang \w+(?: \w+)*) +\| “([^“”]+)”/g;

	it.each([
		['README.md', README, NAMED_IN_README, (name: string) => name, 1],
		['docs/zh-CN.md', GUIDE, NAMED_IN_GUIDE, inForm, 8],
	])('are called in %s as in the dropdown', (_file, page, pattern, shown, least) => {
		const said = [...page.matchAll(pattern)].map(([, name, other = '']) => name ?? other);
		const names = [...OFFERED.map(({ operation }) => operation.name), ...WAITING].map(shown);
		expect(said.length).toBeGreaterThanOrEqual(least);
		expect(said.filter((name) => !names.includes(name))).toEqual([]);
	});
});

describe('options', () => {
	/** An entry that older workflows alone have is offered to nobody. */
	const isOffered = ({ displayOptions }: INodeProperties) =>
		!JSON.stringify(displayOptions ?? {}).includes('exists');
	const COLLECTIONS = nodeTypes()
		.flatMap(({ description }) => description.properties)
		.filter(({ type }) => type === 'collection');
	const labelsOf = (collection: string) =>
		COLLECTIONS.flatMap(({ displayName, options }) =>
			(options as INodeProperties[]).filter(isOffered).flatMap((option) => [
				...(displayName === collection ? [option.displayName] : []),
				// With the labels in Chinese, too, as the guide says them.
				...(inForm(displayName) === collection ? [inForm(option.displayName)] : []),
			]),
		);
	const NAMED = /(?:\b(Wait Options|Options|Advanced)|(?<=“)(等待选项|选项|高级)) > ([^\n]{1,60})/g;

	it('are called so wherever people read of them', () => {
		const files = [
			'README.md',
			...filesIn('docs', /\.md$/),
			...filesIn('nodes/shared/words', /\.ts$/),
			...filesIn('examples', /\.json$/),
		];
		const named = files.flatMap((file) =>
			[...read(file).matchAll(NAMED)].map(([, english, chinese = '', label = '']) => ({
				file,
				collection: english ?? chinese,
				label,
			})),
		);
		expect(named.length).toBeGreaterThan(40);
		const wrong = named.filter(
			({ collection, label }) => !labelsOf(collection).some((one) => label.startsWith(one)),
		);
		expect(wrong).toEqual([]);
	});
});

describe('the Chinese guide', () => {
	/** Cells of the first table below a heading, without the heads of its columns. */
	function tableBelow(heading: string): string[][] {
		const [, section = ''] = GUIDE.split(`\n## ${heading}\n`);
		const [table = ''] = /^\|.*(?:\n\|.*)*/m.exec(section) ?? [];
		const rows = table.split('\n').slice(2);
		return rows.map((row) => row.split('|').map((cell) => cell.trim()));
	}
	const found = (pattern: RegExp) => [...GUIDE.matchAll(pattern)].map(([, text = '']) => text);

	const inForms = new Set(Object.values(FORMS));
	/** An entry such as 16:9 reads the same in any language. */
	const isInForms = (text: string): boolean => inForms.has(text) || translated(text) === text;

	const messages = filesIn('nodes/shared/words/zh', /^(?!form)/)
		.map(read)
		.join('\n');
	/** Between the dots stands what the message says of every case; a number may be that of one. */
	const isMessage = (text: string): boolean =>
		text
			.split('……')
			.flatMap((part) => (messages.includes(part) ? [] : part.split(/\d+/)))
			.every((part) => messages.includes(part));

	it('has a table of every provider with services of its own', () => {
		const { byId } = loadContract();
		const named = NODES.filter(({ provider }) =>
			provider.operations.some(({ value }) => byId.has(value)),
		);
		const missing = named.filter(({ provider }) => !GUIDE.includes(`<!-- ${provider.name} -->`));
		expect(missing).toEqual([]);
	});

	it('links to pages and headings that are there', () => {
		const files = found(/\]\((?!https?:|#)([^)#]+)/g);
		expect(files.length).toBeGreaterThan(10);
		expect(files.filter((file) => !existsSync(path.join(ROOT, 'docs', file)))).toEqual([]);
		const anchors = found(/\]\(#([^)]+)\)/g);
		const headings = found(/^#+ (.+)$/gm).map((heading) =>
			heading
				.toLowerCase()
				.replace(/[^\p{L}\p{N} _-]/gu, '')
				.replaceAll(' ', '-'),
		);
		expect(anchors.length).toBeGreaterThan(20);
		expect(anchors.filter((anchor) => !headings.includes(anchor))).toEqual([]);
	});

	it('quotes what the Chinese forms and messages say', () => {
		const quoted = found(/“([^“”…]+)”/g);
		// A label would be found within some message.
		const isQuoted = (text: string) =>
			text.split(' > ').every(isInForms) || (text.length > 7 && isMessage(text));
		expect(quoted.length).toBeGreaterThan(100);
		expect(quoted.filter((text) => !isQuoted(text))).toEqual([]);
	});

	it('lists messages letter by letter', () => {
		const listed = tableBelow('常见问题').map(([, message = '']) => message);
		expect(listed.length).toBeGreaterThan(20);
		expect(listed.filter((message) => !isMessage(message))).toEqual([]);
	});

	it('gives each Chinese name its English one', () => {
		const named = tableBelow('中英文名称对照');
		expect(named.length).toBeGreaterThan(20);
		for (const [, chinese = '', english = ''] of named)
			expect(english.split(', ').map(translated)).toEqual(chinese.split('、'));
	});
});
