/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// One n8n release in the cache folder: installed once, from the npm registry alone.
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { lastLines, runToEnd, withPathFirst } from '../children';
import { installPackages, withoutNpmScriptVariables } from '../npm';
import { fillOnce, isComplete } from './cache';
import type { NodeRuntime } from './nodeRuntime';
import type { Release } from './releases';
import { provideSqlite } from './sqlite';

/** An n8n that can be started. */
export interface N8nInstallation {
	version: string;
	major: 1 | 2;
	/** The script to run with Node. */
	bin: string;
	runtime: NodeRuntime;
	/** Environment that this release wants. */
	env: Record<string, string>;
	/** The cache folder it is in. */
	folder: string;
}

/** pnpm needs a third of npm's time and memory for n8n's 1,900 packages. */
const PNPM = '10.34.9';

type Note = (text: string) => void;

async function providePnpm(cache: string, note: Note): Promise<string> {
	const folder = path.join(cache, `pnpm-${PNPM}`);
	const logFile = path.join(cache, 'logs', 'install-pnpm.log');
	await fillOnce(
		folder,
		PNPM,
		async () => await installPackages(folder, [`pnpm@${PNPM}`], { what: 'Fetching pnpm', logFile }),
		note,
	);
	return path.join(folder, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');
}

const folderFor = (cache: string, release: Release) => path.join(cache, `n8n-${release.version}`);
const recipeFor = (release: Release) => JSON.stringify([release.version, release.overrides]);

export const isInstalled = (release: Release, cache: string): boolean =>
	isComplete(folderFor(cache, release), recipeFor(release));

/** Follows pnpm's own count of packages. */
function watchProgress(logFile: string, note: Note): () => void {
	const timer = setInterval(() => {
		const line = lastLines(logFile, 1)[0] ?? '';
		const counts = /resolved (\d+).*?added (\d+)/.exec(line);
		if (counts) note(`${counts[2]} of about ${counts[1]} packages`);
	}, 1000);
	return () => clearInterval(timer);
}

/** An n8n release from the cache, or installed into it. */
export async function installN8n(
	release: Release,
	runtime: NodeRuntime,
	cache: string,
	note: Note = () => {},
): Promise<N8nInstallation> {
	const { version, major, overrides, env } = release;
	const folder = folderFor(cache, release);
	const logFile = path.join(cache, 'logs', `install-n8n-${version}.log`);
	const fill = async () => {
		const content = { private: true, dependencies: { n8n: version }, pnpm: { overrides } };
		writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(content, null, '\t')}\n`);
		const pnpm = await providePnpm(cache, note);
		const store = path.join(folder, '.store');
		const options = ['--ignore-scripts', '--ignore-workspace', '--reporter=append-only'];
		options.push('--config.node-linker=hoisted', `--store-dir=${store}`, '--no-frozen-lockfile');
		const stopWatching = watchProgress(logFile, note);
		try {
			await runToEnd(process.execPath, [pnpm, 'install', ...options], {
				what: 'Installing n8n',
				cwd: folder,
				env: withPathFirst(withoutNpmScriptVariables(), path.dirname(runtime.executable)),
				logFile,
				watched: true,
			});
		} finally {
			stopWatching();
		}
		// The installation holds hard links to the files it uses.
		await rm(store, { recursive: true, force: true });
	};
	await fillOnce(folder, recipeFor(release), fill, note);
	await provideSqlite(folder, runtime, logFile, note);
	const bin = path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	return { version, major, bin, runtime, env, folder };
}
