/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// n8n's embedded database is SQLite through `sqlite3`, a native addon that does not come with its
// package. Two ways to get it; each is believed only after a query.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { CommandFailed, runToEnd, withPathFirst } from '../children';
import { installPackages, npm, withoutNpmScriptVariables } from '../npm';
import { fillOnce } from './cache';
import type { NodeRuntime } from './nodeRuntime';

/**
 * A maintained fork of sqlite3 with the same native interface, whose package carries the addon
 * ready built for Linux (glibc and musl), macOS and Windows, x64 and arm64, N-API (any Node >= 20).
 */
const PREBUILT = '@appthreat/sqlite3@8.0.1';

const QUERY = `
const { Database } = require('sqlite3');
const database = new Database(':memory:');
database.get('SELECT 40 + ? AS answer', [2], (error, row) => {
	process.exitCode = !error && row.answer === 42 ? 0 : 1;
});`;

const COMPILER_ADVICE = [
	'SQLite for n8n could neither be fetched nor built. Install a C++ compiler, then start again:',
	'  Debian, Ubuntu:  apt-get install g++ make python3',
	'  Alpine:          apk add g++ make python3',
	'  Fedora:          dnf install gcc-c++ make python3',
	'  macOS:           xcode-select --install',
	'  Windows:         the Visual Studio Build Tools with C++, and Python 3',
].join('\n');

/** No other n8n would fare better. */
export class SqliteMissing extends CommandFailed {}

/** The Alpine kind of Linux, whose programs use another C library. */
function usesMusl(): boolean {
	const report = process.report?.getReport() as unknown as {
		header?: { glibcVersionRuntime?: string };
	};
	return process.platform === 'linux' && report?.header?.glibcVersionRuntime === undefined;
}

/**
 * Puts a working sqlite3 addon into an n8n installation, once; by itself, so that a missing compiler does not cost the
 * whole installation.
 */
export async function provideSqlite(
	folder: string,
	runtime: NodeRuntime,
	logFile: string,
	note: (text: string) => void,
): Promise<void> {
	const build = path.join(folder, 'node_modules', 'sqlite3', 'build');

	const fetchPrebuilt = async () => {
		const temporary = path.join(folder, '.sqlite3-prebuilt');
		await installPackages(temporary, ['--omit=optional', PREBUILT], {
			what: `Fetching ${PREBUILT}`,
			logFile,
			limitSeconds: 300,
		});
		const system = `${process.platform}-${process.arch}`;
		const binaries = path.join(
			temporary,
			'node_modules',
			'@appthreat',
			'sqlite3',
			'prebuilds',
			system,
		);
		const library = usesMusl() ? '.musl.' : '.glibc.';
		const file = readdirSync(binaries).find((name) => name.includes(library)) ?? library;
		mkdirSync(path.join(build, 'Release'), { recursive: true });
		copyFileSync(path.join(binaries, file), path.join(build, 'Release', 'node_sqlite3.node'));
		await rm(temporary, { recursive: true, force: true });
	};
	// Downloads the binary of the project itself, or builds it with the compiler.
	const rebuild = async () =>
		await npm(['rebuild', 'sqlite3', '--foreground-scripts'], {
			what: 'Building sqlite3',
			cwd: folder,
			// The tools that it starts look for `node` on the path.
			env: withPathFirst(withoutNpmScriptVariables(), path.dirname(runtime.executable)),
			logFile,
			limitSeconds: 900,
		});

	const fill = async () => {
		for (const [name, get] of [
			['prebuilt package', fetchPrebuilt],
			["sqlite3's own install script", rebuild],
		] as const) {
			note(`SQLite: ${name}`);
			try {
				await get();
				await runToEnd(runtime.executable, ['-e', QUERY], {
					what: 'A query with sqlite3',
					cwd: folder,
					logFile,
					limitSeconds: 60,
				});
				return;
			} catch {
				await rm(build, { recursive: true, force: true });
			}
		}
		throw new SqliteMissing(COMPILER_ADVICE, logFile);
	};
	await fillOnce(build, PREBUILT, fill, note);
}
