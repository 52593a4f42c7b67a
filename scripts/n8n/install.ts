/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
// One n8n release in the cache folder: installed once, from the npm registry alone.
import { existsSync, readFileSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { CommandFailed, lastLines, runToEnd, withPathFirst } from '../children';
import { npm, withoutNpmScriptVariables } from '../npm';
import { fillOnce, isComplete, lock } from './cache';
import { allowsNode, RELEASES, type Release } from './candidates';
import type { NodeRuntime } from './nodeRuntime';
import { provideSqlite } from './sqlite';

/** An n8n that can be started. */
export interface N8nInstallation {
	version: string;
	major: number;
	/** The script to run with Node. */
	bin: string;
	runtime: NodeRuntime;
	/** Environment that this release wants. */
	env: Record<string, string>;
	/** The cache folder it is in; absent for one that somebody else installed. */
	folder?: string;
}

/** pnpm needs a third of npm's time and memory for n8n's 1,900 packages. */
const PNPM = '10.34.9';
/** Tells how the database's addon was got. */
const SQLITE_STAMP = '.sqlite-complete';
const NEEDED_BYTES = 3.5e9;

type Note = (text: string) => void;

async function providePnpm(cache: string, note: Note): Promise<string> {
	const folder = path.join(cache, `pnpm-${PNPM}`);
	const fill = async () => {
		writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
		await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', `pnpm@${PNPM}`], {
			what: 'Fetching pnpm',
			cwd: folder,
			logFile: path.join(cache, 'logs', 'install-pnpm.log'),
		});
	};
	await fillOnce(folder, PNPM, fill, note);
	return path.join(folder, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');
}

const folderFor = (cache: string, release: Release) => path.join(cache, `n8n-${release.version}`);
const recipeFor = (release: Release) => JSON.stringify([release.version, release.overrides]);

export function isInstalled(release: Release, cache: string): boolean {
	const folder = folderFor(cache, release);
	return isComplete(folder, recipeFor(release)) && existsSync(path.join(folder, SQLITE_STAMP));
}

function writePackageJson(folder: string, release: Release): void {
	const content = {
		private: true,
		dependencies: { n8n: release.version },
		overrides: release.overrides,
		pnpm: { overrides: release.overrides },
	};
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify(content, null, '\t') + '\n');
}

/** Follows pnpm's own count of packages. */
function watchProgress(logFile: string, note: Note): () => void {
	const timer = setInterval(() => {
		const line = lastLines(logFile, 1)[0] ?? '';
		const counts = /resolved (\d+).*?added (\d+)/.exec(line);
		if (counts) note(`${counts[2]} of about ${counts[1]} packages`);
	}, 1000);
	return () => clearInterval(timer);
}

async function installPackages(
	cache: string,
	folder: string,
	runtime: NodeRuntime,
	logFile: string,
	note: Note,
): Promise<void> {
	const env = withPathFirst(withoutNpmScriptVariables(), path.dirname(runtime.executable));
	const store = path.join(cache, 'store');
	const stopWatching = watchProgress(logFile, note);
	try {
		const pnpm = await providePnpm(cache, note);
		const options = ['--ignore-scripts', '--ignore-workspace', '--reporter=append-only'];
		options.push('--config.node-linker=hoisted', `--store-dir=${store}`, '--no-frozen-lockfile');
		await runToEnd(process.execPath, [pnpm, 'install', ...options], {
			what: 'Installing n8n with pnpm',
			cwd: folder,
			env,
			logFile,
			watched: true,
		});
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
		note(`${error.message}, trying npm (several minutes)`);
		await rm(path.join(folder, 'node_modules'), { recursive: true, force: true });
		const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=warn'];
		await npm(['install', ...options], {
			what: 'Installing n8n with npm',
			cwd: folder,
			env,
			logFile,
		});
	} finally {
		stopWatching();
	}
	// The installation holds hard links to the files it uses.
	await rm(store, { recursive: true, force: true });
}

function installedIn(folder: string, release: Release, runtime: NodeRuntime): N8nInstallation {
	const bin = path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	const { version, major, env } = release;
	return { version, major, bin, runtime, env, folder };
}

/** An n8n release from the cache, or installed into it. */
export async function installN8n(
	release: Release,
	runtime: NodeRuntime,
	cache: string,
	note: Note = () => {},
): Promise<N8nInstallation> {
	const folder = folderFor(cache, release);
	const logFile = path.join(cache, 'logs', `install-n8n-${release.version}.log`);
	const fill = async () => {
		checkDisk(cache);
		writePackageJson(folder, release);
		await installPackages(cache, folder, runtime, logFile, note);
	};
	if (!isInstalled(release, cache)) {
		// One installation at a time: they share pnpm's store.
		const unlock = await lock(path.join(cache, 'install'), note);
		try {
			await fillOnce(folder, recipeFor(release), fill, note);
			// Marked by itself, so that a missing compiler does not cost the whole installation.
			if (!existsSync(path.join(folder, SQLITE_STAMP))) {
				const way = await provideSqlite(folder, runtime, logFile, note);
				writeFileSync(path.join(folder, SQLITE_STAMP), way);
			}
		} finally {
			unlock();
		}
	}
	return installedIn(folder, release, runtime);
}

function checkDisk(folder: string): void {
	const { bavail, bsize } = statfsSync(folder);
	const free = bavail * bsize;
	if (free >= NEEDED_BYTES) return;
	const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
	throw new Error(
		`n8n needs ${gigabytes(NEEDED_BYTES)} GB of disk while it is installed, ` +
			`${folder} has ${gigabytes(free)} GB: make room, or set KEXIANG_CACHE_DIR to another disk`,
	);
}

/** An n8n that is already there: the folder of its package, or its `n8n` program. */
export function existingN8n(
	given: string,
	runtime: NodeRuntime,
): N8nInstallation & { fitsNode: boolean } {
	const bin = [
		given,
		path.join(given, 'bin', 'n8n'),
		path.join(given, 'node_modules', 'n8n', 'bin', 'n8n'),
	]
		.map((file) => path.resolve(file))
		.find((file) => existsSync(file) && statSync(file).isFile());
	if (!bin) throw new Error(`KEXIANG_N8N: there is no n8n at ${given}`);
	const version = versionOfBin(bin);
	const major = Number(version.split('.')[0]);
	const known = RELEASES.find((release) => release.major === major);
	const fitsNode = known === undefined || allowsNode(known, runtime.version);
	return { version, major, bin, runtime, env: known?.env ?? {}, fitsNode };
}

function versionOfBin(bin: string): string {
	const folder = path.dirname(path.dirname(bin));
	const file = path.join(folder, 'package.json');
	const content = existsSync(file)
		? (JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string })
		: {};
	if (content.name !== 'n8n' || !content.version) {
		throw new Error(`KEXIANG_N8N: ${bin} is not the program of an n8n package`);
	}
	return content.version;
}
