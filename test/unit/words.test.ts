/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { NodeHelpers, type INodeParameters, type INodePropertyOptions } from 'n8n-workflow';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { choosing, OPERATIONS } from '../support/forms';
import { sourcesOf } from '../support/imports';
import { nodeTypes } from '../support/nodeTypes';
import { workflowOfOne } from '../support/oneNode';
import { SEARCH_WORDS } from '../support/searchWords';
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
		["const field = { description: 'What the video shows', hint: a ? `Up to ${b} of them` : '' };"],
		["context.logger.warn('The execution was stopped');"],
		["const NAMES = 'resolution duration quality'.split(' ');"],
		["const key = 'Video Generation Model';"],
		["import { a } from 'this is a path';"],
		['const pattern = /this is a pattern/;'],
	])('of %s is found: %s', (code, text = '') =>
		expect(sentencesOf(code)).toEqual(text === '' ? [] : [{ line: 1, text }]),
	);

	it('are found in it', () =>
		expect(sentencesIn(`${WORDS}platform.ts`).length).toBeGreaterThan(20));
});

it('a review of files that show people is named where the form takes files, until it is chosen', () => {
	/** What a form says at rest, by the node, its version and what is chosen. */
	function notices(type: string, typeVersion: number, chosen: INodeParameters) {
		const { description } = nodeTypes().find((one) => one.description.name === type)!;
		return description.properties
			.filter((one) => one.type === 'notice')
			.filter((one) => NodeHelpers.displayParameter(chosen, one, { typeVersion }, description))
			.map(({ displayName }) => displayName);
	}
	const said: unknown = expect.stringMatching(/real people .*Options &gt; Review Assets First/);
	const options = { reviewAssets: true };
	for (const typeVersion of [1, 1.1]) {
		const ofVolcengine = (chosen: INodeParameters) =>
			notices('kexiangVolcengine', typeVersion, chosen);
		for (const operation of ['seedance2VideoSubmit', 'seedance25VideoSubmit']) {
			for (const mode of ['img2video', 'frame2video', 'mixVideo']) {
				expect(ofVolcengine({ operation, mode })).toEqual([said]);
				expect(ofVolcengine({ operation, mode, options })).toEqual([]);
			}
			expect(ofVolcengine({ operation, mode: 'text2video' })).toEqual([]);
		}
		expect(ofVolcengine({ operation: 'miniMaxH3Submit', mode: 'img2video' })).toEqual([]);
	}
	expect(notices('kexiangKling', 1, { operation: 'klingV3Submit' })).toEqual([]);
});

/** n8n's node panel searches display names and aliases, by this very code, and adds how popular its own nodes are. */

interface Entry {
	key: string;
	properties: { displayName: string; codex: { alias: string[] } };
}
type Ranked = Array<{ score: number; item: Entry }>;
type Search = (filter: string, data: Entry[]) => Ranked;
type ReRank = (found: Ranked, factors: Record<string, Record<string, number>>) => Ranked;

const ROOT = path.join(__dirname, '..', '..');
const SEARCH = path.join(ROOT, 'node_modules', '@n8n', 'utils', 'dist', 'search');

/** n8n's own, of the newest n8n that these tests know. */
function load<Module>(file: string): Module {
	const home = path.join(SEARCH, file);
	if (!existsSync(home)) throw new Error(`n8n keeps its search elsewhere by now, not at ${home}`);
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	return require(home) as Module;
}
const { sublimeSearch } = load<{ sublimeSearch: Search }>('sublime-search.cjs');
const { reRankSearchResults } = load<{ reRankSearchResults: ReRank }>('re-rank-search-results.cjs');

const readJson = (...file: string[]) =>
	JSON.parse(readFileSync(path.join(ROOT, ...file), 'utf8')) as unknown;
type PanelNode = [id: string, displayName: string, alias: string[], popularity: number];
const { nodes: panel } = readJson('test', 'fixtures', 'node-panel.json') as { nodes: PanelNode[] };

const entry = (key: string, displayName: string, alias: string[]): Entry => ({
	key,
	properties: { displayName, codex: { alias } },
});
const folders = readdirSync(path.join(ROOT, 'nodes'));
const own = nodeTypes().map(({ description: { displayName, name } }) => {
	const folder = folders.find((one) => one.toLowerCase() === name.toLowerCase()) ?? '';
	const { alias } = readJson('nodes', folder, `${folder}.node.json`) as { alias: string[] };
	return entry(`n8n-nodes-kexiang.${name}`, displayName, alias);
});
const all = [...panel.map(([id, name, alias]) => entry(id, name, alias)), ...own].sort((a, b) =>
	a.properties.displayName.localeCompare(b.properties.displayName),
);
const popularity = Object.fromEntries(panel.map(([id, , , much]) => [id, 100 * much]));

const found = (word: string) =>
	reRankSearchResults(sublimeSearch(word.toLowerCase(), all), { popularity }).map(
		({ item }) => item.properties.displayName,
	);

describe('the search of the node panel', () => {
	it.each(SEARCH_WORDS)('%s brings %s', (word, node, place = 1) =>
		expect(found(word).slice(0, place)).toContain(node),
	);

	it.each(['可想', 'Kexiang'])('%s brings every node, and Custom Request not first', (word) => {
		const names = found(word);
		for (const { properties } of own) expect(names).toContain(properties.displayName);
		expect(names[0]).not.toBe('Kexiang Custom Request');
	});

	it('has no alias of a node twice', () => {
		for (const { properties } of own) {
			const aliases = properties.codex.alias.map((one) => one.toLowerCase());
			expect(new Set(aliases).size).toBe(aliases.length);
		}
	});
});
