/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// One n8n release in the cache folder, with the Node that it runs on: installed once, from the npm registry alone.
import { cpSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import execa from 'execa';
import { CommandFailed, runToEnd, withPathFirst } from '../children';
import { installPackages, withoutNpmScriptVariables } from '../npm';
import { fillOnce, isComplete } from './cache';
import { FETCHED_NODE, type Release } from './releases';

export interface NodeRuntime {
	version: string;
	executable: string;
}

/** An n8n that can be started. */
export interface N8nInstallation extends Pick<Release, 'version' | 'major' | 'env'> {
	/** The script to run with Node. */
	bin: string;
	runtime: NodeRuntime;
	/** The cache folder it is in. */
	folder: string;
}

/** Where things are installed, and who is told of it. */
export interface Installer {
	cache: string;
	note(text: string): void;
}

/** pnpm needs a third of npm's time and memory for n8n's 1,900 packages. */
const PNPM = '10.34.9';
const PNPM_OPTIONS = [
	...['--ignore-scripts', '--ignore-workspace', '--reporter=append-only'],
	...['--config.node-linker=hoisted', '--no-frozen-lockfile'],
];

/**
 * n8n's embedded database is SQLite through `sqlite3`, a native addon that does not come with its package. This is a
 * maintained fork with the same native interface, whose package carries the addon ready built for Linux (glibc and
 * musl), macOS and Windows, x64 and arm64, N-API (any Node >= 20).
 */
const SQLITE = '@appthreat/sqlite3@8.0.1';
/** The addon is believed to be there only after a query. */
const QUERY = `
const { Database } = require('sqlite3');
const database = new Database(':memory:');
database.get('SELECT 40 + ? AS answer', [2], (error, row) => {
	process.exitCode = !error && row.answer === 42 ? 0 : 1;
});`;

const logIn = (cache: string, name: string) => path.join(cache, 'logs', `install-${name}.log`);
const folderFor = (cache: string, { version }: Release) => path.join(cache, `n8n-${version}`);
const recipeFor = ({ version, overrides }: Release) => JSON.stringify([version, overrides]);

export const isInstalled = (release: Release, cache: string): boolean =>
	isComplete(folderFor(cache, release), recipeFor(release));

/** An n8n release from the cache, or installed into it. */
export async function installN8n(
	{ cache, note }: Installer,
	release: Release,
	runtime: NodeRuntime,
): Promise<N8nInstallation> {
	const { version, major, overrides, env } = release;
	const folder = folderFor(cache, release);
	const logFile = logIn(cache, `n8n-${version}`);
	const install = async () => {
		const content = { private: true, dependencies: { n8n: version }, pnpm: { overrides } };
		writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(content, null, '\t')}\n`);
		const pnpm = await fetched({ cache, note }, 'pnpm', `pnpm@${PNPM}`);
		const store = path.join(folder, '.store');
		const program = path.join(pnpm, 'bin', 'pnpm.cjs');
		const args = [program, 'install', ...PNPM_OPTIONS, `--store-dir=${store}`];
		await runToEnd(process.execPath, args, {
			what: 'Installing n8n',
			cwd: folder,
			env: withPathFirst(withoutNpmScriptVariables(), path.dirname(runtime.executable)),
			logFile,
			watched: true,
		});
		// The installation holds hard links to the files it uses.
		await rm(store, { recursive: true, force: true });
	};
	await fillOnce(folder, recipeFor(release), install, note);
	const build = path.join(folder, 'node_modules', 'sqlite3', 'build');
	const addSqlite = async () => {
		await copySqlite(folder, path.join(build, 'Release', 'node_sqlite3.node'), logFile);
		const options = { what: 'A query with sqlite3', cwd: folder, logFile, limitSeconds: 60 };
		await runToEnd(runtime.executable, ['-e', QUERY], options);
	};
	await fillOnce(build, SQLITE, addSqlite, note);
	const bin = path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	return { version, major, bin, runtime, env, folder };
}

async function copySqlite(folder: string, target: string, logFile: string): Promise<void> {
	const place = path.join(folder, '.sqlite3-prebuilt');
	const what = `Fetching ${SQLITE}`;
	await installPackages(place, ['--omit=optional', SQLITE], { what, logFile });
	const all = path.join(place, 'node_modules', '@appthreat', 'sqlite3', 'prebuilds');
	const own = path.join(all, `${process.platform}-${process.arch}`);
	const files = existsSync(own) ? readdirSync(own) : [];
	const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
	// Alpine's kind of Linux has another C library.
	const isMusl = process.platform === 'linux' && header?.glibcVersionRuntime === undefined;
	const file = files.find((name) => name.includes(isMusl ? '.musl.' : '.glibc.'));
	if (!file) throw new CommandFailed(`${SQLITE} has nothing for ${own}`, logFile);
	cpSync(path.join(own, file), target);
	await rm(place, { recursive: true, force: true });
}

/** Node 24 from the cache, or fetched into it. */
export async function fetchNode(installer: Installer): Promise<NodeRuntime> {
	const { platform, arch } = process;
	const system = `${platform === 'win32' ? 'win' : platform}-${arch}`;
	const name = system === 'darwin-arm64' ? `node-bin-${system}` : `node-${system}`;
	const folder = await fetched(installer, 'node', `${name}@${FETCHED_NODE}`);
	const executable = path.join(folder, 'bin', platform === 'win32' ? 'node.exe' : 'node');
	const { stdout, failed } = await execa(executable, ['--version'], { reject: false });
	if (failed) throw new Error(`Node ${FETCHED_NODE} in ${folder} does not run on this system`);
	return { version: stdout.replace(/^v/, ''), executable };
}

/** The folder of a package of the registry, in the cache. */
async function fetched({ cache, note }: Installer, what: string, one: string): Promise<string> {
	const [name = '', version = ''] = one.split('@');
	const folder = path.join(cache, `${what}-${version}`);
	const options = { what: `Fetching ${one}`, logFile: logIn(cache, what) };
	await fillOnce(folder, version, async () => await installPackages(folder, [one], options), note);
	return path.join(folder, 'node_modules', name);
}
