// Runs a TypeScript script of this repository from a fresh clone: installs the
// development dependencies first when they are missing or out of date.
// Plain JavaScript, because nothing else is there yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const STAMP = path.join(ROOT, 'node_modules', '.installed-lock');
const OLDEST_NODE = [20, 19];

function requireNode() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
	console.error(
		`Node ${process.versions.node} is too old: install Node ${OLDEST_NODE.join('.')} or newer from https://nodejs.org`,
	);
	process.exit(1);
}

function lockHash() {
	return createHash('sha256')
		.update(readFileSync(path.join(ROOT, 'package-lock.json')))
		.digest('hex');
}

// What npm says is shown only when there is no other way left.
function npm(...args) {
	const { status, stdout, stderr } = spawnSync(
		'npm',
		[...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
		{
			cwd: ROOT,
			encoding: 'utf8',
			maxBuffer: 1e8,
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: process.platform === 'win32',
		},
	);
	return { ok: status === 0, said: [stdout, stderr].join('\n') };
}

// Somebody ran `npm ci` or `npm install`: npm keeps what it put there in a lock file of its own.
function isInstalled() {
	const file = path.join(ROOT, 'node_modules', '.package-lock.json');
	if (!existsSync(file)) return false;
	const packagesOf = (lock) => JSON.parse(readFileSync(lock, 'utf8')).packages;
	const there = packagesOf(file);
	return Object.entries(packagesOf(path.join(ROOT, 'package-lock.json'))).every(
		([place, { version, integrity, optional }]) =>
			place === '' ||
			(there[place] === undefined
				? optional === true
				: there[place].version === version && there[place].integrity === integrity),
	);
}

function installDependencies() {
	if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockHash()) return;
	if (isInstalled()) {
		writeFileSync(STAMP, lockHash());
		return;
	}
	console.log('Installing the development dependencies (about a minute, about 1 GB) ...');
	const started = Date.now();
	// `npm ci` refuses where a registry lacks an optional package of another platform; `npm install` does not.
	if (!npm('ci').ok) {
		const { ok, said } = npm('install', '--no-save');
		if (!ok) {
			console.error(said.split('\n').slice(-20).join('\n'));
			console.error(
				'npm could not install the dependencies. Is the npm registry reachable (npm ping)? Is there 2 GB of free disk?',
			);
			process.exit(1);
		}
	}
	writeFileSync(STAMP, lockHash());
	console.log(`Dependencies installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

const [script, ...args] = process.argv.slice(2);
if (!script) {
	console.error('Usage: node scripts/run.mjs SCRIPT.ts [ARGUMENT ...]');
	process.exit(2);
}
requireNode();
installDependencies();
const tsx = pathToFileURL(path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
const child = spawn(process.execPath, ['--import', tsx, path.resolve(ROOT, script), ...args], {
	stdio: 'inherit',
});
// Ctrl-C reaches the child by itself; stay until it has cleaned up.
for (const signal of ['SIGINT', 'SIGTERM']) {
	process.on(signal, () => {
		if (signal === 'SIGTERM') child.kill(signal);
	});
}
// npm itself does not pass a SIGTERM on: its end is noticed here.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
	setInterval(() => {
		if (process.ppid !== parent) child.kill('SIGTERM');
	}, 500).unref();
}
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
