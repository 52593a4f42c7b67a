/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { SEARCH_WORDS } from '../support/searchWords';
import { nodeTypes } from '../support/nodeTypes';

/** n8n's node panel searches display names and aliases, by this very code, and adds how popular its own nodes are. */

interface Entry {
	key: string;
	properties: { displayName: string; codex: { alias: string[] } };
}
interface Ranked {
	score: number;
	item: Entry;
}
type Search = (filter: string, data: Entry[]) => Ranked[];
type ReRank = (found: Ranked[], factors: Record<string, Record<string, number>>) => Ranked[];

const ROOT = path.join(__dirname, '..', '..');
const SEARCH = path.join('node_modules', '@n8n', 'utils', 'dist', 'search');

/** n8n's own, of the newest n8n that these tests know. */
function load(file: string): unknown {
	const home = path.join(ROOT, SEARCH, file);
	if (!existsSync(home)) throw new Error(`n8n keeps its search elsewhere by now, not at ${home}`);
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	return require(home);
}
const { sublimeSearch } = load('sublime-search.cjs') as { sublimeSearch: Search };
const { reRankSearchResults } = load('re-rank-search-results.cjs') as {
	reRankSearchResults: ReRank;
};

type PanelNode = [id: string, displayName: string, alias: string[], popularity: number];
const panel = JSON.parse(
	readFileSync(path.join(ROOT, 'test', 'fixtures', 'node-panel.json'), 'utf8'),
) as { nodes: PanelNode[] };

const entry = (key: string, displayName: string, alias: string[]): Entry => ({
	key,
	properties: { displayName, codex: { alias } },
});

const own = nodeTypes().map(({ description: { displayName, name } }) => {
	const folder = readdirSync(path.join(ROOT, 'nodes')).find(
		(one) => one.toLowerCase() === name.toLowerCase(),
	);
	const codex = JSON.parse(
		readFileSync(path.join(ROOT, 'nodes', folder ?? '', `${folder}.node.json`), 'utf8'),
	) as { alias: string[] };
	return entry(`n8n-nodes-kexiang.${name}`, displayName, codex.alias);
});
const all = [...panel.nodes.map(([id, name, alias]) => entry(id, name, alias)), ...own].sort(
	(a, b) => a.properties.displayName.localeCompare(b.properties.displayName),
);
const popularity = Object.fromEntries(panel.nodes.map(([id, , , much]) => [id, 100 * much]));

const found = (word: string) =>
	reRankSearchResults(sublimeSearch(word.toLowerCase(), all), { popularity }).map(
		({ item }) => item.properties.displayName,
	);

describe('the search of the node panel', () => {
	it('is tried with at least 40 words', () =>
		expect(SEARCH_WORDS.length).toBeGreaterThanOrEqual(40));

	it.each(SEARCH_WORDS)('%s brings %s', (word, node, place = 1) => {
		const names = found(word);
		expect(names.slice(0, place)).toContain(node);
	});

	it.each(['可想', 'Kexiang'])('%s brings every node, and Custom Request not first', (word) => {
		const names = found(word);
		for (const { properties } of own) expect(names).toContain(properties.displayName);
		expect(names[0]).not.toBe('Kexiang Custom Request');
	});

	it('is tried with the aliases of the nodes, none of them twice', () => {
		for (const { properties } of own) {
			const { alias } = properties.codex;
			expect(new Set(alias.map((one) => one.toLowerCase())).size).toBe(alias.length);
		}
	});
});
