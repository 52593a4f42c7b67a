/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
// n8n's embedded database is SQLite through `sqlite3`, a native addon that does not come with its
// package. Three ways to get it; each is believed only after a query.
import { existsSync, readdirSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandFailed, runToEnd, withPathFirst } from '../children';
import { npm, withoutNpmScriptVariables } from '../npm';
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

export const COMPILER_ADVICE = [
	'SQLite for n8n could neither be fetched nor built. Install a C++ compiler, then start again:',
	'  Debian, Ubuntu:  apt-get install g++ make python3',
	'  Alpine:          apk add g++ make python3',
	'  Fedora:          dnf install gcc-c++ make python3',
	'  macOS:           xcode-select --install',
	'  Windows:         the Visual Studio Build Tools with C++, and Python 3',
].join('\n');

/** No other n8n would fare better. */
export class SqliteMissing extends CommandFailed {}

interface Way {
	name: string;
	get(): Promise<void>;
}

/** The Alpine kind of Linux, whose programs use another C library. */
function usesMusl(): boolean {
	const report = process.report?.getReport() as unknown as {
		header?: { glibcVersionRuntime?: string };
	};
	return process.platform === 'linux' && report?.header?.glibcVersionRuntime === undefined;
}

/** Puts a working sqlite3 addon into an n8n installation. Answers how it was got. */
export async function provideSqlite(
	folder: string,
	runtime: NodeRuntime,
	logFile: string,
	note: (text: string) => void,
): Promise<string> {
	const addonPackage = path.join(folder, 'node_modules', 'sqlite3');
	// The tools started below look for `node` on the path.
	const environment = withPathFirst(withoutNpmScriptVariables(), path.dirname(runtime.executable));

	const fetchPrebuilt = async () => {
		const temporary = path.join(folder, '.sqlite3-prebuilt');
		mkdirSync(temporary, { recursive: true });
		writeFileSync(path.join(temporary, 'package.json'), '{ "private": true }\n');
		await npm(
			['install', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=optional', PREBUILT],
			{ what: `Fetching ${PREBUILT}`, cwd: temporary, logFile, limitSeconds: 300 },
		);
		const system = `${process.platform}-${process.arch}`;
		const binaries = path.join(
			...[temporary, 'node_modules', '@appthreat', 'sqlite3', 'prebuilds', system],
		);
		const library = usesMusl() ? '.musl.' : '.glibc.';
		const file = existsSync(binaries)
			? readdirSync(binaries).find((name) => name.includes(library))
			: undefined;
		if (!file) throw new CommandFailed(`${PREBUILT} has no binary for ${system}`, logFile);
		const target = path.join(addonPackage, 'build', 'Release');
		mkdirSync(target, { recursive: true });
		copyFileSync(path.join(binaries, file), path.join(target, 'node_sqlite3.node'));
		rmSync(temporary, { recursive: true, force: true });
	};

	const ways: Way[] = [
		{
			name: 'prebuilt package',
			get: fetchPrebuilt,
		},
		{
			// Downloads the binary of the project itself, or builds it with the compiler.
			name: "sqlite3's own install script",
			get: async () =>
				await npm(['rebuild', 'sqlite3', '--foreground-scripts'], {
					what: 'Building sqlite3',
					cwd: folder,
					env: environment,
					logFile,
					limitSeconds: 900,
				}),
		},
	];

	for (const way of ways) {
		try {
			note(`SQLite: ${way.name}`);
			rmSync(path.join(addonPackage, 'build'), { recursive: true, force: true });
			await way.get();
			await runToEnd(runtime.executable, ['-e', QUERY], {
				what: 'A query with sqlite3',
				cwd: folder,
				logFile,
				limitSeconds: 60,
			});
			return way.name;
		} catch (error) {
			if (!(error instanceof CommandFailed)) throw error;
		}
	}
	throw new SqliteMissing(COMPILER_ADVICE, logFile);
}
