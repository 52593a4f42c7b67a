/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
/*
 * How much house there is: the sizes of the sources, and what one item costs. An item is submitted and asked for twice,
 * by one node with Wait for Completion, in n8n's engine against a platform in another process. Functions and calls are
 * those of V8's precise coverage, without the module of each file, after a first item. CPU time is that of a process
 * whose run of 1,000 items submits and asks once for each; the same two requests are made by n8n's own helper, by turns.
 * The package asks at most 200 times a second, which costs CPU time, too: so the helper is measured at its full speed,
 * and at that pace.
 * Run: npm run build, then npx tsx test/bench/house.ts
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { importsUnder } from '../support/imports';
import { median, print, tell } from './figures';
import type { CpuFigures } from './house/cpu';
import type { ItemFigures } from './house/item';
import { inProcess } from './processes';

const ROOT = path.join(__dirname, '..', '..');
const NODES = path.join(ROOT, 'nodes');
/** The build takes these into each form and each file of messages; no source imports them. */
const BUILT_IN = /^nodes\/shared\/(words\/zh\/|util\/language)/;

function sources() {
	const files = readdirSync(NODES, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => path.join('nodes', file));
	const importers = new Map<string, Set<string>>();
	for (const { from, to } of importsUnder(ROOT, ['nodes', 'credentials']))
		importers.set(to, (importers.get(to) ?? new Set()).add(from));
	const importersOf = (file: string) => importers.get(file.replace(/\.ts$/, ''))?.size ?? 0;
	const lines = files.map(
		(file) => readFileSync(path.join(ROOT, file), 'utf8').split('\n').length - 1,
	);
	const rooms = readdirSync(path.join(NODES, 'shared'), { withFileTypes: true });
	return {
		rooms: rooms.filter((entry) => entry.isDirectory()).length,
		files: files.length,
		lines: lines.reduce((a, b) => a + b, 0),
		lonely: files.filter(
			(file) => file.startsWith('nodes/shared/') && !BUILT_IN.test(file) && importersOf(file) <= 1,
		).length,
	};
}

/** What a script of the folder tells, in a process of its own. */
async function measured<Figures>(script: string): Promise<Figures> {
	const other = inProcess(path.join(__dirname, 'house', script), [], '--expose-gc');
	const figures = await other.told<Figures>();
	other.stop();
	return figures;
}

/** Each round by itself, as what disturbs one disturbs both. */
function ratios(own: readonly number[], other: readonly number[]): string {
	const all = own.map((value, round) => value / (other[round] ?? NaN)).sort((a, b) => a - b);
	return `${median(all).toFixed(2)} (${all[0]?.toFixed(2)} to ${all.at(-1)?.toFixed(2)})`;
}

async function main(): Promise<void> {
	const { rooms, files, lines, lonely } = sources();
	const item = await measured<ItemFigures>('item.ts');
	const { own, helper, paced } = await measured<CpuFigures>('cpu.ts');
	print(
		'figure | now | at most',
		['files that one item passes', item.files, 45],
		['functions of them that run', item.functions, ''],
		['calls of functions', item.calls, 1300],
		['look-ups of its credential', item.credentials, ''],
		['CPU ms per item', median(own), ''],
		['CPU ms by n8n’s helper', median(helper), ''],
		['CPU over n8n’s helper', ratios(own, helper), 1.7],
		['CPU over it at the same pace', ratios(own, paced), ''],
		['rooms in nodes/shared', rooms, 9],
		['files in nodes', files, 190],
		['lines in nodes', lines, ''],
		['files of nodes/shared that at most one imports', lonely, 8],
	);
	const beside = (name: string, values: number[]) => ({ name, value: median(values) });
	const ours = median(own);
	await tell(
		{ figure: 'item: calls of functions', ours: item.calls, limit: 1300 },
		{ figure: 'item: CPU ms', ours, other: beside('n8n’s helper', helper) },
		{ figure: 'item: CPU ms at the same pace', ours, other: beside('n8n’s helper', paced) },
	);
}

void main();
