/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// n8n's embedded database is SQLite through `sqlite3`, a native addon that does not come with its
// package. It is believed to be there only after a query.
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { CommandFailed, runToEnd } from '../children';
import { installPackages } from '../npm';
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

/** The Alpine kind of Linux, whose programs use another C library. */
function usesMusl(): boolean {
	const report = process.report?.getReport() as unknown as {
		header?: { glibcVersionRuntime?: string };
	};
	return process.platform === 'linux' && report?.header?.glibcVersionRuntime === undefined;
}

/** Puts a working sqlite3 addon into an n8n installation, once. */
export async function provideSqlite(
	folder: string,
	runtime: NodeRuntime,
	logFile: string,
	note: (text: string) => void,
): Promise<void> {
	const build = path.join(folder, 'node_modules', 'sqlite3', 'build');
	const fill = async () => {
		note('fetching SQLite');
		const temporary = path.join(folder, '.sqlite3-prebuilt');
		await installPackages(temporary, ['--omit=optional', PREBUILT], {
			what: `Fetching ${PREBUILT}`,
			logFile,
		});
		const fetched = path.join(temporary, 'node_modules', '@appthreat', 'sqlite3', 'prebuilds');
		const binaries = path.join(fetched, `${process.platform}-${process.arch}`);
		const library = usesMusl() ? '.musl.' : '.glibc.';
		const file = existsSync(binaries)
			? readdirSync(binaries).find((name) => name.includes(library))
			: undefined;
		if (!file) throw new CommandFailed(`${PREBUILT} has nothing for ${binaries}`, logFile);
		mkdirSync(path.join(build, 'Release'), { recursive: true });
		copyFileSync(path.join(binaries, file), path.join(build, 'Release', 'node_sqlite3.node'));
		await rm(temporary, { recursive: true, force: true });
		await runToEnd(runtime.executable, ['-e', QUERY], {
			what: 'A query with sqlite3',
			cwd: folder,
			logFile,
			limitSeconds: 60,
		});
	};
	await fillOnce(build, PREBUILT, fill, note);
}
