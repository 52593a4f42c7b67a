/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { FORMS } from '../../nodes/shared/words/zh/formTexts';
import { translated } from '../../nodes/shared/words/zh/inForm';
import { PROVIDERS } from '../../scripts/providers';
import { loadContract } from '../../simulator/contract';
import { ROOT } from '../support/imports';

const DOCS = path.join(__dirname, '..', '..', 'docs');
const guide = readFileSync(path.join(DOCS, 'zh-CN.md'), 'utf8');

/** Cells of the first table below a heading, without the heads of its columns. */
function tableBelow(heading: string): string[][] {
	const [, section = ''] = guide.split(`\n## ${heading}\n`);
	const [table = ''] = /^\|.*(?:\n\|.*)*/m.exec(section) ?? [];
	const rows = table.split('\n').slice(2);
	return rows.map((row) => row.split('|').map((cell) => cell.trim()));
}

const inForms = new Set(Object.values(FORMS));
/** An entry such as 16:9 reads the same in any language. */
const isInForms = (text: string): boolean => inForms.has(text) || translated(text) === text;

const WORDS = path.join(ROOT, 'nodes', 'shared', 'words', 'zh');
const messages = readdirSync(WORDS)
	.filter((file) => !file.startsWith('form'))
	.map((file) => readFileSync(path.join(WORDS, file), 'utf8'))
	.join('\n');

/** Between the dots stands what the message says of every case; a number may be that of one. */
const isMessage = (text: string): boolean =>
	text
		.split('……')
		.flatMap((part) => (messages.includes(part) ? [] : part.split(/\d+/)))
		.every((part) => messages.includes(part));

describe('the Chinese guide', () => {
	it('has a table of every provider with services of its own', () => {
		const { byId } = loadContract();
		const named = PROVIDERS.filter(({ operations }) =>
			operations.some(({ value }) => byId.has(value)),
		);
		expect(named.filter(({ name }) => !guide.includes(`<!-- ${name} -->`))).toEqual([]);
	});

	it('links to what is there', () => {
		const links = [...guide.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, file = '']) => file);
		expect(links.length).toBeGreaterThan(10);
		expect(links.filter((file) => !existsSync(path.join(DOCS, file)))).toEqual([]);
	});

	it('links to headings that it has', () => {
		const links = [...guide.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
		const headings = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
		const anchors = headings.map((heading) =>
			heading
				.toLowerCase()
				.replace(/[^\p{L}\p{N} _-]/gu, '')
				.replaceAll(' ', '-'),
		);
		expect(links.length).toBeGreaterThan(20);
		expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
	});

	it('quotes what the Chinese forms and messages say', () => {
		const quoted = [...guide.matchAll(/“([^“”…]+)”/g)].map(([, text = '']) => text);
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
