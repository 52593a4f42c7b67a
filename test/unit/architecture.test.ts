/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { foldersIn, importsOf, ROOT, sourcesOf, type Import } from '../support/imports';

const page = readFileSync(path.join(ROOT, 'docs', 'architecture.md'), 'utf8');
/** Made by tools, and in no clone. */
const MADE = new Set(['node_modules', 'dist', 'coverage']);
/** The ground floor, which stands under every room and has no arrows. */
const GROUND = /^nodes\/shared\/util\//;

/** What n8n's verification lets nodes import. */
const HOST = /^(n8n-workflow|crypto)$/;

/** Boxes by their id, with the folders that they name, and the arrows between them. */
function diagram(number: number) {
	const text = [...page.matchAll(/```mermaid\n([\s\S]*?)```/g)][number]?.[1] ?? '';
	const boxes = new Map(
		[...text.matchAll(/^\s*(\w+)\["([^"]+)"\]$/gm)].map(([, id = '', label = '']) => [
			id,
			label.split('<br/>'),
		]),
	);
	const arrows = [...text.matchAll(/^\s*(\w+) --> (\w+)$/gm)].map(([, a, b]) => `${a} > ${b}`);
	return { boxes, arrows: arrows.sort(), folders: [...boxes.values()].flat().sort() };
}

/** The arrows that the imports make, where `roomOf` gives the box of a file. */
function arrowsOf(imports: readonly Import[], roomOf: (file: string) => string | undefined) {
	const arrows = imports.flatMap(({ from, to }) => {
		const [a, b] = [roomOf(from), roomOf(to)];
		return a === undefined || b === undefined || a === b ? [] : [`${a} > ${b}`];
	});
	return [...new Set(arrows)].sort();
}

const house = importsOf('nodes', 'credentials', 'simulator', 'scripts', 'test');
const inNodes = house.filter(({ from }) => from.startsWith('nodes/'));

describe('the house', () => {
	const { folders, arrows } = diagram(0);

	it('has the folders of the diagram and no others', () => {
		expect(
			foldersIn('.')
				.filter((name) => !MADE.has(name))
				.sort(),
		).toEqual(folders);
	});

	it('has the imports of the diagram and no others', () => {
		const rooms = new Set(folders);
		const roomOf = (file: string) => {
			const room = file.split('/')[0] ?? '';
			return file.includes('/') && rooms.has(room) ? room : undefined;
		};
		expect(arrowsOf(house, roomOf)).toEqual(arrows);
	});
});

/** The rooms of the nodes from the roof down, as the page's table of floors has them. */
const FLOORS = [...page.matchAll(/^\| \d+ +\| (`[^|]+) +\|/gm)].map(([, cell = '']) =>
	[...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
);

/** The room of a file, by the floor's own name for it. */
function roomIn(file: string): string | undefined {
	const [, folder = '', inner = ''] = file.split('/');
	if (!file.startsWith('nodes/')) return undefined;
	return folder === 'shared' ? `shared/${inner}` : folder;
}

describe('the nodes', () => {
	const { boxes, folders, arrows } = diagram(1);
	const shared = foldersIn('nodes/shared').map((name) => `shared/${name}`);
	const all = [...foldersIn('nodes').filter((name) => name !== 'shared'), ...shared].sort();

	it('have the folders of the diagram and no others, and every file of shared is in one', () => {
		expect(folders).toEqual(all.filter((name) => name !== 'shared/util'));
		expect(sourcesOf('nodes/shared').filter((file) => file.split('/').length < 4)).toEqual([]);
	});

	it('have the imports of the diagram and no others', () => {
		const roomOf = (file: string) => {
			const room = roomIn(file) ?? '';
			return GROUND.test(file)
				? undefined
				: [...boxes].find(([, names]) => names.includes(room))?.[0];
		};
		expect(arrowsOf(inNodes, roomOf)).toEqual(arrows);
	});

	it('stand on floors, each room on one, and util on the lowest', () => {
		expect(FLOORS.flat().sort()).toEqual(all);
		expect(FLOORS.at(-1)).toEqual(['shared/util']);
	});

	it('have no arrow between rooms that leads up, or to a room beside', () => {
		const floorOf = (file: string) =>
			FLOORS.findIndex((rooms) => rooms.includes(roomIn(file) ?? ''));
		const up = inNodes.filter(({ from, to }) => {
			if (!to.startsWith('nodes/') || roomIn(from) === roomIn(to)) return false;
			return floorOf(to) <= floorOf(from);
		});
		expect(up.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
	});

	it('import, like the credentials, nodes, n8n-workflow and crypto alone', () => {
		const published = house.filter(({ from }) => /^(nodes|credentials)\//.test(from));
		const others = published.filter(({ to }) => !to.startsWith('nodes/') && !HOST.test(to));
		expect(others.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
	});

	it('have a schedule that stands on nothing', () =>
		expect(inNodes.filter(({ from }) => from === 'nodes/shared/waiting/schedule')).toEqual([]));

	it('have no files that import each other in a circle', () => {
		const next = new Map<string, string[]>();
		for (const { from, to, typeOnly } of inNodes) {
			if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
		}
		const done = new Set<string>();
		const circleFrom = (file: string, way: readonly string[]): string[] => {
			if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
			if (done.has(file)) return [];
			done.add(file);
			for (const one of next.get(file) ?? []) {
				const circle = circleFrom(one, [...way, file]);
				if (circle.length > 0) return circle;
			}
			return [];
		};
		expect([...next.keys()].flatMap((file) => circleFrom(file, []))).toEqual([]);
	});
});
