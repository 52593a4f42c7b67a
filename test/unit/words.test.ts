import type { INodeParameters } from 'n8n-workflow';

import { PROVIDERS } from '../../scripts/providers';
import { sourcesOf } from '../support/imports';
import { nodeTypes } from '../support/kexiang';
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

it.each(OPERATIONS)('$operation.name: its action has its words', ({ operation }) => {
	expect(wordsOf(operation.action)).toEqual(expect.arrayContaining(wordsOf(operation.name)));
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
