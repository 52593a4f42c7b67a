/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { importsUnder } from '../../support/imports';

/** How large the house is. */
export interface SourceFigures {
	/** Folders of nodes/shared. */
	rooms: number;
	/** Sources of nodes. */
	files: number;
	lines: number;
	/** Sources of nodes/shared that at most one other source imports, of types alone or not. */
	lonely: number;
}

/** The build takes these into each form and each file of messages; no source imports them. */
const BUILT_IN = /^shared\/(words\/zh\/|util\/language)/;

/** Counts in the sources of a checkout. */
export function sourceFigures(root: string): SourceFigures {
	const nodes = path.join(root, 'nodes');
	const shared = path.join(nodes, 'shared');
	const sources = readdirSync(nodes, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => file.split(path.sep).join('/'));
	const importers = new Map<string, Set<string>>();
	for (const { from, to } of importsUnder(root, ['nodes', 'credentials']))
		importers.set(to, (importers.get(to) ?? new Set()).add(from));
	const importersOf = (file: string) => importers.get(`nodes/${file.replace(/\.ts$/, '')}`);
	return {
		rooms: readdirSync(shared, { withFileTypes: true }).filter((entry) => entry.isDirectory())
			.length,
		files: sources.length,
		lines: sources
			.map((file) => readFileSync(path.join(nodes, file), 'utf8').split('\n').length - 1)
			.reduce((a, b) => a + b, 0),
		lonely: sources
			.filter((file) => file.startsWith('shared/') && !BUILT_IN.test(file))
			.filter((file) => (importersOf(file)?.size ?? 0) <= 1).length,
	};
}
