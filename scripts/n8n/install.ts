/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// One n8n release in the cache folder: installed once, from the npm registry alone.
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { runToEnd, withPathFirst } from '../children';
import { installPackages, withoutNpmScriptVariables } from '../npm';
import { fillOnce, isComplete } from './cache';
import type { NodeRuntime } from './nodeRuntime';
import type { Release } from './releases';
import { provideSqlite } from './sqlite';

/** An n8n that can be started. */
export interface N8nInstallation extends Pick<Release, 'version' | 'major' | 'env'> {
	/** The script to run with Node. */
	bin: string;
	runtime: NodeRuntime;
	/** The cache folder it is in. */
	folder: string;
}

/** pnpm needs a third of npm's time and memory for n8n's 1,900 packages. */
const PNPM = '10.34.9';
const OPTIONS = [
	...['--ignore-scripts', '--ignore-workspace', '--reporter=append-only'],
	...['--config.node-linker=hoisted', '--no-frozen-lockfile'],
];

type Note = (text: string) => void;

const folderFor = (cache: string, { version }: Release) => path.join(cache, `n8n-${version}`);
const recipeFor = ({ version, overrides }: Release) => JSON.stringify([version, overrides]);

export const isInstalled = (release: Release, cache: string): boolean =>
	isComplete(folderFor(cache, release), recipeFor(release));

/** An n8n release from the cache, or installed into it. */
export async function installN8n(
	release: Release,
	runtime: NodeRuntime,
	cache: string,
	note: Note,
): Promise<N8nInstallation> {
	const { version, major, overrides, env } = release;
	const folder = folderFor(cache, release);
	const logFile = path.join(cache, 'logs', `install-n8n-${version}.log`);
	const fill = async () => {
		const content = { private: true, dependencies: { n8n: version }, pnpm: { overrides } };
		writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(content, null, '\t')}\n`);
		const pnpm = await providePnpm(cache, note);
		const store = path.join(folder, '.store');
		await runToEnd(process.execPath, [pnpm, 'install', ...OPTIONS, `--store-dir=${store}`], {
			what: 'Installing n8n',
			cwd: folder,
			env: withPathFirst(withoutNpmScriptVariables(), path.dirname(runtime.executable)),
			logFile,
			watched: true,
		});
		// The installation holds hard links to the files it uses.
		await rm(store, { recursive: true, force: true });
	};
	await fillOnce(folder, recipeFor(release), fill, note);
	await provideSqlite(folder, runtime, logFile, note);
	const bin = path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	return { version, major, bin, runtime, env, folder };
}

async function providePnpm(cache: string, note: Note): Promise<string> {
	const folder = path.join(cache, `pnpm-${PNPM}`);
	const options = { what: 'Fetching pnpm', logFile: path.join(cache, 'logs', 'install-pnpm.log') };
	const fill = async () => await installPackages(folder, [`pnpm@${PNPM}`], options);
	await fillOnce(folder, PNPM, fill, note);
	return path.join(folder, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');
}
