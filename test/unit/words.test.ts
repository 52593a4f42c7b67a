/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeParameters, INodePropertyOptions } from 'n8n-workflow';

import { inForm } from '../../nodes/shared/words/zh/inForm';
import { PROVIDERS } from '../../scripts/providers';
import { ROOT, sourcesOf } from '../support/imports';
import { nodeTypes } from '../support/nodeTypes';
import { workflowOfOne } from '../support/oneNode';
import { sentencesIn, sentencesOf } from '../support/sentences';

/** An operation is called the same in the dropdown, on the canvas and in the panel. */

const OPERATIONS = PROVIDERS.flatMap((provider) =>
	provider.operations.map((operation) => ({
		operation,
		type: nodeTypes().find(({ description }) => description.displayName === provider.name),
	})),
);

const wordsOf = (text: string) =>
	text
		.toLowerCase()
		.split(/[\s(),:]+/)
		.filter((word) => word !== '');

it.each(OPERATIONS)('$operation.name is called so in panel and dropdown', ({ operation, type }) => {
	const entries = (type?.description.properties ?? [])
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options)
		.filter((option) => 'value' in option && option.value === operation.value);
	expect(entries.length).toBeGreaterThan(0);
	for (const entry of entries) {
		const { name, action = '' } = entry as INodePropertyOptions;
		expect(name).toBe(operation.name);
		expect(action.toLowerCase()).toBe(name.toLowerCase());
		// The model's own spelling, which title case may not touch.
		expect(name.split(': ')[1]).toBe(titled(action.split(': ')[1]));
	}
});

/** Words of a tool have small letters in the panel; those of a model are as they are. */
const titled = (text: string | undefined) =>
	text?.replace(
		/(^| )(?!in\b)([a-z])/g,
		(_all, gap: string, letter: string) => gap + letter.toUpperCase(),
	);

const README = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
const GUIDE = readFileSync(path.join(ROOT, 'docs', 'zh-CN.md'), 'utf8');
/** Of Kexiang Wait for Task, whose operations names.test.ts looks at. */
const WAITING = ['Wait for Completion', 'Get Status', 'List Recent Tasks'];

it.each(OPERATIONS.filter(({ operation }) => operation.name.includes(': ')))(
	'$operation.name: the README calls the model so, where it lists the nodes',
	({ operation, type }) => {
		const [, model = ''] = operation.name.replace(/ \(.*\)$/, '').split(': ');
		const row = README.split('\n').find((line) =>
			line.startsWith(`| [${type?.description.displayName}](`),
		);
		if (operation.kind !== 'query') expect(row).toContain(model);
	},
);

/** Words that an operation begins with in English, and how the README sets off what it names. */
const NAMED_IN_README =
	/(?:_|\*\*)((?:Generate|Edit|Stylize|Swap|Sync|Transfer|Submit|Merge|Cut|Extract|Make)\b[^_*\n]+)(?:_|\*\*)/g;
/** What the guide says to choose as an operation. */
const NAMED_IN_GUIDE = /操作选“([^“”]+)”|\| (?:同上|Kexiang \w+(?: \w+)*) +\| “([^“”]+)”/g;

it.each([
	['README.md', README, NAMED_IN_README, (name: string) => name, 1],
	['docs/zh-CN.md', GUIDE, NAMED_IN_GUIDE, inForm, 8],
])('%s calls operations as the dropdown does', (_file, page, pattern, shown, least) => {
	const said = [...page.matchAll(pattern)].map(([, name, other = '']) => name ?? other);
	const names = [...OPERATIONS.map(({ operation }) => operation.name), ...WAITING];
	expect(said.length).toBeGreaterThanOrEqual(least);
	expect(said.filter((name) => !names.map(shown).includes(name))).toEqual([]);
});

/** What the canvas shows of a line below a node before it cuts it off. */
const CANVAS_LETTERS = 27;

/** What stands below a node on the canvas. */
function subtitleOf(
	{ operation, type }: (typeof OPERATIONS)[number],
	options: INodeParameters = {},
): string {
	if (type === undefined) throw new Error('no node');
	const parameters = {
		...(operation.resource !== undefined && { resource: operation.resource }),
		operation: operation.value,
		options,
	};
	const { node, workflow } = workflowOfOne(type, parameters);
	// As the editor makes it, where no item is at hand.
	const { expression } = workflow;
	const subtitle = String(
		expression.getSimpleParameterValue(node, type.description.subtitle, 'internal', {}),
	);
	// The expression looks the operation up in its own list.
	if (/\bundefined\b/.test(subtitle)) {
		throw new Error(
			`The subtitle in ${operation.value}'s node (${type.description.displayName.replace(/\s/g, '')}.node.ts) has no entry for it: add one, in words of "${operation.name}", at most ${CANVAS_LETTERS} letters`,
		);
	}
	return subtitle;
}

it.each(OPERATIONS)('$operation.name stands on the canvas in its own words, uncut', (entry) => {
	const { name, kind } = entry.operation;
	const subtitle = subtitleOf(entry);
	expect(wordsOf(name)).toEqual(expect.arrayContaining(wordsOf(subtitle)));
	expect(subtitle.length).toBeLessThanOrEqual(CANVAS_LETTERS);
	if (!['query', 'link'].includes(kind))
		expect(subtitleOf(entry, { previewRequest: true })).toBe(`Preview: ${subtitle}`);
});

it('on the canvas, no two operations of a node read alike', () => {
	const read = OPERATIONS.map((entry) => `${entry.type?.description.name} ${subtitleOf(entry)}`);
	expect(new Set(read).size).toBe(read.length);
});

// Sentences stand in nodes/shared/words alone, so that a second language has one room to translate.

const WORDS = 'nodes/shared/words/';

/** What n8n loads when it starts holds the texts of n8n's own AI builder, which are English. */
const AT_START = /\.node\.ts$|\/operation\/description\.ts$/;

const OUTSIDE = sourcesOf('nodes', 'credentials').filter(
	(file) => !file.startsWith(WORDS) && !AT_START.test(file),
);

it.each(OUTSIDE)('%s holds no sentence', (file) => expect(sentencesIn(file)).toEqual([]));

describe('a sentence', () => {
	it.each([
		["throw new Error('The platform is gone');", 'The platform is gone'],
		['const text = `${label} must be empty`;', 'Xx must be empty'],
		["const text = 'The ' + what + ' is gone';", 'The Xx is gone'],
		["const hint = { message: 'No', description: 'Look at the list.' };", 'Look at the list.'],
		["const notice = { hint: tell('This is for a person') };", 'This is for a person'],
	])('is found in %s', (code, text) => expect(sentencesOf(code)).toEqual([{ line: 1, text }]));

	it.each([
		"const field = { label: 'Video', description: 'What the video shows', hint: a ? `Up to ${b} of them` : '' };",
		"context.logger.warn('The execution was stopped');",
		"const NAMES = 'resolution duration quality'.split(' ');",
		"const key = 'Video Generation Model';",
		"import { a } from 'this is a path';",
		'const pattern = /this is a pattern/;',
	])('is none in %s', (code) => expect(sentencesOf(code)).toEqual([]));

	it('is found in the room of words', () =>
		expect(sentencesIn(`${WORDS}platform.ts`).length).toBeGreaterThan(20));
});
