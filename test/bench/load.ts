/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, no-console */
/*
 * What it costs n8n to have this package: the time to require and construct its nodes and credentials and the size of
 * its tarball, beside five other community packages for media and AI services. Each is measured in processes of its
 * own, in which n8n-workflow is already loaded, as it is in n8n.
 * Run: npm run build, then npx tsx test/bench/load.ts
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../scripts/n8n/cache';
import { npmCommand } from '../../scripts/npm';
import { median, print, tell } from './figures';

const ROOT = path.join(__dirname, '..', '..');
const CACHE = path.join(cacheFolder(), 'bench', 'packages');
const OTHERS = [
	'@heygenofficial/n8n-nodes-heygen-official@0.1.9',
	'@picsart/n8n-nodes-picsart-creative-apis@5.4.8',
	'n8n-nodes-htmlcsstoimage@0.3.1',
	'n8n-nodes-templated@0.4.5',
	'n8n-nodes-transcript-lol@0.3.3',
];
/** It provides n8n-workflow to all. */
const HOST = 'n8n-workflow';
const RUNS = 9;
const LIMIT_MS = 40;
const HEAD = 'package | nodes | operations | load ms | tarball KB | unpacked KB | dependencies';

interface Manifest {
	name: string;
	version: string;
	dependencies?: Record<string, string>;
	n8n?: { nodes?: string[]; credentials?: string[] };
}

/** What npm says of a package that it packs. */
interface Packed {
	filename: string;
	size: number;
	unpackedSize: number;
}

interface Measured extends Packed {
	row: Array<string | number>;
	operations: number;
	ms: number;
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

const manifestOf = (folder: string) =>
	JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;

/** The package unpacked in the cache, with its own dependencies and the n8n-workflow that all share. */
function fetched(spec: string): { folder: string; packed: Packed } {
	const place = path.join(CACHE, spec.replace(/[^\w.-]/g, '_'));
	const folder = path.join(place, 'package');
	const kept = path.join(place, 'packed.json');
	mkdirSync(place, { recursive: true });
	const packed = existsSync(kept)
		? (JSON.parse(readFileSync(kept, 'utf8')) as Packed)
		: pack(place, spec);
	if (!existsSync(folder)) execFileSync('tar', ['-xzf', packed.filename], { cwd: place });
	writeFileSync(kept, JSON.stringify(packed));
	const modules = path.join(folder, 'node_modules');
	const needs = Object.keys(manifestOf(folder).dependencies ?? {}).filter((one) => one !== HOST);
	if (needs.length > 0 && !existsSync(modules))
		npm(folder, 'install', '--no-save', '--omit=dev', '--omit=peer', '--legacy-peer-deps');
	mkdirSync(modules, { recursive: true });
	rmSync(path.join(modules, HOST), { recursive: true, force: true });
	symlinkSync(path.join(ROOT, 'node_modules', HOST), path.join(modules, HOST), 'junction');
	return { folder, packed };
}

function measure(folder: string, packed: Packed): Measured {
	const { name, version, dependencies = {}, n8n } = manifestOf(folder);
	const { nodes = [], credentials = [] } = n8n ?? {};
	const files = JSON.stringify([...nodes, ...credentials].map((file) => path.join(folder, file)));
	const runs = Array.from({ length: RUNS }, () => {
		// From the package's own folder, so that both find the same n8n-workflow.
		const said = execFileSync(process.execPath, ['-e', CHILD, files], { cwd: folder });
		return JSON.parse(said.toString()) as { ms: number; operations: number };
	});
	const operations = runs[0]?.operations ?? 0;
	const ms = median(runs.map((one) => one.ms));
	const needs = Object.keys(dependencies).filter((one) => one !== HOST).length;
	const sizes = [packed.size / 1024, packed.unpackedSize / 1024];
	const row = [`${name} ${version}`, nodes.length, operations, ms, ...sizes, needs];
	return { ...packed, operations, ms, row };
}

async function main(): Promise<void> {
	const own = measure(ROOT, pack(ROOT, '--dry-run'));
	const others = OTHERS.flatMap((spec) => {
		try {
			const { folder, packed } = fetched(spec);
			return [measure(folder, packed)];
		} catch (error) {
			console.log(`${spec} was not measured: ${(error as Error).message.split('\n')[0]}`);
			return [];
		}
	});
	print(HEAD, own.row, ...others.map(({ row }) => row));
	const beside = (of: (one: Measured) => number) => ({
		ours: of(own),
		...(others.length > 0 && {
			other: { name: `median of ${others.length} packages`, value: median(others.map(of)) },
		}),
	});
	await tell(
		{ figure: 'load: ms of all nodes', ours: own.ms, limit: LIMIT_MS },
		{ figure: 'load: ms per operation', ...beside(({ ms, operations }) => ms / operations) },
		{
			figure: 'load: tarball KB per operation',
			...beside(({ size, operations }) => size / 1024 / operations),
		},
		{ figure: 'load: tarball KB', ours: own.size / 1024 },
	);
}

void main();
