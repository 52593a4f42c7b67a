// Runs a TypeScript script of this repository from a fresh clone: installs the
// development dependencies first when they are missing or out of date.
// Plain JavaScript, because nothing else is there yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const MODULES = path.join(ROOT, 'node_modules');
const LOCK = path.join(ROOT, 'package-lock.json');
/** The lock file of the last installation that was found to be whole. */
const STAMP = path.join(MODULES, '.installed-lock');

function end(code, ...lines) {
	console.error(lines.join('\n'));
	process.exit(code);
}

// What npm says is shown only when there is no other way left.
function npm(...args) {
	const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	const shell = process.platform === 'win32';
	const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e8, shell };
	return spawnSync('npm', [...args, ...quiet], options);
}

// Somebody ran `npm ci` or `npm install`: npm keeps what it put there in a lock file of its own.
function isInstalled() {
	const file = path.join(MODULES, '.package-lock.json');
	if (!existsSync(file)) return false;
	const packagesOf = (lock) => JSON.parse(readFileSync(lock, 'utf8')).packages;
	const there = packagesOf(file);
	return Object.entries(packagesOf(LOCK)).every(
		([place, { version, integrity, optional }]) =>
			place === '' ||
			(there[place] === undefined
				? optional === true
				: there[place].version === version && there[place].integrity === integrity),
	);
}

function installDependencies() {
	const lock = readFileSync(LOCK, 'utf8');
	if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return;
	if (!isInstalled()) {
		console.log('Installing the development dependencies (about a minute, about 1 GB) ...');
		const started = Date.now();
		// `npm ci` refuses where a registry lacks an optional package of another platform; `npm install` does not.
		if (npm('ci').status !== 0) {
			const { status, stdout, stderr } = npm('install', '--no-save');
			if (status !== 0)
				end(
					1,
					...`${stdout}\n${stderr}`.split('\n').slice(-20),
					'npm could not install the dependencies. Is the npm registry reachable (npm ping)? Is there 2 GB of free disk?',
				);
		}
		console.log(`Dependencies installed in ${Math.round((Date.now() - started) / 1000)} s`);
	}
	writeFileSync(STAMP, lock);
}

const [script, ...args] = process.argv.slice(2);
if (!script) end(2, 'Usage: node scripts/run.mjs SCRIPT.ts [ARGUMENT ...]');
const { node } = process.versions;
if (node.localeCompare('20.19', 'en', { numeric: true }) < 0)
	end(1, `Node ${node} is too old: install Node 20.19 or newer from https://nodejs.org`);
installDependencies();
const tsx = pathToFileURL(path.join(MODULES, 'tsx', 'dist', 'loader.mjs')).href;
const child = spawn(process.execPath, ['--import', tsx, path.resolve(ROOT, script), ...args], {
	stdio: 'inherit',
});
// Ctrl-C reaches the child by itself; stay until it has cleaned up.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
// npm itself does not pass a SIGTERM on: its end is noticed here.
const parent = process.ppid;
if (process.env.npm_lifecycle_event)
	setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
