/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { nodeTypes } from '../support/nodeTypes';
import { SEARCH_WORDS } from '../support/searchWords';

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
