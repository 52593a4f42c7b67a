import type { INodeParameters, INodePropertyOptions } from 'n8n-workflow';

import { choosing, OPERATIONS } from '../support/forms';
import { sourcesOf } from '../support/imports';
import { nodeTypes } from '../support/nodeTypes';
import { workflowOfOne } from '../support/oneNode';
import { sentencesIn, sentencesOf } from './sentences';

const entriesOf = (properties: (typeof OPERATIONS)[number]['properties']) =>
	properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options as INodePropertyOptions[]);

describe('an operation is called the same everywhere', () => {
	/** Words of a tool have small letters in the panel; those of a model are as they are. */
	const titled = (text: string | undefined) =>
		text?.replace(
			/(^| )(?!in\b)([a-z])/g,
			(_all, gap: string, letter: string) => gap + letter.toUpperCase(),
		);

	it.each(OPERATIONS)('$operation.name, in panel and dropdown', ({ operation, properties }) => {
		const entries = entriesOf(properties).filter(({ value }) => value === operation.value);
		expect(entries.length).toBeGreaterThan(0);
		for (const { name, action = '' } of entries) {
			expect(name).toBe(operation.name);
			expect(action.toLowerCase()).toBe(name.toLowerCase());
			// The model's own spelling, which title case may not touch.
			expect(name.split(': ')[1]).toBe(titled(action.split(': ')[1]));
		}
	});

	it('in panel and dropdown of the waiting node', () => {
		const [type] = nodeTypes().filter(
			({ description }) => description.name === 'kexiangWaitForTask',
		);
		const entries = entriesOf(type?.description.properties ?? []);
		expect(entries.map(({ action }) => action?.toLowerCase())).toEqual(
			entries.map(({ name }) => name.toLowerCase()),
		);
	});

	/** What the canvas shows of a line below a node before it cuts it off. */
	const CANVAS_LETTERS = 27;

	/** What stands below a node on the canvas, as the editor makes it, where no item is at hand. */
	function subtitleOf(one: (typeof OPERATIONS)[number], options: INodeParameters = {}): string {
		const { operation, type } = one;
		const { node, workflow } = workflowOfOne(type, { ...choosing(operation), options });
		const { subtitle } = type.description;
		const { expression } = workflow;
		const text = String(expression.getSimpleParameterValue(node, subtitle, 'internal', {}));
		// The expression looks the operation up in its own list.
		if (!/\bundefined\b/.test(text)) return text;
		throw new Error(
			`The subtitle of ${type.description.displayName} has no entry for ${operation.value}: add one, in words of "${operation.name}", at most ${CANVAS_LETTERS} letters`,
		);
	}

	it.each(OPERATIONS)('$operation.name, uncut on the canvas', (one) => {
		const { name, kind } = one.operation;
		const subtitle = subtitleOf(one);
		const wordsOf = (text: string) => text.toLowerCase().match(/[^\s(),:]+/g);
		expect(wordsOf(name)).toEqual(expect.arrayContaining(wordsOf(subtitle) ?? []));
		expect(subtitle.length).toBeLessThanOrEqual(CANVAS_LETTERS);
		if (!['query', 'link'].includes(kind))
			expect(subtitleOf(one, { previewRequest: true })).toBe(`Preview: ${subtitle}`);
	});

	it('and not as another one, on the canvas of a node', () => {
		const read = OPERATIONS.map((one) => `${one.description.name} ${subtitleOf(one)}`);
		expect(new Set(read).size).toBe(read.length);
	});
});

describe('sentences stand in the room of words alone, for a second language to translate them there', () => {
	const WORDS = 'nodes/shared/words/';
	/** What n8n loads when it starts holds the texts of n8n's own AI builder, which are English. */
	const AT_START = /\.node\.ts$|\/operation\/description\.ts$/;
	const OUTSIDE = sourcesOf('nodes', 'credentials').filter(
		(file) => !file.startsWith(WORDS) && !AT_START.test(file),
	);

	it.each(OUTSIDE)('%s holds none', (file) => expect(sentencesIn(file)).toEqual([]));

	it.each([
		["throw new Error('The platform is gone');", 'The platform is gone'],
		['const text = `${label} must be empty`;', 'Xx must be empty'],
		["const text = 'The ' + what + ' is gone';", 'The Xx is gone'],
		["const hint = { message: 'No', description: 'Look at the list.' };", 'Look at the list.'],
		["const notice = { hint: tell('This is for a person') };", 'This is for a person'],
	])('one is found in %s', (code, text) => expect(sentencesOf(code)).toEqual([{ line: 1, text }]));

	it.each([
		"const field = { label: 'Video', description: 'What the video shows', hint: a ? `Up to ${b} of them` : '' };",
		"context.logger.warn('The execution was stopped');",
		"const NAMES = 'resolution duration quality'.split(' ');",
		"const key = 'Video Generation Model';",
		"import { a } from 'this is a path';",
		'const pattern = /this is a pattern/;',
	])('none is found in %s', (code) => expect(sentencesOf(code)).toEqual([]));

	it('are found in it', () =>
		expect(sentencesIn(`${WORDS}platform.ts`).length).toBeGreaterThan(20));
});
