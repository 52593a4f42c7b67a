/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, no-console */
/*
 * What it costs n8n to have this package: the time to require and construct its nodes and credentials and the size of its tarball, beside five
 * other community packages for media and AI services. Each is measured in processes of its own, in which
 * n8n-workflow is already loaded, as it is in n8n.
 * Run: npm run build, then npx tsx test/bench/load.ts
 */
import { execFileSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../scripts/n8n/cache';
import { npmCommand } from '../../scripts/npm';
import { median, tell } from './figures';

const ROOT = path.join(__dirname, '..', '..');
const CACHE = path.join(cacheFolder(), 'bench', 'packages');
const OTHERS = [
	'@heygenofficial/n8n-nodes-heygen-official@0.1.9',
	'@picsart/n8n-nodes-picsart-creative-apis@5.4.8',
	'n8n-nodes-htmlcsstoimage@0.3.1',
	'n8n-nodes-templated@0.4.5',
	'n8n-nodes-transcript-lol@0.3.3',
];
const RUNS = 9;
const LIMIT_MS = 40;

interface Manifest {
	name: string;
	version: string;
	dependencies?: Record<string, string>;
	n8n?: { nodes?: string[]; credentials?: string[] };
}

interface Row {
	name: string;
	nodes: number;
	operations: number;
	loadMs: number;
	tarballKb: number;
	unpackedKb: number;
	dependencies: number;
}

interface Packed {
	filename: string;
	size: number;
	unpackedSize: number;
}

/**
 * Runs in a process of its own: requires and constructs every node and credential, as n8n does when it starts, and
 * counts the operations of the nodes' dropdowns.
 */
const CHILD = `
require('n8n-workflow');
const files = JSON.parse(process.argv[1]);
const started = process.hrtime.bigint();
const made = files.map((file) => {
	const all = require(file);
	const Class = all[require('path').basename(file).split('.')[0]] ?? Object.values(all)[0];
	return new Class();
});
const ms = Number(process.hrtime.bigint() - started) / 1e6;
let operations = 0;
made.filter((one) => one.description !== undefined || one.nodeVersions !== undefined).forEach((node) => {
	const { description = {} } = node.nodeVersions ? Object.values(node.nodeVersions).pop() : node;
	const lists = (description.properties ?? []).filter(({ name }) => name === 'operation');
	operations += lists.reduce((sum, { options = [] }) => sum + options.length, 0) || 1;
});
console.log(JSON.stringify({ ms, operations }));
process.exit(0);
`;

function npm(cwd: string, ...args: string[]): string {
	const [command, ...first] = npmCommand();
	return execFileSync(command, [...first, ...args, '--ignore-scripts', '--loglevel=error'], {
		cwd,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
}

function pack(cwd: string, ...args: string[]): Packed {
	const [packed] = JSON.parse(npm(cwd, 'pack', '--json', ...args)) as Packed[];
	if (!packed) throw new Error('npm packed nothing');
	return packed;
}

/** The package unpacked in the cache, with its own dependencies beside it. */
function fetched(spec: string): { folder: string; packed: Packed } {
	const place = path.join(CACHE, spec.replace(/[^\w.-]/g, '_'));
	mkdirSync(place, { recursive: true });
	const kept = readdirSync(place).find((name) => name.endsWith('.tgz'));
	const folder = path.join(place, 'package');
	if (!kept) {
		const { filename } = pack(place, spec);
		execFileSync('tar', ['-xzf', filename], { cwd: place });
	}
	const tarball = path.join(place, readdirSync(place).find((name) => name.endsWith('.tgz')) ?? '');
	const { dependencies = {} } = manifestOf(folder);
	const needs = Object.entries(dependencies).filter(([name]) => name !== 'n8n-workflow');
	const modules = path.join(folder, 'node_modules');
	if (needs.length > 0 && !existsSync(modules)) {
		npm(folder, 'install', '--no-save', '--omit=dev', '--omit=peer', '--legacy-peer-deps');
	}
	provideHost(modules);
	return {
		folder,
		packed: { filename: tarball, size: statSync(tarball).size, unpackedSize: sizeOf(folder) },
	};
}

/** The n8n-workflow that all share, as in n8n. */
function provideHost(modules: string): void {
	mkdirSync(modules, { recursive: true });
	const host = path.join(modules, 'n8n-workflow');
	rmSync(host, { recursive: true, force: true });
	symlinkSync(path.join(ROOT, 'node_modules', 'n8n-workflow'), host, 'junction');
}

const manifestOf = (folder: string) =>
	JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;

function sizeOf(folder: string): number {
	return readdirSync(folder, { withFileTypes: true })
		.filter(({ name }) => name !== 'node_modules')
		.map((entry) => {
			const full = path.join(folder, entry.name);
			return entry.isDirectory() ? sizeOf(full) : statSync(full).size;
		})
		.reduce((a, b) => a + b, 0);
}

function measure(folder: string, packed: Packed): Row {
	const { name, version, dependencies = {}, n8n } = manifestOf(folder);
	const { nodes = [], credentials = [] } = n8n ?? {};
	const files = [...nodes, ...credentials].map((file) => path.join(folder, file));
	const runs = Array.from({ length: RUNS }, () => {
		// From the package's own folder, so that both find the same n8n-workflow.
		const said = execFileSync(process.execPath, ['-e', CHILD, JSON.stringify(files)], {
			cwd: folder,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		return JSON.parse(said.trim().split('\n').pop() ?? '') as { ms: number; operations: number };
	});
	return {
		name: `${name} ${version}`,
		nodes: nodes.length,
		operations: runs[0]?.operations ?? 0,
		loadMs: median(runs.map(({ ms }) => ms)),
		tarballKb: packed.size / 1024,
		unpackedKb: packed.unpackedSize / 1024,
		dependencies: Object.keys(dependencies).length,
	};
}

const line = (row: Row) =>
	`| ${[
		row.name,
		row.nodes,
		row.operations,
		row.loadMs.toFixed(1),
		(row.loadMs / row.operations).toFixed(2),
		row.tarballKb.toFixed(0),
		(row.tarballKb / row.operations).toFixed(1),
		row.unpackedKb.toFixed(0),
		row.dependencies,
	].join(' | ')} |`;

async function main(): Promise<void> {
	const own = measure(ROOT, pack(ROOT, '--dry-run'));
	console.log(
		'| package | nodes | operations | load ms | per operation | tarball KB | per operation | unpacked KB | dependencies |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
	);
	console.log(line(own));
	const perOperation = ({ loadMs, operations }: Row) => loadMs / operations;
	const others: Row[] = [];
	for (const spec of OTHERS) {
		try {
			const { folder, packed } = fetched(spec);
			const row = measure(folder, packed);
			console.log(line(row));
			others.push(row);
		} catch (error) {
			console.log(`| ${spec} | not measured: ${(error as Error).message.split('\n')[0]} |`);
		}
	}
	const kbPerOperation = ({ tarballKb, operations }: Row) => tarballKb / operations;
	const theirs = median(others.map(perOperation));
	const ratio = perOperation(own) / theirs;
	console.log(
		`\nOne of our operations loads in ${ratio.toFixed(2)} times the time of one of theirs (median).`,
	);
	const name = `median of ${others.length} packages`;
	await tell(
		{ figure: 'load: ms of all nodes', ours: own.loadMs, limit: LIMIT_MS },
		{
			figure: 'load: ms per operation',
			ours: perOperation(own),
			...(others.length > 0 && { other: { name, value: theirs } }),
		},
		{
			figure: 'load: tarball KB per operation',
			ours: kbPerOperation(own),
			...(others.length > 0 && { other: { name, value: median(others.map(kbPerOperation)) } }),
		},
		{ figure: 'load: tarball KB', ours: own.tarballKb },
	);
	if (own.loadMs <= LIMIT_MS) return;
	console.error(`Loading our nodes took ${own.loadMs.toFixed(1)} ms; the limit is ${LIMIT_MS}`);
	process.exitCode = 1;
}

void main();
